"""`MaternOfLight`: departures from a known source, larger where that is brighter."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.parameters import check_positive
from autolens_like.inversion.regularization.covariance import inverse_covariance
from autolens_like.inversion.regularization.matern_kernel import MaternCorrelation
from autolens_like.numerics.model_object import static
from autolens_like.numerics.namespace import array_namespace


class MaternOfLight(MaternCorrelation):
    """H = λ C⁻¹ with C_ab = w_a w_b times the Matérn correlation of two pixels.

    The width w = (b / b_max)^p + f of a pixel follows the brightness b of light that is
    known, so that what is corrected is a share of it. Not among `al.reg`: the
    correction of a source makes it of the profiles that it corrects.

    Parameters
    ----------
    light
        Has `image(y, x)`, the brightness at coordinates [arcsec].
    coefficient
        λ, at least 0.
    scale, nu
        As for `MaternKernel`.
    power
        p, above 0.
    floor
        f, above 0: the width where there is no light.
    """

    light: Any = static(None)
    coefficient: float = 1.0
    scale: float = 1.0
    nu: float = 1.5
    power: float = 0.75
    floor: float = 1e-3
    jitter: float | None = static(None)
    jitter_relative: bool = static(False)

    def __post_init__(self) -> None:
        super().__post_init__()
        check_positive(self, "power")
        check_positive(self, "floor")

    def widths(self, geometry: MeshGeometry) -> Any:
        """(M,) w of the pixels."""
        y, x = geometry.lattice[:, 0], geometry.lattice[:, 1]
        light = self.light.image(y, x)
        xp = array_namespace(light)
        light = xp.maximum(light, 0.0)
        return (light / xp.maximum(light.max(), 1e-300)) ** self.power + self.floor

    def matrix(self, geometry: MeshGeometry, signals: Any = None) -> np.ndarray:
        """λ C⁻¹."""
        covariance = self.covariance(geometry, self.widths(geometry))
        return self.coefficient * inverse_covariance(covariance)
