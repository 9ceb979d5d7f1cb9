"""`Mesh`: the recipe by which source pixels are laid over a source plane."""

from __future__ import annotations

from typing import Any, ClassVar

from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.numerics.model_object import ModelObject


class Mesh(ModelObject):
    """The base of all meshes.

    `geometry_from` runs inside JAX programs as well: it takes traced coordinates, and
    makes a plain `MeshGeometry` of them, whose docstring says what that has to heed.
    """

    #: Whether the pixels are centred on points of the image plane, traced back.
    needs_centres = False
    #: Whether they follow the traced centres of all image pixels, and an image of them.
    follows_pixels = False
    #: Whether the pixels stand in rows and columns.
    has_rows = False
    #: What sets those points where the mesh itself does, else None.
    image_mesh: ClassVar[Any] = None

    def geometry_from(self, y: Any, x: Any, centres: Any = None) -> MeshGeometry:
        """The mesh laid over traced points.

        Parameters
        ----------
        y, x
            (S,) traced coordinates of the sub-pixels [arcsec].
        centres
            (M, 2) traced centres of the pixels, for meshes that need them; for meshes
            that follow image pixels, the (N, 2) traced centres of those. The latter
            take their (N,) adapt image, or None, as a fourth argument `image`.
        """
        raise NotImplementedError
