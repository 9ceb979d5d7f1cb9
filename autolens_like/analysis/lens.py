"""From a model instance to a tracer: the one place where the two wings meet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autolens_like import exc
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.lens.tracer import Tracer
from autolens_like.model.instance import ModelInstance

#: The names under which a model may hold galaxies.
GALAXY_NAMES = ("galaxies", "extra_galaxies", "scaling_galaxies")


def member_of(instance: Any, name: str) -> Any:
    """A member of an instance, None where it has none of that name.

    Asking first is much cheaper than an error with a suggestion, once a likelihood.
    """
    if isinstance(instance, ModelInstance):
        return instance[name] if name in instance else None
    return getattr(instance, name, None)


def _values(container: Any) -> Iterator[Any]:
    if isinstance(container, Galaxy):
        yield container
    elif isinstance(container, dict):
        yield from container.values()
    elif hasattr(container, "values") and callable(container.values):
        yield from container.values()
    else:
        yield from container


def named_galaxies_from(instance: Any) -> dict[tuple[str, ...], Galaxy]:
    """Every galaxy of an instance by its path, such as ("galaxies", "lens").

    Raises
    ------
    ModelException
        The instance has no galaxies, or something else among them.
    """
    galaxies: dict[tuple[str, ...], Galaxy] = {}
    for group in GALAXY_NAMES:
        container = member_of(instance, group)
        if container is None:
            continue
        items = (
            container.items()
            if hasattr(container, "items")
            else enumerate(_values(container))
        )
        for name, galaxy in items:
            if not isinstance(galaxy, Galaxy):
                raise exc.ModelException(
                    f"{group}.{name} is a {type(galaxy).__name__}; it must be an "
                    "al.Galaxy, such as af.Model(al.Galaxy, redshift=0.5)."
                )
            galaxies[(group, str(name))] = galaxy
    if not galaxies:
        raise exc.ModelException(
            "The model has no galaxies; compose it as "
            "af.Collection(galaxies=af.Collection(lens=..., source=...))."
        )
    return galaxies


def tracer_from(instance: Any, cosmology: Any = None) -> Tracer:
    """The tracer of a model instance.

    Parameters
    ----------
    instance
        Has `galaxies` and perhaps `extra_galaxies`, `scaling_galaxies`, `fields` and
        `cosmology`.
    cosmology
        Used where the instance has none of its own.
    """
    galaxies = list(named_galaxies_from(instance).values())
    own = member_of(instance, "cosmology")
    fields = member_of(instance, "fields")
    return Tracer(
        galaxies=galaxies,
        cosmology=cosmology if own is None else own,
        fields=None if fields is None else list(_values(fields)),
    )
