"""From a tracer to blurred images: ray-trace, evaluate, bin, convolve.

All light of a data set is blurred once a likelihood: the rows are the image of the
light whose intensity is known and one image a linear component. Light that is convolved
already goes past it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autolens_like.dataset.imaging import Imaging
from autolens_like.dataset.sky_samples import SkySamples
from autolens_like.fit.dataset_model import DatasetModel, Dust
from autolens_like.fit.linear_objects import LinearComponent
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.inversion.image_at_solution import SharpRows
from autolens_like.lens.ray_tracing import traced_planes
from autolens_like.lens.tracer import Tracer
from autolens_like.numerics.namespace import array_namespace, is_concrete
from autolens_like.profiles.basis import ImageStack, is_chosen
from autolens_like.profiles.light.operated import is_operated
from autolens_like.profiles.light.point_source import PointSource
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.sub_blocks import sub_pixel_mean

#: Of fewer components the derivatives convolve all images.
_FEW_COMPONENTS = 3


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
    means = _means(dataset, function, traced, rows)
    return _as_seen(dataset, _with_points(dataset, *means, points))


def _means(
    dataset: Imaging, function: Callable[[Any, Any], Any], traced: Any, rows: int
) -> tuple[Any, Any]:
    """(rows, n) means in the pixels, and those around; None where there are none."""
    grids, around = dataset.grids, None
    inside = grids.lp_convolved.over_sampler.means(function, traced, rows=rows)
    if dataset.psf is not None and grids.blurring_convolved.shape_slim > 0:
        sampler = grids.blurring_convolved.over_sampler
        around = sampler.means(function, traced, rows=rows)
    return inside, around


def _with_points(
    dataset: Imaging, inside: Any, around: Any, points: Any
) -> tuple[Any, Any]:
    """Means in the pixels and around them with what `points` adds."""
    grids, psf = dataset.grids, dataset.psf
    if points is not None:
        finer = 1 if psf is None else psf.convolve_over_sample_size**2
        inside = inside + points(grids.lp_convolved, finer)
        if around is not None:
            around = around + points(grids.blurring_convolved, finer)
    return inside, around


def _as_seen(dataset: Imaging, sharp: tuple[Any, Any]) -> Any:
    """(rows, N) blurred images of what is in the pixels and around them."""
    return sharp[0] if dataset.psf is None else dataset.psf.state.blurred(*sharp)


def light_rows(
    dataset: Imaging,
    tracer: Tracer,
    dataset_model: DatasetModel,
    components: list[LinearComponent],
    with_known: bool = True,
) -> tuple[Any, Any, SharpRows | None]:
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
    sharp : what the images are the blurred images of, where derivatives may use it
    """
    traced = (tracer, dataset_model)
    kinds = {is_operated(p) for g in tracer.galaxies for p in g.light_profiles}
    kinds = kinds if with_known else set()
    split: dict[bool, list[LinearComponent]] = {False: [], True: []}
    for component in components:
        split[is_operated(component.profile)].append(component)
    known, images, sharp = None, [], None
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
            means = _means(dataset, function, traced, len(chosen) + lit)
            means = _with_points(dataset, *means, points)
            rows, sharp = _as_seen(dataset, means), _sharp_rows(dataset, means, lit)
        if lit:
            known = rows[0] if known is None else known + rows[0]
        if chosen:
            images.append(rows[1:] if lit else rows)
    if len(images) < 2:
        return known, images[0] if images else None, None if split[True] else sharp
    return known, array_namespace(*images).concatenate(images), None


def _sharp_rows(
    dataset: Imaging, means: tuple[Any, Any], lit: bool
) -> SharpRows | None:
    """Images of components, which follow known light, for the derivatives of JAX.

    None where there are no derivatives, or so few components that they are slower.
    """
    if dataset.psf is None or is_concrete(means[0]):
        return None
    inside, around = (None if rows is None else rows[int(lit) :] for rows in means)
    if len(inside) < _FEW_COMPONENTS:
        return None
    return SharpRows(inside, around, dataset.psf.state.blurred)


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
) -> tuple[Any, Any, SharpRows | None]:
    """`light_rows` of an exposure whose light is evaluated.

    Parameters
    ----------
    means
        Of `joint_light_means`.
    dataset_model
        Where the points of light are in the pixels of the exposure.
    """
    if means[0] is None:
        return None, None, None
    lit = _is_any_lit(tracer, with_known)
    points = _point_function(tracer, dataset_model, components, lit)
    means = _with_points(dataset, *means, points)
    seen, sharp = _as_seen(dataset, means), _sharp_rows(dataset, means, lit)
    images = seen[1:] if lit else seen
    return seen[0] if lit else None, images if components else None, sharp


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
    trace = _tracing(tracer, dataset_model)

    def function(y: Any, x: Any) -> Any:
        planes = trace(y, x)
        dust = Dust(dataset_model, planes)
        images = [
            dust.dimmed(galaxy.image(*planes[plane], operated_only), plane)
            for galaxy, plane in lit
        ]
        rows = [sub_pixel_mean(sum(images[1:], images[0]))[None]] if images else []
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
    if not tracer.has_point_sources:
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


def _tracing(tracer: Tracer, dataset_model: DatasetModel) -> Callable[..., Any]:
    """The function that gives coordinates of every plane, in the shape that came."""
    # Looked up once for all pieces of an image.
    formulas, scaling = tracer.plane_deflections(), tracer.scaling

    def trace(y: Any, x: Any) -> list[tuple[Any, Any]]:
        flat = dataset_model.coordinates(y.reshape(-1), x.reshape(-1))
        planes = traced_planes(*flat, formulas, scaling)
        return [(v.reshape(y.shape), u.reshape(y.shape)) for v, u in planes]

    return trace


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
    trace = _tracing(tracer, dataset_model)

    def function(y: Any, x: Any) -> Any:
        planes = trace(y, x)
        dust = Dust(dataset_model, planes)
        rows = [
            sub_pixel_mean(
                dust.dimmed(
                    galaxy.image(*planes[plane], operated_only) + 0.0 * planes[0][0],
                    plane,
                )
            )
            for galaxy, plane in zip(galaxies, plane_of, strict=True)
        ]
        return array_namespace(*rows).stack(rows)

    return function
