"""The waves of a random field have the power that was asked for."""

import numpy as np
import pytest

import autolens_like as al
from autolens_like import af, exc

SIDE, SCALE = 24, 0.2
MASK = al.Mask2D.all_false(shape_native=(SIDE, SIDE), pixel_scales=SCALE)
GRID = np.asarray(al.Grid2D.from_mask(MASK, over_sample_size=1).array)


def fields(method, number, **spectrum):
    made = [
        getattr(al.mp.GaussianRandomField(MASK, seed=seed, **spectrum), method)(GRID)
        for seed in range(number)
    ]
    return np.reshape(made, (number, SIDE, SIDE))


def covariance(power, shift):
    """⟨f(θ) f(θ + shift)⟩ of waves on the doubled frame with power(k), by their sum."""
    k = 2.0 * np.pi * np.fft.fftfreq(2 * SIDE, SCALE)
    squared = k[:, None] ** 2 + k**2
    squared[0, 0] = np.inf
    phases = np.cos(k[:, None] * shift[0] * SCALE + k * shift[1] * SCALE)
    return np.mean(power(np.sqrt(squared)) * phases)


@pytest.mark.parametrize("shift", [(0, 0), (0, 1), (1, 1), (3, 0), (0, 6)])
def test_the_covariance_is_that_of_the_spectrum(shift):
    number = 400
    spectrum = {"power_amplitude": 0.3, "power_slope": 3.0}
    values = fields("potential_2d_from", number, **spectrum)
    rows, columns = SIDE - shift[0], SIDE - shift[1]
    products = values[:, :rows, :columns] * values[:, shift[0] :, shift[1] :]
    means = products.mean(axis=(1, 2))
    expected = covariance(lambda k: 0.3 * k**-3.0, shift)
    # Five standard errors of the mean over realizations.
    error = 5.0 * means.std() / np.sqrt(number)
    assert error < 0.3 * abs(covariance(lambda k: 0.3 * k**-3.0, (0, 0)))
    assert abs(means.mean() - expected) < error


@pytest.mark.parametrize("power_slope", [1.0, 2.0])
def test_power_falls_as_the_power_of_the_wave_number(power_slope):
    # Of windows without edges, between the waves of the frame and those of a pixel; the
    # window still mixes waves, which steepens by 5 percent.
    values = fields("potential_2d_from", 200, power_slope=power_slope)
    window = np.outer(np.hanning(SIDE), np.hanning(SIDE))
    power = np.mean(np.abs(np.fft.fft2(values * window)) ** 2, axis=0)
    power = power / np.mean(window**2) / SIDE**2
    k = 2.0 * np.pi * np.fft.fftfreq(SIDE, SCALE)
    k = np.hypot(k[:, None], k)
    chosen = (k > 5.0) & (k < 12.0)
    slope, intercept = np.polyfit(np.log(k[chosen]), np.log(power[chosen]), 1)
    assert slope == pytest.approx(-power_slope, abs=0.12)
    at_eight = np.exp(intercept + slope * np.log(8.0))
    assert at_eight == pytest.approx(8.0**-power_slope, rel=0.05)


def test_amplitude_scales_and_seeds_tell_apart():
    first, same, other = (
        al.mp.GaussianRandomField(MASK, seed=seed).potential_2d_from(GRID)
        for seed in (1, 1.0, 2)
    )
    np.testing.assert_array_equal(first, same)
    assert np.abs(np.corrcoef(first, other)[0, 1]) < 0.5
    louder = al.mp.GaussianRandomField(MASK, power_amplitude=9.0)
    np.testing.assert_allclose(louder.potential_2d_from(GRID), 3.0 * first, rtol=1e-10)


def test_opposite_edges_are_unlike():
    values = fields("potential_2d_from", 200, power_slope=4.0)
    across = np.mean((values[:, 0] - values[:, -1]) ** 2)
    beside = np.mean((values[:, 0] - values[:, 1]) ** 2)
    assert across > 30.0 * beside


def test_a_field_in_a_model():
    model = af.Model(al.mp.GaussianRandomField, mask=MASK)
    assert [path[-1] for path in model.paths] == ["power_amplitude", "power_slope"]
    field = model.instance_from_vector([1e-3, 4.0])
    assert field.seed == 1 and field.power_slope == 4.0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"mask": None}, "mask=None; give the Mask2D of its pixels"),
        ({"power_amplitude": 0.0}, r"power_amplitude=0\.0; it must be above zero"),
        ({"seed": -1}, "seed=-1; it must be a whole number of at least 0"),
        ({"seed": 1.5}, r"seed=1\.5; it must be a whole number of at least 0"),
        (
            {"mask": al.Mask2D.all_false((4, 9), pixel_scales=0.1)},
            "needs 6 rows and co",
        ),
    ],
)
def test_impossible_fields(changes, message):
    with pytest.raises(exc.ProfileException, match=message):
        al.mp.GaussianRandomField(**{"mask": MASK, **changes})
