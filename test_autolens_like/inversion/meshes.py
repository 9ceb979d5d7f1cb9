"""Meshes that several test files lay over the same points."""

import numpy as np

from autolens_like.inversion.mesh import Delaunay, RectangularUniform

_random = np.random.default_rng(17)
#: 60 traced points and 12 traced centres [arcsec].
Y, X = _random.normal(scale=0.4, size=(2, 60))
CENTRES = _random.normal(scale=0.5, size=(12, 2))
MESHES = [RectangularUniform((4, 5)), Delaunay()]
GEOMETRIES = [mesh.geometry_from(Y, X, CENTRES) for mesh in MESHES]
