"""Correlated noise is found again, and of a right model nothing is left beyond it."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.learned.canonical_frame import Frame, resampled
from autolens_like.learned.galaxies import galaxy_stamp
from autolens_like.learned.stamp_noise import (
    ImageNoise,
    correlated_noise,
    expected_error,
    sky_correlation,
)
from autolens_like.learned.stamp_sets import stamp_of_image
from autolens_like.learned.weights import decoder_weights
from autolens_like.profiles.light import Decoder

#: White noise that was spread over neighbours by this kernel in rows and in columns.
KERNEL = np.array([0.3, 1.0, 0.3])
ALONG = np.convolve(KERNEL, KERNEL) / np.sum(KERNEL**2)
CORRELATION = np.outer(ALONG, ALONG)
WHITE = np.eye(5)[2][:, None] * np.eye(5)[2]


def spread(shape, generator):
    """Noise of unit variance and of that correlation, by the kernel itself."""
    white = generator.standard_normal((shape[0] + 2, shape[1] + 2))
    rows = np.apply_along_axis(np.convolve, 0, white, KERNEL, "valid")
    return np.apply_along_axis(np.convolve, 1, rows, KERNEL, "valid") / np.sum(
        KERNEL**2
    )


def test_the_correlation_is_that_of_the_sky_and_not_of_what_lies_in_it():
    generator = np.random.default_rng(1)
    images = [0.02 * spread((60, 90), generator) + 0.4 for _ in range(40)]
    for image in images:
        image[20:40, 30:60] += 5.0
        image[0, 10:14] += 3.0
    found = sky_correlation(images)
    # 870 border pixels of 40 images, six of them to an independent one: 0.013.
    np.testing.assert_allclose(found, CORRELATION, atol=0.05)
    np.testing.assert_array_equal(found, found[::-1, ::-1])


def test_noise_has_the_correlation_that_is_asked_for():
    noise = correlated_noise((400, 500), CORRELATION, np.random.default_rng(2))
    assert noise.shape == (400, 500)
    assert noise.std() == pytest.approx(1.0, abs=0.02)
    for y, x in ((0, 1), (1, 0), (1, 1), (0, 2), (2, 2)):
        product = noise[: 400 - y, : 500 - x] * noise[y:, x:]
        assert product.mean() == pytest.approx(CORRELATION[2 + y, 2 + x], abs=0.02)
    product = noise[:, :-4] * noise[:, 4:]
    assert abs(product.mean()) < 0.02 and abs((noise[:3] * noise[-3:]).mean()) < 0.1


def test_photons_add_to_the_noise_where_the_galaxy_is():
    image = 3.0 * galaxy_stamp((2, 9))
    sky = ImageNoise(1e-3, CORRELATION)
    both = ImageNoise(1e-3, CORRELATION, exposure=100.0)
    quiet, loud = (noise.draws(image, 30, seed=4) for noise in (sky, both))
    edge, middle = np.s_[:, 2:8, 2:62], np.s_[:, 30:34, 30:34]
    assert loud[edge].std() == pytest.approx(quiet[edge].std(), rel=0.05)
    light = stamp_of_image(image)[30:34, 30:34].mean() * np.linalg.norm(image)
    ratio = 1.0 + light / 100.0 / CORRELATION.sum() / 1e-6
    assert loud[middle].var() / quiet[middle].var() == pytest.approx(ratio, rel=0.25)


def galaxy_image(latents, side=100):
    """An image in which the decoder's galaxy lies askew, six pixels in radius."""
    places = np.arange(side) - (side - 1) / 2
    y, x = np.meshgrid(places, places, indexing="ij")
    profile = Decoder(
        centre=(0.3, -0.6), angle=25.0, half_light_radius=6.0, latents=tuple(latents)
    )
    return profile.image(y, x)


def excesses(fitted, noise, assumed, latents, seeds, draws):
    """Relative errors beyond those that `assumed` noise lets a right model leave."""
    image, found = galaxy_image(latents), []
    for seed in seeds:
        generator = np.random.default_rng((5, seed))
        data = image + noise.sky * spread(image.shape, generator)
        stamp = stamp_of_image(data)
        model = fitted(stamp)
        expected, _ = expected_error(model, assumed.draws(data, draws, seed), fitted)
        found.append(((stamp - model) ** 2).sum() - expected)
    return np.array(found)


LATENTS = np.random.default_rng(3).normal(0.0, 0.6, 64)


def test_a_right_model_leaves_nothing_beyond_the_noise_and_white_noise_misleads():
    clean = resampled(galaxy_image(LATENTS), Frame((49.8, 48.9), np.radians(25.0), 6.0))
    arrays = decoder_weights()
    basis = np.vstack([clean.reshape(1, -1), arrays["mean"], arrays["components"]])
    directions, _ = np.linalg.qr(basis.T)

    def fitted(stamp):
        return (directions @ (directions.T @ stamp.ravel())).reshape(64, 64)

    noise = ImageNoise(0.02 * galaxy_image(LATENTS).max(), CORRELATION)
    found = excesses(fitted, noise, noise, LATENTS, range(16), 3)
    scatter = found.std() / np.sqrt(16)
    # The noise is several percent of the light: far more than what is left of it.
    assert abs(found.mean()) < 3.0 * scatter < 2e-3
    white = ImageNoise(noise.sky, WHITE)
    misled = excesses(fitted, noise, white, LATENTS, range(4), 3)
    assert misled.mean() > 10.0 * scatter


@pytest.mark.slow
def test_the_decoder_leaves_nothing_of_its_own_galaxies():
    from autolens_like.learned.stamp_fit import fit_stamp

    noise = ImageNoise(0.02 * galaxy_image(LATENTS).max(), CORRELATION)
    level = noise.draws(galaxy_image(LATENTS), 4).std()
    found = excesses(
        lambda stamp: fit_stamp(stamp, level).model,
        noise,
        noise,
        LATENTS,
        range(8),
        3,
    )
    assert abs(found.mean()) < 3.0 * found.std() / np.sqrt(8) + 5e-4


def test_noise_that_is_none_is_refused():
    with pytest.raises(exc.InputException, match=r"sky=0\.0 and exposure=0\.0"):
        ImageNoise(0.0, WHITE)
    with pytest.raises(exc.InputException, match=r"exposure=-1\.0; the first must"):
        ImageNoise(1.0, WHITE, -1.0)
    with pytest.raises(exc.InputException, match="No image came"):
        sky_correlation([])
