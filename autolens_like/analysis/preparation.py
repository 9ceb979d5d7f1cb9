"""`prepare`: what a lens model needs to start, found in the image itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.analysis import arcs as arcs_of
from autolens_like.analysis.frame import Frame
from autolens_like.analysis.lens_subtraction import LensSubtraction, lens_subtracted
from autolens_like.analysis.positions import PositionsLH
from autolens_like.dataset.imaging import Imaging
from autolens_like.structures.array import Array2D
from autolens_like.structures.irregular import Grid2DIrregular
from autolens_like.structures.mask import Mask2D
from autolens_like.typing import GridLike

#: Radius of the mask in Einstein radii: room for the lens light beyond the arcs.
MASK_RADIUS = 2.0
#: Arcs are looked for within this radius [arcsec], and this share of the half side.
ARC_RADIUS, _FRAME_SHARE = 3.6, 0.9
#: Side of the sub-grid within so many pixels of the lens, within so many Einstein
#: radii, and beyond. Coarser ones move the Einstein radius by more than 0.02 σ.
OVER_SAMPLING = ((4.0, 8), (1.3, 2), 1)


@dataclass(frozen=True, eq=False)
class Preparation:
    """What was found in an image before any lens model.

    Attributes
    ----------
    light_centre
        Of the lens, (y, x) [arcsec].
    psf_fwhm
        Width of the point spread function [arcsec].
    noise_scale
        Scatter of the sky over the noise map: below 1 where pixels are correlated.
    einstein_radius
        A first value [arcsec].
    positions
        The brightest image and its counter image (y, x) [arcsec].
    arcs
        A mask that is False on the arcs.
    lens_subtracted_image
        The image without the light of its lens.
    signal_to_noise_map
        Of a point source at every pixel of that image.
    mask
        For the fit: False within a circle about the lens.
    over_sample_size
        Side of the sub-grid of every pixel; native, for `apply_over_sampling`.
    ell_comps
        Ellipticity of the light of the lens.
    """

    light_centre: tuple[float, float]
    psf_fwhm: float
    noise_scale: float
    einstein_radius: float
    positions: Grid2DIrregular
    arcs: Mask2D
    lens_subtracted_image: Array2D
    signal_to_noise_map: Array2D
    mask: Mask2D
    over_sample_size: Array2D
    ell_comps: tuple[float, float]

    @property
    def mask_radius(self) -> float:
        """Largest distance of an unmasked pixel to the lens [arcsec]."""
        grid = self.mask.derive_grid.unmasked
        y, x = grid.array.T if hasattr(grid, "array") else np.asarray(grid).T
        return float(np.hypot(y - self.light_centre[0], x - self.light_centre[1]).max())

    @property
    def source_centre(self) -> tuple[float, float]:
        """Where the images trace back to if the lens is round (y, x) [arcsec]."""
        offset = np.asarray(self.positions.array) - self.light_centre
        distance = np.hypot(*offset.T)[:, None]
        traced = offset * (1.0 - self.einstein_radius / distance)
        y, x = traced.mean(axis=0) + self.light_centre
        return float(y), float(x)

    def prepared(self, dataset: Imaging) -> Imaging:
        """The dataset with the over-sampling and the mask that were found."""
        sizes = self.over_sample_size.native.array
        return dataset.apply_over_sampling(sizes).apply_mask(self.mask)

    def positions_likelihood(self, threshold: float = 0.3) -> list[PositionsLH]:
        """The penalty that makes the images meet; empty where only one was found.

        Parameters
        ----------
        threshold
            Separation in the source plane that is allowed [arcsec].
        """
        if len(self.positions) < 2:
            return []
        return [PositionsLH(self.positions, threshold)]

    @property
    def info(self) -> str:
        """What was found, in words."""
        y, x = self.light_centre
        images = ", ".join(f"({a:.2f}, {b:.2f})" for a, b in self.positions.in_list)
        return (
            f'centre of the lens light (y, x)   ({y:.3f}, {x:.3f})"\n'
            f'width of the PSF (FWHM)           {self.psf_fwhm:.3f}"\n'
            f"scatter of the sky / noise map    {self.noise_scale:.2f}\n"
            f'first Einstein radius             {self.einstein_radius:.3f}"\n'
            f'images (y, x)                     {images}"\n'
            f"pixels to fit                     {self.mask.pixels_in_mask}"
        )


def prepare(
    dataset: Imaging,
    einstein_radius: float | None = None,
    positions: GridLike | None = None,
    light_centre: tuple[float, float] | None = None,
    mask_radius: float | None = None,
    arc_radius: float = ARC_RADIUS,
) -> Preparation:
    """Everything that a fit needs to start, found in the image of a lens.

    The lens must stand near the middle of the frame. What is given is not looked for.

    Parameters
    ----------
    dataset
        The image with its noise map and PSF, without a mask; neighbours are out by
        infinite noise.
    einstein_radius
        First Einstein radius [arcsec].
    positions
        (n, 2) multiple images (y, x) [arcsec].
    light_centre
        Of the lens (y, x) [arcsec].
    mask_radius
        Of the region to fit [arcsec]; `MASK_RADIUS` Einstein radii by default.
    arc_radius
        Arcs are looked for within it [arcsec].

    Raises
    ------
    MaskException
        The dataset has a mask already.
    DatasetException
        There is no PSF, or no sky around the lens.
    PositionsException
        No arc was found, and `einstein_radius` or `positions` are not given.
    """
    if dataset.is_masked:
        raise exc.MaskException(
            "This dataset has a mask already; prepare looks at the whole frame, so "
            "give it the dataset before apply_mask."
        )
    frame = Frame.of(dataset)
    centre = light_centre or frame.light_centre()
    centre = (float(centre[0]), float(centre[1]))
    noise_scale = frame.noise_scale()
    reach = min(_FRAME_SHARE * frame.half_side, arc_radius)
    lens = lens_subtracted(dataset, frame, centre, reach, noise_scale)
    arcs = _arcs(lens, frame, centre, einstein_radius, positions)
    found = (lens.signal_to_noise, arcs, frame, centre)
    if einstein_radius is None:
        einstein_radius = arcs_of.einstein_radius_from(*found)
    if positions is None:
        positions = arcs_of.positions_from(*found)
    radius = MASK_RADIUS * einstein_radius if mask_radius is None else mask_radius
    mask = Mask2D(
        ~(frame.good & (frame.radius(centre) < radius)),
        dataset.pixel_scales,
        dataset.mask.origin,
    )
    return Preparation(
        light_centre=centre,
        psf_fwhm=frame.psf_fwhm,
        noise_scale=noise_scale,
        einstein_radius=float(einstein_radius),
        positions=Grid2DIrregular(positions),
        arcs=Mask2D(~arcs, dataset.pixel_scales, dataset.mask.origin),
        lens_subtracted_image=_whole(lens.residual, dataset),
        signal_to_noise_map=_whole(lens.signal_to_noise, dataset),
        mask=mask,
        over_sample_size=_whole(over_sampling(frame, centre, einstein_radius), dataset),
        ell_comps=lens.ell_comps,
    )


def _arcs(
    lens: LensSubtraction,
    frame: Frame,
    centre: tuple[float, float],
    einstein_radius: float | None,
    positions: Any,
) -> np.ndarray:
    """The arcs; where both results of them are given they may be absent."""
    try:
        return arcs_of.arcs_from(lens.signal_to_noise, lens.used, frame, centre)
    except exc.PositionsException:
        if einstein_radius is None or positions is None:
            raise
    radius = frame.radius(centre)
    return frame.good & (np.abs(radius - einstein_radius) < 0.5 * frame.psf_fwhm)


def over_sampling(
    frame: Frame, centre: tuple[float, float], einstein_radius: float
) -> np.ndarray:
    """(rows, columns) side of the sub-grid of every pixel: see `OVER_SAMPLING`."""
    (pixels, finest), (radii, fine), coarse = OVER_SAMPLING
    distance = frame.radius(centre)
    sizes = np.where(distance < radii * einstein_radius, fine, coarse)
    return np.where(distance < pixels * frame.pixel_scale, finest, sizes)


def _whole(values: np.ndarray, dataset: Imaging) -> Array2D:
    return Array2D.no_mask(
        values, pixel_scales=dataset.pixel_scales, origin=dataset.mask.origin
    )
