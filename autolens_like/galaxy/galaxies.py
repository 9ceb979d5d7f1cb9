"""`Galaxies`: several galaxies seen together, without ray-tracing between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from autolens_like import exc
from autolens_like.galaxy.doors import (
    LightAndMassDoors,
    centres_of,
    extracted,
    first_centre_of,
    total,
    total_pairs,
)
from autolens_like.galaxy.galaxy import Components, Galaxy
from autolens_like.numerics.model_object import ModelObject
from autolens_like.typing import GridLike, Namespace


def galaxies_from(
    galaxies: Any, cls: type[Components] = Galaxy, error: type = exc.GalaxyException
) -> tuple[Any, ...]:
    """A checked tuple of galaxies (or of fields).

    Raises
    ------
    GalaxyException
        Not a list, or a list with something else in it; `error` names the class.
    """
    if not isinstance(galaxies, (list, tuple, Galaxies)):
        raise error(
            f"{type(galaxies).__name__} came; give a list of {cls.__name__} instances, "
            "for example [lens, source]."
        )
    for item in galaxies:
        if not isinstance(item, cls):
            name = item.__name__ if isinstance(item, type) else repr(item)
            raise error(
                f"The list holds {name}; every item must be an instance of "
                f"{cls.__name__}."
            )
    return tuple(galaxies)


def with_replaced_profiles(light: Any, profiles: Mapping[Any, Any]) -> Any:
    """A tracer or galaxies in which some profiles are others.

    Parameters
    ----------
    light
        `Tracer` or `Galaxies`.
    profiles
        The new profile, by the old one; those inside a basis too.
    """

    def replaced(component: Any) -> Any:
        if component in profiles:
            return profiles[component]
        inside = getattr(component, "profile_list", None)
        if inside is None:
            return component
        return component.replaced(profile_list=tuple(replaced(p) for p in inside))

    galaxies = tuple(
        galaxy.replaced(components=tuple(replaced(c) for c in galaxy.components))
        for galaxy in light.galaxies
    )
    return light.replaced(galaxies=galaxies)


def with_prepared_light(light: Any) -> Any:
    """A tracer or galaxies whose light profiles are prepared for many coordinates."""
    galaxies = tuple(galaxy.prepared() for galaxy in light.galaxies)
    if all(new is old for new, old in zip(galaxies, light.galaxies, strict=True)):
        return light
    return light.replaced(galaxies=galaxies)


class Galaxies(LightAndMassDoors, ModelObject):
    """A list of galaxies that can be asked for the sums over them.

    Parameters
    ----------
    galaxies
        List of `Galaxy`.

    Raises
    ------
    GalaxyException
        Something in the list is no `Galaxy`.
    """

    galaxies: tuple[Galaxy, ...] = ()

    def __init__(self, galaxies: Iterable[Galaxy] = ()) -> None:
        object.__setattr__(self, "galaxies", galaxies_from(galaxies))

    def __len__(self) -> int:
        return len(self.galaxies)

    def __iter__(self) -> Iterator[Galaxy]:
        return iter(self.galaxies)

    def __getitem__(self, index: Any) -> Any:
        chosen = self.galaxies[index]
        return Galaxies(chosen) if isinstance(index, slice) else chosen

    def __add__(self, other: Iterable[Galaxy]) -> Galaxies:
        return Galaxies((*self, *other))

    @property
    def point_sources(self) -> list[Any]:
        """Light without extent and with an intensity of its own."""
        return [point for galaxy in self for point in galaxy.point_sources]

    def prepared(self) -> Galaxies:
        """The same with every light profile prepared, see `LightProfile.prepared`."""
        return with_prepared_light(self)

    def image(self, y: Any, x: Any, operated_only: bool | None = None) -> Any:
        """Summed brightness of the light that is not linear, see `Galaxy.image`."""
        lit = [g for g in self if g.light_profiles]
        return total((g.image(y, x, operated_only) for g in lit), y)

    def deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        """Summed deflection angles (y, x) [arcsec], bare arrays."""
        massive = [g for g in self if g.mass_profiles]
        return total_pairs((g.deflections(y, x) for g in massive), y, x)

    def convergence(self, y: Any, x: Any) -> Any:
        """Summed convergence κ, bare arrays."""
        massive = [g for g in self if g.mass_profiles]
        return total((g.convergence(y, x) for g in massive), y)

    def potential(self, y: Any, x: Any) -> Any:
        """Summed potential ψ [arcsec²], bare arrays."""
        massive = [g for g in self if g.mass_profiles]
        return total((g.potential(y, x) for g in massive), y)

    @property
    def _first_centre(self) -> tuple[Any, Any]:
        return first_centre_of([p for galaxy in self for p in galaxy.mass_profiles])

    @property
    def mass_centres(self) -> list[tuple[float, float]]:
        """(y, x) of every mass [arcsec]; the origin where there is none."""
        return centres_of([p for galaxy in self for p in galaxy.mass_profiles])

    def image_2d_list_from(
        self, grid: GridLike, xp: Namespace | None = None
    ) -> list[Any]:
        """The image of every galaxy, in order."""
        return [galaxy.image_2d_from(grid, xp) for galaxy in self]

    def galaxy_image_2d_dict_from(
        self, grid: GridLike, xp: Namespace | None = None
    ) -> dict[Galaxy, Any]:
        """The image of every galaxy, by galaxy."""
        return {galaxy: galaxy.image_2d_from(grid, xp) for galaxy in self}

    def has(self, cls: type | tuple[type, ...]) -> bool:
        """Whether any galaxy has a component of a class."""
        return any(galaxy.has(cls) for galaxy in self)

    def cls_list_from(self, cls: type | tuple[type, ...]) -> list[Any]:
        """The components of a class, of all galaxies."""
        return [component for galaxy in self for component in galaxy.cls_list_from(cls)]

    def galaxies_with_cls_list_from(self, cls: type) -> list[Galaxy]:
        """The galaxies that have a component of a class."""
        return [galaxy for galaxy in self if galaxy.has(cls)]

    def extract_attribute(self, cls: type, attr_name: str) -> Any:
        """One attribute of every component of a class, see `Galaxy`."""
        found = self.cls_list_from(cls)
        return extracted(
            [getattr(p, attr_name) for p in found if hasattr(p, attr_name)]
        )

    def __repr__(self) -> str:
        return f"Galaxies({list(self.galaxies)!r})"
