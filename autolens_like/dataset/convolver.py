"""`Convolver`: a point spread function and the ways to convolve with it."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.dataset.convolver_state import ConvolverState, blurring_mask_from
from autolens_like.dataset.point_spread import PointSpread
from autolens_like.numerics.convolve import convolved, windowed
from autolens_like.numerics.namespace import as_floats, namespace_of_door
from autolens_like.structures.array import Array2D, native_from
from autolens_like.structures.mask import Mask2D
from autolens_like.structures.structure import Structure
from autolens_like.typing import ArrayLike, Namespace


def _slim(image: Any) -> Any:
    """The bare slim values of an image; anything else as it came."""
    return image.slim.array if isinstance(image, Structure) else image


class Convolver(PointSpread):
    """A point spread function, convolved with in Fourier space or in real space.

    Its arguments are those of `PointSpread`. A convolved image is asked for either
    with the method that picks the space by `use_fft`, or with one that names it.
    """

    def with_state(
        self, mask: Mask2D, blurring_mask: Mask2D | None = None
    ) -> Convolver:
        """The same kernel, set up for a mask."""
        size = self.convolve_over_sample_size
        state = ConvolverState(self.kernel, mask, blurring_mask, size)
        return Convolver(self.kernel, state, False, self._use_fft, size)

    def blurring_mask_from(self, mask: Mask2D) -> Mask2D:
        """The region round a mask whose light the kernel carries into it."""
        size = self.convolve_over_sample_size
        return blurring_mask_from(mask, self.shape_native, size)

    def _state_in_use(self, mask: Mask2D | None) -> ConvolverState:
        """The state, if it is there and belongs to the mask."""
        if self.state is None:
            raise exc.KernelException(
                "Convolution in Fourier space needs a ConvolverState, and this "
                "Convolver has none: give state=ConvolverState(kernel, mask), mask the "
                "dataset that it belongs to, or use_fft=False."
            )
        held = self.state.image_mask
        if mask is not None and mask is not held:
            same = mask.shape_native == held.shape_native
            if not (same and np.array_equal(mask.array, held.array)):
                raise exc.KernelException(
                    f"An image on a mask of shape {mask.shape_native} with "
                    f"{mask.shape_slim} pixels came for a ConvolverState of shape "
                    f"{held.shape_native} with {held.shape_slim}; make one for this "
                    "mask."
                )
        return self.state

    def _real_space_state(
        self, mask: Mask2D, blurring_mask: Mask2D | None
    ) -> ConvolverState:
        """A window for real space: the state's, or one made for these masks."""
        self._require_odd()
        if self.state is not None and self.state.image_mask is mask:
            held = self.state.image_blurring_mask
            if blurring_mask is None or blurring_mask is held:
                return self.state
        size = self.convolve_over_sample_size
        return ConvolverState(self.kernel, mask, blurring_mask, size)

    def _in_real_space(
        self, values: Any, blurring_values: Any, state: ConvolverState, method: str
    ) -> Any:
        """(C, N) values convolved tap by tap."""
        window = state.window
        if blurring_values is not None:
            blurring_values = state.within_reach(blurring_values)
        frames = windowed(values, blurring_values, window)
        frames = convolved(frames, window.taps, method)
        flat = frames.reshape(frames.shape[0], -1)
        return state.binned(flat[:, window.positions])

    def _image_mask(self, image: Any) -> Mask2D:
        """The mask, in the data's pixels, that an image belongs to."""
        mask = getattr(image, "mask", None)
        if self.state is not None:
            state = self.state
            if mask is None or state.convolve_over_sample_size > 1:
                return state.image_mask
        if mask is None or self.convolve_over_sample_size > 1:
            raise exc.KernelException(
                "The mask of the image is unknown: give an Array2D, or a Convolver "
                "that has a state."
            )
        return mask

    def convolved_image_from(
        self,
        image: Any,
        blurring_image: Any,
        jax_method: str = "direct",
        use_mixed_precision: bool = False,
        xp: Namespace | None = None,
    ) -> Array2D:
        """An image convolved with the kernel, the light from around included.

        Parameters
        ----------
        image
            The masked image. With a finer kernel, values of the finer pixels.
        blurring_image
            The image of the blurring region; None is darkness there.
        jax_method
            "direct" or "fft", what JAX uses in real space.
        use_mixed_precision
            Transform in single precision (1e-6 of the largest value).
        xp
            numpy or jax.numpy; None follows the arrays.

        Raises
        ------
        KernelException
            Fourier space was asked for and there is no state, or one of another mask.
        """
        if not self.use_fft:
            return self.convolved_image_via_real_space_from(
                image, blurring_image, jax_method, xp
            )
        given = getattr(image, "mask", None) if self._is_image_scale else None
        state = self._state_in_use(given)
        values, outer = self._rows(image, blurring_image, state, xp)
        result = state.blurred(values, outer, use_mixed_precision)
        return Array2D(result[0], state.image_mask)

    @property
    def _is_image_scale(self) -> bool:
        return self.convolve_over_sample_size == 1

    def _rows(
        self, image: Any, blurring_image: Any, state: ConvolverState, xp: Any
    ) -> tuple[Any, Any]:
        """Checked (1, N) values and (1, B) blurring values in one namespace."""
        values, outer = self._transposed(_slim(image), _slim(blurring_image), state, xp)
        return values[None], None if outer is None else outer[None]

    @staticmethod
    def _transposed(
        values: Any, outer: Any, state: ConvolverState, xp: Any
    ) -> tuple[Any, Any]:
        """Checked (..., N) values and (..., B) blurring values in one namespace."""
        space = namespace_of_door(xp, values, outer)
        values = state.checked(
            as_floats(values, space).T, state.fine_mask.shape_slim, "Values"
        )
        if outer is not None:
            outer = state.checked(
                as_floats(outer, space).T,
                state.total_blurring_values,
                "Blurring values",
            )
        return values, outer

    def convolved_image_via_real_space_from(
        self,
        image: Any,
        blurring_image: Any = None,
        jax_method: str = "direct",
        xp: Namespace | None = None,
    ) -> Array2D:
        """`convolved_image_from`, tap by tap; for kernels with odd sides."""
        around = getattr(blurring_image, "mask", None) if self._is_image_scale else None
        state = self._real_space_state(self._image_mask(image), around)
        values, outer = self._rows(image, blurring_image, state, xp)
        result = self._in_real_space(values, outer, state, jax_method)
        return Array2D(result[0], state.image_mask)

    def convolved_image_via_real_space_np_from(
        self, image: Any, blurring_image: Any = None, xp: Namespace | None = None
    ) -> Array2D:
        """`convolved_image_via_real_space_from` in numpy, whatever came."""
        return self.convolved_image_via_real_space_from(image, blurring_image, xp=np)

    def convolved_mapping_matrix_from(
        self,
        mapping_matrix: ArrayLike,
        mask: Mask2D,
        blurring_mapping_matrix: ArrayLike | None = None,
        blurring_mask: Mask2D | None = None,
        jax_method: str = "direct",
        use_mixed_precision: bool = False,
        xp: Namespace | None = None,
    ) -> Any:
        """Every column of a mapping matrix convolved with the kernel.

        Parameters
        ----------
        mapping_matrix
            (N, M) what every source pixel puts into every image pixel.
        mask
            The N image pixels.
        blurring_mapping_matrix, blurring_mask
            (B, M) the same for the pixels around, and which they are.

        Returns
        -------
        (N, M) array
        """
        if not self.use_fft:
            return self.convolved_mapping_matrix_via_real_space_from(
                mapping_matrix,
                mask,
                blurring_mapping_matrix,
                blurring_mask,
                jax_method,
                xp,
            )
        state = self._state_in_use(mask)
        if blurring_mask is not None and blurring_mapping_matrix is not None:
            state = self._state_around(state, blurring_mask)
        values, outer = self._transposed(
            mapping_matrix, blurring_mapping_matrix, state, xp
        )
        return state.blurred(values, outer, use_mixed_precision).T

    def _state_around(self, state: ConvolverState, around: Mask2D) -> ConvolverState:
        """The state, or another where the blurring mask is another."""
        held = state.image_blurring_mask
        if held is around or np.array_equal(held.array, around.array):
            return state
        size = self.convolve_over_sample_size
        return ConvolverState(self.kernel, state.image_mask, around, size)

    def convolved_mapping_matrix_via_real_space_from(
        self,
        mapping_matrix: ArrayLike,
        mask: Mask2D,
        blurring_mapping_matrix: ArrayLike | None = None,
        blurring_mask: Mask2D | None = None,
        jax_method: str = "direct",
        xp: Namespace | None = None,
    ) -> Any:
        """`convolved_mapping_matrix_from`, tap by tap; for kernels with odd sides."""
        state = self._real_space_state(mask, blurring_mask)
        values, outer = self._transposed(
            mapping_matrix, blurring_mapping_matrix, state, xp
        )
        return self._in_real_space(values, outer, state, jax_method).T

    def convolved_mapping_matrix_via_real_space_np_from(
        self,
        mapping_matrix: ArrayLike,
        mask: Mask2D,
        blurring_mapping_matrix: ArrayLike | None = None,
        blurring_mask: Mask2D | None = None,
        xp: Namespace | None = None,
    ) -> np.ndarray:
        """`convolved_mapping_matrix_via_real_space_from` in numpy, whatever came."""
        outer = blurring_mapping_matrix
        return self.convolved_mapping_matrix_via_real_space_from(
            np.asarray(mapping_matrix),
            mask,
            None if outer is None else np.asarray(outer),
            blurring_mask,
            xp=np,
        )

    def mapping_matrix_native_from(
        self,
        mapping_matrix: ArrayLike,
        mask: Mask2D,
        blurring_mapping_matrix: ArrayLike | None = None,
        blurring_mask: Mask2D | None = None,
        use_mixed_precision: bool = False,
        xp: Namespace | None = None,
    ) -> Any:
        """(rows, columns, M) a mapping matrix laid out on the frame, zero elsewhere.

        Where the blurring mask's frame is padded, the cube has the padded shape.

        Raises
        ------
        KernelException
            A blurring matrix came and its mask is unknown.
        """
        space = namespace_of_door(xp, mapping_matrix, blurring_mapping_matrix)
        kind = space.float32 if use_mixed_precision else space.float64
        values = space.asarray(mapping_matrix).astype(kind)
        if blurring_mapping_matrix is None:
            return native_from(values, mask)
        if blurring_mask is None and self.state is not None:
            blurring_mask = self.state.image_blurring_mask
        if blurring_mask is None:
            raise exc.KernelException(
                "A blurring_mapping_matrix came without a blurring_mask; give the mask "
                "that its rows belong to."
            )
        outer = space.asarray(blurring_mapping_matrix).astype(kind)
        padded = mask.resized_from(blurring_mask.shape_native, pad_value=1)
        return native_from(values, padded) + native_from(outer, blurring_mask)
