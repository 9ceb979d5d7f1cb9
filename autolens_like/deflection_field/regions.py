"""Where on the sky critical curves are, and how fine one has to look for them there.

Rings around the centres of the mass, of all sizes, tell how far a curve reaches, and
the size of the smallest thing inside of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autolens_like import exc
from autolens_like.deflection_field.hessian import Deflections, eigen_values, hessian

#: Radii of the search for a curve [arcsec]: ten a decade, from a subhalo's to a
#: cluster's, at 12 angles, an even number that is no multiple of a quadrupole's 8.
_RING_RADII = np.geomspace(1e-4, 1e3, 71)
_RING_PHI = 0.1 + 2.0 * np.pi * np.arange(12) / 12
#: Steps of finite differences over the size of what is looked at.
RELATIVE_STEP = 1e-3
#: Cells along a side of a region, before any is halved.
_CELLS = 64
#: A region is moved by this part of a cell, so that no node lies on a centre.
_OFFSET = np.array([0.137, 0.211])


@dataclass(frozen=True)
class Region:
    """A rectangle of sky with the cells that it is divided into.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    half_sides
        (y, x) [arcsec].
    shape
        Cells along (y, x).
    may_grow
        Whether a curve that leaves the region is followed by a larger region.
    """

    centre: tuple[float, float]
    half_sides: tuple[float, float]
    shape: tuple[int, int] = (_CELLS, _CELLS)
    may_grow: bool = True

    @property
    def corners(self) -> tuple[np.ndarray, np.ndarray]:
        """The lowest and the highest (y, x) [arcsec]."""
        centre, half = np.array(self.centre), np.array(self.half_sides)
        shift = _OFFSET * 2.0 * half / np.array(self.shape) if self.may_grow else 0.0
        return centre - half + shift, centre + half + shift

    def grown(self) -> Region:
        """The same centre with sides half as large again."""
        half_y, half_x = self.half_sides
        return Region(self.centre, (1.5 * half_y, 1.5 * half_x), self.shape)

    def number_around(self, centre: tuple[float, float]) -> int:
        """How many rings around a point lie inside, with the steps beside them."""
        low, high = self.corners
        room = min(*(high - centre), *(centre - low)) / (1.0 + 4.0 * RELATIVE_STEP)
        return int(np.searchsorted(_RING_RADII, room))

    def overlaps(self, other: Region) -> bool:
        """Whether two regions have sky in common."""
        return all(
            abs(a - b) < half_a + half_b
            for a, b, half_a, half_b in zip(
                self.centre,
                other.centre,
                self.half_sides,
                other.half_sides,
                strict=True,
            )
        )

    def united(self, other: Region) -> Region:
        """The smallest region that holds both."""
        sides = []
        for axis in (0, 1):
            low = min(r.centre[axis] - r.half_sides[axis] for r in (self, other))
            high = max(r.centre[axis] + r.half_sides[axis] for r in (self, other))
            sides.append((0.5 * (low + high), 0.5 * (high - low)))
        (cy, hy), (cx, hx) = sides
        return Region((cy, cx), (hy, hx))


@dataclass(frozen=True)
class Rings:
    """What rings around a centre tell of the curves there.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    reach
        Radius of the first ring outside of every curve, 0 without curve [arcsec].
    smallest
        Radius of the innermost ring that differs from the next, infinite where none
        does [arcsec].
    """

    centre: tuple[float, float]
    reach: float
    smallest: float


def rings_from(
    deflections: Deflections,
    centres: Sequence[tuple[float, float]],
    kinds: Sequence[int],
    region: Region | None = None,
) -> list[Rings]:
    """The rings around every centre.

    Parameters
    ----------
    deflections
        The deflection field.
    centres
        (y, x) [arcsec].
    kinds
        The eigenvalues to look at, tangential (0), radial (1), or both.
    region
        That no ring leaves; None is all of the sky.

    Raises
    ------
    LensException
        An eigenvalue is negative on the outermost ring of all.
    """
    found = []
    for centre in dict.fromkeys(centres):
        radii = _RING_RADII[: region.number_around(centre)] if region else _RING_RADII
        # A ring needs another one to compare with.
        if radii.size > 1:
            found.append(_rings(deflections, centre, kinds, radii))
    return found


def _rings(
    deflections: Deflections,
    centre: tuple[float, float],
    kinds: Sequence[int],
    radii: np.ndarray,
) -> Rings:
    y = centre[0] + radii[:, None] * np.sin(_RING_PHI)
    x = centre[1] + radii[:, None] * np.cos(_RING_PHI)
    step = RELATIVE_STEP * radii[:, None]
    values = np.array(eigen_values(hessian(deflections, y, x, step)))[list(kinds)]
    numbers = np.count_nonzero(values < 0.0, axis=-1)
    inside = np.flatnonzero(numbers.any(axis=0))
    if inside.size == 0:
        return Rings(centre, 0.0, np.inf)
    if inside[-1] == _RING_RADII.size - 1:
        raise exc.LensException(
            f"The mapping is still over-focused {_RING_RADII[-1]:g} arcsec from "
            f"{centre}, so that no critical curve closes. A mass sheet with a "
            "convergence of 1 or more, or a shear of 1 or more, does this."
        )
    differs = np.any(numbers[:, 1:] != numbers[:, :-1], axis=0)
    smallest = float(radii[np.argmax(differs)])
    if np.any((numbers[:, 0] > 0) & (numbers[:, 0] < _RING_PHI.size)):
        smallest = float(radii[0])
    reach = radii[min(inside[-1] + 1, radii.size - 1)]
    return Rings(centre, float(reach), smallest)


def regions_from(rings: Sequence[Rings]) -> list[Region]:
    """The regions that hold all curves and do not overlap."""
    merged: list[Region] = []
    for ring in rings:
        if ring.reach == 0.0:
            continue
        region = Region(ring.centre, (1.1 * ring.reach, 1.1 * ring.reach))
        while hit := next((r for r in merged if r.overlaps(region)), None):
            merged.remove(hit)
            region = region.united(hit)
        merged.append(region)
    return merged
