"""The network of the learned source: latent numbers to stamp, and stamp to latents.

The decoder adds to principal components what a small convolutional network finds,

    stamp = softplus(K (m + V z + c(z))) / K,

with the mean stamp m, the components V at unit variance of the latents z, and c a dense
layer followed by four up-samplings to twice the side, each with a 3 x 3 convolution.
Nothing in it is random or depends on other stamps of a batch, so that it can be traced,
differentiated and vectorized. The same lines run on numpy and on JAX arrays.

The encoder, needed for training only, is the projection on the components plus another
small network.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np

from autolens_like.learned.canonical_frame import SIDE
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.namespace import array_namespace, is_concrete

#: Latent numbers of a stamp.
LATENTS = 64
#: K: brightness below 1/K of a stamp of unit norm is rounded off smoothly.
_SHARPNESS = 1000.0
#: Side and channels of the decoder's first layer, channels of those that follow.
_FIRST_SIDE = 4
_CHANNELS = (128, 96, 64, 32, 12)
#: What the network's numbers, of order one, are in units of a stamp of unit norm.
_UNIT = 0.01

#: The shape of every array of the decoder, by name.
DECODER_SHAPES: dict[str, tuple[int, ...]] = {
    "mean": (SIDE * SIDE,),
    "components": (LATENTS, SIDE * SIDE),
    "dense": (LATENTS, _FIRST_SIDE**2 * _CHANNELS[0]),
    "dense_bias": (_FIRST_SIDE**2 * _CHANNELS[0],),
    **{
        f"{kind}_{i}": (3, 3, a, b) if kind == "kernel" else (b,)
        for i, (a, b) in enumerate(itertools.pairwise(_CHANNELS))
        for kind in ("kernel", "bias")
    },
    "kernel_last": (3, 3, _CHANNELS[-1], 1),
    "bias_last": (1,),
}
_ENCODED = 192
_ENCODER_CHANNELS = (48, 64)
#: The same for the encoder.
ENCODER_SHAPES: dict[str, tuple[int, ...]] = {
    "projection": (SIDE * SIDE, LATENTS),
    "encode_0": (3, 3, 16, _ENCODER_CHANNELS[0]),
    "encode_bias_0": (_ENCODER_CHANNELS[0],),
    "encode_1": (3, 3, 4 * _ENCODER_CHANNELS[0], _ENCODER_CHANNELS[1]),
    "encode_bias_1": (_ENCODER_CHANNELS[1],),
    "encode_dense": ((SIDE // 8) ** 2 * _ENCODER_CHANNELS[1], _ENCODED),
    "encode_dense_bias": (_ENCODED,),
    "encode_last": (_ENCODED, 2 * LATENTS),
    "encode_last_bias": (2 * LATENTS,),
}


def _swish(x: Any, xp: Any) -> Any:
    """x times the logistic function of x, which is half of 1 + tanh(x / 2)."""
    return 0.5 * x * (1.0 + xp.tanh(0.5 * x))


def _softplus(x: Any, xp: Any) -> Any:
    """log(1 + exp(x)) without overflow."""
    return xp.logaddexp(x, xp.zeros_like(x))


def _bordered(images: Any, xp: Any) -> Any:
    return xp.pad(images, ((0, 0), (1, 1), (1, 1), (0, 0)))


def convolved(images: Any, kernel: Any, bias: Any) -> Any:
    """The 3 x 3 convolution of (B, R, C, channels) images, zero outside."""
    xp = array_namespace(images, kernel)
    rows, columns = images.shape[1:3]
    bordered = _bordered(images, xp)
    patches = [
        bordered[:, p : p + rows, q : q + columns] for p in range(3) for q in range(3)
    ]
    matrix = xp.reshape(kernel, (-1, kernel.shape[-1]))
    return xp.concatenate(patches, axis=-1) @ matrix + bias


def convolved_to_one(images: Any, kernel: Any, bias: Any) -> Any:
    """The 3 x 3 convolution to a single channel, (B, R, C): products before shifts.

    Nine planes of products take less memory than the neighbours of all channels.
    """
    xp = array_namespace(images, kernel)
    rows, columns = images.shape[1:3]
    products = images @ xp.reshape(kernel, (9, -1)).T
    bordered = _bordered(products, xp)
    total = bias
    for i in range(9):
        p, q = divmod(i, 3)
        total = total + bordered[:, p : p + rows, q : q + columns, i]
    return total


def enlarged_and_convolved(images: Any, kernel: Any, bias: Any) -> Any:
    """Every pixel repeated to 2 x 2, then the 3 x 3 convolution.

    Of the nine neighbours of a pixel of the enlarged image some are equal, so that each
    of the four pixels made of one is a 2 x 2 convolution of the small image, with sums
    of the kernel's rows and columns: less than half of the products.
    """
    # Of weights that are numbers the sums are numbers, too.
    xp, own = array_namespace(images, kernel), array_namespace(kernel)
    number, rows, columns = images.shape[:3]
    channels = kernel.shape[-1]
    matrix = own.concatenate(
        [_halves_of_kernel(kernel, a, b, own) for a in (0, 1) for b in (0, 1)], axis=1
    )
    made = _neighbours_times(images, matrix)
    made = xp.reshape(made, (number, rows + 1, columns + 1, 2, 2, channels))
    lines = [
        xp.stack([made[:, a : a + rows, b : b + columns, a, b] for b in (0, 1)], axis=3)
        for a in (0, 1)
    ]
    large = xp.stack(lines, axis=2)
    return xp.reshape(large, (number, 2 * rows, 2 * columns, channels)) + bias


@kernel
def _neighbours_times(images: Any, matrix: Any) -> Any:
    """(B, R + 1, C + 1, n) all 2 x 2 pixels, zero outside, times (4 channels, n)."""
    xp = array_namespace(images, matrix)
    rows, columns = images.shape[1:3]
    bordered = _bordered(images, xp)
    patches = [
        bordered[:, p : p + rows + 1, q : q + columns + 1]
        for p in (0, 1)
        for q in (0, 1)
    ]
    return xp.concatenate(patches, axis=-1) @ matrix


@_neighbours_times.implement("jax")
def _neighbours_times_jax(images: Any, matrix: Any) -> Any:
    """XLA's own convolution, which lays out no neighbours, in single precision.

    In double precision, and for derivatives by the matrix, it takes ten times as long.
    """
    if images.dtype != np.float32 or not is_concrete(matrix):
        return _neighbours_times.reference(images, matrix)
    import jax

    taps = np.reshape(matrix, (2, 2, images.shape[-1], -1))
    axes = ("NHWC", "HWIO", "NHWC")
    return jax.lax.conv_general_dilated(
        images, taps, (1, 1), ((1, 1), (1, 1)), dimension_numbers=axes
    )


def _halves_of_kernel(kernel: Any, a: int, b: int, xp: Any) -> Any:
    """(4 inputs, outputs) matrix: what a 3 x 3 kernel is on pairs of equal pixels.

    `a` and `b` say which of the two pixels, in rows and columns, is asked for.
    """

    def halves(three: Any, second: int) -> tuple[Any, Any]:
        first, middle, last = three[0], three[1], three[2]
        return (first + middle, last) if second else (first, middle + last)

    return xp.concatenate(
        [tap for row in halves(kernel, a) for tap in halves(row, b)], axis=0
    )


def decoded(weights: Mapping[str, Any], latents: Any) -> Any:
    """The stamps of latent numbers.

    Parameters
    ----------
    weights
        Arrays of `DECODER_SHAPES`, of the type in which to compute.
    latents
        (B, 64).

    Returns
    -------
    (B, 64, 64) array, positive, of a norm near 1
    """
    xp = array_namespace(latents, weights["mean"])
    linear = weights["mean"] + latents @ weights["components"]
    total = linear + _UNIT * xp.reshape(_change(weights, latents), (-1, SIDE * SIDE))
    stamps = _softplus(_SHARPNESS * total, xp) / _SHARPNESS
    return xp.reshape(stamps, (-1, SIDE, SIDE))


@kernel
def _change(weights: Mapping[str, Any], latents: Any) -> Any:
    """(B, 64, 64) what the network adds to the principal components of (B, 64)."""
    xp = array_namespace(latents, weights["dense"])
    layer = latents @ weights["dense"] + weights["dense_bias"]
    layer = xp.reshape(layer, (-1, _FIRST_SIDE, _FIRST_SIDE, _CHANNELS[0]))
    layer = _swish(layer, xp)
    for i in range(len(_CHANNELS) - 1):
        taps, bias = weights[f"kernel_{i}"], weights[f"bias_{i}"]
        layer = _swish(enlarged_and_convolved(layer, taps, bias), xp)
    return convolved_to_one(layer, weights["kernel_last"], weights["bias_last"])


@_change.implement("jax")
def _change_jax(weights: Mapping[str, Any], latents: Any) -> Any:
    """Derivatives by the latents are followed in single precision.

    They are most of the time of a fit, half of it that way, and right to about 1e-6 of
    the largest; the image is in double precision all the same. Weights that are
    traced are in the precision in which they are trained.
    """
    if not is_concrete(weights["dense"]):
        return _change.reference(weights, latents)
    import jax
    import jax.numpy as jnp

    single = {name: np.asarray(array, np.float32) for name, array in weights.items()}

    @jax.custom_jvp
    def function(latents: Any) -> Any:
        return _change.reference(weights, latents)

    @function.defjvp
    def function_jvp(primals: Any, tangents: Any) -> tuple[Any, Any]:
        rounded = [(jnp.asarray(one[0], jnp.float32),) for one in (primals, tangents)]
        # Accelerators take less than single precision for enough, if they are let.
        with jax.default_matmul_precision("highest"):
            _, moved = jax.jvp(partial(_change.reference, single), *rounded)
        return function(*primals), moved.astype(tangents[0].dtype)

    return function(latents)


def slopes_of_components(weights: Mapping[str, Any], stamp: Any) -> Any:
    """(64, 4096) how a decoded stamp changes with its latents, but for the network.

    Parameters
    ----------
    weights
        As for `decoded`.
    stamp
        (64, 64), decoded.
    """
    xp = array_namespace(stamp, weights["mean"])
    # The slope of a softplus s is 1 - exp(-s).
    return weights["components"] * -xp.expm1(-_SHARPNESS * xp.reshape(stamp, (-1,)))


def encoded(weights: Mapping[str, Any], stamps: Any) -> tuple[Any, Any]:
    """Mean and log variance of the latents of stamps.

    Parameters
    ----------
    weights
        Arrays of `DECODER_SHAPES` and `ENCODER_SHAPES`.
    stamps
        (B, 64, 64), canonical.

    Returns
    -------
    (B, 64), (B, 64) arrays
    """
    xp = array_namespace(stamps, weights["mean"])
    number = stamps.shape[0]
    flat = xp.reshape(stamps, (number, -1))
    projected = (flat - weights["mean"]) @ weights["projection"]
    layer = _folded(flat.reshape(number, SIDE, SIDE, 1) * (0.3 / _UNIT), 4, xp)
    for i in range(len(_ENCODER_CHANNELS)):
        layer = convolved(layer, weights[f"encode_{i}"], weights[f"encode_bias_{i}"])
        layer = _swish(layer, xp)
        if i == 0:
            layer = _folded(layer, 2, xp)
    layer = xp.reshape(layer, (number, -1)) @ weights["encode_dense"]
    layer = _swish(layer + weights["encode_dense_bias"], xp)
    last = layer @ weights["encode_last"] + weights["encode_last_bias"]
    return projected + last[:, :LATENTS], last[:, LATENTS:]


def _folded(images: Any, side: int, xp: Any) -> Any:
    """Squares of side x side pixels as channels of one pixel."""
    number, rows, columns, channels = images.shape
    shape = (number, rows // side, side, columns // side, side, channels)
    squares = xp.transpose(xp.reshape(images, shape), (0, 1, 3, 2, 4, 5))
    shape = (number, rows // side, columns // side, side * side * channels)
    return xp.reshape(squares, shape)


def drawn_weights(
    generator: np.random.Generator,
    mean: np.ndarray,
    components: np.ndarray,
    spreads: np.ndarray,
) -> dict[str, np.ndarray]:
    """Weights before training: principal components, and networks that add nothing yet.

    Parameters
    ----------
    generator
        Draws the kernels.
    mean
        (4096,) mean stamp.
    components
        (64, 4096) orthonormal principal components.
    spreads
        (64,) their standard deviations.
    """
    weights: dict[str, np.ndarray] = {}
    for name, shape in {**DECODER_SHAPES, **ENCODER_SHAPES}.items():
        inputs = math.prod(shape[:-1])
        zero = len(shape) == 1 or "last" in name
        values = 0.0 if zero else generator.normal(0.0, math.sqrt(1.5 / inputs), shape)
        weights[name] = np.broadcast_to(values, shape)
    weights["mean"] = mean
    weights["components"] = components * spreads[:, None]
    # Directions in which no stamp differs must not be divided by zero.
    spreads = np.maximum(spreads, 1e-3 * spreads[0])
    weights["projection"] = (components / spreads[:, None]).T
    # The encoder starts certain of its latents to a tenth of their spread.
    weights["encode_last_bias"] = np.repeat([0.0, 2.0 * math.log(0.1)], LATENTS)
    return {name: np.array(value, np.float32) for name, value in weights.items()}
