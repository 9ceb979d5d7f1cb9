"""`al.mesh`: meshes of source pixels, one import line each."""

from typing import Any

from autolens_like import exc
from autolens_like.inversion.mesh.delaunay import Delaunay, DelaunayMagnification
from autolens_like.inversion.mesh.knn import KNearestNeighbor, KNNBarycentric
from autolens_like.inversion.mesh.rectangular_bilinear import (
    RectangularBilinearAdaptDensity,
    RectangularBilinearAdaptImage,
)
from autolens_like.inversion.mesh.rectangular_rtu import (
    RectangularRTUAdaptDensity,
    RectangularRTUAdaptImage,
)
from autolens_like.inversion.mesh.rectangular_uniform import RectangularUniform
from autolens_like.inversion.mesh.voronoi import DelaunayNN, VoronoiMagnification

# Names of earlier scripts.
Rectangular = RectangularUniform
RectangularMagnification = RectangularBilinearAdaptDensity
RectangularAdaptDensity = RectangularBilinearAdaptDensity
RectangularAdaptImage = RectangularBilinearAdaptImage
RectangularKernelAdaptDensity = RectangularRTUAdaptDensity
RectangularKernelAdaptImage = RectangularRTUAdaptImage
RectangularSplineAdaptDensity = RectangularRTUAdaptDensity
RectangularSplineAdaptImage = RectangularRTUAdaptImage
Voronoi = DelaunayNN
VoronoiNN = DelaunayNN
VoronoiNNMagnification = VoronoiMagnification

__all__ = [
    "Delaunay",
    "DelaunayMagnification",
    "DelaunayNN",
    "KNNBarycentric",
    "KNearestNeighbor",
    "Rectangular",
    "RectangularAdaptDensity",
    "RectangularAdaptImage",
    "RectangularBilinearAdaptDensity",
    "RectangularBilinearAdaptImage",
    "RectangularKernelAdaptDensity",
    "RectangularKernelAdaptImage",
    "RectangularMagnification",
    "RectangularRTUAdaptDensity",
    "RectangularRTUAdaptImage",
    "RectangularSplineAdaptDensity",
    "RectangularSplineAdaptImage",
    "RectangularUniform",
    "Voronoi",
    "VoronoiMagnification",
    "VoronoiNN",
    "VoronoiNNMagnification",
]


def __getattr__(name: str) -> Any:
    raise exc.missing("al.mesh", name, __all__)
