"""The closed forms of the elliptical NFW halo against their integrals."""

import mpmath
import numpy as np
import pytest

from autolens_like.profiles.mass import NFW
from autolens_like.profiles.mass.homoeoids import homoeoid_frame
from autolens_like.profiles.mass.nfw_ellipse import (
    nfw_bending,
    nfw_deflection,
    nfw_potential,
)
from test_autolens_like.numerics.kernel_samples import Sample

_y, _x = np.random.default_rng(4).normal(size=(2, 400))
_y[:2] = _x[:2] = 0.0
#: The foci of q = 0.7 / 1.3 on the x axis, and points beside one.
FOCUS = np.sqrt(1 - (0.7 / 1.3) ** 2)
_y[2:5], _x[2:5] = (0.0, 0.0, 1e-3), (FOCUS, -FOCUS, FOCUS * 1.001)

KERNEL_SAMPLES = {
    "nfw_bending": [
        Sample((_y, _x, ell_comps, scale), 1e-11)
        for ell_comps in ((0.0, 0.0), (0.0, 0.3), (0.5, 0.1), (1e-7, 2e-7))
        for scale in (0.05, 1.0, 30.0)
    ],
    "nfw_potential_integral": [
        ((lambda frame: (frame[2], *frame[3:]))(homoeoid_frame(_y, _x, (0.2, 0.1)))),
    ],
}


def _convergence(x):
    ratio = mpmath.re(
        mpmath.acosh(mpmath.mpc(1 / x)) / mpmath.sqrt(mpmath.mpc(1 - x * x))
    )
    return 2 * (1 - ratio) / (x * x - 1)


def exact(y, x, ell_comps, scale):
    """α of κ_s = 1 from the integral over homoeoids (Bray 1984), with 25 digits."""
    with mpmath.workdps(25):
        flattening = mpmath.hypot(*ell_comps)
        q = (1 - flattening) / (1 + flattening)
        turn = mpmath.expj(-mpmath.atan2(*ell_comps) / 2)
        z = mpmath.mpc(x, y) * turn / scale
        radius = mpmath.sqrt(z.real**2 + (z.imag / q) ** 2)

        def shell(angle):
            t = radius * mpmath.sin(angle)
            root = z * mpmath.sqrt(1 - (1 - q * q) * (t / z) ** 2)
            return _convergence(t) * t * radius * mpmath.cos(angle) / root

        integral = mpmath.quad(shell, [0, 0.3, 1, mpmath.pi / 2])
        alpha = complex(mpmath.conj(2 * q * scale * integral * turn))
    return alpha.imag, alpha.real


@pytest.mark.parametrize(
    ("y", "x", "ell_comps", "scale"),
    [
        (0.3, -0.7, (0.1, 0.2), 1.0),
        (1.3, 0.7, (-0.3, 0.4), 0.2),
        (0.02, 0.01, (0.5, -0.5), 12.0),
        (0.9, 0.1, (0.0, 0.01), 0.9),
        (-2.0, 0.4, (0.2, 0.0), 30.0),
        (2.0, 3.0, (0.0, 0.8), 1e-2),
        (0.0, FOCUS, (0.0, 0.3), 1.0),
        (1e-4, FOCUS * 1.001, (0.0, 0.3), 1.0),
        (0.01, FOCUS * 1.03, (0.0, 0.3), 1.0),
        (0.0, 0.999, (0.0, 0.3), 1.0),
        (1e-3, 2e-3, (1e-6, 2e-6), 1.0),
        (0.05, 0.05, (0.03, 0.0), 3.0),
    ],
)
def test_deflections_are_the_integral_over_homoeoids(y, x, ell_comps, scale):
    expected = exact(y, x, ell_comps, scale)
    points = np.array([y]), np.array([x])
    for function in (nfw_deflection, nfw_bending.reference):
        found = np.ravel(function(*points, ell_comps, scale))
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("ell_comps", [(0.0, 0.3), (0.4, -0.3), (0.0, 1e-4)])
def test_the_potential_is_the_integral_of_the_deflection_along_the_ray(ell_comps):
    y, x = np.array([0.4, 0.0, 2.0]), np.array([0.3, 1.2, -1.0])
    nodes, weights = np.polynomial.legendre.leggauss(60)
    part = 0.5 * (nodes[:, None] + 1.0)
    # The substitution of the square smooths the logarithm at the centre.
    alpha = nfw_deflection(part**2 * y, part**2 * x, ell_comps, 0.8)
    rays = (y * alpha[0] + x * alpha[1]) * part * weights[:, None]
    found = nfw_potential(y, x, ell_comps, 0.8)
    np.testing.assert_allclose(found, rays.sum(axis=0), rtol=1e-9)


def test_the_scale_radius_is_no_special_place():
    import jax

    def total(profile):
        return profile.potential(np.zeros(1), np.ones(1)).sum()

    halo = NFW(ell_comps=(0.1, 0.2), scale_radius=1.0 / (1 - np.hypot(0.1, 0.2)))
    gradient = jax.grad(total)(halo)
    assert np.isfinite(gradient.scale_radius)
    assert all(np.isfinite(gradient.ell_comps))
