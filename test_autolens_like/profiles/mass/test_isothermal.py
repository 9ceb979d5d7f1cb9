"""The isothermal ellipsoid against the closed form in its own frame."""

import numpy as np
import pytest

from autolens_like.profiles.mass import Isothermal, IsothermalSph
from test_autolens_like.profiles.family import ring


@pytest.mark.parametrize("q", [0.05, 0.3, 0.7, 0.99])
def test_closed_form_of_kormann_schneider_bartelmann(q):
    # Kormann et al. 1994, A&A 284, 285, for κ = θ_E / ((1 + q) R), major axis on x.
    y, x = ring(11)
    f = (1 - q) / (1 + q)
    root = np.sqrt(1 - q**2)
    radius = np.sqrt(q**2 * x**2 + y**2)
    scale = 2 * 1.3 * q / ((1 + q) * root)
    expected = (
        scale * np.arctanh(root * y / radius),
        scale * np.arctan(root * x / radius),
    )
    profile = Isothermal(ell_comps=(0.0, f), einstein_radius=1.3)
    np.testing.assert_allclose(profile.deflections(y, x), expected, rtol=1e-12)


def test_the_convergence_is_that_of_the_documented_formula():
    profile = Isothermal(ell_comps=(0.0, 0.25), einstein_radius=1.2)
    q = 0.6
    expected = 1.2 / ((1 + q) * np.hypot(0.5, 0.3 / q))
    assert profile.convergence(np.array([0.3]), np.array([0.5])) == pytest.approx(
        expected
    )


def test_the_critical_curve_holds_the_mass_of_its_area():
    # The mean convergence inside the curve κ = 1/2 is one; its area is that of a
    # circle of radius 2 √q / (1 + q) θ_E.
    q, f = 0.6, 0.25
    angle = 2 * np.pi * (np.arange(2000) + 0.5) / 2000
    profile = Isothermal(ell_comps=(0.0, f))
    radius = 2 * profile.convergence(np.sin(angle), np.cos(angle))
    area = 0.5 * np.sum(radius**2) * 2 * np.pi / 2000
    assert area == pytest.approx(np.pi * 4 * q / (1 + q) ** 2, rel=1e-10)


def test_the_sphere_deflects_by_its_einstein_radius_everywhere():
    y, x = ring()
    deflections = IsothermalSph(einstein_radius=1.4).deflections(y, x)
    np.testing.assert_allclose(np.hypot(*deflections), 1.4)


def test_a_search_with_one_process_does_not_need_jax():
    import subprocess
    import sys

    code = (
        "import sys, numpy\n"
        "from autolens_like.profiles.mass import Isothermal\n"
        "Isothermal(ell_comps=(.1, .2)).deflections(numpy.ones(3), numpy.ones(3))\n"
        "assert 'jax' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
