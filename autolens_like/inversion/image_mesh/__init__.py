"""`al.image_mesh`: where centres of source pixels are set, one import line each.

Traced to the source plane, centres that are even in the image crowd where the lens
magnifies.
"""

from typing import Any

from autolens_like import exc
from autolens_like.inversion.image_mesh.hilbert import Hilbert
from autolens_like.inversion.image_mesh.image_mesh import (
    ImageMesh,
    append_with_circle_edge_points,
)
from autolens_like.inversion.image_mesh.kmeans import KMeans
from autolens_like.inversion.image_mesh.overlay import Overlay

__all__ = [
    "Hilbert",
    "ImageMesh",
    "KMeans",
    "Overlay",
    "append_with_circle_edge_points",
]


def __getattr__(name: str) -> Any:
    raise exc.missing("al.image_mesh", name, __all__)
