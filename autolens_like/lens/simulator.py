"""`SimulatorImaging`: the image that a telescope would take, with its noise."""

from __future__ import annotations

import numbers
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.dataset.convolver import Convolver
from autolens_like.dataset.grids import GridsDataset
from autolens_like.dataset.imaging import Imaging
from autolens_like.galaxy.doors import image_to_blur, with_operated
from autolens_like.galaxy.galaxies import Galaxies
from autolens_like.lens.signal_to_noise import with_intensities_for_noise
from autolens_like.numerics.namespace import jax_numpy
from autolens_like.profiles.light.linear import LinearLightProfile
from autolens_like.structures.array import Array2D
from autolens_like.structures.grid import Grid2D

#: Counts below this fraction of the brightest pixel's are the rounding of a Fourier
#: transform, not light.
_ROUNDING = 1e-13


def _number(name: str, value: Any, above_zero: bool) -> float:
    real = isinstance(value, numbers.Real) and not isinstance(value, bool)
    zero_allowed = not above_zero
    if real and np.isfinite(value) and (value > 0 or (zero_allowed and value == 0)):
        return float(value)
    rule = "above zero" if above_zero else "of at least zero"
    raise exc.DatasetException(
        f"SimulatorImaging got {name}={value!r}; give a number {rule}."
    )


class SimulatorImaging:
    """A telescope: turns light into an `Imaging` dataset.

    Images are in units per second, counts are images times `exposure_time`.

    Parameters
    ----------
    exposure_time
        Seconds.
    background_sky_level
        Brightness of the sky in every pixel; it adds noise.
    subtract_background_sky
        Take the mean of the sky out of the data again.
    psf
        A `Convolver`; None blurs nothing.
    normalize_psf
        Rescale the PSF to the sum 1.
    add_poisson_noise_to_data
        Draw the counts of every pixel; otherwise the data are the blurred image.
    include_poisson_noise_in_noise_map
        The noise map is the standard deviation of the counts expected,
        √((image + sky) / exposure_time); otherwise it is flat.
    noise_if_add_noise_false
        Value of the flat noise map.
    noise_seed
        Seed of the draw; -1 takes a fresh one. The header of the data keeps the seed
        used as NOISSEED.
    use_jax
        Evaluate the light with JAX.

    Raises
    ------
    DatasetException
        A time or level that is not usable, or a PSF that is no `Convolver`.
    """

    def __init__(
        self,
        exposure_time: float,
        background_sky_level: float = 0.0,
        subtract_background_sky: bool = True,
        psf: Convolver | None = None,
        normalize_psf: bool = True,
        add_poisson_noise_to_data: bool = True,
        include_poisson_noise_in_noise_map: bool = True,
        noise_if_add_noise_false: float = 0.1,
        noise_seed: int = -1,
        use_jax: bool = False,
    ) -> None:
        if psf is not None and not isinstance(psf, Convolver):
            raise exc.DatasetException(
                f"SimulatorImaging got psf={psf!r}; give a Convolver, for example "
                "al.Convolver.from_gaussian(shape_native=(11, 11), pixel_scales=0.05, "
                "sigma=0.05), or None."
            )
        if not isinstance(noise_seed, (int, np.integer)) or noise_seed < -1:
            raise exc.DatasetException(
                f"SimulatorImaging got noise_seed={noise_seed!r}; give an integer of "
                "at least 0, or -1 for a fresh seed."
            )
        self.exposure_time = _number("exposure_time", exposure_time, True)
        self.background_sky_level = _number(
            "background_sky_level", background_sky_level, False
        )
        self.noise_if_add_noise_false = _number(
            "noise_if_add_noise_false", noise_if_add_noise_false, True
        )
        self.psf = psf.normalized if psf is not None and normalize_psf else psf
        self.normalize_psf = normalize_psf
        self.subtract_background_sky = subtract_background_sky
        self.add_poisson_noise_to_data = add_poisson_noise_to_data
        self.include_poisson_noise_in_noise_map = include_poisson_noise_in_noise_map
        self.noise_seed = int(noise_seed)
        self.use_jax = use_jax

    def via_tracer_from(self, tracer: Any, grid: Grid2D) -> Imaging:
        """The dataset of a lens system.

        The light just beyond the frame is evaluated too, where the PSF carries it in.

        Parameters
        ----------
        tracer
            A `Tracer` or `Galaxies`.
        grid
            The pixels and their sub-grids, of a whole frame.

        Raises
        ------
        DatasetException
            The grid is no `Grid2D` of a whole frame, or some light is linear.
        """
        if not isinstance(grid, Grid2D) or not grid.mask.is_all_false:
            raise exc.DatasetException(
                f"{type(grid).__name__} came; simulate a whole frame, for example "
                "al.Grid2D.uniform(shape_native=(100, 100), pixel_scales=0.05), and "
                "mask the dataset afterwards."
            )
        require_own_light(tracer)
        image = self._blurred(self.tracer_with_intensities_from(tracer, grid), grid)
        return self._observed(image, grid.over_sample_size)

    def tracer_with_intensities_from(self, tracer: Any, grid: Grid2D) -> Any:
        """The lens system in which profiles of `al.lp_snr` are those of `al.lp`.

        Their intensity gives the brightest pixel of each one's image, lensed, blurred
        and alone, its `signal_to_noise_ratio` against the Poisson noise of its own
        counts and of the sky.

        Parameters
        ----------
        tracer
            A `Tracer` or `Galaxies`.
        grid
            As for `via_tracer_from`.

        Raises
        ------
        DatasetException
            Such a profile has no light in the frame.
        """
        return with_intensities_for_noise(
            tracer,
            lambda light: self._blurred(light, grid),
            self.exposure_time,
            self.background_sky_level,
        )

    def via_galaxies_from(self, galaxies: Any, grid: Grid2D) -> Imaging:
        """The dataset of galaxies that do not lens each other.

        Parameters
        ----------
        galaxies
            List of `Galaxy`.
        grid
            As for `via_tracer_from`.
        """
        return self.via_tracer_from(Galaxies(galaxies), grid)

    def via_image_from(
        self,
        image: Array2D,
        over_sample_size: Any = None,
        image_is_convolved: bool = False,
    ) -> Imaging:
        """The dataset of an image, beyond whose frame it is dark.

        Parameters
        ----------
        image
            Brightness of every pixel of a whole frame.
        over_sample_size
            Sub-grid of the dataset's light profiles; None is the default.
        image_is_convolved
            The image has the PSF in it already.

        Raises
        ------
        DatasetException
            The image is no `Array2D` of a whole frame.
        """
        if not isinstance(image, Array2D) or not image.mask.is_all_false:
            raise exc.DatasetException(
                f"{type(image).__name__} came; give the image of a whole frame, for "
                "example al.Array2D.no_mask(values, pixel_scales=0.05)."
            )
        if self.psf is not None and not image_is_convolved:
            if self.psf.convolve_over_sample_size > 1:
                raise exc.DatasetException(
                    "The PSF is sampled finer than the image's pixels, whose light "
                    "inside is unknown; simulate via a tracer or galaxies."
                )
            psf = self.psf.with_state(image.mask)
            image = psf.convolved_image_from(image=image, blurring_image=None)
        return self._observed(
            image, 4 if over_sample_size is None else over_sample_size
        )

    def _blurred(self, light: Any, grid: Grid2D) -> Array2D:
        xp = jax_numpy() if self.use_jax else None
        if self.psf is None:
            return light.image_2d_from(grid, xp)
        psf = self.psf.with_state(grid.mask)
        size = psf.convolve_over_sample_size
        grids = GridsDataset(grid.mask, grid.over_sample_size, psf=psf)
        # Galaxies beyond the frame are sampled as coarsely as the coarsest in it.
        sub_size = max(1, int(np.min(grid.over_sample_size)) // size)
        around = grids.blurring_convolved.apply_over_sampling(sub_size)
        blurred = psf.convolved_image_from(
            image=image_to_blur(light, grids.lp_convolved, xp, psf),
            blurring_image=image_to_blur(light, around, xp, psf),
        )
        return with_operated(light, blurred, grid, xp, psf)

    def _observed(self, image: Array2D, over_sample_size: Any) -> Imaging:
        """The dataset of a blurred image."""
        blurred = np.array(image.native.array, dtype=float)
        if not np.all(np.isfinite(blurred)):
            raise exc.DatasetException(
                f"The image to observe has {np.sum(~np.isfinite(blurred))} pixels that "
                "are not finite; replace them first."
            )
        total = blurred + self.background_sky_level
        data, header = total, None
        if self.add_poisson_noise_to_data:
            seed = self._seed()
            data = self._drawn(total, seed)
            header = _header_with(seed)
        if self.subtract_background_sky:
            data = data - self.background_sky_level
        return Imaging(
            data=Array2D(data, image.mask, header),
            noise_map=Array2D(self._noise_map(total), image.mask),
            psf=self.psf,
            use_normalized_psf=False,
            over_sample_size_lp=over_sample_size,
            **finer(self.psf),
        )

    def _seed(self) -> int:
        if self.noise_seed >= 0:
            return self.noise_seed
        return int(np.random.SeedSequence().generate_state(1)[0])

    def _drawn(self, total: np.ndarray, seed: int) -> np.ndarray:
        """Counts drawn from the expected ones, per second again."""
        expected = np.maximum(total * self.exposure_time, 0.0)
        counts = np.random.default_rng(seed).poisson(expected)
        return counts / self.exposure_time

    def _noise_map(self, total: np.ndarray) -> np.ndarray:
        if not self.include_poisson_noise_in_noise_map:
            return np.full(total.shape, self.noise_if_add_noise_false)
        faintest = _ROUNDING * float(np.max(total))
        if faintest <= 0.0:
            raise exc.DatasetException(
                "The image is dark and so is the sky, so that the Poisson noise would "
                "be zero; give light, background_sky_level above zero, or "
                "include_poisson_noise_in_noise_map=False."
            )
        return np.sqrt(np.maximum(total, faintest) / self.exposure_time)


def require_own_light(light: Any) -> None:
    """Raise where intensities are still to be solved for."""
    if light.has(LinearLightProfile):
        raise exc.DatasetException(
            "Linear light profiles have no intensity before a fit solves for it, so "
            "that they cannot be simulated; use the profiles of al.lp, with an "
            "intensity."
        )


def finer(psf: Convolver | None) -> dict[str, int]:
    """What `Imaging` has to know of a PSF that is finer than the image."""
    size = 1 if psf is None else psf.convolve_over_sample_size
    return {
        "convolve_over_sample_size_lp": size,
        "convolve_over_sample_size_pixelization": size,
    }


def _header_with(seed: int) -> Any:
    from astropy.io import fits

    header = fits.Header()
    header["NOISSEED"] = (seed, "seed of the Poisson noise")
    return header
