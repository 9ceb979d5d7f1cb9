"""Deflections are the integral of the convergence, without any difference quotient.

The laws in test_mass_profile.py take derivatives and see seven digits. Where κ is
constant on similar ellipses, the integral over shells needs κ alone (Bourassa &
Kantowski 1975, ApJ 195, 13): in the frame of the axes, with z' = x' + iy', the
major-axis radius R and κ(u) at u times the place,

    α* = 2 q R² ∫₀¹ κ(u) u du / √(z'² - (1 - q²) R² u²).

Its relative errors are below 1e-12, so that it says which of two codes that differ is
the less exact one; where κ is singular, both are softened inside 1e-8 arcsec.
"""

import numpy as np
import pytest

from autolens_like.profiles import mass
from autolens_like.profiles.mass.kaplinghat import RoundCored
from test_autolens_like.profiles.family import made, parameter_names, profiles_in, ring

#: Their κ is not constant on similar ellipses, or on a point.
OTHERS = {
    "ExternalShear", "ExternalPotential", "MassSheet", "PointMass", "SMBH",
    "SMBHBinary", "PowerLawMultipole", "dPIEPotential", "GaussianRandomField",
    "InputDeflections", "InputPotential",
}  # fmt: skip
CLASSES = [cls for cls in profiles_in(mass) if cls.__name__ not in OTHERS]
#: κ ∝ 1 / R down to the centre, softened inside 1e-8 arcsec.
SOFTENED = ("Isothermal", "IsothermalSph", "PowerLaw", "dPIEMassB0")


def tanh_sinh():
    """Nodes and weights on [0, 1] that bear any power at its ends."""
    t = np.linspace(-4.3, 4.3, 300)
    rise = 0.5 * np.pi * np.sinh(t)
    nodes = 1 / (1 + np.exp(-2 * rise))
    slope = np.pi * np.cosh(t) / (2 + 2 * np.cosh(2 * rise))
    return nodes, slope * (t[1] - t[0])


def integral(profile, y, x):
    """α of κ of a profile about the origin, with a kink where it has one."""
    e_y, e_x = getattr(profile, "ell_comps", (0.0, 0.0))
    length = np.hypot(e_y, e_x)
    q = (1 - length) / (1 + length)
    turn = np.exp(0.5j * np.arctan2(e_y, e_x))
    z = (x + 1j * y) / turn
    squared = z.real**2 + z.imag**2 / q**2
    nodes, weights = (values[:, None] for values in tanh_sinh())
    total = 0.0
    start = np.zeros_like(y)
    for end in (*kinks(profile, np.sqrt(q * squared), q), np.ones_like(y)):
        u = start + (end - start) * nodes
        root = z * np.sqrt(1 - (1 - q * q) * squared * (u / z) ** 2)
        parts = profile.convergence(u * y, u * x) * u / root
        total = total + (end - start) * (weights * parts).sum(axis=0)
        start = end
    alpha = np.conj(2 * q * squared * total) * turn
    return alpha.imag, alpha.real


def kinks(profile, radius, q):
    """Where on the way from the centre κ has a kink; `radius` is the geometric mean."""
    if isinstance(profile, mass.PowerLawBroken | mass.PowerLawBrokenSph):
        return [np.minimum(profile.break_radius / np.sqrt(q) / radius, 1.0)]
    if isinstance(profile, RoundCored):
        return [np.minimum(profile._join() * profile.scale_radius / radius, 1.0)]
    return []


@pytest.mark.parametrize("cls", CLASSES)
def test_deflections_are_the_integral_of_the_convergence(cls):
    names = parameter_names(cls)
    flat = {"ell_comps": (0.2, -0.3), "ellipticity": 0.4, "break_radius": 0.5}
    # A steeper cusp has more mass where it is softened.
    flat["inner_slope"] = 0.8
    profile = made(cls, **{name: v for name, v in flat.items() if name in names})
    y, x = ring()
    expected = np.array(integral(profile, y, x))
    bound = 2e-8 if cls.__name__.startswith(SOFTENED) else 1e-11
    limit = bound * np.abs(expected).max()
    np.testing.assert_allclose(profile.deflections(y, x), expected, 0.0, limit)
