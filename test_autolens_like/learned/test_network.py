"""Convolutions against their definition, decoder and encoder in both libraries."""

import numpy as np
import pytest
from scipy.signal import correlate2d

from autolens_like.learned import network
from autolens_like.learned.weights import decoder_weights
from test_autolens_like.numerics.kernel_samples import Sample

GENERATOR = np.random.default_rng(2)
IMAGES = GENERATOR.standard_normal((2, 5, 6, 3))
KERNEL = GENERATOR.standard_normal((3, 3, 3, 4))
BIAS = GENERATOR.standard_normal(4)
LATENTS = GENERATOR.standard_normal((2, 64))

MATRIX = GENERATOR.standard_normal((12, 5))
SINGLE = (IMAGES.astype(np.float32), MATRIX.astype(np.float32))

KERNEL_SAMPLES = {
    "_change": [Sample((decoder_weights(), LATENTS), 1e-11, fixed=(0,))],
    "_neighbours_times": [
        Sample((IMAGES, MATRIX), fixed=(1,)),
        Sample(SINGLE, 1e-5, fixed=(1,)),
        Sample(SINGLE, 1e-5),
    ],
}


def by_definition(images, kernel, bias):
    """A sum of correlations of one channel with one kernel, scipy's."""
    return np.stack(
        [
            np.stack(
                [
                    bias[o]
                    + sum(
                        correlate2d(image[..., c], kernel[..., c, o], "same")
                        for c in range(kernel.shape[2])
                    )
                    for o in range(kernel.shape[3])
                ],
                axis=-1,
            )
            for image in images
        ]
    )


def test_a_convolution_is_its_definition():
    found = network.convolved(IMAGES, KERNEL, BIAS)
    np.testing.assert_allclose(found, by_definition(IMAGES, KERNEL, BIAS), rtol=1e-12)


def test_a_convolution_to_one_channel_is_its_definition():
    found = network.convolved_to_one(IMAGES, KERNEL[..., :1], BIAS[:1])
    expected = by_definition(IMAGES, KERNEL[..., :1], BIAS[:1])[..., 0]
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_enlarging_inside_the_convolution_is_enlarging_before_it():
    large = IMAGES.repeat(2, axis=1).repeat(2, axis=2)
    np.testing.assert_allclose(
        network.enlarged_and_convolved(IMAGES, KERNEL, BIAS),
        by_definition(large, KERNEL, BIAS),
        rtol=1e-12,
        atol=1e-12,
    )


@pytest.fixture(scope="module")
def weights():
    generator = np.random.default_rng(5)
    basis, _ = np.linalg.qr(generator.standard_normal((4096, 64)))
    drawn = network.drawn_weights(
        generator, np.full(4096, 0.01), basis.T, np.linspace(0.2, 0.01, 64)
    )
    return {name: array.astype(float) for name, array in drawn.items()}


def test_before_training_it_is_the_principal_components(weights):
    latents = np.random.default_rng(1).normal(size=(3, 64))
    stamps = network.decoded(weights, latents).reshape(3, -1)
    linear = weights["mean"] + latents @ weights["components"]
    # The softplus is linear to 1e-5 where a pixel is far above 1/1000.
    bright = linear > 0.012
    np.testing.assert_allclose(stamps[bright], linear[bright], rtol=1e-5)
    assert stamps.min() > 0.0
    mean, log_variance = network.encoded(weights, linear.reshape(3, 64, 64))
    np.testing.assert_allclose(mean, latents, atol=1e-4)
    np.testing.assert_allclose(np.exp(0.5 * log_variance), 0.1, rtol=1e-6)


def test_the_slopes_of_components_are_those_before_training(weights):
    latents = np.random.default_rng(1).normal(size=64)
    stamp = network.decoded(weights, latents[None])[0]
    found = network.slopes_of_components(weights, stamp)
    steps = 1e-5 * np.eye(64)[[0, 63]]
    change = network.decoded(weights, latents + steps)
    change -= network.decoded(weights, latents - steps)
    np.testing.assert_allclose(
        found[[0, 63]], change.reshape(2, -1) / 2e-5, rtol=1e-6, atol=1e-9
    )


def test_both_libraries_agree(weights):
    import jax

    weights = weights | {"kernel_last": 0.1 + 0.0 * weights["kernel_last"]}
    latents = np.random.default_rng(1).normal(size=(2, 64))

    def both(weights, latents):
        stamps = network.decoded(weights, latents)
        return stamps, *network.encoded(weights, stamps)

    traced, expected = jax.jit(both)(weights, latents), both(weights, latents)
    for found, values in zip(traced, expected, strict=True):
        np.testing.assert_allclose(found, values, rtol=1e-10, atol=1e-11)


def test_derivatives_by_latents_are_single_and_the_stamp_is_not():
    import jax

    weights = decoder_weights()

    def stamp(latents, weights):
        return network.decoded(weights, latents[None])[0].ravel()

    # With weights that are traced, all of it is in double precision.
    exact = jax.jit(jax.jacfwd(stamp))(LATENTS[0], weights)
    forward, backward = (
        jax.jit(kind(lambda latents: stamp(latents, weights)))(LATENTS[0])
        for kind in (jax.jacfwd, lambda f: jax.grad(lambda z: (f(z) ** 2).sum()))
    )
    assert np.abs(forward - exact).max() < 1e-6 * np.abs(exact).max()
    here = stamp(LATENTS[0], weights)
    slope = 2.0 * exact.T @ here
    assert np.abs(backward - slope).max() < 3e-6 * np.abs(slope).max()
    assert forward.dtype == backward.dtype == np.float64
    found = jax.jit(stamp)(LATENTS[0], weights)
    np.testing.assert_allclose(found, here, rtol=1e-12, atol=1e-15)
