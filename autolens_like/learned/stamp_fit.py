"""The latents of one canonical stamp: the fit of an unlensed galaxy.

The decoder is fitted to the pixels themselves, so that the encoder is not needed: its
principal components give the start, derivatives by JAX and L-BFGS the rest.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.learned.canonical_frame import SIDE, checked_stamp
from autolens_like.learned.network import decoded
from autolens_like.learned.weights import decoder_weights
from autolens_like.numerics.namespace import array_namespace, jax_numpy


@dataclasses.dataclass(frozen=True)
class StampFit:
    """The decoder's best image of a stamp.

    Attributes
    ----------
    latents : (64,)
        With a standard normal prior.
    amplitude
        What the decoded stamp is multiplied by.
    model : (64, 64)
        Their product.
    relative_error
        |d - m|² / |d|² of data d and model m.
    evaluations
        Of the decoder and its derivative.
    """

    latents: np.ndarray
    amplitude: float
    model: np.ndarray
    relative_error: float
    evaluations: int


def _amplitude(stamp: Any, shape: Any) -> Any:
    """The factor of `shape` that is nearest to `stamp`."""
    return (stamp * shape).sum() / (shape * shape).sum()


def _cost(weights: Any, latents: Any, stamp: Any, noise: Any) -> Any:
    """½ χ² + ½ |z|², with the best amplitude."""
    xp = array_namespace(latents, stamp)
    shape = decoded(weights, latents[None])[0]
    residual = (stamp - _amplitude(stamp, shape) * shape) / noise
    return 0.5 * (residual**2).sum() + 0.5 * xp.sum(latents**2)


@functools.lru_cache(maxsize=4)
def _compiled(path: str) -> Callable[..., Any]:
    """Cost and slope of stamps, with the weights of a file, in single precision."""
    jnp = jax_numpy()
    import jax

    weights = {
        name: jnp.asarray(array, jnp.float32)
        for name, array in decoder_weights(path).items()
    }
    slopes = jax.jit(jax.value_and_grad(_cost, argnums=1))
    return functools.partial(slopes, weights)


def fit_stamp(
    stamp: np.ndarray, noise: float, weights: str = "", iterations: int = 60
) -> StampFit:
    """Fit the decoder to a canonical stamp.

    Parameters
    ----------
    stamp
        (64, 64), as `canonical_stamp` makes it.
    noise
        Standard deviation of a pixel.
    weights
        Path of the weights, "" for those of the package.
    iterations
        Of L-BFGS, at most.

    Raises
    ------
    ArrayException
        The stamp has another shape, numbers that are not finite, or no light.
    InputException
        `noise` is no finite number above zero.
    MissingDependencyException
        JAX is not installed.
    """
    from scipy.optimize import minimize

    stamp = checked_stamp(stamp)
    if stamp.shape != (SIDE, SIDE):
        raise exc.ArrayException(
            f"The stamp has the shape {stamp.shape}; a canonical one has (64, 64): "
            "make it with `stamp_of_image`."
        )
    if np.ndim(noise) or not 0.0 < noise < np.inf:
        raise exc.InputException(
            f"noise={noise!r:.60} came; give one finite number above zero, the "
            "standard deviation of a pixel."
        )
    arrays, slopes = decoder_weights(weights), _compiled(weights)
    components = arrays["components"]
    norms = (components**2).sum(axis=1)
    start = components @ (stamp.ravel() - arrays["mean"]) / norms
    # Single precision wants numbers of the order of one.
    scale = float(np.linalg.norm(stamp))
    data = (np.float32(stamp / scale), np.float32(noise / scale))

    def function(latents: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope = slopes(np.float32(latents), *data)
        return float(value), np.asarray(slope, dtype=float)

    # Below a hundred thousandth of the cost, single precision finds no more descent.
    options = {"maxiter": iterations, "maxcor": 20, "ftol": 1e-5}
    start = np.clip(start, -3.0, 3.0)
    found = minimize(function, start, jac=True, method="L-BFGS-B", options=options)
    shape = decoded(arrays, found.x[None])[0]
    amplitude = float(_amplitude(stamp, shape))
    model = amplitude * shape
    error = float(((stamp - model) ** 2).sum() / (stamp**2).sum())
    return StampFit(found.x, amplitude, model, error, int(found.nfev))
