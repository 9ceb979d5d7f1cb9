"""`Pixelization`: a source as pixels that a fit solves for."""

from __future__ import annotations

from typing import Any

from autolens_like import exc
from autolens_like.inversion.image_mesh import ImageMesh
from autolens_like.inversion.mesh.mesh import Mesh
from autolens_like.inversion.regularization.regularization import Regularization
from autolens_like.numerics.model_object import ModelObject


class Pixelization(ModelObject):
    """A mesh of source pixels and what smooths them; a component of a galaxy.

    Parameters
    ----------
    mesh
        How the pixels are laid over the source plane, such as
        `al.mesh.RectangularUniform(shape=(30, 30))`.
    regularization
        What keeps neighbours alike, such as `al.reg.Constant(coefficient=1.0)`.
    image_mesh
        Where in the image plane the centres of a Delaunay mesh are set, such as
        `al.image_mesh.Overlay(shape=(30, 30))`; they are traced to the source plane.

    Raises
    ------
    PixelizationException
        Anything else, or a class in place of an instance.
    """

    mesh: Any = None
    regularization: Any = None
    image_mesh: Any = None

    is_galaxy_component = True

    def __post_init__(self) -> None:
        self._check("mesh", Mesh, "al.mesh.RectangularUniform(shape=(30, 30))")
        self._check("regularization", Regularization, "al.reg.Constant(coefficient=1)")
        if self.regularization.needs_rows and not self.mesh.has_rows:
            raise exc.PixelizationException(
                f"{self.regularization!r} follows rows and columns, but the mesh "
                f"{self.mesh!r} has none; use al.reg.Constant or "
                "al.reg.ConstantSplit, or a rectangular mesh."
            )
        if self.image_mesh is None:
            return
        self._check("image_mesh", ImageMesh, "al.image_mesh.Overlay(shape=(30, 30))")
        if not self.mesh.needs_centres:
            raise exc.PixelizationException(
                f"Pixelization got an image_mesh for {self.mesh!r}, which sets its "
                "pixels by itself; leave image_mesh out, or use al.mesh.Delaunay()."
            )

    def _check(self, name: str, kind: type, example: str) -> None:
        value = getattr(self, name)
        if isinstance(value, kind):
            return
        raise exc.PixelizationException(
            f"Pixelization got {name}={value!r}; give an instance of a {name}, for "
            f"example {name}={example}."
        )
