"""The pixels of several exposures in the coordinates of their common sky."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autolens_like.dataset.imaging import Imaging
from autolens_like.numerics.namespace import array_namespace
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.placement import Placement
from autolens_like.structures.sub_blocks import SubPixels


@dataclass(frozen=True, eq=False)
class SkyGrids:
    """The grids of one exposure in the coordinates of the common sky.

    Attributes
    ----------
    lp, pixelization : `Grid2D` of the unmasked pixels, each with its sub-grid.
    blurring : `Grid2D` of the pixels around, None without a PSF.
    """

    lp: Grid2D
    pixelization: Grid2D
    blurring: Grid2D | None

    @classmethod
    def of(cls, exposure: Imaging, placement: Placement) -> SkyGrids:
        """The grids of an exposure that lies somewhere on the sky."""
        own, around = exposure.grids, exposure.grids.blurring
        return cls(
            placement.grid(own.lp),
            placement.grid(own.pixelization),
            None if around is None else placement.grid(around),
        )


class SkySamples:
    """The sub-pixels of several exposures, for functions of the sky.

    All pixels of one number of sub-pixels are evaluated as if they were those of one
    image, so that a function is called for all exposures, and compiled by JAX, once.

    Parameters
    ----------
    exposures
        With their grids and point spread functions.
    placements
        Where they lie.
    """

    def __init__(
        self, exposures: Sequence[Imaging], placements: Sequence[Placement]
    ) -> None:
        pieces: dict[Any, list[tuple[int, bool, Any, Placement]]] = {}
        for number, (exposure, place) in enumerate(
            zip(exposures, placements, strict=True)
        ):
            grids = exposure.grids
            for is_inside, grid in (
                (True, grids.lp_convolved),
                (False, grids.blurring_convolved),
            ):
                if grid is None or grid.over_sampler.sub_total == 0:
                    continue
                sampler = grid.over_sampler
                # Pixels of several numbers would have to be sorted, exposure by
                # exposure, after the others.
                key = sampler.bins.uniform or (number, is_inside)
                own = (number, is_inside, sampler, place)
                pieces.setdefault(key, []).append(own)
        #: How many exposures.
        self.total = len(exposures)
        self._groups = [_joined(members) for members in pieces.values()]

    def means(
        self, function: Callable[[Any, Any], Any], traced: Any, rows: int = 1
    ) -> list[tuple[Any, Any]]:
        """Means of a function over the sub-pixels of every pixel, by exposure.

        Parameters
        ----------
        function, traced, rows
            As for `SubPixels.means`, of coordinates on the sky.

        Returns
        -------
        list of (inside, around)
            (..., N) in the unmasked pixels, and (..., B) in those around whose light
            the point spread function carries in, None where there are none.
        """
        found: dict[tuple[int, bool], Any] = {}
        for samples, members in self._groups:
            values = samples.means(function, traced, rows=rows)
            # At once, because the derivative of a part is as large as the whole.
            ends = [own.stop for own in members.values()][:-1]
            parts = array_namespace(values).split(values, ends, axis=-1)
            found |= dict(zip(members, parts, strict=True))
        return [
            (found[number, True], found.get((number, False)))
            for number in range(self.total)
        ]


def _joined(
    members: list[tuple[int, bool, Any, Placement]],
) -> tuple[SubPixels, dict[tuple[int, bool], slice]]:
    """Sub-pixels one after the other on the sky, and where the pixels of each are."""
    slices, first = {}, 0
    for number, is_inside, sampler, _ in members:
        last = first + sampler.counts.size
        slices[number, is_inside] = slice(first, last)
        first = last
    counts = np.concatenate([sampler.counts for _, _, sampler, _ in members])
    places = [place.sky(sampler.y, sampler.x) for _, _, sampler, place in members]
    y, x = (np.concatenate(axes) for axes in zip(*places, strict=True))
    return SubPixels(counts, y, x), slices
