"""`al.sr`: masses that follow from a luminosity by a relation that many share."""

from __future__ import annotations

import dataclasses
from typing import Any, ClassVar

from autolens_like import exc
from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles import mass
from autolens_like.profiles.profile import Profile

__all__ = ["IsothermalMLR", "IsothermalSphMLR", "MassLightRelation"]


class MassLightRelation(Profile):
    """The relation θ_E = gradient · (L / denominator)^power.

    Power 1/2 is that of Faber & Jackson (1976, ApJ 204, 668), L ∝ σ⁴, where θ_E ∝ σ².

    Parameters
    ----------
    gradient
        θ_E of a galaxy of luminosity `denominator` [arcsec].
    denominator
        In units of the luminosities.
    power
        Of the luminosity.

    Raises
    ------
    ProfileException
        `denominator` not above zero.
    """

    gradient: float = 1.0
    denominator: float = 1.0
    power: float = 0.5

    def _check(self) -> None:
        self._require_positive("denominator")
        super()._check()

    def einstein_radius_from(self, luminosity: Any) -> Any:
        """θ_E [arcsec] of luminosities above zero."""
        xp = array_namespace(self, luminosity)
        ratio = xp.log(luminosity / self.denominator)
        return self.gradient * xp.exp(self.power * ratio)


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class _Luminous:
    # Apart from the profiles, so that relation and luminosity are the first arguments.
    relation: MassLightRelation = MassLightRelation()  # noqa: RUF009 (it is frozen)
    luminosity: float = 1.0


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class _ByRelation:
    # A ClassVar takes the field of the mass profile out of the constructor.
    einstein_radius: ClassVar[Any]

    @property
    def einstein_radius(self: Any) -> Any:
        """θ_E [arcsec] that the relation gives."""
        return self.relation.einstein_radius_from(self.luminosity)

    def _check(self: Any) -> None:
        if not isinstance(self.relation, MassLightRelation):
            raise exc.ProfileException(
                f"{type(self).__name__} got relation={self.relation!r}; give an "
                "al.sr.MassLightRelation."
            )
        self._require_positive("luminosity")
        super()._check()


class IsothermalMLR(_ByRelation, mass.Isothermal, _Luminous):
    """`al.mp.Isothermal` whose Einstein radius follows from a luminosity.

    Parameters
    ----------
    relation
        A `MassLightRelation`; in a model one for all members.
    luminosity
        Of the galaxy, in the units of the relation.
    centre
        (y, x) [arcsec].
    ell_comps
        Ellipticity components, see `EllipticalMassProfile`.

    Raises
    ------
    ProfileException
        `relation` is none; `luminosity` not above zero; `ell_comps` outside the unit
        disc.
    """


class IsothermalSphMLR(_ByRelation, mass.IsothermalSph, _Luminous):
    """`al.mp.IsothermalSph` whose Einstein radius follows from a luminosity.

    Parameters and errors as of `IsothermalMLR`, without `ell_comps`.
    """
