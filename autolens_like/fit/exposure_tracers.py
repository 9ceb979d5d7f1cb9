"""The light that each of several exposures has of one tracer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autolens_like import exc
from autolens_like.dataset.multi_imaging import MultiImaging
from autolens_like.fit.amplitude_sharing import AmplitudeSharing
from autolens_like.fit.component_names import is_light
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.lens.tracer import Tracer
from autolens_like.profiles.mass.mass_profile import MassProfile


def tracers_of(
    sharing: AmplitudeSharing,
    dataset: MultiImaging,
    tracer: Tracer,
    paths: Sequence[str],
) -> dict[int, Tracer]:
    """The tracer with the light that each exposure has, of those switched on.

    Exposures that have the same light have the same object.

    Parameters
    ----------
    sharing
        Says which bands have which light.
    paths
        What the galaxies are called.

    Raises
    ------
    InputException
        A component that is left out has mass, which deflects in every band.
    """
    if not sharing.bands:
        return dict.fromkeys(dataset.active_indices, tracer)
    made: dict[Any, Tracer] = {}
    tracers = {}
    for index in dataset.active_indices:
        kept = [
            _kept_of(sharing, dataset, index, path, galaxy)
            for path, galaxy in zip(paths, tracer.galaxies, strict=True)
        ]
        key = tuple(tuple(own) for own in kept)
        if key not in made:
            pairs = zip(tracer.galaxies, kept, strict=True)
            galaxies = tuple(
                galaxy.replaced(names=tuple(own), components=tuple(own.values()))
                for galaxy, own in pairs
            )
            made[key] = tracer.replaced(galaxies=galaxies)
        tracers[index] = made[key]
    return tracers


def _kept_of(
    sharing: AmplitudeSharing,
    dataset: MultiImaging,
    index: int,
    path: str,
    galaxy: Galaxy,
) -> dict[str, Any]:
    """The components of a galaxy that an exposure has, by name."""
    kept = {}
    for name, component in zip(galaxy.names, galaxy.components, strict=True):
        own = f"{path}.{name}"
        if sharing.has(dataset, index, own) or not is_light(component):
            kept[name] = component
        elif _has_mass(component):
            raise exc.InputException(
                f"bands leaves out '{own}', which has mass as well as light; mass "
                "deflects in every band, so give light and mass as two components."
            )
    return kept


def _has_mass(component: Any) -> bool:
    inside = getattr(component, "profile_list", None) or (component,)
    return any(isinstance(part, MassProfile) for part in inside)
