"""The NFW halo against its projected density and with fifty digits."""

import mpmath
import numpy as np
import pytest

from autolens_like.profiles.mass import NFW, NFWSph

SCALED = [
    1e-6,
    1e-3,
    0.1,
    0.7,
    0.98,
    0.99,
    0.9899,
    0.999,
    1.0,
    1.0001,
    1.0099,
    1.02,
    5,
    300,
]


def exact(x):
    """g, h and ψ/2 of Wright & Brainerd 2000 with 50 digits."""
    with mpmath.workdps(50):
        x = mpmath.mpf(x)
        if x == 1:
            ratio, g = mpmath.mpf(1), mpmath.mpf(1) / 3
        else:
            root = mpmath.sqrt(x * x - 1)
            ratio = mpmath.re(mpmath.atan(root) / root)
            g = (1 - ratio) / (x * x - 1)
        log = mpmath.log(x / 2)
        values = (g, log + ratio, log**2 + (x * x - 1) * ratio**2)
        return tuple(float(value) for value in values)


@pytest.mark.parametrize("x", SCALED)
def test_every_radius_keeps_eleven_digits(x):
    # r_s = 1 and κ_s = 1/2, so that κ = g, α = 2 h / x, ψ = ln² + (x² - 1) F².
    halo = NFWSph(kappa_s=0.5, scale_radius=1.0)
    y, zero = np.array([float(x)]), np.zeros(1)
    g, h, potential = exact(x)
    assert halo.convergence(y, zero)[0] == pytest.approx(g, rel=1e-12, abs=0)
    assert halo.deflections(y, zero)[0][0] == pytest.approx(2 * h / x, rel=1e-11, abs=0)
    assert halo.potential(y, zero)[0] == pytest.approx(potential, rel=1e-11, abs=0)


def test_the_convergence_is_the_density_along_the_line_of_sight():
    # ρ = ρ_s / (x (1 + x)²), κ_s = ρ_s r_s / Σ_cr.
    halo = NFWSph(kappa_s=0.2, scale_radius=3.0)
    with mpmath.workdps(20):

        def density(z):
            r = mpmath.sqrt(z * z + mpmath.mpf("0.16"))
            return 1 / (r * (1 + r) ** 2)

        column = 2 * mpmath.quad(density, [0, 0.1, 1, 10, mpmath.inf])
    found = halo.convergence(np.array([1.2]), np.array([0.0]))[0]
    assert found == pytest.approx(0.2 * float(column), rel=1e-10)


def test_a_number_of_autolens():
    # autolens 2026.10.26.1: al.mp.NFWSph(kappa_s=0.1, scale_radius=1.0)
    # .convergence_2d_from(grid=al.Grid2DIrregular([(0.5, 0.0)]))
    found = NFWSph(kappa_s=0.1, scale_radius=1.0).convergence_2d_from([(0.5, 0.0)])
    assert found[0] == pytest.approx(0.1388512, abs=6e-8)


def _convergence(x):
    ratio = mpmath.re(
        mpmath.acosh(mpmath.mpc(1 / x)) / mpmath.sqrt(mpmath.mpc(1 - x * x))
    )
    return 2 * (1 - ratio) / (x * x - 1)


def integral(y, x, ell_comps, scale):
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

        total = mpmath.quad(shell, [0, 0.3, 1, mpmath.pi / 2])
        alpha = complex(mpmath.conj(2 * q * scale * total * turn))
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
        (0.0, 0.843, (0.0, 0.3), 1.0),
        (1e-4, 0.843 * 1.001, (0.0, 0.3), 1.0),
        (0.01, 0.843 * 1.03, (0.0, 0.3), 1.0),
        (0.0, 0.999, (0.0, 0.3), 1.0),
        (1e-3, 2e-3, (1e-6, 2e-6), 1.0),
        (0.05, 0.05, (0.03, 0.0), 3.0),
    ],
)
def test_deflections_are_the_integral_over_homoeoids(y, x, ell_comps, scale):
    expected = integral(y, x, ell_comps, scale)
    halo = NFW(ell_comps=ell_comps, kappa_s=1.0, scale_radius=scale)
    found = np.ravel(halo.deflections(np.array([y]), np.array([x])))
    error = np.hypot(*(found - expected))
    assert error < 2e-11 * np.hypot(*expected)
