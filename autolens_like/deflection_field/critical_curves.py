"""Critical curves: where an eigenvalue of the lens mapping vanishes.

Rings around the centres of the mass find the regions; a mesh over them, finer towards
the masses and where a curve is small or turns sharply, finds how the curves run; and a
secant iteration along their normals puts every vertex on the zero. No grid has to be
given. Where the iteration fails, as where a curve runs into a singular centre, the
vertices are bisected on the edges of the mesh, between which the sign changes for sure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.deflection_field.adaptive_mesh import AdaptiveMesh
from autolens_like.deflection_field.closed_curves import (
    area_within,
    evenly_spaced,
    is_same,
    sharp_vertices,
    signed_area,
)
from autolens_like.deflection_field.contours import (
    Contour,
    contours_from,
    crossings_from,
    is_crossed,
)
from autolens_like.deflection_field.hessian import (
    Deflections,
    eigen_values,
    hessian,
    step_beside,
)
from autolens_like.deflection_field.regions import (
    RELATIVE_STEP,
    Region,
    Rings,
    regions_from,
    rings_from,
)

#: Vertices of a curve, more where it turns sharply, as around a subhalo; the area
#: between them is corrected to fourth order.
_VERTICES = (256, 1024, 4096)
#: A vertex lies on the curve when the eigenvalue there is below this ...
_TOLERANCE = 1e-10
#: ... or below this times the rounding of its coordinates over a step.
_ROUNDING = 20.0 * np.finfo(float).eps
#: A bisected vertex is a zero, and no jump, when its value is below this.
_ZERO = 1e-3
#: Curves across fewer edges are looked at again with smaller cells.
_FEWEST_EDGES = 60
#: Cells are at most this times their distance from a mass with a curve of its own ...
_GRADING = 0.5
#: ... down to this part of the smallest thing there.
_SMALLEST_PART = 0.25
_ITERATIONS = 12
_GROWTHS = 8
_PASSES = 5

TANGENTIAL, RADIAL = 0, 1


@dataclass(frozen=True)
class Zeros:
    """A function of the sky that vanishes on critical curves.

    Parameters
    ----------
    deflections
        The deflection field, from the first plane to that of the source.
    kind
        `TANGENTIAL` or `RADIAL`.
    several_planes
        Whether the mapping may rotate. Then a curve may be tangential on one side and
        radial on another, where the eigenvalues meet; it is the determinant that
        vanishes all along, and the longer part gives a curve its name.
    centres
        (y, x) of the masses, beside which the steps of differences shrink [arcsec].
    """

    deflections: Deflections
    kind: int
    several_planes: bool = False
    centres: tuple[tuple[float, float], ...] = ()

    @property
    def kinds(self) -> tuple[int, ...]:
        """The eigenvalues whose zeros are looked for."""
        return (TANGENTIAL, RADIAL) if self.several_planes else (self.kind,)

    def steps(self, points: np.ndarray, longest: Any) -> np.ndarray:
        """(n,) steps of differences [arcsec]."""
        return np.minimum(step_beside(self.centres, *points.T), longest)

    def eigen_values(self, points: np.ndarray, longest: Any) -> np.ndarray:
        """(2, n) tangential and radial, by differences of a longest step."""
        y, x = points.T
        step = self.steps(points, longest)
        return np.array(eigen_values(hessian(self.deflections, y, x, step)))

    def values(self, points: np.ndarray, longest: Any) -> np.ndarray:
        """(n,) of what vanishes."""
        return self.of(self.eigen_values(points, longest))

    def of(self, eigen: np.ndarray) -> np.ndarray:
        """What vanishes, from the eigenvalues."""
        return eigen[0] * eigen[1] if self.several_planes else eigen[self.kind]

    def accepts(self, curve: np.ndarray, longest: float) -> bool:
        """Whether a curve is of the kind that is looked for."""
        if not self.several_planes:
            return True
        tangential, radial = self.eigen_values(curve, longest)
        is_tangential = np.median(tangential + radial) > 0.0
        return bool(is_tangential) == (self.kind == TANGENTIAL)


@dataclass
class Samples:
    """Eigenvalues at the nodes of a mesh; those of coarser meshes are kept."""

    zeros: Zeros
    names: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    eigen: np.ndarray = field(default_factory=lambda: np.zeros((2, 0)))

    def on(self, mesh: AdaptiveMesh) -> np.ndarray:
        """(2, m) eigenvalues at the nodes of `mesh`."""
        names, triangles, owners = mesh.nodes
        new = ~np.isin(names, self.names)
        if new.any():
            size = np.full(len(names), np.inf)
            for corner in triangles.T:
                np.minimum.at(size, corner, mesh.sizes[owners])
            points = mesh.coordinates_of(names[new])
            found = self.zeros.eigen_values(points, RELATIVE_STEP * size[new])
            joined = np.concatenate([self.names, names[new]])
            order = np.argsort(joined)
            self.names = joined[order]
            self.eigen = np.concatenate([self.eigen, found], axis=1)[:, order]
        return self.eigen[:, np.searchsorted(self.names, names)]


def critical_curves_from(
    deflections: Deflections,
    centres: Sequence[tuple[float, float]],
    kind: int,
    region: Region | None = None,
    several_planes: bool = False,
) -> list[np.ndarray]:
    """Closed critical curves, each (n, 2) of (y, x), first vertex = last [arcsec].

    Parameters
    ----------
    deflections
        The deflection field, from the first plane to that of the source.
    centres
        (y, x) of the masses as they are seen, around which curves are looked for.
    kind
        `TANGENTIAL` or `RADIAL`.
    region
        Where to look instead. Away from the masses, curves smaller than two of its
        cells can be missed.
    several_planes
        Whether more than one plane deflects.

    Raises
    ------
    LensException
        A curve does not close.
    """
    zeros = Zeros(deflections, kind, several_planes, tuple(centres))
    rings = rings_from(deflections, centres, zeros.kinds, region)
    curves: list[np.ndarray] = []
    for area in regions_from(rings) if region is None else [region]:
        for curve in _curves_in_region(zeros, area, rings):
            if not any(is_same(curve, other) for other in curves):
                curves.append(curve)
    return sorted(curves, key=area_within, reverse=True)


def _curves_in_region(
    zeros: Zeros, region: Region, rings: Sequence[Rings]
) -> list[np.ndarray]:
    for _ in range(_GROWTHS):
        mesh, samples = _graded_mesh(region, rings), Samples(zeros)
        contours = _contours_on(mesh, samples)
        if all(contour.is_closed for contour in contours):
            return _resolved(zeros, mesh, samples, contours)
        if not region.may_grow:
            break
        region = region.grown()
    raise exc.LensException(
        "A critical curve leaves the region "
        f"{region.half_sides} arcsec around {region.centre} in which it was looked "
        "for; give a larger grid, or none, so that the region is found by itself."
    )


def _graded_mesh(region: Region, rings: Sequence[Rings]) -> AdaptiveMesh:
    """Cells that are smaller towards every mass with a curve of its own."""
    mesh = AdaptiveMesh.uniform(*region.corners, region.shape)
    around = [ring for ring in rings if np.isfinite(ring.smallest)]

    def wanted(mesh: AdaptiveMesh) -> np.ndarray:
        middles, sizes = mesh.middles, mesh.sizes
        chosen = np.zeros(len(sizes), dtype=bool)
        for ring in around:
            distance = np.hypot(*(middles - ring.centre).T)
            limit = np.maximum(
                _GRADING * distance - 0.5 * sizes, _SMALLEST_PART * ring.smallest
            )
            chosen |= (sizes > limit) & (distance < 3.0 * sizes)
        return chosen

    return mesh.split_where(wanted)


def _contours_on(mesh: AdaptiveMesh, samples: Samples) -> list[Contour]:
    _, triangles, owners = mesh.nodes
    return contours_from(triangles, owners, samples.zeros.of(samples.on(mesh)))


def _resolved(
    zeros: Zeros, mesh: AdaptiveMesh, samples: Samples, contours: list[Contour]
) -> list[np.ndarray]:
    """The curves, when the mesh has become fine enough for all of them."""
    known: dict[bytes, tuple[np.ndarray | None, np.ndarray]] = {}
    for number in range(_PASSES):
        last = number == _PASSES - 1
        found = []
        for contour in contours:
            key = mesh.nodes[0][contour.edges].tobytes()
            if key not in known or last:
                known[key] = _curve_from(zeros, mesh, samples, contour, last)
            found.append(known[key])
        chosen = np.zeros(len(mesh.leaves), dtype=bool)
        for contour, (_, blurred) in zip(contours, found, strict=True):
            chosen |= _cells_to_split(mesh, contour, blurred)
        if number < 3:
            chosen |= _hidden(mesh, samples)
        if last or not chosen.any():
            break
        mesh = mesh.split(chosen).balanced()
        contours = _contours_on(mesh, samples)
    return [curve for curve, _ in found if curve is not None]


def _cells_to_split(
    mesh: AdaptiveMesh, contour: Contour, blurred: np.ndarray
) -> np.ndarray:
    """Cells that a small contour, or the blurred part of a contour, passes through."""
    chosen = np.zeros(len(mesh.leaves), dtype=bool)
    cells = contour.cells
    if len(contour.edges) < _FEWEST_EDGES:
        chosen[cells] = True
    elif len(blurred):
        gap = mesh.middles[cells][:, None] - blurred
        near = np.hypot(gap[..., 0], gap[..., 1]).min(axis=1) < 3.0 * mesh.sizes[cells]
        chosen[cells[near]] = True
    return chosen


def _hidden(mesh: AdaptiveMesh, samples: Samples) -> np.ndarray:
    """Cells in which curves are so near to each other that the sign hides them."""
    _, triangles, owners = mesh.nodes
    eigen = samples.on(mesh)
    chosen = np.zeros(len(mesh.leaves), dtype=bool)
    if samples.zeros.several_planes:
        either = is_crossed(triangles, eigen[0]) | is_crossed(triangles, eigen[1])
        hides = either & ~is_crossed(triangles, eigen[0] * eigen[1])
        chosen[owners[hides]] = True
    return chosen | _dips(mesh, triangles, owners, samples.zeros.of(eigen))


def _dips(
    mesh: AdaptiveMesh, triangles: np.ndarray, owners: np.ndarray, values: np.ndarray
) -> np.ndarray:
    """Cells around nodes that are nearer to zero than all nodes beside them."""
    size = np.abs(values)
    lowest, highest = size.copy(), size.copy()
    same = np.ones(len(values), dtype=bool)
    one, two, three = size[triangles.T]
    least = np.minimum(np.minimum(one, two), three)
    most = np.maximum(np.maximum(one, two), three)
    for corner in triangles.T:
        np.minimum.at(lowest, corner, least)
        np.maximum.at(highest, corner, most)
    same[triangles[is_crossed(triangles, values)]] = False
    rim = np.bincount(triangles.reshape(-1), minlength=len(values)) < 4
    dip = same & ~rim & (size <= lowest) & (highest - size > 0.5 * size)
    chosen = np.zeros(len(mesh.leaves), dtype=bool)
    one, two, three = dip[triangles.T]
    chosen[owners[one | two | three]] = True
    return chosen


def _curve_from(
    zeros: Zeros, mesh: AdaptiveMesh, samples: Samples, contour: Contour, last: bool
) -> tuple[np.ndarray | None, np.ndarray]:
    """The curve along a contour, and points where the mesh is too coarse for it."""
    names, *_ = mesh.nodes
    nodes = mesh.coordinates_of(names)
    line = contour.line(nodes, zeros.of(samples.on(mesh)))
    reach = float(mesh.sizes[contour.cells].max())
    curve, blurred = line, line[:0]
    for number in _VERTICES:
        curve, lost = _on_the_zero(zeros, evenly_spaced(curve, number), reach)
        if len(lost):
            blurred = lost
            if last:
                curve = _bisected(zeros, nodes, contour, _step_of(line))
            break
        blurred = curve[sharp_vertices(curve)]
        if not len(blurred):
            break
        reach = float(np.max(np.hypot(*np.diff(curve, axis=0).T)))
    if len(curve) < 4 or not zeros.accepts(curve, _step_of(line)):
        return None, blurred
    return curve, blurred


def _step_of(line: np.ndarray) -> float:
    """The step of differences along a closed line."""
    return RELATIVE_STEP * max(float(np.sqrt(abs(signed_area(line)) / np.pi)), 1e-300)


def _bisected(
    zeros: Zeros, nodes: np.ndarray, contour: Contour, step: float
) -> np.ndarray:
    """Vertices on the edges of the mesh, without those at jumps of the eigenvalue."""
    begin, end = nodes[contour.edges[:, 0]], nodes[contour.edges[:, 1]]
    length = np.hypot(*(end - begin).T)
    steps = np.minimum(step, RELATIVE_STEP * length)
    points, values = crossings_from(lambda at: zeros.values(at, steps), begin, end)
    curve = points[np.abs(values) < _ZERO]
    if len(curve) < max(3, 0.5 * len(points)):
        return curve[:0]
    return np.concatenate([curve, curve[:1]])


def _on_the_zero(
    zeros: Zeros, start: tuple[np.ndarray, np.ndarray], reach: float
) -> tuple[np.ndarray, np.ndarray]:
    """Points moved along their normals on to the zero, and those that found none."""
    points, normals = start
    closed = np.concatenate([points, points[:1]])
    step = _step_of(closed)

    def value(distance: np.ndarray) -> np.ndarray:
        moved = points + distance[:, None] * normals
        return zeros.values(moved, step)

    rounding = _ROUNDING * float(np.max(np.abs(points))) / zeros.steps(points, step)
    tolerance = np.maximum(_TOLERANCE, rounding)
    distance, found = _zeros_from(value, len(points), 0.1 * reach, tolerance)
    found &= np.abs(distance) < 2.0 * reach
    curve = (points + distance[:, None] * normals)[found]
    return np.concatenate([curve, curve[:1]]), points[~found]


def _zeros_from(
    value: Callable[[np.ndarray], np.ndarray],
    number: int,
    start: float,
    tolerance: np.ndarray,
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
        # A vertex never leaves the neighbourhood that the mesh put it into.
        move = np.where(still, 0.0, np.clip(move, -20.0 * start, 20.0 * start))
        keep = move == 0.0
        before = np.where(keep, before, now)
        value_before = np.where(keep, value_before, value_now)
        now = now - move
        value_now = value(now)
    return now, np.abs(value_now) < tolerance
