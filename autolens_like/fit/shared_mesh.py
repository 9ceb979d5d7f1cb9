"""`SharedMesh`: one pixelization in the source plane, seen in several exposures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autolens_like.fit.adapt_images import AdaptImages
from autolens_like.fit.pixelized_fit import PixelizedComponent
from autolens_like.fit.pixelized_objects import Traced, centres_of
from autolens_like.inversion.border import border_points
from autolens_like.inversion.mapper import Mapper, mapper_from
from autolens_like.numerics.blocks import one_blas_thread
from autolens_like.numerics.namespace import array_namespace


@dataclass(frozen=True, eq=False)
class SharedMesh:
    """A mesh laid over the traced pixels of all exposures that have its source.

    Parameters
    ----------
    mapper
        Of all their pixels, exposure after exposure.
    adapt_data
        (N,) image that the regularization may follow, or None.
    parts
        The mapper of every exposure, by its name.
    """

    mapper: Mapper
    adapt_data: Any
    parts: dict[str, Mapper]

    @property
    def smoothing(self) -> Any:
        """The regularization matrix, by its entries where that is the faster form."""
        entries = None
        if array_namespace(self.mapper.y, self.mapper.pixelization) is np:
            entries = self.mapper.regularization_entries_from(self.adapt_data)
        if entries is not None:
            return entries
        return self.mapper.regularization_matrix_from(self.adapt_data)


class TracedExposure:
    """The coordinates of one exposure in the source planes of its pixelizations.

    Parameters
    ----------
    fit
        An `ExposureFit`.
    """

    def __init__(self, fit: Any) -> None:
        self.fit, self.sampler = fit, fit.dataset.grids.pixelization.over_sampler
        self.traced = Traced(fit.tracer, fit.dataset_model)
        lit = [part.plane for part in fit.pixelized]
        with one_blas_thread():
            self.planes = self.traced(self.sampler.y, self.sampler.x, lit)
            self.borders = None
            if fit.settings.use_border_relocator:
                self.borders = self.traced(*border_points(fit.mask).T, lit)

    @property
    def counts(self) -> np.ndarray:
        """(N,) sub-pixels of every pixel."""
        return self.sampler.bins.counts

    def image_of(self, component: PixelizedComponent) -> np.ndarray | None:
        """(N,) adapt image of a source."""
        images = self.fit.adapt_images
        return (
            None if images is None else images.image_of(component.galaxy, self.fit.mask)
        )

    def centres_of(self, component: PixelizedComponent) -> Any:
        """Traced centres of the pixels of a source, None where its mesh needs none."""
        images = self.fit.adapt_images or AdaptImages()
        centres = centres_of(component, self.fit.mask, images)
        if centres is None:
            return None
        return self.traced(*centres, [component.plane])[component.plane]


def shared_mesh_from(
    component: PixelizedComponent, members: Mapping[str, TracedExposure]
) -> SharedMesh:
    """The mesh of a source that several exposures have.

    Where centres in the image plane decide about the mesh, it is those of the exposure
    with the smallest pixels (the first by name, of several), whatever their order.

    Parameters
    ----------
    component
        The pixelization.
    members
        The exposures, by their names.
    """
    every = list(members.values())
    plane, pixelization = component.plane, component.pixelization
    traced = _joined([one.planes[plane] for one in every])
    borders = None
    if all(one.borders is not None for one in every):
        borders = _joined([one.borders[plane] for one in every])
    if pixelization.mesh.follows_pixels:
        centres = _joined([one.centres_of(component) for one in every])
    else:
        finest = min(members, key=lambda n: (members[n].fit.mask.pixel_scales, n))
        centres = members[finest].centres_of(component)
    images = [one.image_of(component) for one in every]
    image = None if any(one is None for one in images) else np.concatenate(images)
    counts = np.concatenate([one.counts for one in every])
    whole = mapper_from(pixelization, counts, traced, borders, centres, image)
    parts, first = {}, 0
    for name, one in members.items():
        own = slice(first, first + one.sampler.sub_total)
        parts[name] = Mapper(
            whole.geometry,
            whole.y[own],
            whole.x[own],
            one.counts,
            pixelization,
            one.fit.dataset_model.flux_scaling,
            one.traced.transmission(one.sampler.y, one.sampler.x, plane),
        )
        first = own.stop
    return SharedMesh(whole, image, parts)


def _joined(pairs: Sequence[tuple[Any, Any]]) -> tuple[Any, Any]:
    """Coordinates of several exposures as one."""
    if len(pairs) == 1:
        return pairs[0]
    xp = array_namespace(*pairs)
    return tuple(xp.concatenate([pair[axis] for pair in pairs]) for axis in (0, 1))
