"""What galaxies and their components are called in a fit of several exposures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autolens_like import exc
from autolens_like.fit.galaxy_paths import path_from
from autolens_like.galaxy.galaxy import Galaxy, is_linear
from autolens_like.inversion.pixelization import Pixelization
from autolens_like.lens.tracer import Tracer
from autolens_like.profiles.light.light_profile import LightProfile


def is_light(component: Any) -> bool:
    """Whether a component of a galaxy shines."""
    inside = getattr(component, "profile_list", None) or (component,)
    return any(isinstance(part, (LightProfile, Pixelization)) for part in inside)


def paths_from(tracer: Tracer, galaxy_paths: Sequence[Any] | None) -> list[str]:
    """What the galaxies of a tracer are called.

    Parameters
    ----------
    galaxy_paths
        Such as ("galaxies", "source"); None is "galaxies.0", "galaxies.1", ...

    Raises
    ------
    InputException
        Another number of paths than of galaxies, or one twice.
    """
    count = len(tracer.galaxies)
    if galaxy_paths is None:
        return [f"galaxies.{number}" for number in range(count)]
    paths = [name_from(path) for path in galaxy_paths]
    if len(paths) != count or len(set(paths)) != count:
        raise exc.InputException(
            f"galaxy_paths={paths} came for {count} galaxies; give one path a galaxy, "
            "every one of them once."
        )
    return paths


def linear_names_of(path: str, galaxy: Galaxy) -> dict[int, str]:
    """Names of the linear light of a galaxy, by the identity of the profile."""
    names = {}
    for name, component in galaxy.profiles.items():
        inside = getattr(component, "profile_list", None)
        for number, part in enumerate(inside or (component,)):
            if is_linear(part):
                own = f"{path}.{name}"
                names[id(part)] = own if inside is None else f"{own}.{number}"
    return names


def light_names_of(tracer: Tracer, paths: Sequence[str]) -> dict[str, list[str]]:
    """What is solved for of every component with light, by the component's name."""
    names: dict[str, list[str]] = {}
    for path, galaxy in zip(paths, tracer.galaxies, strict=True):
        linear = list(linear_names_of(path, galaxy).values())
        for name, component in galaxy.profiles.items():
            if is_light(component):
                own = f"{path}.{name}"
                whole = [own] if isinstance(component, Pixelization) else []
                inside = [n for n in linear if n == own or n.startswith(f"{own}.")]
                names[own] = whole + inside
    return names


def name_from(key: Any) -> str:
    """What a path, or a name already, is in texts: with dots."""
    return ".".join(path_from(key))
