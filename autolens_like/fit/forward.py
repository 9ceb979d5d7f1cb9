"""From a tracer to blurred images: ray-trace, evaluate, bin, convolve.

All light of a data set goes through `blurred_rows` once a likelihood: the rows are the
image of the light whose intensity is known and one image a linear component. Light that
is convolved already goes past it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autolens_like.dataset.imaging import Imaging
from autolens_like.dataset.sky_samples import SkySamples
from autolens_like.fit.dataset_model import DatasetModel
from autolens_like.fit.linear_objects import LinearComponent
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.lens.tracer import Tracer
from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.basis import ImageStack, is_chosen
from autolens_like.profiles.light.operated import is_operated
from autolens_like.profiles.light.point_source import PointSource
from autolens_like.structures.grid import Grid2D


def blurred_rows(
    dataset: Imaging,
    function: Callable[[Any, Any], Any],
    traced: Any,
    points: Callable[[Grid2D, int], Any] | None = None,
    rows: int = 1,
) -> Any:
    """Blurred images of a function of image-plane coordinates.

    Parameters
    ----------
    dataset
        Gives the sub-grid, the blurring region and the point spread function.
    function
        Takes (s, n) coordinates y, x [arcsec], the s sub-pixels of n pixels, returns
        (rows, n) mean surface brightnesses, or a list of such arrays.
    traced
        What the function closes over.
    points
        Takes a grid and the number of its pixels in one of the image, returns what
        the (rows, n) have besides in its pixels; None where they have nothing.
    rows
        How many rows there are.

    Returns
    -------
    (rows, N) array
    """
    grids, around = dataset.grids, None
    inside = grids.lp_convolved.over_sampler.means(function, traced, rows=rows)
    if dataset.psf is not None and grids.blurring_convolved.shape_slim > 0:
        sampler = grids.blurring_convolved.over_sampler
        around = sampler.means(function, traced, rows=rows)
    return _as_seen(dataset, inside, around, points)


def _as_seen(dataset: Imaging, inside: Any, around: Any, points: Any) -> Any:
    """(rows, N) blurred images of means in the pixels and around them, and of points.

    Parameters
    ----------
    around
        None where there are no pixels around.
    points
        As for `blurred_rows`.
    """
    grids, psf = dataset.grids, dataset.psf
    if points is not None:
        finer = 1 if psf is None else psf.convolve_over_sample_size**2
        inside = inside + points(grids.lp_convolved, finer)
        if around is not None:
            around = around + points(grids.blurring_convolved, finer)
    return inside if psf is None else psf.state.blurred(inside, around)


def light_rows(
    dataset: Imaging,
    tracer: Tracer,
    dataset_model: DatasetModel,
    components: list[LinearComponent],
    with_known: bool = True,
) -> tuple[Any, Any]:
    """The light of a tracer as the telescope sees it.

    Parameters
    ----------
    components
        Linear light, what is convolved already at the end of the list.
    with_known
        Whether the light whose intensity is known is wanted.

    Returns
    -------
    known : (N,) blurred light whose intensity is known, None where there is none
    images : (M, N) blurred images of the components, None where there are none
    """
    traced = (tracer, dataset_model)
    kinds = {is_operated(p) for g in tracer.galaxies for p in g.light_profiles}
    kinds = kinds if with_known else set()
    split: dict[bool, list[LinearComponent]] = {False: [], True: []}
    for component in components:
        split[is_operated(component.profile)].append(component)
    known, images = None, []
    for operated, chosen in split.items():
        lit = operated in kinds
        if not lit and not chosen:
            continue
        light = (chosen, operated, with_known)
        function = light_function(tracer, dataset_model, *light)
        if operated:
            rows = dataset.grids.lp.over_sampler.means(function, traced)
        else:
            points = _point_function(tracer, dataset_model, chosen, lit)
            rows = blurred_rows(dataset, function, traced, points, len(chosen) + lit)
        if lit:
            known = rows[0] if known is None else known + rows[0]
        if chosen:
            images.append(rows[1:] if lit else rows)
    if len(images) < 2:
        return known, images[0] if images else None
    return known, array_namespace(*images).concatenate(images)


def joint_light_means(
    samples: SkySamples,
    tracer: Tracer,
    components: list[LinearComponent],
    with_known: bool = True,
) -> list[tuple[Any, Any]]:
    """What `seen_light_rows` blurs of several exposures, evaluated all at once.

    Nothing may be convolved already.

    Parameters
    ----------
    samples
        Their pixels on the sky.

    Returns
    -------
    list of (inside, around)
        Means in the pixels of every exposure and around them; None and None where
        there is no light.
    """
    if not _is_any_lit(tracer, with_known) and not components:
        return [(None, None)] * samples.total
    light = (components, False, with_known)
    function = light_function(tracer, DatasetModel(), *light)
    return samples.means(function, tracer, len(components) + 1)


def seen_light_rows(
    means: tuple[Any, Any],
    dataset: Imaging,
    dataset_model: DatasetModel,
    tracer: Tracer,
    components: list[LinearComponent],
    with_known: bool = True,
) -> tuple[Any, Any]:
    """`light_rows` of an exposure whose light is evaluated.

    Parameters
    ----------
    means
        Of `joint_light_means`.
    dataset_model
        Where the points of light are in the pixels of the exposure.
    """
    if means[0] is None:
        return None, None
    lit = _is_any_lit(tracer, with_known)
    points = _point_function(tracer, dataset_model, components, lit)
    seen = _as_seen(dataset, *means, points)
    images = seen[1:] if lit else seen
    return seen[0] if lit else None, images if components else None


def _is_any_lit(tracer: Tracer, with_known: bool) -> bool:
    return with_known and any(galaxy.light_profiles for galaxy in tracer.galaxies)


def has_operated_light(tracer: Tracer, components: list[LinearComponent]) -> bool:
    """Whether any light is convolved already."""
    known = (p for galaxy in tracer.galaxies for p in galaxy.light_profiles)
    return any(map(is_operated, (*known, *(part.profile for part in components))))


def is_only_blurred(profile: Any) -> bool:
    """Whether the image of light is that of its function of coordinates, blurred."""
    return not is_operated(profile) and not isinstance(profile, PointSource)


def has_known_light(tracer: Tracer, operated_only: bool | None = None) -> bool:
    """Whether any light profile of the tracer has an intensity of its own.

    Parameters
    ----------
    operated_only
        True for what is convolved already, False for what is not, None for both.
    """
    return any(_is_lit(galaxy, operated_only) for galaxy in tracer.galaxies)


def _is_lit(galaxy: Galaxy, operated_only: bool | None) -> bool:
    return any(is_chosen(p, operated_only) for p in galaxy.light_profiles)


def light_function(
    tracer: Tracer,
    dataset_model: DatasetModel,
    components: list[LinearComponent],
    operated_only: bool | None = None,
    with_known: bool = True,
) -> Callable[[Any, Any], Any]:
    """The function for `blurred_rows` whose rows are known light, then components.

    The row of known light is left out where there is none.

    Parameters
    ----------
    operated_only
        Which known light, as for `has_known_light`.
    with_known
        False leaves known light out.
    """
    lit = [
        (galaxy.prepared(), tracer.plane_index_of(galaxy))
        for galaxy in tracer.galaxies
        if with_known and _is_lit(galaxy, operated_only)
    ]
    by_plane: dict[int, list[Any]] = {}
    for component in components:
        by_plane.setdefault(component.plane, []).append(component.profile)

    stacks = [(ImageStack(profiles), plane) for plane, profiles in by_plane.items()]

    def function(y: Any, x: Any) -> Any:
        planes = _traced(tracer, dataset_model, y, x)
        dust = _Dust(dataset_model, planes)
        images = [
            dust.dimmed(galaxy.image(*planes[plane], operated_only), plane)
            for galaxy, plane in lit
        ]
        rows = [sum(images[1:], images[0]).mean(axis=0)[None]] if images else []
        rows += [dust.means(stack, planes[plane], plane) for stack, plane in stacks]
        return rows

    return function


def _point_function(
    tracer: Tracer,
    dataset_model: DatasetModel,
    components: list[LinearComponent],
    lit: bool,
) -> Callable[[Grid2D, int], Any] | None:
    """What the rows of `light_function` have in the pixels of point sources."""
    kinds = {type(part.profile) for part in components}
    kinds |= {type(p) for galaxy in tracer.galaxies for p in galaxy.light_profiles}
    if not any(issubclass(kind, PointSource) for kind in kinds):
        return None
    known = [
        point
        for galaxy in tracer.galaxies
        for point in _seen_points(tracer, galaxy, galaxy.point_sources, dataset_model)
    ]
    rows = [known] if lit else []
    for part in components:
        points = [part.profile] if isinstance(part.profile, PointSource) else []
        galaxy = tracer.galaxies[part.galaxy]
        rows.append(_seen_points(tracer, galaxy, points, dataset_model))
    return _rows_of_points(rows, dataset_model)


def _seen_points(
    tracer: Tracer, galaxy: Galaxy, points: list[Any], dataset_model: DatasetModel
) -> list[PointSource]:
    """Point sources of one galaxy: every image by itself, and behind dust."""
    images = [one for p in points for one in tracer.images_of_point(p, galaxy)]
    if not dataset_model.has_dust or tracer.plane_index_of(galaxy) == 0:
        return images
    return [
        PointSource(p.centre, p.intensity * dataset_model.transmission(*p.centre))
        for p in images
    ]


def _rows_of_points(
    rows: list[list[Any]], dataset_model: DatasetModel
) -> Callable[[Grid2D, int], Any] | None:
    if not any(rows):
        return None

    # Pixels are upright in the coordinates of the image alone, so that the points are
    # moved there: among turned pixels their flux would not be kept.
    seen = [
        [p.replaced(centre=dataset_model.image_coordinates(*p.centre)) for p in row]
        for row in rows
    ]

    def points(grid: Grid2D, finer: int) -> Any:
        y, x = grid.array[:, 0], grid.array[:, 1]
        scales, factor = grid.pixel_scales, finer * dataset_model.area_ratio
        images = [
            sum((factor * p.pixel_image(y, x, scales) for p in row), 0.0 * y)
            for row in seen
        ]
        return array_namespace(*images).stack(images)

    return points


def _traced(
    tracer: Tracer, dataset_model: DatasetModel, y: Any, x: Any
) -> list[tuple[Any, Any]]:
    """Coordinates of every plane, in the shape that came."""
    flat = dataset_model.coordinates(y.reshape(-1), x.reshape(-1))
    planes = tracer.traced(*flat)
    return [tuple(axis.reshape(y.shape) for axis in plane) for plane in planes]


class _Dust:
    """What lies in front of all planes but the first.

    Parameters
    ----------
    dataset_model
        Has the optical depth.
    planes
        Coordinates of every plane, those of the first on the sky.
    """

    def __init__(self, dataset_model: DatasetModel, planes: list[Any]) -> None:
        self.seen = None
        if dataset_model.has_dust:
            self.seen = dataset_model.transmission(*planes[0])

    def dimmed(self, image: Any, plane: int) -> Any:
        """Brightness of one plane as it is seen."""
        return image if self.seen is None or plane == 0 else self.seen * image

    def means(self, stack: ImageStack, coordinates: Any, plane: int) -> Any:
        """(rows, n) images of profiles of one plane, the means over sub-pixels."""
        y, x = coordinates
        if self.seen is None or plane == 0:
            return stack.late(y, x)
        rows = stack(y.reshape(-1), x.reshape(-1)).reshape(-1, *y.shape)
        return (rows * self.seen).mean(axis=1)


def galaxy_rows(dataset: Imaging, tracer: Tracer, dataset_model: DatasetModel) -> Any:
    """(galaxies, N) image of the known light of every galaxy as it is seen."""
    traced = (tracer, dataset_model)
    points = _rows_of_points(
        [
            _seen_points(tracer, galaxy, galaxy.point_sources, dataset_model)
            for galaxy in tracer.galaxies
        ],
        dataset_model,
    )
    function = galaxy_function(tracer, dataset_model, False)
    rows = blurred_rows(dataset, function, traced, points, len(tracer.galaxies))
    if not has_known_light(tracer, True):
        return rows
    function = galaxy_function(tracer, dataset_model, True)
    return rows + dataset.grids.lp.over_sampler.means(function, traced)


def galaxy_function(
    tracer: Tracer, dataset_model: DatasetModel, operated_only: bool | None = None
) -> Callable[[Any, Any], Any]:
    """The function for `blurred_rows` with one row of known light a galaxy."""
    plane_of = [tracer.plane_index_of(galaxy) for galaxy in tracer.galaxies]
    galaxies = [galaxy.prepared() for galaxy in tracer.galaxies]

    def function(y: Any, x: Any) -> Any:
        planes = _traced(tracer, dataset_model, y, x)
        dust = _Dust(dataset_model, planes)
        rows = [
            dust.dimmed(
                galaxy.image(*planes[plane], operated_only) + 0.0 * planes[0][0], plane
            ).mean(axis=0)
            for galaxy, plane in zip(galaxies, plane_of, strict=True)
        ]
        return array_namespace(*rows).stack(rows)

    return function
