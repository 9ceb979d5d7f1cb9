"""Lines along which a function on a mesh of triangles changes its sign."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

_BISECTIONS = 45


@dataclass(frozen=True, eq=False)
class Contour:
    """A line across edges of a mesh.

    Parameters
    ----------
    edges
        (n, 2) the two nodes of every edge that the line crosses, in order.
    cells
        Those that it passes through.
    is_closed
        Whether the last edge is beside the first.
    """

    edges: np.ndarray
    cells: np.ndarray
    is_closed: bool

    def line(self, nodes: np.ndarray, values: np.ndarray) -> np.ndarray:
        """(n, 2) points between the nodes where a linear function vanishes.

        A closed line has its first point again at its end.
        """
        start, stop = values[self.edges].T
        part = np.clip(start / (start - stop), 0.0, 1.0)[:, None]
        begin, end = nodes[self.edges[:, 0]], nodes[self.edges[:, 1]]
        points = begin + part * (end - begin)
        return np.concatenate([points, points[:1]]) if self.is_closed else points


def is_crossed(triangles: np.ndarray, values: np.ndarray) -> np.ndarray:
    """(t,) whether a triangle has nodes on both sides of zero."""
    one, two, three = (values > 0.0)[triangles.T]
    return (one != two) | (two != three)


def contours_from(
    triangles: np.ndarray, owners: np.ndarray, values: np.ndarray
) -> list[Contour]:
    """The lines between nodes of positive and of other values.

    A triangle is crossed through two of its edges or through none, so that every line
    is closed or ends on the rim of the mesh.

    Parameters
    ----------
    triangles
        (t, 3) nodes.
    owners
        (t,) cell of each triangle.
    values
        (m,) of the nodes.
    """
    crossed = is_crossed(triangles, values)
    inside = values[triangles] > 0.0
    triangles, inside, owners = triangles[crossed], inside[crossed], owners[crossed]
    if not len(triangles):
        return []
    # The node that is alone on its side begins both edges.
    alone_value = inside.sum(axis=1) == 1
    alone = np.argmax(inside == alone_value[:, None], axis=1)
    rows = np.arange(len(triangles))
    apex = triangles[rows, alone]
    names = []
    for step in (1, 2):
        other = triangles[rows, (alone + step) % 3]
        low, high = np.minimum(apex, other), np.maximum(apex, other)
        names.append(low * len(values) + high)
    edges, inverse = np.unique(np.stack(names, axis=-1), return_inverse=True)
    ends = inverse.reshape(-1, 2)
    pairs = np.stack([edges // len(values), edges % len(values)], axis=-1)
    return [
        Contour(pairs[order], np.unique(owners[passed]), closed)
        for order, passed, closed in _chains(ends, len(edges))
    ]


def _chains(ends: np.ndarray, number: int) -> list[tuple[list[int], list[int], bool]]:
    """Edges in order, the triangles between them, and whether they form a ring."""
    beside: list[list[tuple[int, int]]] = [[] for _ in range(number)]
    for triangle, (one, other) in enumerate(ends.tolist()):
        beside[one].append((other, triangle))
        beside[other].append((one, triangle))
    rims = [edge for edge in range(number) if len(beside[edge]) == 1]
    seen = [False] * number
    chains = []
    for start in [*rims, *range(number)]:
        if seen[start]:
            continue
        order, passed, here, closed = [start], [], start, False
        seen[start] = True
        last = -1
        while True:
            forward = [pair for pair in beside[here] if pair[1] != last]
            if not forward:
                break
            here, last = forward[0]
            passed.append(last)
            if here == start:
                closed = True
                break
            seen[here] = True
            order.append(here)
        chains.append((order, passed, closed))
    return chains


def crossings_from(
    function: Callable[[np.ndarray], np.ndarray],
    begin: np.ndarray,
    end: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Points on segments where a function changes sign, and its values there.

    By bisection, which always ends: at a zero, where the value is small, or at a jump,
    where it is not.

    Parameters
    ----------
    function
        Of (n, 2) points.
    begin, end
        (n, 2) ends of the segments, of different sign.
    """
    positive = function(begin) > 0.0
    low, high = np.zeros(len(begin)), np.ones(len(begin))
    middle = 0.5 * (low + high)
    for _ in range(_BISECTIONS):
        middle = 0.5 * (low + high)
        same = (function(begin + middle[:, None] * (end - begin)) > 0.0) == positive
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    points = begin + middle[:, None] * (end - begin)
    return points, function(points)
