"""`Delaunay`: source pixels at the corners of a Delaunay triangulation."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.inversion.image_mesh import Overlay
from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.mesh.mesh import Mesh
from autolens_like.inversion.parameters import check_arms, shape_from
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.model_object import static
from autolens_like.numerics.namespace import array_namespace


class Delaunay(Mesh):
    """Triangles between centres that are set in the image plane and traced back.

    Parameters
    ----------
    pixels
        How many centres there are; None takes as many as come.
    zeroed_pixels
        How many of the last centres a positive solution keeps at zero: those put
        round the edge of the mask.
    areas_factor
        Length of the arms on which split regularizations compare a pixel with the
        mesh, in units of the square root of its area.

    Raises
    ------
    MeshException
        Negative or fractional numbers.
    """

    pixels: int | None = static(None)
    zeroed_pixels: int = static(0)
    areas_factor: float = static(0.5)

    needs_centres = True

    def __post_init__(self) -> None:
        for name in ("pixels", "zeroed_pixels"):
            value = getattr(self, name)
            if value is not None and (value < 0 or int(value) != value):
                raise exc.MeshException(
                    f"Delaunay got {name}={value!r}; give a whole number that is not "
                    "negative."
                )
        check_arms(self)

    def geometry_from(
        self, y: np.ndarray, x: np.ndarray, centres: Any = None
    ) -> DelaunayGeometry:
        """The triangulation of (M, 2) traced centres [arcsec]."""
        if self.pixels is not None and self.pixels != len(centres):
            raise exc.MeshException(
                f"Delaunay(pixels={self.pixels}) got {len(centres)} centres; give as "
                "many, or leave `pixels` out."
            )
        return DelaunayGeometry(centres, self.zeroed_pixels, self.areas_factor)


class DelaunayMagnification(Mesh):
    """Triangles between centres on a lattice in the image plane, traced back.

    They are small where the lens magnifies.

    Parameters
    ----------
    shape
        Rows and columns of the lattice, each at least 3; points on masked pixels are
        left out.

    Raises
    ------
    MeshException
        Another shape.
    """

    shape: tuple[int, int] = static((3, 3))

    needs_centres = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "shape", shape_from(self.shape, type(self).__name__))

    @property
    def image_mesh(self) -> Overlay:
        """The lattice in the image plane."""
        return Overlay(self.shape)

    def geometry_from(
        self, y: np.ndarray, x: np.ndarray, centres: Any = None
    ) -> DelaunayGeometry:
        """The triangulation of (M, 2) traced centres [arcsec]."""
        return DelaunayGeometry(centres)


class DelaunayGeometry(MeshGeometry):
    """A Delaunay triangulation of points in the source plane.

    Parameters
    ----------
    centres
        (M, 2) points (y, x) [arcsec].
    zeroed_pixels
        How many of the last ones a positive solution keeps at zero.
    areas_factor
        Arms of the cross round a point, in units of the square root of its area.

    Raises
    ------
    InversionException
        The points cannot be triangulated: fewer than three, not finite, or on a line.
    """

    counts_zero_weights = False

    def __init__(
        self, centres: np.ndarray, zeroed_pixels: int = 0, areas_factor: float = 0.5
    ) -> None:
        from scipy.spatial import Delaunay as Triangulation
        from scipy.spatial import QhullError

        self.centres = np.asarray(centres, dtype=float)
        self._zeroed_pixels, self._areas_factor = zeroed_pixels, areas_factor
        if len(self.centres) < 3 or not np.all(np.isfinite(self.centres)):
            raise exc.InversionException(
                f"A Delaunay mesh got {len(self.centres)} centres of which "
                f"{int(np.isfinite(self.centres).all(axis=1).sum())} are finite; it "
                "needs three or more, all finite."
            )
        try:
            self.triangulation = Triangulation(self.centres)
        except QhullError as error:
            raise exc.InversionException(
                "The traced centres of a Delaunay mesh lie on one line, so that there "
                "is no triangle between them; the mass model may be degenerate."
            ) from error

    @cached_property
    def neighbours(self) -> np.ndarray:
        """(E, 2) pairs at the two ends of a triangle's side."""
        corners = self.triangulation.simplices
        sides = np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]],
                                corners[:, [2, 0]]])  # fmt: skip
        return np.unique(np.sort(sides, axis=1), axis=0).astype(np.int64)

    @cached_property
    def areas(self) -> np.ndarray:
        """(M,) a third of the triangles round every point [arcsec²]."""
        corners = self.triangulation.simplices
        a, b, c = (self.centres[corners[:, i]] for i in range(3))
        (side_y, side_x), (other_y, other_x) = (b - a).T, (c - a).T
        third = np.abs(side_y * other_x - side_x * other_y) / 6.0
        return np.bincount(corners.ravel(), np.repeat(third, 3), minlength=self.pixels)

    @property
    def cross_arms(self) -> np.ndarray:
        """(M,) how far from its centre a pixel is compared with the mesh [arcsec]."""
        return self._areas_factor * array_namespace(self.areas).sqrt(self.areas)

    @cached_property
    def zeroed(self) -> np.ndarray:
        """(M,) True for the last `zeroed_pixels` points."""
        return np.arange(self.pixels) >= self.pixels - self._zeroed_pixels

    def interpolation(self, y: Any, x: Any) -> tuple[np.ndarray, np.ndarray]:
        """Barycentric weights of the triangle's corners; outside, the nearest point."""
        from scipy.spatial import cKDTree

        y, x = np.asarray(y, dtype=float), np.asarray(x, dtype=float)
        indices, weights = barycentric(y, x, self.triangulation)
        outside = np.flatnonzero(indices[:, 0] < 0)
        if outside.size:
            points = np.stack([y[outside], x[outside]], axis=-1)
            nearest = cKDTree(self.centres).query(points)[1]
            indices[outside] = nearest[:, None]
            weights[outside] = (1.0, 0.0, 0.0)
        return indices, weights


@kernel
def barycentric(y: Any, x: Any, triangulation: Any) -> tuple[Any, Any]:
    """Corners of the triangles that points lie in, and the points' weights there.

    Parameters
    ----------
    y, x
        (S,) coordinates.
    triangulation
        A `scipy.spatial.Delaunay`.

    Returns
    -------
    (S, 3) integers, -1 outside of all triangles, and (S, 3) weights
    """
    points = np.stack([y, x], axis=-1)
    triangle = triangulation.find_simplex(points)
    transform = triangulation.transform[triangle]
    first_two = np.einsum("sij,sj->si", transform[:, :2], points - transform[:, 2])
    weights = np.column_stack([first_two, 1.0 - first_two.sum(axis=1)])
    indices = triangulation.simplices[triangle].astype(np.int64)
    indices[triangle < 0] = -1
    weights[triangle < 0] = 0.0
    return indices, weights


def _barycentric_arguments(y: Any, x: Any, triangulation: Any) -> tuple[Any, ...]:
    return (
        y,
        x,
        triangulation.simplices,
        triangulation.neighbors,
        triangulation.transform,
    )


@barycentric.implement("numba", arguments=_barycentric_arguments)
def _barycentric_numba(
    y: Any, x: Any, corners: Any, beyond: Any, transform: Any
) -> tuple[Any, Any]:
    indices = np.full((y.size, 3), -1, dtype=np.int64)
    weights = np.zeros((y.size, 3))
    here = 0
    for point in range(y.size):
        # From the triangle of the point before, across the side that separates most.
        # A triangulation of Delaunay lets no such walk return to where it was; the
        # limit is for triangles so thin that rounding decides.
        for _ in range(4 * corners.shape[0]):
            matrix = transform[here]
            dy, dx = y[point] - matrix[2, 0], x[point] - matrix[2, 1]
            first = matrix[0, 0] * dy + matrix[0, 1] * dx
            second = matrix[1, 0] * dy + matrix[1, 1] * dx
            third = 1.0 - first - second
            lowest = min(first, second, third)
            if lowest >= -1e-13 or not np.isfinite(lowest):
                break
            side = 0 if lowest == first else (1 if lowest == second else 2)
            if beyond[here, side] < 0:
                break
            here = beyond[here, side]
        if lowest >= -1e-13:
            for k in range(3):
                indices[point, k] = corners[here, k]
            weights[point, 0] = first
            weights[point, 1] = second
            weights[point, 2] = third
        elif not np.isfinite(lowest):
            here = 0
    return indices, weights
