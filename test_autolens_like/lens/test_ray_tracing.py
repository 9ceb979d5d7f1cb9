"""The multi-plane recursion against its definition."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autolens_like.cosmology.standard import Planck15
from autolens_like.lens.ray_tracing import (
    angles_of_planes,
    deflected,
    scaling_factors_at_redshift_from,
    scaling_factors_from,
    traced_planes,
)
from autolens_like.profiles.mass.isothermal import IsothermalSph
from test_autolens_like.galaxy.systems import points

REDSHIFTS = (0.3, 0.8, 1.5, 2.5)
Y, X = points().T


def spheres():
    return [
        IsothermalSph(centre=(0.1 * i, -0.05), einstein_radius=0.5).deflections
        for i in range(4)
    ]


def test_scaling_matrix():
    scaling = np.array(scaling_factors_from(Planck15(), REDSHIFTS))
    assert np.all(np.tril(scaling) == 0.0)
    assert np.all(scaling[:3, 3] == 1.0)
    # What is nearer to the deflector is deflected less.
    assert np.all(np.diff(scaling[0, 1:]) > 0.0)


def test_scaling_at_a_plane_is_that_of_the_plane():
    scaling = scaling_factors_from(Planck15(), REDSHIFTS)
    at_plane = scaling_factors_at_redshift_from(Planck15(), REDSHIFTS, 1.5)
    assert at_plane == (scaling[0][2], scaling[1][2])
    assert scaling_factors_at_redshift_from(Planck15(), REDSHIFTS, 0.1) == ()
    behind = scaling_factors_at_redshift_from(Planck15(), REDSHIFTS, 3.0)
    assert behind[0] > 1.0 and behind[3] == 0.0


def test_recursion_is_its_formula():
    scaling = scaling_factors_from(Planck15(), REDSHIFTS)
    formulas = spheres()
    planes, angles = [], []
    for j in range(4):
        y = Y - sum(scaling[i][j] * angles[i][0] for i in range(j))
        x = X - sum(scaling[i][j] * angles[i][1] for i in range(j))
        planes.append((y, x))
        angles.append(formulas[j](y, x))
    for ours, expected in zip(
        traced_planes(Y, X, formulas, scaling), planes, strict=True
    ):
        np.testing.assert_allclose(ours, expected, atol=1e-14)
    np.testing.assert_allclose(
        angles_of_planes(Y, X, formulas, scaling), angles, atol=1e-14
    )


def test_planes_without_mass_cost_nothing():
    scaling = scaling_factors_from(Planck15(), REDSHIFTS)
    for y, x in traced_planes(Y, X, [None] * 4, scaling):
        assert y is Y and x is X

    def never(y, x):
        raise AssertionError("a plane that nobody asked for was deflected")

    first, second = [
        next(traced_planes(Y, X, [None, never], ((0.0, 1.0), (0.0, 0.0))))
        for _ in range(2)
    ]
    assert first == second


@settings(max_examples=25, deadline=None)
@given(
    factor=st.floats(0.0, 2.0),
    angle=st.tuples(st.floats(-2.0, 2.0), st.floats(-2.0, 2.0)),
)
def test_deflection_is_linear_in_its_factor(factor, angle):
    y, x = deflected(1.0, 2.0, [angle, None], [factor, 1.0])
    assert y == pytest.approx(1.0 - factor * angle[0])
    assert x == pytest.approx(2.0 - factor * angle[1])
