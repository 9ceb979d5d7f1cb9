"""Meshes that several test files lay over the same points."""

import numpy as np

from autolens_like.inversion.mesh import (
    Delaunay,
    DelaunayNN,
    KNearestNeighbor,
    KNNBarycentric,
    RectangularBilinearAdaptDensity,
    RectangularBilinearAdaptImage,
    RectangularRTUAdaptDensity,
    RectangularRTUAdaptImage,
    RectangularUniform,
)

_random = np.random.default_rng(17)
#: 60 traced points, 12 traced centres, 30 traced centres of image pixels [arcsec].
Y, X = _random.normal(scale=0.4, size=(2, 60))
CENTRES = _random.normal(scale=0.5, size=(12, 2))
PIXELS = np.stack([Y, X], axis=-1)[::2]
#: An image of the source.
IMAGE = _random.random(30)
MESHES = [
    RectangularUniform((4, 5)),
    Delaunay(),
    RectangularBilinearAdaptDensity((6, 7)),
    RectangularBilinearAdaptImage((6, 7), weight_power=0.7, weight_floor=0.1),
    RectangularRTUAdaptDensity((6, 7)),
    RectangularRTUAdaptImage((6, 7), weight_power=0.7, bandwidth=1.3, n_knots=40),
    DelaunayNN(),
    KNearestNeighbor(k_neighbors=4),
    KNNBarycentric(),
]
#: Those with derivatives along a direction: natural neighbours have the gradient only.
TRACEABLE = [mesh for mesh in MESHES if not isinstance(mesh, DelaunayNN)]


def laid(mesh, y=Y, x=X, centres=CENTRES, pixels=PIXELS):
    """A mesh laid over the points."""
    if mesh.follows_pixels:
        return mesh.geometry_from(y, x, pixels, IMAGE)
    return mesh.geometry_from(y, x, centres)


GEOMETRIES = [laid(mesh) for mesh in MESHES]
