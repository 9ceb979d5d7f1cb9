"""The series for two powers of the radius."""

import mpmath
import numpy as np
import pytest

from autolens_like.profiles.mass.broken_series import broken_series, broken_sum
from test_autolens_like.numerics.kernel_samples import Sample
from test_autolens_like.profiles.mass.legendre import legendre_sums, quad_over_cusp

_random = np.random.default_rng(7)
_angle = _random.uniform(0, 6, 40)
_w = 0.5 * np.sin(_angle), 0.5 * np.cos(_angle)
_broken = np.minimum(10.0 ** _random.uniform(-6, 1, 40), 1.0)

KERNEL_SAMPLES = {
    "broken_series": [
        Sample(
            (*_w, _broken, _broken, 1.0 - _broken, halves, 40, is_potential),
            fixed=(5, 6, 7),
        )
        for halves in ((0.2, 0.8), (0.9, 1.0), (0.5, 1.4))
        for is_potential in (False, True)
    ],
    "broken_sum": [
        Sample((_random.normal(size=40), *_w, 0.4, half, order), fixed=(5,))
        for half, order in ((0.8, 40), (1.0, 1))
    ],
}


#: Phases, place of the break in P², and a of the two powers.
SUMS = [
    (0.0, 0.5, (0.2, 0.8)), (0.2 + 0.1j, 1.0, (0.5, 0.9)), (-0.5, 1e-6, (0.1, 0.6)),
    (0.5j, 1e-3, (0.9, 0.3)), (0.3 - 0.4j, 0.02, (0.5, 1.4)), (0.5, 0.1, (0.2, 1.0)),
    (-0.1 - 0.4j, 0.3, (0.7, 0.7)), (0.4, 0.5, (0.05, 1.2)), (0.1j, 0.7, (0.6, 0.1)),
    (0.3 + 0.4j, 0.9, (0.3, 1.4)), (-0.3, 0.99, (0.8, 0.2)), (0.49, 0.25, (0.4, 0.95)),
]  # fmt: skip


@pytest.mark.parametrize(("phase", "broken", "halves"), SUMS)
def test_the_sums_of_mpmath(phase, broken, halves):
    with mpmath.workdps(30):
        edge = mpmath.mpf(broken)
        inner, outer = (mpmath.mpf(a) for a in halves)

        def parts(weight):
            # y = edge v⁴ takes the pole away.
            low = mpmath.quad(
                lambda v: weight(edge * v**4) * 4 * edge * v ** (3 - 4 * inner), [0, 1]
            )
            high = quad_over_cusp(lambda y: weight(y) * (y / edge) ** -outer, 0, edge)
            return low, high if broken < 1.0 else 0

        numbers = [float(value) for value in parts(lambda y: 1)]
        expected = [complex(sum(parts(sum_))) for sum_ in legendre_sums(phase)]
    w = complex(phase).imag, complex(phase).real
    arguments = [np.array([value]) for value in (*w, broken, *numbers)]
    for is_potential in (False, True):
        imag, real = broken_series(*arguments, halves, 60, is_potential)
        found = real[0] + 1j * imag[0]
        assert found == pytest.approx(expected[is_potential], rel=1e-11, abs=1e-13)


@pytest.mark.parametrize("order", [1, 56])
def test_derivatives_are_those_of_the_sum(order):
    jax = pytest.importorskip("jax")
    factor = 1.0 if order > 1 else 0.0
    weights = np.random.default_rng(8).normal(size=(2, 6))
    log_radius, phase = np.linspace(-1.9, 2.1, 6), np.linspace(0.0, 6.0, 6)

    def total(v, function):
        size = factor * (0.3 + v[3])
        w = size * jax.numpy.sin(phase + v[4]), size * jax.numpy.cos(phase + v[4])
        imag, real = function(log_radius + v[0], *w, v[1], v[2], order)
        return (weights[0] * imag + weights[1] * real * real).sum()

    vector = jax.numpy.array([0.0, 0.4, 0.9, 0.1, 0.2])
    for derivative in (jax.grad, jax.hessian):
        found, expected = (
            jax.jit(derivative(lambda v, f=f: total(v, f)))(vector)
            for f in (broken_sum, broken_sum.reference)
        )
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)
