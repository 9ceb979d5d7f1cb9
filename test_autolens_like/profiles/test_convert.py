"""Angles and components, there and back."""

import hypothesis
import numpy as np
import pytest
from hypothesis import strategies as st

from autolens_like import exc
from autolens_like.profiles import convert
from test_autolens_like.profiles.family import law


@law
@hypothesis.given(st.floats(0.05, 0.95), st.floats(-44.9, 134.9))
def test_ellipses_come_back(axis_ratio, angle):
    ell_comps = convert.ell_comps_from(axis_ratio=axis_ratio, angle=angle)
    back = convert.axis_ratio_and_angle_from(ell_comps=ell_comps)
    assert back == pytest.approx((axis_ratio, angle), abs=1e-9)
    assert convert.axis_ratio_from(ell_comps) == back[0]
    assert convert.angle_from(ell_comps) == back[1]
    turned = convert.ell_comps_from(axis_ratio, angle + 180.0)
    assert turned == pytest.approx(ell_comps, abs=1e-12)


@law
@hypothesis.given(st.floats(0.01, 0.9), st.floats(-44.9, 134.9))
def test_shears_come_back(magnitude, angle):
    gammas = convert.shear_gamma_1_2_from(magnitude=magnitude, angle=angle)
    back = convert.shear_magnitude_and_angle_from(*gammas)
    assert back == pytest.approx((magnitude, angle), abs=1e-9)
    assert convert.shear_magnitude_from(*gammas) == back[0]
    assert convert.shear_angle_from(*gammas) == back[1]


@pytest.mark.parametrize("m", [1, 3, 4])
@pytest.mark.parametrize("part", [0.01, 0.4, 0.99])
def test_multipoles_come_back(m, part):
    phi_m = (-45.0 + 360.0 * part) / m
    comps = convert.multipole_comps_from(k_m=0.1, phi_m=phi_m, m=m)
    back = convert.multipole_k_m_and_phi_m_from(multipole_comps=comps, m=m)
    assert back == pytest.approx((0.1, phi_m))


@pytest.mark.parametrize("m", [1, 3, 4])
@pytest.mark.parametrize("shape_angle", [-40.0, 0.0, 25.0])
def test_a_multipole_keeps_its_shape_when_its_ellipse_turns(m, shape_angle):
    for ellipse_angle in (-30.0, 20.0, 120.0):
        comps = convert.multipole_comps_from(
            0.1, None, m, shape_angle=shape_angle, ellipse_angle=ellipse_angle
        )
        phi_m = ellipse_angle - shape_angle
        assert comps == pytest.approx(convert.multipole_comps_from(0.1, phi_m, m))
        ell_comps = convert.ell_comps_from(0.7, ellipse_angle)
        back = convert.multipole_k_m_phi_m_and_shape_angle_from
        for ellipse in ({"ell_comps": ell_comps}, {"ellipse_angle": ellipse_angle}):
            k_m, phi_m, shape = back(comps, m, **ellipse)
            assert k_m == pytest.approx(0.1)
            assert shape == pytest.approx(shape_angle, abs=1e-9)
            assert -180.0 / m <= shape < 180.0 / m


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: convert.multipole_comps_from(0.1, None, 4, shape_angle=1.0),
            "give phi_m, or both others",
        ),
        (
            lambda: convert.multipole_k_m_phi_m_and_shape_angle_from((0.1, 0.0), 4),
            "give one of them",
        ),
    ],
)
def test_angles_that_do_not_say_which(call, message):
    with pytest.raises(exc.ProfileException, match=message):
        call()


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        # autolens 2026.10.26.1, al.convert.<name>(<the same arguments>)
        (convert.ell_comps_from(0.5, 30.0), (0.28867513459, 0.16666666667)),
        (convert.axis_ratio_and_angle_from((-0.1, -0.2)), (0.63451200, 103.2825256)),
        (convert.axis_ratio_and_angle_from((-0.1, 0.2)), (0.63451200, -13.2825256)),
        (convert.axis_ratio_and_angle_from((-0.2, 0.0)), (0.66666667, -45.0)),
        (convert.axis_ratio_and_angle_from((0.9, 0.9)), (0.00050025, 22.5)),
        (convert.axis_ratio_and_angle_from((0, 0)), (1.0, 0.0)),
        (convert.shear_gamma_1_2_from(0.1, -100.0), (-0.0939692621, 0.0342020143)),
        (convert.shear_magnitude_and_angle_from(-0.1, -0.2), (0.2236068, 121.7174744)),
        (
            convert.multipole_k_m_and_phi_m_from((-0.1, -0.2), 4),
            (0.2236068, 51.6412628),
        ),
        (convert.multipole_comps_from(0.1, -80.0, 3), (0.0866025404, -0.05)),
    ],
)
def test_numbers_of_autolens(found, expected):
    assert found == pytest.approx(expected, abs=2e-8)
    assert all(type(value) is float for value in found)


def test_arrays_and_jax_pass_through():
    import jax
    import jax.numpy as jnp

    angles = np.array([10.0, 100.0])
    components = convert.ell_comps_from(0.5, angles)
    np.testing.assert_allclose(convert.angle_from(components), angles)
    in_jax = jax.jit(convert.ell_comps_from)(0.5, jnp.asarray(angles))
    np.testing.assert_allclose(in_jax, components)
    np.testing.assert_allclose(jax.jit(convert.angle_from)(in_jax), angles)


@pytest.mark.parametrize("axis_ratio", [0.0, -0.5, 1.2, float("nan")])
def test_an_axis_ratio_is_above_zero_and_at_most_one(axis_ratio):
    with pytest.raises(exc.ProfileException, match="above 0 and at most 1"):
        convert.ell_comps_from(axis_ratio, 0.0)
