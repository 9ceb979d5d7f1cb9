"""`InversionViews`: other names of what a `PixelizedFit` holds, and parts by object."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.inversion.mapper import Mapper
from autolens_like.structures.array import Array2D


class InversionViews:
    """What scripts ask of an inversion object by object."""

    adapt_data: list[Any]
    linear_data: Any
    linear_obj_list: list[Any]
    mapping_matrix: Any
    mask: Any
    mappers: list[Mapper]
    operated_mapping_matrix: Any
    regularization_list: list[Any]
    slices: list[slice]
    solved: Any
    total_light: int

    @property
    def data(self) -> Array2D:
        """The image that is fitted, without light of known intensity."""
        return Array2D(self.linear_data.data, self.mask)

    @property
    def noise_map(self) -> Array2D:
        """Its standard deviations."""
        return Array2D(self.linear_data.noise_map, self.mask)

    @property
    def total_regularizations(self) -> int:
        """How many of the linear objects are regularized."""
        return sum(part is not None for part in self.regularization_list)

    @property
    def all_linear_obj_have_regularization(self) -> bool:
        """Whether there is no linear light profile."""
        return self.total_regularizations == len(self.regularization_list)

    @property
    def no_regularization_index_list(self) -> list[int]:
        """Which amplitudes are not regularized: those of linear light profiles."""
        return list(range(self.total_light))

    @property
    def mapper_indices(self) -> np.ndarray:
        """Which amplitudes are source pixels."""
        return np.arange(self.total_light, self.slices[-1].stop)

    @property
    def zeroed_ids_to_keep(self) -> np.ndarray:
        """Which amplitudes are solved for; edge pixels may be kept at zero."""
        return np.flatnonzero(self.solved)

    @property
    def mapping_matrix_list(self) -> list[Any]:
        """(N, M) images of the pixels of every mapper before convolution."""
        return [mapper.mapping_matrix for mapper in self.mappers]

    @property
    def operated_mapping_matrix_list(self) -> list[Any]:
        """(N, M) blurred images, of each of `linear_obj_list`."""
        ranges = [slice(i, i + 1) for i in range(self.total_light)] + self.slices
        return [self.operated_mapping_matrix[:, part] for part in ranges]

    @property
    def mapper_operated_mapping_matrix_dict(self) -> dict[Mapper, Any]:
        """(N, M) blurred images of the source pixels, by mapper."""
        matrices = self.operated_mapping_matrix_list[self.total_light :]
        return dict(zip(self.mappers, matrices, strict=True))

    def source_quantity_dict_from(self, source_quantity: Any) -> dict[Any, Any]:
        """The part of (K,) numbers that belongs to each linear object, by object."""
        ranges = [slice(i, i + 1) for i in range(self.total_light)] + self.slices
        parts = [source_quantity[part] for part in ranges]
        return dict(zip(self.linear_obj_list, parts, strict=True))

    def regularization_weights_from(self, index: int) -> Any:
        """(M,) how strongly each pixel of a linear object is regularized.

        The weights of adaptive schemes, the coefficient of others, zero for light
        profiles.

        Parameters
        ----------
        index
            Which of `linear_obj_list`.
        """
        number = range(len(self.linear_obj_list))[index] - self.total_light
        if number < 0:
            return np.zeros(1)
        mapper = self.mappers[number]
        return mapper.regularization_weights_from(self.adapt_data[number])

    @property
    def regularization_weights_mapper_dict(self) -> dict[Mapper, Any]:
        """The same of the pixels of every mapper, by mapper."""
        images = zip(self.mappers, self.adapt_data, strict=True)
        return {m: m.regularization_weights_from(image) for m, image in images}
