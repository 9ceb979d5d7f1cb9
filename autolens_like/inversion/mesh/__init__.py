"""`al.mesh`: meshes of source pixels, one import line each."""

from autolens_like.inversion.mesh.delaunay import Delaunay, DelaunayMagnification
from autolens_like.inversion.mesh.rectangular_uniform import RectangularUniform

#: The name of the uniform grid in earlier scripts.
Rectangular = RectangularUniform

__all__ = ["Delaunay", "DelaunayMagnification", "Rectangular", "RectangularUniform"]
