"""The latents of one canonical stamp: the fit of an unlensed galaxy.

The decoder is fitted to the pixels themselves, so that the encoder is not needed: its
principal components give the start, derivatives by JAX and L-BFGS the rest. Moments
give the frame of a stamp, and noise and companions mislead them; so centre, half-light
radius and angle are fitted, too, as they are where the decoder is a light profile.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.learned.canonical_frame import (
    HALF_LIGHT_PIXELS,
    SIDE,
    Frame,
    checked_stamp,
    placed,
)
from autolens_like.learned.network import decoded, slopes_of_components
from autolens_like.learned.weights import decoder_weights
from autolens_like.numerics.namespace import array_namespace

#: How far moments err: the standard deviations of the normal priors of a stamp's centre
#: (y, x) [pixels], the logarithm of its half-light radius and its angle [radians].
_SPREADS = (2.0, 2.0, 0.3, 0.5)
#: In units of these, what a frame is held within, so that no step loses the galaxy.
_FARTHEST = 3.0
#: Numbers of a frame.
FRAME_NUMBERS = len(_SPREADS)


@dataclasses.dataclass(frozen=True)
class StampFit:
    """The decoder's best image of a stamp.

    Attributes
    ----------
    latents : (64,)
        With a standard normal prior.
    frame
        Where the galaxy lies in the stamp.
    amplitude
        What the decoded stamp is multiplied by.
    model : (64, 64)
        Their product, in this frame.
    relative_error
        |d - m|² / |d|² of data d and model m.
    evaluations
        Of the decoder and its derivative.
    """

    latents: np.ndarray
    frame: Frame
    amplitude: float
    model: np.ndarray
    relative_error: float
    evaluations: int


def fitted_frame(numbers: Any) -> Frame:
    """The frame of a galaxy in its canonical stamp.

    Parameters
    ----------
    numbers
        (4,) with standard normal priors: centre, half-light radius and angle. With
        zeros the stamp's frame is that which moments gave it.
    """
    xp = array_namespace(numbers)
    # In single precision where the numbers are.
    spreads = xp.asarray(_SPREADS, dtype=numbers.dtype)
    y, x, growth, angle = xp.clip(numbers, -_FARTHEST, _FARTHEST) * spreads
    middle = (SIDE - 1) / 2
    return Frame((middle + y, middle + x), angle, HALF_LIGHT_PIXELS * xp.exp(growth))


def _amplitude(stamp: Any, shape: Any) -> Any:
    """The factor of `shape` that is nearest to `stamp`."""
    # A step too far may leave no light at all.
    return (stamp * shape).sum() / ((shape * shape).sum() + 1e-12)


def _shape(weights: Any, numbers: Any) -> Any:
    """The image of the four numbers of a frame and of latents."""
    stamp = decoded(weights, numbers[None, FRAME_NUMBERS:])[0]
    return placed(stamp, fitted_frame(numbers[:FRAME_NUMBERS]))


def _cost(weights: Any, numbers: Any, stamp: Any, noise: Any) -> Any:
    """½ χ² + ½ |numbers|², with the best amplitude."""
    shape = _shape(weights, numbers)
    residual = (stamp - _amplitude(stamp, shape) * shape) / noise
    return 0.5 * (residual**2).sum() + 0.5 * (numbers**2).sum()


@functools.lru_cache(maxsize=4)
def _compiled(path: str) -> Callable[..., Any]:
    """Cost and slope of stamps, with the weights of a file, in single precision."""
    try:
        import jax
    except ImportError as error:
        raise exc.MissingDependencyException(
            "A fit of a stamp takes derivatives by JAX, which is not installed: pip "
            "install jax. The images of a decoder need none."
        ) from error
    jnp = jax.numpy

    weights = {
        name: jnp.asarray(array, jnp.float32)
        for name, array in decoder_weights(path).items()
    }
    slopes = jax.jit(jax.value_and_grad(_cost, argnums=1))
    return functools.partial(slopes, weights)


def _start(weights: Mapping[str, Any], stamp: np.ndarray) -> np.ndarray:
    """The frame of the moments, and the principal components of a stamp."""
    components = weights["components"]
    norms = (components**2).sum(axis=1)
    latents = components @ (stamp.ravel() - weights["mean"]) / norms
    return np.concatenate([np.zeros(FRAME_NUMBERS), np.clip(latents, -3.0, 3.0)])


def _whitening(
    weights: Mapping[str, Any], start: np.ndarray, stamp: np.ndarray, noise: float
) -> np.ndarray:
    """(68, 68) the triangular root of the curvature about the start.

    Of the cost, the network taken for its principal components. Curvatures of latents
    span orders of magnitude, and a frame goes with some of them; the steps of L-BFGS
    are of numbers in which the cost is about as curved in all directions.
    """
    light = decoded(weights, start[None, FRAME_NUMBERS:])[0]
    shape, step = placed(light, fitted_frame(start[:FRAME_NUMBERS])), 0.05
    moves = [
        (placed(light, fitted_frame(start[:FRAME_NUMBERS] + move)) - shape) / step
        for move in step * np.eye(FRAME_NUMBERS)
    ]
    slopes = np.concatenate(
        [np.reshape(moves, (FRAME_NUMBERS, -1)), slopes_of_components(weights, light)]
    )
    # What the amplitude takes up is no curvature.
    unit = shape.ravel() / np.linalg.norm(shape)
    slopes -= np.outer(slopes @ unit, unit)
    amplitude = _amplitude(stamp, shape)
    scaled = slopes * (amplitude / noise)
    root = np.linalg.cholesky(scaled @ scaled.T + np.eye(len(start)))
    # The first step of L-BFGS has the length one; so far away, at most, the lowest cost
    # is then, whatever the noise.
    left = ((stamp - amplitude * shape) ** 2).sum() / noise**2
    return root / np.sqrt(max(left, 1.0))


def fit_stamp(
    stamp: np.ndarray, noise: float, weights: str = "", iterations: int = 100
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
    from scipy.linalg import solve_triangular
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
    # Single precision wants numbers of the order of one.
    scale = float(np.linalg.norm(stamp))
    data = (np.float32(stamp / scale), np.float32(noise / scale))
    start = _start(arrays, stamp / scale)
    root = _whitening(arrays, start, stamp / scale, noise / scale)

    def numbers_of(white: np.ndarray) -> np.ndarray:
        return solve_triangular(root, white, trans="T", lower=True)

    def function(white: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope = slopes(np.float32(numbers_of(white)), *data)
        slope = np.asarray(slope, dtype=float)
        return float(value), solve_triangular(root, slope, lower=True)

    # Below a hundred thousandth of the cost, single precision finds no more descent.
    options = {"maxiter": iterations, "maxcor": 20, "ftol": 1e-5}
    found = minimize(
        function, root.T @ start, jac=True, method="L-BFGS-B", options=options
    )
    numbers = numbers_of(found.x)
    shape = _shape(arrays, numbers)
    amplitude = float(_amplitude(stamp, shape))
    model = amplitude * shape
    error = float(((stamp - model) ** 2).sum() / (stamp**2).sum())
    frame = fitted_frame(numbers[:FRAME_NUMBERS])
    latents = numbers[FRAME_NUMBERS:]
    return StampFit(latents, frame, amplitude, model, error, int(found.nfev))
