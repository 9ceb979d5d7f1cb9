"""From a tracer to blurred images: ray-trace, evaluate, bin, convolve.

All light of a data set goes through `blurred_rows` once a likelihood: the rows are the
image of the light whose intensity is known and one image a linear component.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autolens_like.dataset.imaging import Imaging
from autolens_like.fit.dataset_model import DatasetModel
from autolens_like.fit.linear_objects import LinearComponent
from autolens_like.lens.tracer import Tracer
from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.basis import ImageStack


def blurred_rows(
    dataset: Imaging, function: Callable[[Any, Any], Any], traced: Any
) -> Any:
    """Blurred images of a function of image-plane coordinates.

    Parameters
    ----------
    dataset
        Gives the sub-grid, the blurring region and the point spread function.
    function
        Takes (s, n) coordinates y, x [arcsec], the s sub-pixels of n pixels, returns
        (rows, n) mean surface brightnesses.
    traced
        What the function closes over.

    Returns
    -------
    (rows, N) array
    """
    rows = dataset.grids.lp_convolved.over_sampler.means(function, traced)
    if dataset.psf is None:
        return rows
    around = dataset.grids.blurring_convolved.over_sampler
    return dataset.psf.state.blurred(rows, around.means(function, traced))


def has_known_light(tracer: Tracer) -> bool:
    """Whether any light profile of the tracer has an intensity of its own."""
    return any(galaxy.light_profiles for galaxy in tracer.galaxies)


def light_function(
    tracer: Tracer, dataset_model: DatasetModel, components: list[LinearComponent]
) -> Callable[[Any, Any], Any]:
    """The function for `blurred_rows` whose rows are known light, then components.

    The row of known light is left out where there is none.
    """
    lit = [
        (galaxy, tracer.plane_index_of(galaxy))
        for galaxy in tracer.galaxies
        if galaxy.light_profiles
    ]
    by_plane: dict[int, list[Any]] = {}
    for component in components:
        by_plane.setdefault(component.plane, []).append(component.profile)

    stacks = [(ImageStack(profiles), plane) for plane, profiles in by_plane.items()]

    def function(y: Any, x: Any) -> Any:
        planes = _traced(tracer, dataset_model, y, x)
        images = [galaxy.image(*planes[plane]) for galaxy, plane in lit]
        rows = [sum(images[1:], images[0]).mean(axis=0)[None]] if images else []
        rows += [stack(*planes[plane]) for stack, plane in stacks]
        xp = array_namespace(*rows)
        return rows[0] if len(rows) == 1 else xp.concatenate(rows, axis=0)

    return function


def _traced(
    tracer: Tracer, dataset_model: DatasetModel, y: Any, x: Any
) -> list[tuple[Any, Any]]:
    """Coordinates of every plane, in the shape that came."""
    flat = dataset_model.coordinates(y.reshape(-1), x.reshape(-1))
    planes = tracer.traced(*flat)
    return [tuple(axis.reshape(y.shape) for axis in plane) for plane in planes]


def galaxy_function(
    tracer: Tracer, dataset_model: DatasetModel
) -> Callable[[Any, Any], Any]:
    """The function for `blurred_rows` with one row of known light a galaxy."""
    plane_of = [tracer.plane_index_of(galaxy) for galaxy in tracer.galaxies]

    def function(y: Any, x: Any) -> Any:
        planes = _traced(tracer, dataset_model, y, x)
        rows = [
            (galaxy.image(*planes[plane]) + 0.0 * planes[0][0]).mean(axis=0)
            for galaxy, plane in zip(tracer.galaxies, plane_of, strict=True)
        ]
        return array_namespace(*rows).stack(rows)

    return function
