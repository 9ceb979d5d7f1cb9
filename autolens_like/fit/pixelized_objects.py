"""The pixelized sources of a tracer, laid over their traced planes and solved for."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.dataset.imaging import Imaging
from autolens_like.dataset.sparse_operator import operator_of_programs
from autolens_like.fit.adapt_images import AdaptImages
from autolens_like.fit.dataset_model import DatasetModel
from autolens_like.fit.linear_objects import LinearComponent
from autolens_like.fit.pixelized_fit import PixelizedComponent, PixelizedFit
from autolens_like.inversion.border import border_points
from autolens_like.inversion.inversion import FreeSet, LinearData
from autolens_like.inversion.mapper import Mapper, mapper_from
from autolens_like.inversion.pixelization import Pixelization
from autolens_like.inversion.settings import Settings
from autolens_like.lens.tracer import Tracer
from autolens_like.numerics.blocks import BLOCK_SIZE, map_blocks, one_blas_thread
from autolens_like.numerics.convolve import BlurWindow
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.namespace import is_concrete
from autolens_like.structures.mask import Mask2D


def pixelized_components_of(tracer: Tracer) -> list[PixelizedComponent]:
    """Every pixelization of a tracer, galaxy by galaxy."""
    return [
        PixelizedComponent(pixelization, tracer.plane_index_of(galaxy), index)
        for index, galaxy in enumerate(tracer.galaxies)
        for pixelization in galaxy.components
        if isinstance(pixelization, Pixelization)
    ]


def blur_window_of(dataset: Imaging) -> BlurWindow | None:
    """The kernel of a dataset and where its pixels lie; None without a kernel.

    Raises
    ------
    PixelizationException
        The kernel is sampled finer than the image.
    """
    if dataset.psf is None:
        return None
    if dataset.psf.convolve_over_sample_size != 1:
        raise exc.PixelizationException(
            "Pixelized sources need a PSF in the pixels of the image; this one is "
            f"{dataset.psf.convolve_over_sample_size} times finer. Give the dataset a "
            "PSF with convolve_over_sample_size=1."
        )
    return dataset.psf.state.window


class Traced:
    """Ray-traced coordinates of a dataset, each plane traced once.

    Parameters
    ----------
    tracer
        The lens system.
    dataset_model
        Registration of the image.
    """

    def __init__(self, tracer: Tracer, dataset_model: DatasetModel) -> None:
        self.tracer, self.dataset_model = tracer, dataset_model

    def __call__(
        self, y: np.ndarray, x: np.ndarray, planes: Collection[int]
    ) -> dict[int, tuple[Any, Any]]:
        """Coordinates y, x in some planes, of (n,) ones in the image."""
        wanted = sorted(set(planes))

        def traced(y: Any, x: Any) -> list[tuple[Any, Any]]:
            every = self.tracer.traced(*self.dataset_model.coordinates(y, x))
            return [every[plane] for plane in wanted]

        inside = (self.tracer, self.dataset_model)
        return dict(zip(wanted, traced_in_pieces(traced, y, x, inside), strict=True))

    def transmission(self, y: np.ndarray, x: np.ndarray, plane: int) -> Any:
        """What is seen of a plane through dust, at (n,) coordinates in the image.

        None where there is no dust.
        """
        if plane == 0 or not self.dataset_model.has_dust:
            return None
        return self.dataset_model.transmission(*self.dataset_model.coordinates(y, x))


@kernel
def traced_in_pieces(
    function: Callable[[Any, Any], Any], y: np.ndarray, x: np.ndarray, inside: Any
) -> list[tuple[Any, Any]]:
    """Pairs of coordinates as a function of a pair, some points at a time.

    Parameters
    ----------
    function
        Takes (n,) coordinates y and x, returns (Z,) pairs of them.
    y, x
        (S,) coordinates.
    inside
        What the function closes over that JAX may trace.
    """

    def block(first: int) -> list[tuple[Any, Any]]:
        some = slice(first, first + BLOCK_SIZE)
        return function(y[some], x[some])

    parts = map_blocks(block, range(0, y.size, BLOCK_SIZE))
    return [
        tuple(np.concatenate([part[plane][axis] for part in parts]) for axis in (0, 1))
        for plane in range(len(parts[0]))
    ]


@traced_in_pieces.implement("jax")
def _traced_in_pieces_jax(
    function: Callable[[Any, Any], Any], y: np.ndarray, x: np.ndarray, inside: Any
) -> list[tuple[Any, Any]]:
    import jax

    # In pieces for the cache of a CPU, which the gradient computes again.
    accelerated = jax.default_backend() != "cpu"
    steps = 1 if accelerated else -(-y.size // BLOCK_SIZE)
    width = -(-y.size // steps)
    filled = np.minimum(np.arange(steps * width), y.size - 1).reshape(steps, width)
    step = jax.checkpoint(lambda pair: function(*pair))
    planes = jax.lax.map(step, (y[filled], x[filled]))
    return [tuple(axis.reshape(-1)[: y.size] for axis in pair) for pair in planes]


def mappers_from(
    components: list[PixelizedComponent],
    dataset: Imaging,
    traced: Traced,
    adapt_images: AdaptImages | None,
    settings: Settings,
) -> list[Mapper]:
    """The mapper of every pixelization.

    Parameters
    ----------
    components
        The pixelizations.
    dataset
        Gives the sub-grid and the border.
    traced
        Traces coordinates to the planes.
    adapt_images
        Gives the centres of meshes that need them.
    settings
        Whether the border is relocated.
    """
    sampler = dataset.grids.pixelization.over_sampler
    lit = [component.plane for component in components]
    planes = traced(sampler.y, sampler.x, lit)
    borders = None
    if settings.use_border_relocator:
        borders = traced(*border_points(dataset.mask).T, lit)
    mappers = []
    for component in components:
        plane = component.plane
        centres = centres_of(component, dataset.mask, adapt_images)
        image = None
        if adapt_images is not None:
            image = adapt_images.image_of(component.galaxy, dataset.mask)
        mappers.append(
            mapper_from(
                component.pixelization,
                sampler.bins.counts,
                planes[plane],
                None if borders is None else borders[plane],
                None if centres is None else traced(*centres, [plane])[plane],
                image,
                traced.dataset_model.flux_scaling,
                traced.transmission(sampler.y, sampler.x, plane),
            )
        )
    return mappers


def centres_of(
    component: PixelizedComponent,
    mask: Mask2D,
    adapt_images: AdaptImages | None,
) -> tuple[np.ndarray, np.ndarray] | None:
    """y and x in the image plane of what a mesh is laid round; None if of nothing."""
    pixelization = component.pixelization
    if pixelization.mesh.follows_pixels:
        return tuple(mask.derive_grid.unmasked.T)
    if not pixelization.mesh.needs_centres:
        return None
    galaxy = component.galaxy
    centres = None if adapt_images is None else adapt_images.centres_of(galaxy)
    if centres is not None:
        return centres
    image_mesh = pixelization.image_mesh or pixelization.mesh.image_mesh
    if image_mesh is None:
        name = type(pixelization.mesh).__name__
        raise exc.PixelizationException(
            f"A {name} mesh needs centres in the image plane; give the Pixelization "
            "an image_mesh=al.image_mesh.Overlay(shape=(30, 30)), or pass adapt_images="
            "al.AdaptImages(galaxy_image_plane_mesh_grid_dict={galaxy: centres})."
        )
    image = None if adapt_images is None else adapt_images.image_of(galaxy, mask)
    grid = image_mesh.image_plane_mesh_grid_from(mask, image).array
    return grid[:, 0], grid[:, 1]


def linear_data_of(dataset: Imaging, data: Any, mappers: list[Mapper]) -> LinearData:
    """What mappers are fitted to: (N,) data, with noise and kernel of a dataset."""
    operator = dataset.sparse_operator
    if not is_concrete(mappers[0].y):
        operator = operator_of_programs(dataset)
    return LinearData(
        data,
        dataset.noise_map.array,
        dataset.noise_covariance_matrix_inv,
        blur_window_of(dataset),
        operator,
    )


def pixelized_fit_from(
    components: list[LinearComponent],
    light: np.ndarray | None,
    pixelized: list[PixelizedComponent],
    dataset: Imaging,
    data: np.ndarray,
    model: tuple[Tracer, DatasetModel, AdaptImages | None, Settings],
    free_set: FreeSet | None = None,
) -> PixelizedFit:
    """The solved pixelizations of a fit.

    Parameters
    ----------
    components, light
        Linear light profiles and their (L, N) blurred images, or None.
    pixelized
        The pixelizations.
    dataset
        Gives noise, kernel and grids.
    data
        (N,) image without light of known intensity.
    model
        Tracer, registration, adapt images and settings.
    free_set
        Where a positive solution starts.
    """
    tracer, dataset_model, adapt_images, settings = model
    adapt_images = adapt_images or AdaptImages()
    traced = Traced(tracer, dataset_model)
    with one_blas_thread():
        mappers = mappers_from(pixelized, dataset, traced, adapt_images, settings)
    target = linear_data_of(dataset, data, mappers)
    return PixelizedFit(
        components,
        pixelized,
        np.zeros((0, data.size)) if light is None else light,
        mappers,
        target,
        settings,
        [adapt_images.image_of(part.galaxy, dataset.mask) for part in pixelized],
        free_set,
        dataset.mask,
    )
