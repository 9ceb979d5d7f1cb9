"""Multipoles that make the contours of a power law boxy, discy or lopsided.

One harmonic with the radial slope of a power law, to be added to a `PowerLaw`:

    κ = ½ (θ_E / r)^t k cos m(φ - φ_m),    t = slope - 1,

with its own potential (Chu et al. 2013, ApJ 765, 134), of which α is the gradient.

Parameters
    ``m`` 1 to 4, fixed; ``einstein_radius`` θ_E [arcsec] and ``slope`` of the power
    law; ``multipole_comps`` (k sin m φ_m, k cos m φ_m).
Radius
    r and φ are polar about the centre: the multipole is round, the ellipse is not
    followed.
Normalization
    k is the amplitude relative to the round isothermal κ for slope 2; the net mass
    inside any circle is zero.
Einstein radius
    The mean of κ on a circle is zero, so that a multipole has none of its own.
Limits
    1 < slope < 3. For m = 1 a uniform deflection is taken off that has a pole at slope
    2 and cannot be observed.
Elsewhere
    PyAutoLens: α of m = 2, 3, 4 is the same; for m = 1 it differs by a constant; its
    potential is 0. lenstronomy's MULTIPOLE (slope 2): a_m = k θ_E.
"""

from __future__ import annotations

from typing import Any

from autolens_like import exc
from autolens_like.numerics.arctangent import exponential_ratio
from autolens_like.numerics.model_object import static
from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.frames import circular_radius_squared
from autolens_like.profiles.mass.mass_profile import MassProfile
from autolens_like.profiles.profile import Profile


class _Order(Profile):
    """The order of a multipole, first among the parameters."""

    m: int = static(4)


class PowerLawMultipole(MassProfile, _Order):
    """One harmonic of κ with the radial slope of a power law.

    κ = ½ (θ_E / r)^t k cos m(φ - φ_m) with t = slope - 1, r and φ polar. With d = 2 - t
    its potential and deflection are

        ψ = θ_E^t r^d / (d² - m²) · k cos m(φ - φ_m),   α = ∇ψ

    (Chu et al. 2013, ApJ 765, 134; Keeton 2001, astro-ph/0102341). For m = 1 it
    has a pole at slope 2. There it is taken less the uniform deflection that removes
    the pole, r^d replaced by r^d - θ_E^(d-1) r: sources move by a constant, nothing
    that can be observed changes, and slope 2 is a logarithm. The numbers of PyAutoLens,
    which refuses m = 1 with slope 2 and returns a potential of 0 for all m, differ by
    that constant for m = 1.

    Parameters
    ----------
    m
        Order, 1, 2, 3 or 4; a fixed number, not a free parameter.
    centre
        (y, x) [arcsec].
    einstein_radius
        θ_E [arcsec].
    slope
        Slope of the density in three dimensions; 2 is isothermal.
    multipole_comps
        (k sin m φ_m, k cos m φ_m), φ_m counter-clockwise from +x.

    Raises
    ------
    ProfileException
        Another `m`; `slope` not between 1 and 3.
    """

    _is_short = True

    einstein_radius: float = 1.0
    slope: float = 2.0
    multipole_comps: tuple[float, float] = (0.0, 0.0)

    def _check(self) -> None:
        if isinstance(self.m, bool) or self.m not in (1, 2, 3, 4):
            raise exc.ProfileException(
                f"PowerLawMultipole got m={self.m!r}; it must be 1, 2, 3 or 4."
            )
        object.__setattr__(self, "m", int(self.m))
        if isinstance(self.slope, float):
            self._require("slope", 1.0 < self.slope < 3.0, "between 1 and 3")
        super()._check()

    def _polar(self, y: Any, x: Any) -> tuple[Any, Any, Any]:
        """r, z / r, and k (cos m(φ - φ_m) - i sin m(φ - φ_m))."""
        squared = circular_radius_squared(y, x)
        xp = array_namespace(squared, self.multipole_comps)
        radius = xp.sqrt(squared)
        direction = (x + 1j * y) / radius
        turned = power = xp.conj(direction)
        for _ in range(self.m - 1):
            power = power * turned
        return (
            radius,
            direction,
            power * (self.multipole_comps[1] + 1j * self.multipole_comps[0]),
        )

    def _relative(self, radius: Any) -> tuple[Any, Any]:
        """ln(r / θ_E) and (θ_E / r)^t."""
        xp = array_namespace(radius, self.einstein_radius, self.slope)
        logarithm = xp.log(radius / self.einstein_radius)
        return logarithm, xp.exp((1.0 - self.slope) * logarithm)

    def _radial(self, radius: Any) -> tuple[Any, Any]:
        """h / r and h', where ψ = h(r) k cos m(φ - φ_m) [arcsec]."""
        logarithm, mean = self._relative(radius)
        power = 3.0 - self.slope
        if self.m == 1:
            rest = power - 1.0
            over = logarithm * exponential_ratio(rest * logarithm) / (power + 1.0)
            over = self.einstein_radius * over
            return over, over + radius * mean / (power + 1.0)
        over = radius * mean / (power**2 - self.m**2)
        return over, power * over

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        radius, direction, harmonic = self._polar(y, x)
        over, change = self._radial(radius)
        # α_r = h' cos, α_φ = -m h / r sin, in the direction z / r.
        deflection = direction * (
            change * harmonic.real + 1j * (self.m * over * harmonic.imag)
        )
        return deflection.imag, deflection.real

    def _convergence(self, y: Any, x: Any) -> Any:
        radius, _, harmonic = self._polar(y, x)
        return 0.5 * self._relative(radius)[1] * harmonic.real

    def _potential(self, y: Any, x: Any) -> Any:
        radius, _, harmonic = self._polar(y, x)
        return radius * self._radial(radius)[0] * harmonic.real
