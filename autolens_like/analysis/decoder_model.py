"""The model of a decoder whose latents are distributed as those of galaxies."""

from __future__ import annotations

from typing import Any

from autolens_like import exc
from autolens_like.learned.latent_scale import PLAIN, SHIPPED_SCALE
from autolens_like.learned.network import LATENTS
from autolens_like.model.composition import Model
from autolens_like.model.prior import GaussianPrior, LogGaussianPrior
from autolens_like.profiles.light import Decoder, linear


def decoder_model_from(
    use_linear: bool = True,
    scale: tuple[float, float] = SHIPPED_SCALE,
    **components: Any,
) -> Model:
    """A `Decoder` whose latents have the prior of the galaxies of its training.

    All latents but the first two are standard normal numbers times one more parameter,
    their common scale, whose prior is log-normal: a mixture of normal distributions. A
    fit so learns how rough its galaxy is, and draws of the prior range from smooth to
    rough galaxies as those of the training do, where a standard normal prior draws
    rough ones with dark holes alone.

    Parameters
    ----------
    use_linear
        Whether the intensity is solved for.
    scale
        Mean and standard deviation of the logarithm of the scale; the training command
        prints those of weights of one's own.
    **components
        Parameters of `Decoder` and their priors, as for `af.Model`.

    Raises
    ------
    InputException
        `scale` is not two numbers, the second above zero; or `components` has latents.
    """
    if len(scale) != 2 or not scale[1] > 0.0:
        raise exc.InputException(
            f"scale={scale!r} came; give the mean and the standard deviation, above "
            "zero, of the logarithm of the scale."
        )
    if "latents" in components:
        raise exc.InputException(
            "latents came, whose prior is what this model is for; use "
            "af.Model(al.lp_linear.Decoder) for a prior of your own."
        )
    model = Model(linear.Decoder if use_linear else Decoder, **components)
    common = LogGaussianPrior(mean=float(scale[0]), sigma=float(scale[1]))
    normal = [GaussianPrior(mean=0.0, sigma=1.0) for _ in range(LATENTS)]
    model.latents = tuple(
        prior if number < PLAIN else common * prior
        for number, prior in enumerate(normal)
    )
    return model
