"""Random perturbations of a lens: a Gaussian field for its potential.

A realization of a Gaussian random field with the power spectrum P(k) ∝ k^-slope for ψ,
made with Fourier transforms, and the quintic surface of `input_potential` through it.

Parameters
    ``mask`` with the pixels; ``power_amplitude``, ``power_slope``; ``seed``.
Radius
    None; k is in radians per arcsec.
Normalization
    ⟨ψ_k ψ_k*⟩ = N · ``power_amplitude`` · k^-slope with the sum ψ_k over N pixels: the
    variance of a wave on these pixels. κ has the spectrum ¼ k⁴ P.
Einstein radius
    None of its own.
Limits
    An amplitude above zero. Waves are periodic on twice the frame of the mask, so that
    none is longer, and the mean over all of that is zero.
Elsewhere
    PyAutoLens: the same spectrum and normalization, but periodic on the frame itself,
    where opposite edges match; other numbers for the same seed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.numerics.model_object import static
from autolens_like.numerics.namespace import array_namespace
from autolens_like.numerics.spline_surface import coefficients_of
from autolens_like.profiles.mass.input_potential import PotentialSurface
from autolens_like.profiles.mass.pixel_map import frame_of, require_enough
from autolens_like.structures.mask import Mask2D

#: The periodic frame of the waves is so many times larger than the map, whose opposite
#: edges would be neighbours otherwise.
_PADDING = 2


@lru_cache(maxsize=32)
def _waves(shape: tuple[int, int], seed: int) -> np.ndarray:
    """The Fourier transform of white noise of variance 1 on a periodic frame."""
    return np.fft.rfft2(np.random.default_rng(seed).standard_normal(shape))


@lru_cache(maxsize=32)
def _log_wave_numbers(
    shape: tuple[int, int], pixel_scales: tuple[float, float]
) -> np.ndarray:
    """ln |k| of each wave [radians per arcsec]; infinite for the constant one."""
    k_y = 2.0 * np.pi * np.fft.fftfreq(shape[0], pixel_scales[0])
    k_x = 2.0 * np.pi * np.fft.rfftfreq(shape[1], pixel_scales[1])
    squared = k_y[:, None] ** 2 + k_x**2
    squared[0, 0] = np.inf
    return 0.5 * np.log(squared)


class GaussianRandomField(PotentialSurface):
    """A mass whose potential is a random field with a power law for its spectrum.

    Every wave of the potential has a random phase and the mean power

        ⟨ψ_k ψ_k*⟩ / N = P(k) = power_amplitude · k^-power_slope,

    k in radians per arcsec, ψ_k being the sum of ψ exp(-i k θ) over N pixels (as
    PyAutoLens counts: the power of one arcsec² is P times the area of a pixel, so that
    a finer map of the same spectrum needs a larger amplitude). The convergence has the
    spectrum ¼ k⁴ P(k). The field has twice the height and width of the frame of the
    mask, so that its opposite edges are unlike, and mean zero over all of that; the
    surface between the pixels is that of `InputPotential`.

    Parameters
    ----------
    mask
        `Mask2D` of the pixels that the map covers.
    power_amplitude
        P at one radian per arcsec, above zero.
    power_slope
        How steeply power falls with the wave number.
    seed
        Of the numpy generator: the same seed and frame give the same waves, whatever
        the spectrum.

    Raises
    ------
    ProfileException
        No mask, fewer than six rows or columns, an amplitude not above zero, or a seed
        that is no whole number of at least 0.
    """

    mask: Any = static()
    power_amplitude: float = 1.0
    power_slope: float = 1.0
    seed: int = static(1)

    def _check(self) -> None:
        if not isinstance(self.mask, Mask2D):
            raise exc.ProfileException(
                f"GaussianRandomField got mask={self.mask!r}; give the Mask2D of its "
                "pixels."
            )
        require_enough(self.mask, type(self).__name__)
        self._require_positive("power_amplitude")
        whole = self.seed == int(self.seed) and self.seed >= 0
        self._require("seed", whole, "a whole number of at least 0")
        object.__setattr__(self, "seed", int(self.seed))
        super()._check()

    @property
    def _mask(self) -> Mask2D:
        return self.mask

    def _coefficients(self) -> Any:
        known = self.__dict__.get("_known_coefficients")
        if known is None:
            known = coefficients_of(self._realization())
            if array_namespace(known) is np:
                # A frozen object of known numbers keeps what follows from them.
                self.__dict__["_known_coefficients"] = known
        return known

    def _realization(self) -> Any:
        """ψ [arcsec²] at the pixels of the rectangle of the map."""
        xp = array_namespace(self.power_amplitude, self.power_slope)
        frame = frame_of(self.mask)
        rows, columns = (_PADDING * side for side in self.mask.shape_native)
        shape = (rows, columns)
        logarithm = _log_wave_numbers(shape, self.mask.pixel_scales)
        constant = np.isinf(logarithm)
        slope = -0.5 * self.power_slope * np.where(constant, 0.0, logarithm)
        root = xp.sqrt(xp.asarray(self.power_amplitude)) * xp.exp(slope)
        waves = np.where(constant, 0.0, _waves(shape, self.seed))
        field = xp.fft.irfft2(waves * root, s=shape)
        return field[frame.rows, frame.columns]
