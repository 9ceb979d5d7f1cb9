"""Closed curves as polygons: areas, insides and turns."""

from __future__ import annotations

from typing import Any

import numpy as np

#: A turn at one vertex [rad] from which on a curve is sharp; a circle of 256 has 0.025.
_SHARP_TURN = 0.3


def evenly_spaced(line: np.ndarray, number: int) -> tuple[np.ndarray, np.ndarray]:
    """Points at equal distances along a closed line, and its normals there."""
    lengths = np.hypot(*np.diff(line, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    wanted = np.linspace(0.0, along[-1], number, endpoint=False)
    points = np.stack([np.interp(wanted, along, axis) for axis in line.T], axis=-1)
    tangents = np.roll(points, -2, axis=0) - np.roll(points, 2, axis=0)
    length = np.maximum(np.hypot(*tangents.T), 1e-300)[:, None]
    return points, np.stack([tangents[:, 1], -tangents[:, 0]], axis=-1) / length


def signed_area(curve: np.ndarray) -> float:
    """Signed area of a closed polygon, first vertex = last."""
    y, x = (curve - curve[0]).T
    return 0.5 * float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))


def chords_and_turns(curve: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sides of a closed polygon, and the turn [rad] at the vertex where each starts."""
    chords = np.diff(curve, axis=0)
    chords = chords[np.hypot(*chords.T) > 0.0]
    phi = np.arctan2(chords[:, 0], chords[:, 1])
    return chords, (phi - np.roll(phi, 1) + np.pi) % (2.0 * np.pi) - np.pi


def sharp_vertices(curve: np.ndarray) -> np.ndarray:
    """Indexes of the vertices at which a curve turns too far for their number."""
    moved = np.hypot(*np.diff(curve, axis=0).T) > 0.0
    sharp = np.abs(chords_and_turns(curve)[1]) > _SHARP_TURN
    return np.flatnonzero(moved)[sharp]


def area_within(curve: Any) -> float:
    """Area inside a smooth closed curve through the vertices given [arcsec²].

    The polygon, and on every side the sliver c² φ / 12 between the chord c and an arc
    that turns by φ; the error falls with the fourth power of the spacing.

    Parameters
    ----------
    curve
        (n, 2) of (y, x), first vertex = last.
    """
    curve = np.asarray(curve)
    chords, turns = chords_and_turns(curve)
    if len(chords) < 3:
        return 0.0
    length = np.hypot(*chords.T)
    # A turn is shared between the chords that meet there.
    share = turns / (length + np.roll(length, 1))
    slivers = length**3 * (share + np.roll(share, -1)) / 12.0
    return abs(signed_area(curve) + float(np.sum(slivers)))


def is_within(point: Any, curve: np.ndarray) -> bool:
    """Whether a point (y, x) lies inside a closed curve (even-odd rule)."""
    y, x = point
    (y0, x0), (y1, x1) = curve[:-1].T, curve[1:].T
    crosses = (y0 > y) != (y1 > y)
    run = np.where(crosses, y1 - y0, 1.0)
    at = x0 + (y - y0) * (x1 - x0) / run
    return bool(np.count_nonzero(crosses & (at > x)) % 2)


def is_same(curve: np.ndarray, other: np.ndarray) -> bool:
    """Whether two regions gave the same curve."""
    area, other_area = area_within(curve), area_within(other)
    size = np.sqrt(max(area, other_area))
    offset = curve[:-1].mean(axis=0) - other[:-1].mean(axis=0)
    return abs(area - other_area) < 0.01 * size**2 and np.hypot(*offset) < 0.02 * size
