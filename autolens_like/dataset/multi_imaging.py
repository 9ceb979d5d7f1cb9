"""`MultiImaging`: several exposures of one piece of sky, in one or many bands."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.dataset import exposures as checks
from autolens_like.dataset import multi_fits
from autolens_like.dataset.exposure_list import ExposureList
from autolens_like.dataset.identity import digest_of, identity_of
from autolens_like.dataset.imaging import Imaging
from autolens_like.dataset.sky_samples import SkyGrids, SkySamples
from autolens_like.structures.array import Array2D
from autolens_like.structures.mask import Mask2D
from autolens_like.structures.placement import Placement
from autolens_like.typing import PathLike


class MultiImaging(ExposureList):
    """Exposures that show the same sky; immutable, its methods return new ones.

    A sequence of `Imaging`: ``len``, iteration, and ``[number]`` or ``[name]``. Every
    exposure has its own shape, pixel scale, PSF and mask. One that is switched off
    keeps its place, its name and its number.

    Parameters
    ----------
    exposures
        A list of `Imaging`.
    names
        Of the exposures, every one once; None is exposure_0, exposure_1, ...
    bands
        The band of every exposure, which several may share; None is the names.
    flux_scaling
        By what the light of the model is multiplied in every exposure, such as a
        ratio of exposure times or of zero points; None is 1. Data and noise stay as
        they are.
    offsets
        (y, x) of every exposure's origin on the common sky [arcsec]; None is (0, 0).
    rotations
        Counter-clockwise angle by which every exposure is turned [degrees]: its point
        θ lies at R(rotation) θ + offset. None is 0.
    active
        True for every exposure that is switched on, or the names of those; None is
        all of them.

    Attributes
    ----------
    placements : (n,) `Placement` of the exposures, their offsets and rotations.

    Raises
    ------
    DatasetException
        No exposure, none that is switched on, a list of another length than that of
        the exposures, a name twice, or a flux scaling that is not above zero.
    ArrayException
        An offset or rotation that is no number.

    Examples
    --------
    >>> data = Array2D.full(1.0, (5, 5), pixel_scales=0.1)
    >>> exposure = Imaging(data, noise_map=0.5 * data)
    >>> dataset = MultiImaging([exposure, exposure], names=["first", "second"])
    >>> dataset.with_active("second").active_indices
    (1,)
    """

    flux_scaling: tuple[float, ...]
    placements: tuple[Placement, ...]

    def __init__(
        self,
        exposures: Sequence[Imaging],
        names: Sequence[str] | None = None,
        bands: Sequence[str] | None = None,
        flux_scaling: Sequence[float] | None = None,
        offsets: Sequence[tuple[float, float]] | None = None,
        rotations: Sequence[float] | None = None,
        active: Sequence[bool] | Sequence[str] | None = None,
    ) -> None:
        exposures = checks.exposures_from(exposures)
        count = len(exposures)
        names = checks.names_from(names, count)
        if bands is not None:
            bands = checks.texts_from(bands, count, "bands")
        self._build(
            exposures=exposures,
            names=names,
            bands=names if bands is None else bands,
            flux_scaling=checks.flux_scaling_from(flux_scaling, count),
            placements=checks.placements_from(offsets, rotations, names),
            active=checks.active_from(active, names),
        )

    @classmethod
    def from_fits(
        cls,
        file_paths: PathLike | Sequence[PathLike],
        names: Sequence[str] | None = None,
        bands: Sequence[str] | None = None,
        pixel_scales: Any = None,
        zero_points: Any = None,
        reference: int | str = 0,
        noise_threshold: float | None = None,
        mask_invalid: bool = True,
    ) -> MultiImaging:
        """All exposures of one FITS file, or of several.

        The HDUs of an exposure are NAME_BGSUB (or _DATA, _SCI, _IMAGE), NAME_RMS (or
        _NOISE_MAP, _NOISE, _ERR, _SIGMA) and NAME_PSF, which may be missing; alone in
        its file they are without NAME, which is then that of the FILTER or the file.

        Parameters
        ----------
        file_paths
            One file or several.
        names
            Which exposures, in this order; None is all of them.
        bands
            As for `MultiImaging`.
        pixel_scales
            Arcseconds per pixel: one number for all, a list, or a mapping from names;
            None reads the WCS, or PIXSCALE where there is none.
        zero_points
            AB magnitude of one unit of the data per pixel, as a list or a mapping
            from names; None reads MAGZERO. The flux scaling takes the reference's
            units to every exposure's; it is 1 where no header has a zero point.
        reference
            Number or name of the exposure whose coordinates are those of the sky and
            whose units are those of the model. The WCS gives the offsets and
            rotations of the others; they are zero where no header has one.
        noise_threshold, mask_invalid
            As for `Imaging.from_fits`.

        Raises
        ------
        FitsException
            A file holds no exposure, or one without noise, or not all have a WCS.
        DatasetException
            A name is unknown or comes twice, or not all have a zero point.
        """
        chosen = multi_fits.chosen_extensions_of(file_paths, names)
        names = tuple(found.name for found in chosen)
        scales = checks.in_order_of(
            pixel_scales, names, "pixel_scales", (int, float, np.number)
        )
        exposures = [
            checks.of_exposure(
                found.name,
                multi_fits.imaging_from,
                found,
                scale,
                noise_threshold,
                mask_invalid,
            )
            for found, scale in zip(chosen, scales, strict=True)
        ]
        index = checks.index_of(reference, names)
        magnitudes = multi_fits.zero_points_of(chosen, zero_points)
        scaling = None
        if magnitudes is not None:
            scaling = multi_fits.flux_scaling_of(exposures, magnitudes, index)
        multi = cls(exposures, names, bands, scaling)
        places = multi_fits.placements_of(names, exposures, index)
        return multi._changed(placements=places)

    @property
    def offsets(self) -> tuple[tuple[float, float], ...]:
        """(y, x) of every exposure's origin on the common sky [arcsec]."""
        return tuple(placement.offset for placement in self.placements)

    @property
    def rotations(self) -> tuple[float, ...]:
        """Counter-clockwise angle by which every exposure is turned [degrees]."""
        return tuple(placement.rotation for placement in self.placements)

    @property
    def shape_slim(self) -> int:
        """Unmasked pixels of all exposures that are switched on."""
        return sum(self.exposures[index].shape_slim for index in self.active_indices)

    def with_flux_scaling(self, flux_scaling: Sequence[float]) -> MultiImaging:
        """The same exposures with other factors of the model's light."""
        factors = checks.flux_scaling_from(flux_scaling, len(self))
        return self._changed(flux_scaling=factors)

    def with_placements(
        self,
        offsets: Sequence[tuple[float, float]] | None = None,
        rotations: Sequence[float] | None = None,
    ) -> MultiImaging:
        """The same exposures at other places; None keeps what there is."""
        return self._changed(
            placements=checks.placements_from(
                self.offsets if offsets is None else offsets,
                self.rotations if rotations is None else rotations,
                self.names,
            )
        )

    def with_noise_scaled(self, factors: Any) -> MultiImaging:
        """The same exposures with their noise maps multiplied.

        Noise maps of resampled images are often larger than the scatter of their
        pixels, by a factor of every band.

        Parameters
        ----------
        factors
            One number an exposure, or a mapping from names.
        """
        listed = checks.in_order_of(factors, self.names, "factors", ())
        listed = [1.0 if factor is None else factor for factor in listed]
        listed = checks.numbers_from(listed, len(self), "factors")
        for name, exposure in zip(self.names, self.exposures, strict=True):
            if exposure.noise_covariance_matrix is not None:
                raise exc.DatasetException(
                    f"Exposure '{name}' has a noise_covariance_matrix, which is not "
                    "scaled here; make the exposure with the matrix that is meant."
                )
        return self._each(_with_noise_scaled, listed)

    def _each(self, function: Any, *arguments: Sequence[Any]) -> MultiImaging:
        """Every exposure changed by a function; None in the first list leaves it."""
        changed = tuple(
            exposure
            if values and values[0] is None
            else checks.of_exposure(name, function, exposure, *values)
            for name, exposure, *values in zip(
                self.names, self.exposures, *arguments, strict=True
            )
        )
        return self._changed(exposures=changed)

    def apply_mask(self, mask: Any, mask_invalid: bool = False) -> MultiImaging:
        """The exposures inside their masks.

        Parameters
        ----------
        mask
            One `Mask2D` for all, a list with one an exposure, or a mapping from
            names. None leaves an exposure without one.
        mask_invalid
            Mask also the pixels whose data or noise are not finite.

        Raises
        ------
        MaskException
            A mask is of another shape than its exposure or leaves nothing of it.
        DatasetException
            A value inside a mask is not finite.
        """
        masks = checks.in_order_of(mask, self.names, "mask", Mask2D)
        return self._each(Imaging.apply_mask, masks, (mask_invalid,) * len(self))

    def circular_masks(
        self, radius: float, centre: tuple[float, float] = (0.0, 0.0)
    ) -> list[Mask2D]:
        """A mask for every exposure, of the same circle on the common sky.

        Parameters
        ----------
        radius
            [arcsec].
        centre
            (y, x) on the common sky [arcsec].
        """
        masks = []
        for exposure, placement in zip(self.exposures, self.placements, strict=True):
            y, x = placement.exposure(*centre)
            shape, scales = exposure.shape_native, exposure.pixel_scales
            frame = (shape, radius, scales, exposure.mask.origin)
            masks.append(Mask2D.circular(*frame, centre=(float(y), float(x))))
        return masks

    def apply_over_sampling(
        self,
        over_sample_size_lp: Any = None,
        over_sample_size_pixelization: Any = None,
    ) -> MultiImaging:
        """The exposures with other sub-grids.

        Parameters
        ----------
        over_sample_size_lp, over_sample_size_pixelization
            One integer for all, a list with one entry an exposure (an integer, or one
            a pixel), or a mapping from names. None keeps what there is.
        """
        whole = (int, np.integer)
        sizes = [
            checks.in_order_of(value, self.names, name, whole)
            for name, value in (
                ("over_sample_size_lp", over_sample_size_lp),
                ("over_sample_size_pixelization", over_sample_size_pixelization),
            )
        ]
        pairs = tuple(zip(*sizes, strict=True))
        return self._each(lambda one, pair: one.apply_over_sampling(*pair), pairs)

    def apply_sparse_operator(self, batch_size: int = 128) -> MultiImaging:
        """The exposures with what makes pixelized sources fast, as for `Imaging`.

        Exposures that are switched off are left without it.
        """
        chosen = [True if active else None for active in self.active]
        return self._each(lambda one, _: one.apply_sparse_operator(batch_size), chosen)

    def apply_sparse_operator_cpu(self) -> MultiImaging:
        """Another name of `apply_sparse_operator`."""
        return self.apply_sparse_operator()

    def sky_grids_of(self, key: int | str) -> SkyGrids:
        """The grids of an exposure in the coordinates of the common sky.

        Parameters
        ----------
        key
            Number or name of the exposure.
        """
        index = self.index_of(key)
        return self._sky_grids[index]

    @cached_property
    def _sky_grids(self) -> list[SkyGrids]:
        pairs = zip(self.exposures, self.placements, strict=True)
        return [SkyGrids.of(*pair) for pair in pairs]

    def sky_samples_of(self, indices: tuple[int, ...]) -> SkySamples:
        """What the light of some exposures is evaluated on, all at once.

        Parameters
        ----------
        indices
            Numbers of the exposures.
        """
        if indices not in self._sky_samples:
            exposures = [self.exposures[index] for index in indices]
            places = [self.placements[index] for index in indices]
            self._sky_samples[indices] = SkySamples(exposures, places)
        return self._sky_samples[indices]

    @cached_property
    def _sky_samples(self) -> dict[tuple[int, ...], SkySamples]:
        return {}

    def check_finite(self) -> MultiImaging:
        """Itself, if all data and noise of the exposures switched on are finite.

        Raises
        ------
        DatasetException
            One value is not; the message names the exposure.
        """
        for index in self.active_indices:
            name, exposure = self.names[index], self.exposures[index]
            checks.of_exposure(name, exposure.check_finite)
        return self

    def identity(self) -> dict[str, str]:
        """A digest of everything that decides a likelihood, of what is switched on."""
        digests = {}
        for index in self.active_indices:
            placement = self.placements[index]
            own = (self.flux_scaling[index], *placement.offset, placement.rotation)
            digests |= {
                f"{self.names[index]}.{key}": value
                for key, value in identity_of(self.exposures[index]).items()
            }
            digests[f"{self.names[index]}.band"] = self.bands[index]
            digests[f"{self.names[index]}.place_and_scale"] = digest_of(own)
        return digests


def _with_noise_scaled(exposure: Imaging, factor: float) -> Imaging:
    noise = exposure.noise_map
    scaled = Array2D(factor * noise.array, noise.mask, noise.header)
    return exposure._changed(noise_map=scaled, sparse_operator=None)
