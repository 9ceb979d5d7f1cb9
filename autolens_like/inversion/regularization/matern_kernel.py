"""`MaternKernel`: a source of any smoothness."""

from __future__ import annotations

from typing import Any

from autolens_like.inversion.parameters import check_positive
from autolens_like.inversion.regularization.covariance import CovarianceRegularization
from autolens_like.numerics.matern import LARGEST_SMOOTHNESS, matern
from autolens_like.numerics.model_object import static


class MaternCorrelation(CovarianceRegularization):
    """The base of regularizations by the Matérn correlation; has the field `nu`."""

    #: As PyAutoLens has it: the variance is 1 to 1e-8 of the scale.
    shortest = 1e-8

    def __post_init__(self) -> None:
        super().__post_init__()
        check_positive(self, "nu", LARGEST_SMOOTHNESS)

    def correlation(self, distances: Any) -> Any:
        """Correlation of the brightness at distances [arcsec], 1 at zero."""
        return matern(distances / self.scale, self.nu)


class MaternKernel(MaternCorrelation):
    """H = λ C⁻¹ with the Matérn correlation of two pixels at a distance d,

        C = 2^(1-ν) / Γ(ν) z^ν K_ν(z),  z = √(2ν) d / l.

    ν = ½ is `ExponentialKernel`; the larger ν, the closer it is to `GaussianKernel`. ν
    of ½, 1½, 2½ ... takes a tenth of the time of others, as long as it is a number:
    where JAX traces it, every ν is integrated.

    Parameters
    ----------
    coefficient, scale, jitter, jitter_relative
        As for `StationaryKernel`.
    nu
        ν, above 0 and at most 20.

    Raises
    ------
    PixelizationException
        Other numbers.
    """

    coefficient: float = 1.0
    scale: float = 1.0
    nu: float = 0.5
    jitter: float | None = static(None)
    jitter_relative: bool = static(False)
