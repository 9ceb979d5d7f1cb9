"""Mass on ellipses against integrals over shells and against numbers of autolens."""

import json
from pathlib import Path

import mpmath
import numpy as np
import pytest

from autolens_like.profiles import mass

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "stellar.json").read_text()
)
#: How far autolens's deflections are off: its Sersic family is a sum of cored steep
#: ellipsoids, its round Chameleon is slightly elliptical; the others are closed forms.
OFF = {"Gaussian": 1e-12, "GaussianGradient": 1e-12, "Chameleon": 1e-12}
SAMPLES = [
    mass.Sersic(ell_comps=(0.0, 0.4), effective_radius=0.8, sersic_index=0.5),
    mass.Sersic(ell_comps=(0.0, 0.2), effective_radius=1.5, sersic_index=4.0),
    mass.Sersic(ell_comps=(0.0, 0.1), effective_radius=0.3, sersic_index=8.0),
    mass.SersicGradient(ell_comps=(0.0, 0.3), mass_to_light_gradient=0.6),
    mass.SersicCore(ell_comps=(0.0, 0.3), radius_break=0.2, gamma=0.5),
    mass.SersicCore(ell_comps=(0.0, 0.3), radius_break=0.2, gamma=0.0, alpha=8.0),
    mass.Gaussian(ell_comps=(0.0, 0.5), sigma=0.3),
    mass.PowerLawCore(ell_comps=(0.0, 0.3), slope=1.3, core_radius=0.3),
    mass.PowerLawCore(ell_comps=(0.0, 0.7), slope=2.7, core_radius=0.02),
    mass.Chameleon(ell_comps=(0.0, 0.3), core_radius_0=0.1, core_radius_1=0.5),
]


def shells(profile, y, x):
    """α by quadrature over shells (Bourassa & Kantowski 1975), 20 digits.

    The convergence is the profile's own, on its minor axis, in double precision.
    """
    f = profile.ell_comps[1]
    q = (1 - f) / (1 + f)
    radius = np.sqrt(q * x * x + y * y / q)
    with mpmath.workdps(20):
        z, focus = mpmath.mpc(x, y), (1 - mpmath.mpf(q) ** 2) / mpmath.mpf(q)

        def integrand(log):
            s = mpmath.exp(log)
            point = float(s * mpmath.sqrt(mpmath.mpf(q)))
            kappa = float(profile.convergence(point, 0.0))
            return kappa * 2 * s * s / (z * mpmath.sqrt(1 - focus * (s / z) ** 2))

        end = float(np.log(radius))
        ends = [end - 25, end - 12, end - 6, end - 3, end - 1.5, end - 0.5, end]
        value = mpmath.quad(integrand, ends, maxdegree=6)
        return -float(mpmath.im(value)), float(mpmath.re(value))


@pytest.mark.parametrize("profile", SAMPLES)
@pytest.mark.parametrize("point", [(0.1, 0.05), (0.4, -1.3), (2.0, 2.0)])
def test_deflections_are_integrals_over_shells(profile, point):
    found = profile.deflections(*(np.array([v]) for v in point))
    expected = shells(profile, *point)
    error = np.hypot(found[0][0] - expected[0], found[1][0] - expected[1])
    assert error < 1e-9 * np.hypot(*expected)


@pytest.mark.parametrize(
    "entry", [*REFERENCE["mp"], *REFERENCE["lmp"]], ids=lambda entry: entry["name"]
)
def test_numbers_of_autolens(entry):
    profile = getattr(mass, entry["name"])(**entry["parameters"])
    positions, values = REFERENCE["positions"], entry["values"]
    # The round Chameleon of autolens has an axis ratio of 0.99999.
    off = 2e-5 if entry["name"] == "ChameleonSph" else 1e-12
    np.testing.assert_allclose(
        profile.convergence_2d_from(positions), values["convergence_2d_from"], rtol=off
    )
    expected = np.asarray(values["deflections_yx_2d_from"])
    error = profile.deflections_yx_2d_from(positions) - expected
    assert np.abs(error).max() < OFF.get(entry["name"], 2e-3) * np.abs(expected).max()


def test_the_potential_is_zero_at_the_centre():
    for profile in SAMPLES:
        centre, away = profile.potential(np.array([0.0, 1.0]), np.zeros(2))
        assert 0.0 <= centre < 1e-8 * away


def test_flat_ellipses_stay_accurate():
    # Axis ratio 0.11 needs all terms; the law of Gauss over a circle around it.
    profile = mass.Gaussian(ell_comps=(0.0, 0.8), sigma=0.02)
    angle = 2 * np.pi * np.arange(400) / 400
    y, x = 3.0 * np.sin(angle), 3.0 * np.cos(angle)
    deflection_y, deflection_x = profile.deflections(y, x)
    flux = 2 * np.pi * np.mean(deflection_y * y + deflection_x * x)
    # ∮ α · n = 2 ∫ κ = 2 · 2π σ² / q · intensity.
    axis_ratio = 0.2 / 1.8
    expected = 4 * np.pi * 0.02**2 / axis_ratio * 0.1
    assert flux == pytest.approx(expected, rel=1e-9)
