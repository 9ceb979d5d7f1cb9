"""`Pixelization`: a source as pixels that a fit solves for."""

from __future__ import annotations

from typing import Any

from autolens_like import exc
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

    Raises
    ------
    PixelizationException
        Anything else, or a class in place of an instance.
    """

    mesh: Any = None
    regularization: Any = None

    is_galaxy_component = True

    def __post_init__(self) -> None:
        self._check("mesh", Mesh, "al.mesh.RectangularUniform(shape=(30, 30))")
        self._check("regularization", Regularization, "al.reg.Constant(coefficient=1)")

    def _check(self, name: str, kind: type, example: str) -> None:
        value = getattr(self, name)
        if isinstance(value, kind):
            return
        raise exc.PixelizationException(
            f"Pixelization got {name}={value!r}; give an instance of a {name}, for "
            f"example {name}={example}."
        )
