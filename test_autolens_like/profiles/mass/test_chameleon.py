"""The Chameleon against the closed forms of isothermal ellipsoids with cores."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.profiles import mass
from test_autolens_like.profiles.family import ring


def cored_isothermal(y, x, q, core):
    """α of κ = 1 / √(R² + s²), major axis along x (Keeton 2001, eq. 34-35)."""
    root = np.sqrt(1 - q * q)
    psi = np.sqrt(q * q * (core**2 + x * x) + y * y)
    along = q / root * np.arctan(root * x / (psi + core))
    across = q / root * np.arctanh(root * y / (psi + q * q * core))
    return 2 * across, 2 * along


@pytest.mark.parametrize("q", [0.3, 0.7, 0.95])
def test_deflections_are_differences_of_closed_forms(q):
    y, x = ring(20)
    f = (1 - q) / (1 + q)
    profile = mass.Chameleon(
        ell_comps=(0.0, f), intensity=0.4, core_radius_0=0.1, core_radius_1=0.7
    )
    cores = [2 * c / (1 + q) for c in (0.1, 0.7)]
    first, second = (cored_isothermal(y, x, q, core) for core in cores)
    scale = 0.4 / (1 + q)
    for found, a, b in zip(profile.deflections(y, x), first, second, strict=True):
        np.testing.assert_allclose(found, scale * (a - b), rtol=1e-9, atol=1e-12)


def test_equal_cores_have_no_mass():
    profile = mass.Chameleon(ell_comps=(0.1, 0.2), core_radius_1=0.01)
    y, x = ring()
    assert np.all(np.asarray(profile.deflections(y, x)) == 0.0)
    assert np.all(profile.convergence(y, x) == 0.0)


def test_the_round_potential():
    # ψ of κ = 1 / √(r² + s²): 2 [√(r² + s²) - s - s ln((√(r² + s²) + s) / (2 s))].
    profile = mass.ChameleonSph(intensity=1.0, core_radius_0=0.2, core_radius_1=0.9)
    r = np.array([0.05, 0.4, 3.0, 50.0])

    def potential(s):
        root = np.sqrt(r * r + s * s)
        return 2 * (root - s - s * np.log((root + s) / (2 * s)))

    expected = 0.5 * (potential(0.2) - potential(0.9))
    np.testing.assert_allclose(profile.potential(r, 0 * r), expected, rtol=1e-10)


def test_core_radii_are_above_zero():
    with pytest.raises(exc.ProfileException, match=r"core_radius_1=0\.0; it must"):
        mass.ChameleonSph(core_radius_1=0.0)
