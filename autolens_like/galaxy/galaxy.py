"""`Galaxy`: light and mass profiles with names, at one redshift."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from autolens_like import exc
from autolens_like.galaxy.doors import (
    LightAndMassDoors,
    centres_of,
    extracted,
    first_centre_of,
    require_redshift,
    total,
    total_pairs,
)
from autolens_like.numerics.cached import cached_property
from autolens_like.numerics.model_object import ModelObject, static
from autolens_like.profiles.basis import Basis, is_chosen
from autolens_like.profiles.light.light_profile import LightProfile
from autolens_like.profiles.light.linear import LinearLightProfile
from autolens_like.profiles.light.point_source import PointSource
from autolens_like.profiles.mass.mass_profile import MassProfile
from autolens_like.profiles.profile import Profile

Self = TypeVar("Self", bound="Components")


def is_linear(profile: Any) -> bool:
    """Whether the fit solves for the intensity of this light profile."""
    return isinstance(profile, LinearLightProfile)


def _parts(component: Any) -> tuple[Any, ...]:
    """The profiles inside a basis; a profile itself otherwise."""
    return getattr(component, "profile_list", None) or (component,)


def _has_own_light(component: Any, operated_only: bool | None) -> bool:
    return any(
        isinstance(p, LightProfile) and not is_linear(p) and is_chosen(p, operated_only)
        for p in _parts(component)
    )


class Components(LightAndMassDoors, ModelObject):
    """A redshift with named components; the base of `Galaxy` and `MassField`.

    Parameters
    ----------
    redshift
        At least 0; fixed inside a JAX trace.
    **profiles
        Components by name.

    Raises
    ------
    GalaxyException
        A negative or traced redshift, a class in place of an instance, something that
        is no component, or a name that hides a method.
    """

    # Names and components apart, because JAX would sort a dict by its keys.
    redshift: float = static()
    names: tuple[str, ...] = static()
    components: tuple[Any, ...]

    def __init__(self, redshift: float, *unnamed: Any, **profiles: Any) -> None:
        owner = type(self).__name__
        if unnamed:
            raise exc.GalaxyException(
                f"{owner} got {unnamed[0]!r} without a name; give every component as a "
                f"keyword, for example {owner}(redshift={redshift!r}, mass=...)."
            )
        object.__setattr__(self, "redshift", require_redshift(redshift, owner))
        for name, component in profiles.items():
            self._check_name(name)
            self._check_component(name, component)
        object.__setattr__(self, "names", tuple(profiles))
        object.__setattr__(self, "components", tuple(profiles.values()))

    def _check_name(self, name: str) -> None:
        if hasattr(type(self), name) or name in self.field_names():
            raise exc.GalaxyException(
                f"{type(self).__name__} got a component called '{name}', which is the "
                "name of one of its own attributes; choose another, such as 'bulge'."
            )

    def _check_component(self, name: str, component: Any) -> None:
        owner = type(self).__name__
        if isinstance(component, type):
            raise exc.GalaxyException(
                f"{owner} got the class {component.__name__} as '{name}'; give an "
                f"instance: {name}={component.__name__}(...)."
            )
        known = isinstance(component, Profile)
        if not known and not getattr(component, "is_galaxy_component", False):
            raise exc.GalaxyException(
                f"{owner} got {name}={component!r}, which is no light or mass profile, "
                "basis, point source or pixelization."
            )

    def constructor_arguments(self) -> dict[str, Any]:
        """The keywords that make the same object again."""
        named = dict(zip(self.names, self.components, strict=True))
        return {"redshift": self.redshift, **named}

    def __getattr__(self, name: str) -> Any:
        names = self.__dict__.get("names", ())
        if name in names:
            return self.components[names.index(name)]
        if name.startswith("__"):
            raise AttributeError(name)
        raise AttributeError(
            f"This {type(self).__name__} has no component or attribute '{name}'. "
            f"{exc.suggestion(name, names)}"
        )

    @property
    def profiles(self) -> dict[str, Any]:
        """The components by name, in the order in which they came."""
        return dict(zip(self.names, self.components, strict=True))

    def __repr__(self) -> str:
        named = "".join(f", {n}={p!r}" for n, p in self.profiles.items())
        return f"{type(self).__name__}(redshift={self.redshift}{named})"

    @property
    def parts(self) -> Iterator[Any]:
        """Every component, those inside a basis one by one."""
        for component in self.components:
            yield from _parts(component)

    @cached_property
    def _by_kind(self) -> tuple[tuple[Any, ...], ...]:
        """Light, linear light and mass profiles, told apart once."""
        linear, light, mass = [], [], []
        for part in self.parts:
            if is_linear(part):
                linear.append(part)
            elif isinstance(part, LightProfile):
                light.append(part)
            if isinstance(part, MassProfile):
                mass.append(part)
        return tuple(light), tuple(linear), tuple(mass)

    @property
    def light_profiles(self) -> list[LightProfile]:
        """Light profiles with an intensity of their own."""
        return list(self._by_kind[0])

    @property
    def linear_light_profiles(self) -> list[Any]:
        """Light profiles whose intensity the fit solves for."""
        return list(self._by_kind[1])

    @property
    def mass_profiles(self) -> list[MassProfile]:
        """Everything that deflects."""
        return list(self._by_kind[2])

    @property
    def _first_centre(self) -> tuple[Any, Any]:
        return first_centre_of(self.mass_profiles)

    @property
    def mass_centres(self) -> list[tuple[float, float]]:
        """(y, x) of every mass [arcsec]; the origin where there is none."""
        return centres_of(self.mass_profiles)

    @property
    def point_sources(self) -> list[PointSource]:
        """Light without extent and with an intensity of its own."""
        return [p for p in self.light_profiles if isinstance(p, PointSource)]

    def prepared(self: Self) -> Self:
        """The same with every light profile prepared, see `LightProfile.prepared`.

        A linear one is not: whoever asks for its image prepares it.
        """
        components = tuple(
            c.prepared() if isinstance(c, LightProfile) and not is_linear(c) else c
            for c in self.components
        )
        pairs = zip(components, self.components, strict=True)
        if all(new is old for new, old in pairs):
            return self
        return self.replaced(components=components)

    def image(self, y: Any, x: Any, operated_only: bool | None = None) -> Any:
        """Summed brightness of the light that is not linear, bare arrays.

        Parameters
        ----------
        y, x
            Coordinates [arcsec].
        operated_only
            True for what is convolved already, False for what is not, None for both.
        """
        chosen = [c for c in self.components if _has_own_light(c, operated_only)]
        # A basis is asked as one, because its profiles share their radii.
        images = (
            c.image(y, x, operated_only) if isinstance(c, Basis) else c.image(y, x)
            for c in chosen
        )
        return total(images, y)

    def deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        """Summed deflection angles (y, x) [arcsec], bare arrays."""
        return total_pairs((p.deflections(y, x) for p in self.mass_profiles), y, x)

    def convergence(self, y: Any, x: Any) -> Any:
        """Summed convergence κ, bare arrays."""
        return total((p.convergence(y, x) for p in self.mass_profiles), y)

    def potential(self, y: Any, x: Any) -> Any:
        """Summed potential ψ [arcsec²], bare arrays."""
        return total((p.potential(y, x) for p in self.mass_profiles), y)

    def has(self, cls: type | tuple[type, ...]) -> bool:
        """Whether a component, or a profile in a basis, is an instance of `cls`."""
        return bool(self.cls_list_from(cls))

    def cls_list_from(
        self,
        cls: type | tuple[type, ...],
        cls_filtered: type | tuple[type, ...] | None = None,
    ) -> list[Any]:
        """Components, and profiles in bases, that are instances of `cls`.

        Parameters
        ----------
        cls
            One class or several.
        cls_filtered
            Leave out instances of these.
        """
        found = [c for c in self.components if isinstance(c, cls)]
        for component in self.components:
            inside = [p for p in _parts(component) if p is not component]
            found += [p for p in inside if isinstance(p, cls)]
        if cls_filtered is None:
            return found
        return [
            component for component in found if not isinstance(component, cls_filtered)
        ]

    def extract_attribute(self, cls: type, attr_name: str) -> Any:
        """One attribute of every component of a class.

        Returns
        -------
        ArrayIrregular, Grid2DIrregular or None
            Numbers, (y, x) pairs, or None where no such component has it.
        """
        found = self.cls_list_from(cls)
        return extracted(
            [getattr(p, attr_name) for p in found if hasattr(p, attr_name)]
        )


class Galaxy(Components):
    """Light, mass and other components at one redshift, each under a name.

    Parameters
    ----------
    redshift
        At least 0; fixed inside a JAX trace.
    **profiles
        Light and mass profiles, bases, points and pixelizations by name; each is an
        attribute of the galaxy, such as `galaxy.bulge`.

    Raises
    ------
    GalaxyException
        A negative or traced redshift, a class in place of an instance, something that
        is no component, or a name that hides a method.
    """

    # Said again, or the dataclass would write a constructor of its fields.
    __init__ = Components.__init__


class MassField(Components):
    """Mass that belongs to no galaxy, such as the shear of the surroundings.

    Parameters
    ----------
    redshift
        Of the plane that it joins.
    **profiles
        Mass profiles by name.

    Raises
    ------
    GalaxyException
        As for `Galaxy`, or a component that is no mass profile.
    """

    __init__ = Components.__init__

    def _check_component(self, name: str, component: Any) -> None:
        super()._check_component(name, component)
        if not all(isinstance(part, MassProfile) for part in _parts(component)):
            raise exc.GalaxyException(
                f"MassField got {name}={component!r}; it holds mass profiles only. Put "
                "light into a Galaxy."
            )
