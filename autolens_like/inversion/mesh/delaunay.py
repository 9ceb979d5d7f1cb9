"""`Delaunay`: source pixels at the corners of a Delaunay triangulation."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.inversion.image_mesh import Overlay
from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.mesh.mesh import Mesh
from autolens_like.inversion.mesh.triangulation import (
    corner_weights,
    corners_and_sides,
    triangulation_from,
)
from autolens_like.inversion.parameters import check_arms, shape_from
from autolens_like.numerics.cached import cached_property
from autolens_like.numerics.model_object import static
from autolens_like.numerics.namespace import array_namespace, is_concrete
from autolens_like.numerics.scatter import sums_at


class Delaunay(Mesh):
    """Triangles between centres that are set in the image plane and traced back.

    Where the triangulation flips, and where a point leaves the outermost triangles and
    is read at the nearest centre, the evidence jumps; where a point passes from one
    triangle into the next it has a kink. Its derivative is right between them. It says
    nothing of the jumps, which are the denser the more sub-pixels there are: a finite
    difference agrees with it only where no point changes its corners within the step.

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
                    f"{type(self).__name__} got {name}={value!r}; give a whole number "
                    "that is not negative."
                )
        check_arms(self)

    def geometry_from(self, y: Any, x: Any, centres: Any = None) -> DelaunayGeometry:
        """The triangulation of (M, 2) traced centres [arcsec]."""
        self.check_number(centres)
        return DelaunayGeometry(centres, self.zeroed_pixels, self.areas_factor)

    def check_number(self, centres: Any) -> None:
        """Refuse another number of centres than was said.

        `pixels` may count the zeroed ones or not, as scripts for PyAutoLens do both.

        Raises
        ------
        MeshException
            It is another one.
        """
        allowed = (None, len(centres), len(centres) - self.zeroed_pixels)
        if self.pixels not in allowed:
            raise exc.MeshException(
                f"{type(self).__name__}(pixels={self.pixels}) got {len(centres)} "
                "centres; give as many, or leave `pixels` out."
            )


class DelaunayMagnification(Mesh):
    """Triangles between centres on a lattice in the image plane, traced back.

    They are small where the lens magnifies. The evidence jumps where that of `Delaunay`
    does.

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

    def geometry_from(self, y: Any, x: Any, centres: Any = None) -> DelaunayGeometry:
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
        self, centres: Any, zeroed_pixels: int = 0, areas_factor: float = 0.5
    ) -> None:
        xp = array_namespace(centres)
        self.centres = xp.asarray(centres, dtype=float)
        self._zeroed_pixels, self._areas_factor = zeroed_pixels, areas_factor
        #: The triangulation by scipy; None in a JAX program, which looks it up.
        self.triangulation = None
        if is_concrete(centres):
            self.triangulation = triangulation_from(self.centres)

    @cached_property
    def _triangles(self) -> tuple[Any, Any]:
        return corners_and_sides(self.centres, self.triangulation)

    @property
    def triangles(self) -> np.ndarray | None:
        """(T, 3) corners of the triangles; None in a JAX program."""
        known = self.triangulation
        return None if known is None else known.simplices

    @property
    def neighbours(self) -> Any:
        """(E, 2) pairs at the two ends of a triangle's side."""
        return self._triangles[1]

    @cached_property
    def areas(self) -> Any:
        """(M,) a third of the triangles round every point [arcsec²]."""
        # Without their sides, which differences on a cross do not need.
        known = self.triangles
        corners = self._triangles[0] if known is None else known
        xp = array_namespace(self.centres)
        a, b, c = (self.centres[corners[:, i]] for i in range(3))
        (side_y, side_x), (other_y, other_x) = (b - a).T, (c - a).T
        third = xp.abs(side_y * other_x - side_x * other_y) / 6.0
        return sums_at(corners, xp.stack([third] * 3, axis=-1), self.pixels)

    @property
    def cross_arms(self) -> Any:
        """(M,) how far from its centre a pixel is compared with the mesh [arcsec]."""
        return self._areas_factor * array_namespace(self.areas).sqrt(self.areas)

    @cached_property
    def zeroed(self) -> np.ndarray:
        """(M,) True for the last `zeroed_pixels` points."""
        return np.arange(self.pixels) >= self.pixels - self._zeroed_pixels

    def interpolation(self, y: Any, x: Any) -> tuple[Any, Any]:
        """Barycentric weights of the triangle's corners; outside, the nearest point."""
        xp = array_namespace(y, x, self.centres)
        points = (xp.asarray(y, dtype=float), xp.asarray(x, dtype=float))
        return corner_weights(*points, self.centres, self.triangulation)
