"""How latents of galaxies are distributed: normal numbers times a scale of their own.

A network that is trained towards a standard normal prior gets latents of unit variance,
but not a normal distribution of them: a smooth galaxy has all of them small, one with
arms and clumps all of them large. A mixture of normal distributions over their scale
says that with two numbers.
"""

from __future__ import annotations

import numpy as np

#: The first latents, those of concentration and flattening, have no common scale.
PLAIN = 2
#: Mean and standard deviation of the logarithm of the scale, of the shipped weights:
#: `fitted_scale` of 6000 of the galaxies that they were trained on, encoded.
SHIPPED_SCALE = (-0.38, 0.62)


def fitted_scale(latents: np.ndarray) -> tuple[float, float]:
    """Mean and standard deviation of the logarithm of the scale of latents.

    Parameters
    ----------
    latents
        (N, 64) of encoded galaxies, drawn from the encoder's normal distributions.
    """
    scales = np.log(np.sqrt((latents[:, PLAIN:] ** 2).mean(axis=1)))
    # Of n normal numbers, log of the root mean square has the variance 1 / 2n.
    variance = scales.var() - 0.5 / (latents.shape[1] - PLAIN)
    return float(scales.mean()), float(np.sqrt(max(variance, 0.0)))
