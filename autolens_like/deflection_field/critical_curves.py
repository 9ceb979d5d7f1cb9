"""Critical curves: where an eigenvalue of the lens mapping vanishes.

Rings around the centres of the mass, of all sizes, find how far a curve reaches; a
lattice over that region and marching squares find its course; and a secant iteration
along its normals puts every vertex on it. No grid has to be given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from autolens_like import exc
from autolens_like.deflection_field.closed_curves import (
    area_within,
    evenly_spaced,
    is_same,
    is_sharp,
    signed_area,
)
from autolens_like.deflection_field.hessian import Deflections, eigen_values, hessian

#: Radii of the search for a curve [arcsec]: ten a decade, from a subhalo's to a
#: cluster's, at 12 angles, an even number that is no multiple of a quadrupole's 8.
_RING_RADII = np.geomspace(1e-4, 1e3, 71)
_RING_PHI = 0.1 + 2.0 * np.pi * np.arange(12) / 12
#: Side of the lattice. Curves of less than two of its cells can be missed.
_LATTICE = 96
#: Vertices of a curve, more where it turns sharply, as around a subhalo; the area
#: between them is corrected to fourth order.
_VERTICES = (256, 1024, 4096)
#: Steps of finite differences over the size of what is looked at.
_RELATIVE_STEP = 1e-3
#: A vertex lies on the curve when the eigenvalue there is below this ...
_TOLERANCE = 1e-10
#: ... or below this times the rounding of its coordinates over a step.
_ROUNDING = 20.0 * np.finfo(float).eps
#: Lines of fewer cells across are looked at again with a lattice of their own.
_COARSE_CELLS = 8
_ITERATIONS = 12
_GROWTHS = 8

TANGENTIAL, RADIAL = 0, 1


@dataclass(frozen=True)
class Region:
    """A rectangle of sky with the lattice that is laid over it.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    half_sides
        (y, x) [arcsec].
    shape
        Nodes along (y, x).
    may_grow
        Whether a curve that leaves the region is followed by a larger region.
    """

    centre: tuple[float, float]
    half_sides: tuple[float, float]
    shape: tuple[int, int] = (_LATTICE, _LATTICE)
    may_grow: bool = True

    @property
    def axes(self) -> tuple[np.ndarray, np.ndarray]:
        """y and x of the nodes [arcsec]."""
        (cy, cx), (hy, hx), (ny, nx) = self.centre, self.half_sides, self.shape
        return np.linspace(cy - hy, cy + hy, ny), np.linspace(cx - hx, cx + hx, nx)

    @property
    def cell(self) -> float:
        """The longer side of a cell [arcsec]."""
        pairs = zip(self.half_sides, self.shape, strict=True)
        return max(2.0 * half / (n - 1) for half, n in pairs)

    @property
    def is_coarse(self) -> bool:
        """Whether a denser lattice may be laid over it."""
        return self.may_grow and max(self.shape) <= _LATTICE

    def grown(self) -> Region:
        """The same centre with sides half as large again."""
        half_y, half_x = self.half_sides
        return Region(self.centre, (1.5 * half_y, 1.5 * half_x), self.shape)

    def finer(self) -> Region:
        """The same sky with four times the nodes on each side."""
        nodes_y, nodes_x = self.shape
        return Region(self.centre, self.half_sides, (4 * nodes_y, 4 * nodes_x))

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


def critical_curves_from(
    deflections: Deflections,
    centres: Sequence[tuple[float, float]],
    kind: int,
    region: Region | None = None,
) -> list[np.ndarray]:
    """Closed critical curves, each (n, 2) of (y, x), first vertex = last [arcsec].

    Parameters
    ----------
    deflections
        The deflection field, from the first plane to that of the source.
    centres
        (y, x) around which curves are looked for.
    kind
        `TANGENTIAL` or `RADIAL`.
    region
        Where to look instead; curves smaller than two cells of its lattice are missed.

    Raises
    ------
    LensException
        A curve does not close.
    """
    if region is not None:
        regions = [region]
    else:
        regions = _regions_from(deflections, centres, kind)
    curves: list[np.ndarray] = []
    for area in regions:
        for curve in _curves_in_region(deflections, area, kind):
            if not any(is_same(curve, other) for other in curves):
                curves.append(curve)
    return sorted(curves, key=area_within, reverse=True)


def _regions_from(
    deflections: Deflections, centres: Sequence[tuple[float, float]], kind: int
) -> list[Region]:
    """One region for each centre that a curve surrounds."""
    regions: list[Region] = []
    for centre in dict.fromkeys(centres):
        reach = _reach_from(deflections, centre, kind)
        if reach > 0.0:
            regions.append(Region(centre, (1.1 * reach, 1.1 * reach)))
    if kind == RADIAL:
        # Radial curves of neighbours are small beside their distance: a common
        # lattice would be too coarse for them.
        return regions
    return _merged(regions)


def _merged(regions: list[Region]) -> list[Region]:
    merged: list[Region] = []
    for region in regions:
        while hit := next((r for r in merged if r.overlaps(region)), None):
            merged.remove(hit)
            region = region.united(hit)
        merged.append(region)
    return merged


def _reach_from(
    deflections: Deflections, centre: tuple[float, float], kind: int
) -> float:
    """Radius of the first ring outside of a curve around `centre`, 0 without curve."""
    y = centre[0] + _RING_RADII[:, None] * np.sin(_RING_PHI)
    x = centre[1] + _RING_RADII[:, None] * np.cos(_RING_PHI)
    step = _RELATIVE_STEP * _RING_RADII[:, None]
    values = eigen_values(hessian(deflections, y, x, step))[kind]
    inside = np.flatnonzero(np.any(np.asarray(values) < 0.0, axis=1))
    if inside.size == 0:
        return 0.0
    if inside[-1] == _RING_RADII.size - 1:
        raise exc.LensException(
            f"The mapping is still over-focused {_RING_RADII[-1]:g} arcsec from "
            f"{centre}, so that no critical curve closes. A mass sheet with a "
            "convergence of 1 or more, or a shear of 1 or more, does this."
        )
    if kind == TANGENTIAL:
        return float(_RING_RADII[inside[-1] + 1])
    # Radial curves nest inside of each other's galaxies: stop at the first gap.
    gaps = np.flatnonzero(np.diff(inside) > 1)
    last = inside[gaps[0]] if gaps.size else inside[-1]
    return float(_RING_RADII[last + 1])


def _curves_in_region(
    deflections: Deflections, region: Region, kind: int
) -> list[np.ndarray]:
    for _ in range(_GROWTHS):
        lines = _contours_from(deflections, region, kind)
        is_open = [not np.array_equal(line[0], line[-1]) for line in lines]
        if any(is_open):
            if not region.may_grow:
                break
            region = region.grown()
            continue
        closer = [_resolved(deflections, line, region, kind) for line in lines]
        pairs = [pair for found in closer for pair in found]
        refined = [_refined(deflections, *pair, kind) for pair in pairs]
        curves = [curve for curve in refined if curve is not None]
        if not (region.is_coarse and any(is_sharp(curve) for curve in curves)):
            return curves
        region = region.finer()
    raise exc.LensException(
        "A critical curve leaves the region "
        f"{region.half_sides} arcsec around {region.centre} in which it was looked "
        "for; give a larger grid, or none, so that the region is found by itself."
    )


def _contours_from(
    deflections: Deflections, region: Region, kind: int
) -> list[np.ndarray]:
    """Lines (n, 2) of (y, x) along which the lattice's eigenvalue changes sign."""
    import contourpy

    y, x = region.axes
    grid_y, grid_x = np.meshgrid(y, x, indexing="ij")
    angles = deflections(grid_y.reshape(-1), grid_x.reshape(-1))
    angle_y, angle_x = (np.asarray(a).reshape(region.shape) for a in angles)
    yy, yx = np.gradient(angle_y, y, x)
    xy, xx = np.gradient(angle_x, y, x)
    values = eigen_values((yy, xy, yx, xx))[kind]
    lines = contourpy.contour_generator(x, y, values).lines(0.0)
    return [line[:, ::-1] for line in lines if len(line) > 3]


def _resolved(
    deflections: Deflections, line: np.ndarray, region: Region, kind: int
) -> list[tuple[np.ndarray, Region]]:
    """A line with its region; one of few cells as a lattice of its own shows it."""
    low, high = line.min(axis=0), line.max(axis=0)
    if np.min(high - low) > _COARSE_CELLS * region.cell:
        return [(line, region)]
    middle = 0.5 * (low + high)
    half_y, half_x = 0.5 * (high - low) + region.cell
    near = Region((float(middle[0]), float(middle[1])), (float(half_y), float(half_x)))
    lines = _contours_from(deflections, near, kind)
    return [(found, near) for found in lines if np.array_equal(found[0], found[-1])]


def _refined(
    deflections: Deflections, line: np.ndarray, region: Region, kind: int
) -> np.ndarray | None:
    """The curve with every vertex on the zero; None where there is none after all.

    Beside the singular centre of a mass, differences across the lattice change sign
    where the mapping does not; such lines do not survive here.
    """
    curve, reach = line, region.cell
    # A sharp curve is looked for again on a denser lattice first.
    for number in _VERTICES[:1] if region.is_coarse else _VERTICES:
        found = _on_the_zero(deflections, evenly_spaced(curve, number), reach, kind)
        if found is None:
            return None
        curve = found
        if not is_sharp(curve):
            break
        reach = float(np.max(np.hypot(*np.diff(curve, axis=0).T)))
    return curve


def _on_the_zero(
    deflections: Deflections,
    start: tuple[np.ndarray, np.ndarray],
    reach: float,
    kind: int,
) -> np.ndarray | None:
    """Points moved along their normals on to the zero, if at most 2 reaches away."""
    points, normals = start
    size = float(
        np.sqrt(abs(signed_area(np.concatenate([points, points[:1]]))) / np.pi)
    )
    step = _RELATIVE_STEP * max(size, 1e-300)

    def value(distance: np.ndarray) -> np.ndarray:
        y, x = (points + distance[:, None] * normals).T
        return np.asarray(eigen_values(hessian(deflections, y, x, step))[kind])

    tolerance = max(_TOLERANCE, _ROUNDING * float(np.max(np.abs(points))) / step)
    distance, found = _zeros_from(value, len(points), 0.1 * reach, tolerance)
    found &= np.abs(distance) < 2.0 * reach
    if np.count_nonzero(found) < 0.9 * found.size:
        return None
    curve = (points + distance[:, None] * normals)[found]
    return np.concatenate([curve, curve[:1]])


def _zeros_from(
    value: Callable[[np.ndarray], np.ndarray],
    number: int,
    start: float,
    tolerance: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Secant iteration for all vertices at once: distances, and which converged."""
    before, now = np.zeros(number), np.full(number, start)
    value_before, value_now = value(before), value(now)
    for _ in range(_ITERATIONS):
        change = value_now - value_before
        still = (np.abs(value_now) < tolerance) | (change == 0.0)
        if np.all(still):
            break
        move = value_now * (now - before) / np.where(still, 1.0, change)
        # A vertex never leaves the neighbourhood that the lattice put it into.
        move = np.where(still, 0.0, np.clip(move, -20.0 * start, 20.0 * start))
        keep = move == 0.0
        before = np.where(keep, before, now)
        value_before = np.where(keep, value_before, value_now)
        now = now - move
        value_now = value(now)
    return now, np.abs(value_now) < tolerance
