"""Derivatives of a solved image: those of the system, in a few convolutions."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from autolens_like.inversion.image_at_solution import (
    SharpRows,
    SolvedColumns,
    images_at_solution,
)
from autolens_like.inversion.linear_system import curvature_and_data_vector, solution
from autolens_like.numerics.convolve import blurred
from autolens_like.numerics.nnls import positive_solution
from test_autolens_like.numerics.kernel_samples import SHARED

ROWS, PLAIN, NOT_NEGATIVE = 4, np.ones(5, dtype=bool), np.arange(5) == 4
POINT = np.array([0.3, -0.4])
#: The last column is a background that the second exposure does not have.
PLACES = (np.arange(5), np.array([2, 0, 1, 3]))
WINDOW = SHARED["autolens_like.numerics.convolve.blurred"][0].arguments[2]
BLUR = partial(blurred, window=WINDOW, single=False)
SIZES = int(WINDOW.inside.sum()), int(WINDOW.around.sum())


def sharp_of(vector, number, xp) -> SharpRows:
    """Waves that move with two parameters."""
    a, b = vector
    row = np.arange(ROWS)[:, None] + 1.0 + number
    points = [np.linspace(-1.0, 1.0, size) for size in SIZES]
    inside, around = (xp.exp(a * row * x) + xp.sin(row * x + 3.0 * b) for x in points)
    return SharpRows(inside, around, BLUR)


def columns_of(vector, xp) -> list[SolvedColumns]:
    """Two exposures, the second with correlated noise; the data move as well."""
    rng, columns = np.random.default_rng(6), []
    for number, places in enumerate(PLACES):
        data, noise = rng.normal(size=SIZES[0]), rng.uniform(0.5, 1.0, SIZES[0])
        mixed = 0.1 * rng.normal(size=(SIZES[0], SIZES[0]))
        inverse = np.diag(noise**-2.0) + mixed @ mixed.T if number else None
        sharp = sharp_of(vector, number, xp)
        images = BLUR(sharp.inside, sharp.around)
        if number == 0:
            images = xp.concatenate([images, np.ones((1, SIZES[0]))])
        data = data + np.sin(3.0 * np.linspace(-1.0, 1.0, SIZES[0]) - 1.2)
        known = data - 0.1 * vector[0] * np.arange(SIZES[0])
        columns.append(SolvedColumns(images, sharp, known, noise, inverse, places))
    return columns


def solved(vector, signed, xp):
    """Columns, F + H and the solution."""
    columns, matrix, target = columns_of(vector, xp), 0.3 * xp.eye(5), 0.2 * xp.ones(5)
    for one in columns:
        system = (one.blurred, one.data, one.noise_map, one.inverse_covariance)
        curvature, own = curvature_and_data_vector(*system)
        spread = np.eye(5)[:, one.places]
        matrix, target = matrix + spread @ curvature @ spread.T, target + spread @ own
    if signed.all():
        return columns, matrix, solution(matrix, target)
    # The background follows, as in a `JointSystem`.
    follow, alone = matrix[4, :4] / matrix[4, 4], target[4] / matrix[4, 4]
    left = matrix[:4, :4] - xp.outer(matrix[4, :4], follow)
    first = positive_solution(left, target[:4] - matrix[4, :4] * alone)
    return columns, matrix, xp.concatenate([first, (alone - follow @ first)[None]])


def chi_squared(vector, signed, xp, function=images_at_solution):
    columns, matrix, amplitudes = solved(vector, signed, xp)
    images = function(amplitudes, matrix, signed, columns)
    pairs = zip(columns, images, strict=True)
    misses = [(one, one.data - image) for one, image in pairs]
    return sum(miss @ one.weighted(miss) for one, miss in misses)


def _sample():
    columns, matrix, amplitudes = solved(POINT, NOT_NEGATIVE, np)
    return amplitudes, matrix, NOT_NEGATIVE, columns


KERNEL_SAMPLES = {"images_at_solution": [_sample()]}


def test_an_amplitude_is_held_at_zero() -> None:
    amplitudes, *_ = _sample()
    assert np.any(amplitudes[:4] == 0.0) and np.any(amplitudes[:4] > 0.0)


@pytest.mark.parametrize("signed", [PLAIN, NOT_NEGATIVE], ids=["signed", "positive"])
def test_derivatives_are_those_of_the_solution(signed) -> None:
    jax = pytest.importorskip("jax")
    own = partial(chi_squared, signed=signed, xp=jax.numpy)
    dense = partial(own, function=images_at_solution.reference)
    points = POINT + np.array([[0.0, 0.0], [1e-3, -2e-3]])

    def slope_and_hessian(function):
        slope = jax.grad(function)
        if signed.all():  # The rest is the same, and a Hessian takes long to compile.
            return lambda vector: (0.0, slope(vector))
        return jax.jacfwd(lambda vector: 2 * (slope(vector),), has_aux=True)

    @jax.jit
    @jax.vmap
    def both(vector):
        return slope_and_hessian(own)(vector), slope_and_hessian(dense)(vector)

    found, expected = both(points)
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-10, atol=1e-10)
    step = 1e-5 * np.eye(2)
    sides = [[chi_squared(POINT + s * h, signed, np) for h in step] for s in (1, -1)]
    slopes = (np.array(sides[0]) - np.array(sides[1])) / 2e-5
    np.testing.assert_allclose(found[1][0], slopes, rtol=1e-6)


def test_a_gradient_convolves_all_images_once() -> None:
    jax = pytest.importorskip("jax")
    own = partial(chi_squared, signed=PLAIN, xp=jax.numpy)
    with jax.disable_jit():
        text = str(jax.make_jaxpr(jax.grad(own))(POINT))
    transforms = [line for line in text.splitlines() if "= fft[" in line]
    many = [line for line in transforms if f"[{ROWS}," in line]
    assert len(many) == 2 * len(PLACES) < len(transforms)
