"""How large the correction of a source is, and of what scale, before data are seen.

What a decoder cannot say is known beforehand: it is what its best images of galaxies
leave that it was not trained on. So a correction has a proper prior, and where data are
indifferent to it, errors of the lens keep the errors that the decoder makes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from autolens_like import exc
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.profiles.light import Decoder


@dataclass(frozen=True)
class CorrectionPrior:
    """A log-normal distribution of strengths, and the probabilities of lengths.

    Parameters
    ----------
    mean, sigma
        Mean and standard deviation of the natural logarithm of a correction's standard
        deviation where the profiles are brightest, as a share of that brightness.
    lengths
        Correlation lengths [half-light radii].
    probabilities
        Of them; their sum is one.

    Raises
    ------
    InputException
        A number is not finite, `sigma` or a length or a probability not above zero, or
        the lengths have not as many probabilities, or of another sum.
    """

    mean: float
    sigma: float
    lengths: tuple[float, ...] = (0.5, 1.0, 2.0)
    probabilities: tuple[float, ...] = (1 / 3, 1 / 3, 1 / 3)

    def __post_init__(self) -> None:
        positive = (self.sigma, *self.lengths, *self.probabilities)
        valid = all(0.0 < value < math.inf for value in positive)
        if not (valid and math.isfinite(self.mean)):
            raise exc.InputException(
                f"{self} came; give a finite mean, and a sigma, lengths and "
                "probabilities above zero."
            )
        if len(self.lengths) != len(self.probabilities):
            raise exc.InputException(
                f"{len(self.lengths)} lengths and {len(self.probabilities)} "
                "probabilities came; give one for each."
            )
        if abs(sum(self.probabilities) - 1.0) > 1e-6:
            raise exc.InputException(
                f"probabilities={self.probabilities} came, whose sum is "
                f"{sum(self.probabilities):.6g}; divide them by it."
            )

    def log_density(self, share: float) -> float:
        """Of the logarithm of the standard deviation, at a share of the brightness."""
        offset = (math.log(share) - self.mean) / self.sigma
        return -0.5 * offset**2 - math.log(self.sigma * math.sqrt(2.0 * math.pi))


#: Of the shipped decoder: what `python -m autolens_like.analysis.decoder_discrepancy`
#: prints, of galaxies that were neither trained on nor are they judged by.
SHIPPED_PRIOR = CorrectionPrior(-2.0, 1.2, (0.25, 0.5, 1.0, 2.0), (0.2, 0.3, 0.4, 0.1))


def prior_of(
    strength: float | CorrectionPrior | None, galaxy: Galaxy
) -> CorrectionPrior | None:
    """The prior that is asked for, or that a decoder with the shipped weights has; of
    other profiles no errors are known, and a given strength needs none."""
    if isinstance(strength, CorrectionPrior):
        return strength
    shipped = all(
        isinstance(light, Decoder) and not light.weights
        for light in galaxy.light_profiles
    )
    return SHIPPED_PRIOR if strength is None and shipped else None
