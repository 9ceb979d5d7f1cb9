"""Shapelets: orthogonality, how they turn, and which orders there are."""

import itertools

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.profiles import light
from autolens_like.profiles.light import linear
from test_autolens_like.profiles.family import ring, rotated, turned

CARTESIAN = [(n, m) for n in range(5) for m in range(5)]
POLAR = [(n, m) for n in range(7) for m in range(-n, n + 1, 2)]
EXPONENTIAL = [(n, m) for n in range(4) for m in range(-n, n + 1)]


def gram(profiles, y, x, weights):
    images = np.stack([p.image(y, x) for p in profiles]).reshape(len(profiles), -1)
    return images * weights.ravel() @ images.T


def square(half, number):
    nodes = np.linspace(-half, half, number)
    y, x = np.meshgrid(nodes, nodes, indexing="ij")
    return y, x, np.full(y.shape, (nodes[1] - nodes[0]) ** 2)


def disc(scale, radial, angular):
    """Gauss-Laguerre times uniform angles: exact for the exponential shapelets."""
    radius, mass = np.polynomial.laguerre.laggauss(radial)
    angle = 2 * np.pi * np.arange(angular) / angular
    weights = scale**2 * radius * mass * np.exp(radius) * 2 * np.pi / angular
    y, x = (scale * np.outer(radius, f(angle)) for f in (np.sin, np.cos))
    return y, x, np.repeat(weights[:, None], angular, axis=1)


def test_round_cartesian_shapelets_are_orthonormal():
    profiles = [light.ShapeletCartesianSph(*n, beta=0.7) for n in CARTESIAN]
    # The trapezium rule converges exponentially here.
    products = gram(profiles, *square(7.0, 81))
    np.testing.assert_allclose(products, np.eye(len(profiles)), atol=1e-11)


def test_cartesian_shapelets_on_an_ellipse_are_orthogonal():
    ell_comps, q = (0.1, 0.2), (1 - np.hypot(0.1, 0.2)) / (1 + np.hypot(0.1, 0.2))
    profiles = [light.ShapeletCartesian(*n, ell_comps=ell_comps) for n in CARTESIAN]
    products = gram(profiles, *square(9.0, 121))
    np.testing.assert_allclose(products, q * np.eye(len(profiles)), atol=1e-9)


def test_polar_shapelets_are_orthogonal_with_the_norms_of_the_docstring():
    profiles = [light.ShapeletPolarSph(*n, beta=0.7) for n in POLAR]
    norms = [1.0 if m == 0 else 0.5 for _, m in POLAR]
    products = gram(profiles, *square(7.5, 91))
    np.testing.assert_allclose(products, np.diag(norms), atol=1e-10)
    # f = 0.25 is q = 0.6.
    profiles = [light.ShapeletPolar(*n, (0, 0), (0.25, 0.0), beta=0.7) for n in POLAR]
    products = gram(profiles, *square(7.5, 121))
    np.testing.assert_allclose(products, 0.6 * np.diag(norms), atol=1e-9)


def test_exponential_shapelets_are_orthogonal_with_the_norms_of_the_docstring():
    profiles = [light.ShapeletExponentialSph(*n, beta=0.7) for n in EXPONENTIAL]
    norms = [1.0 if m == 0 else 0.5 for _, m in EXPONENTIAL]
    products = gram(profiles, *disc(0.7, 40, 16))
    np.testing.assert_allclose(products, np.diag(norms), atol=1e-11)


def test_the_lowest_exponential_shapelet_is_an_exponential():
    profile = light.ShapeletExponentialSph(0, 0, beta=0.4)
    radius = np.array([0.1, 0.5, 2.0])
    image = profile.image(0.6 * radius, -0.8 * radius)
    norm = np.sqrt(2 / np.pi) / 0.4
    np.testing.assert_allclose(image, norm * np.exp(-radius / 0.4), rtol=1e-13)


def test_polar_shapelets_span_the_cartesian_ones_of_their_order():
    y, x, weights = square(7.0, 81)
    for order in (1, 4):
        polar = [light.ShapeletPolarSph(order, m) for m in range(-order, order + 1, 2)]
        others = [
            light.ShapeletCartesianSph(n, order - n, intensity=1.0)
            for n in range(order + 1)
        ]
        images = [[p.image(y, x).ravel() for p in group] for group in (polar, others)]
        a, b = (np.array(group) for group in images)
        remainder = (
            b
            - (b * weights.ravel())
            @ a.T
            @ np.diag(1 / np.einsum("ij,ij,j->i", a, a, weights.ravel()))
            @ a
        )
        assert np.abs(remainder).max() < 1e-11


@pytest.mark.parametrize(
    ("cls", "orders"),
    [
        (light.ShapeletCartesian, (2, 1)),
        (light.ShapeletPolar, (5, 3)),
        (light.ShapeletExponential, (3, -2)),
    ],
)
@pytest.mark.parametrize("degrees", [20.0, 80.0, -40.0])
def test_shapelets_turn_with_the_major_axis(cls, orders, degrees):
    # From 10 degrees, no turn here crosses the cut at -45 or 135 degrees.
    ell_comps = (0.2 * np.sin(np.radians(20)), 0.2 * np.cos(np.radians(20)))
    values = {"centre": (0.1, 0.2), "ell_comps": ell_comps}
    angle = np.radians(degrees)
    y, x = ring()
    image = cls(*orders, **turned(values, angle)).image(*rotated(y, x, angle))
    np.testing.assert_allclose(image, cls(*orders, **values).image(y, x), rtol=1e-10)


def test_the_sky_turned_by_an_angle_mixes_cosine_and_sine():
    y, x = ring()
    angle, m = 0.4, 2
    even, odd = (light.ShapeletPolarSph(4, side) for side in (-m, m))
    moved = even.image(*rotated(y, x, angle))
    # cos m(φ + a) = cos ma cos mφ - sin ma sin mφ, and m > 0 is -sin mφ.
    expected = np.cos(m * angle) * even.image(y, x) + np.sin(m * angle) * odd.image(
        y, x
    )
    np.testing.assert_allclose(moved, expected, rtol=1e-12)


@pytest.mark.parametrize(
    ("cls", "orders"),
    [
        (light.ShapeletCartesian, (-1, 0)),
        (light.ShapeletCartesianSph, (1.5, 0)),
        (linear.ShapeletCartesian, (True, 0)),
        (light.ShapeletPolar, (2, 1)),
        (light.ShapeletPolarSph, (1, 3)),
        (linear.ShapeletPolar, ("2", 0)),
        (light.ShapeletExponential, (1, 2)),
        (light.ShapeletExponentialSph, (-1, 0)),
    ],
)
def test_orders_that_are_not_there_are_refused(cls, orders):
    with pytest.raises(exc.ProfileException, match="give whole numbers"):
        cls(*orders)


def test_a_whole_number_of_numpy_is_one():
    profile = light.ShapeletCartesian(np.int64(1), 2, (0.1, 0.2))
    assert profile.centre == (0.1, 0.2)


def test_images_of_a_stack_are_those_of_the_profiles():
    from autolens_like.profiles.basis import image_matrix_from

    y, x = ring()
    profiles = [
        cls(*orders, ell_comps=(0.1, 0.2))
        for cls, orders in itertools.product(
            (linear.ShapeletPolar, linear.ShapeletExponential), ((1, 1), (2, 0))
        )
    ]
    profiles += [light.Sersic(ell_comps=(0.1, 0.2)), light.SersicMultipole()]
    matrix = image_matrix_from(profiles, y, x)
    expected = [profile.image(y, x) for profile in profiles]
    np.testing.assert_allclose(matrix, expected, rtol=1e-13)
