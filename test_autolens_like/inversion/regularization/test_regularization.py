"""The laws of every regularization on every mesh."""

from functools import cache, partial

import numpy as np
import pytest

from autolens_like import af, exc
from autolens_like.inversion import regularization
from autolens_like.inversion.regularization.regularization import (
    Regularization,
    difference_matrix,
)
from test_autolens_like.inversion.meshes import GEOMETRIES
from test_autolens_like.numerics.kernel_samples import Sample

CLASSES = sorted(
    {getattr(regularization, name) for name in regularization.__all__},
    key=lambda cls: cls.__name__,
)
#: Values off the defaults, so that every parameter matters.
VALUES = {
    "coefficient": 1.3,
    "coefficient_neighbor": 1.2,
    "coefficient_zeroth": 0.6,
    "inner_coefficient": 0.7,
    "outer_coefficient": 1.6,
    "signal_scale": 0.8,
    "zeroth_coefficient": 0.9,
    "zeroth_signal_scale": 1.4,
    "power": 1.1,
    "scale": 0.3,
    "nu": 1.2,
}
_pairs = np.array([[0, 1], [1, 2], [2, 2], [0, 3]])
_random = np.random.default_rng(31)
KERNEL_SAMPLES = {
    "difference_matrix": [
        Sample((4, _pairs, _random.random(4), 0.1), fixed=(0, 1)),
        Sample((4, _pairs, 2.0, _random.random(4)), fixed=(0, 1)),
    ],
    "square_matrix": [
        Sample(
            (4, np.array([[0, 1, 1], [2, 3, 0]]), _random.normal(size=(2, 3)),
             _random.random(2), 0.1),
            fixed=(0, 1),
        )
    ],
}  # fmt: skip


def example(cls):
    return cls(**{name: VALUES[name] for name in cls.dynamic_names()})


def signals(geometry):
    values = np.random.default_rng(2).random(geometry.pixels)
    values[1] = 0.0
    return values / values.max()


def fits(cls, geometry):
    return hasattr(geometry, "shape") or not cls.needs_rows


CASES = [
    pytest.param(cls, geometry, id=f"{cls.__name__}-{type(geometry).__name__}")
    for cls in CLASSES
    for geometry in GEOMETRIES
    if fits(cls, geometry)
]


@pytest.mark.parametrize(("cls", "geometry"), CASES)
def test_the_matrix_is_symmetric_and_positive_definite(cls, geometry):
    matrix = example(cls).matrix(geometry, signals(geometry))
    assert matrix.shape == (geometry.pixels, geometry.pixels)
    np.testing.assert_allclose(matrix, matrix.T, rtol=1e-13, atol=0.0)
    assert np.linalg.eigvalsh(matrix).min() > 0.0


@pytest.mark.parametrize(("cls", "geometry"), CASES)
def test_its_entries_are_those_of_the_matrix(cls, geometry):
    made = example(cls)
    entries = made.entries(geometry, signals(geometry))
    assert (entries is None) == (not cls.couples_neighbours)
    if entries is not None:
        matrix = made.matrix(geometry, signals(geometry))
        assert np.array_equal(entries.dense(), matrix)
        assert entries.values.size == np.count_nonzero(np.tril(matrix))


def cost(cls, values):
    """sᵀHs of one source, with all parameters of the class given."""
    names, geometry = cls.dynamic_names(), GEOMETRIES[0]
    made = example(cls).replaced(**dict(zip(names, values, strict=True)))
    brightness = np.cos(np.arange(geometry.pixels))
    return brightness @ made.matrix(geometry, signals(geometry)) @ brightness


@cache
def derivatives():
    """Value and derivatives of all classes, compiled together."""
    import jax

    starts = {
        cls.__name__: np.array([VALUES[name] for name in cls.dynamic_names()])
        for cls in CLASSES
    }
    by_name = {cls.__name__: cls for cls in CLASSES}

    @jax.jit
    def all_of_them(values):
        return {
            name: jax.value_and_grad(partial(cost, by_name[name]))(value)
            for name, value in values.items()
        }

    return starts, all_of_them(starts)


@pytest.mark.parametrize("cls", CLASSES)
def test_its_derivatives_in_the_parameters_are_those_of_differences(cls):
    starts, found = derivatives()
    start, (value, slope) = starts[cls.__name__], found[cls.__name__]
    assert float(value) == pytest.approx(cost(cls, start), rel=1e-9)
    for i, step in enumerate(1e-5 * np.eye(start.size)):
        change = (cost(cls, start + step) - cost(cls, start - step)) / 2e-5
        assert float(slope[i]) == pytest.approx(change, rel=1e-5, abs=1e-6), i


@pytest.mark.parametrize("cls", CLASSES)
def test_negative_numbers_are_refused(cls):
    for name in cls.dynamic_names():
        for value in (-1.0, float("nan"), "1"):
            with pytest.raises(exc.PixelizationException, match=name):
                cls(**{name: value})


@pytest.mark.parametrize("cls", CLASSES)
def test_every_parameter_has_a_prior(cls):
    assert af.Model(cls).instance_from_prior_medians()


@pytest.mark.parametrize("cls", [c for c in CLASSES if c.needs_signals])
def test_signals_are_asked_for(cls):
    with pytest.raises(exc.PixelizationException, match=f"{cls.__name__}.*AdaptImages"):
        cls().matrix(GEOMETRIES[0])


@pytest.mark.parametrize("cls", CLASSES)
def test_a_flipped_source_costs_the_same(cls):
    geometry = GEOMETRIES[0]
    brightness = np.random.default_rng(5).random(geometry.shape)
    bright = np.random.default_rng(6).random(geometry.shape)
    bright /= bright.max()
    costs = []
    for turn in (lambda a: a, lambda a: a[::-1], lambda a: a[:, ::-1]):
        matrix = example(cls).matrix(geometry, turn(bright).ravel())
        costs.append(turn(brightness).ravel() @ matrix @ turn(brightness).ravel())
    assert costs[1:] == pytest.approx([costs[0], costs[0]], rel=1e-8)


def test_the_matrix_of_differences():
    matrix = difference_matrix(3, np.array([[0, 1], [1, 2]]), [2.0, 3.0], diagonal=0.0)
    values = np.array([1.0, 4.0, -2.0])
    assert values @ matrix @ values == pytest.approx(2.0 * 9.0 + 3.0 * 36.0)
    np.testing.assert_allclose(matrix.sum(axis=1), 0.0)


def test_the_base_class_has_no_matrix():
    with pytest.raises(NotImplementedError):
        Regularization().matrix(GEOMETRIES[0])
