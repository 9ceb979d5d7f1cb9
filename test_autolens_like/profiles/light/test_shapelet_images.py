"""Many shapelets at once are each of them by itself."""

from __future__ import annotations

import numpy as np
import pytest

import autolens_like as al
from autolens_like.profiles.basis import image_matrix_from
from autolens_like.profiles.light.shapelet_images import cartesian_shapelet_images

RNG = np.random.default_rng(4)
#: More points than one chunk, in four layers.
Y, X = RNG.normal(0.0, 2.0, (2, 4, 300))
ORDERS = np.array([(i, n - i) for n in range(6) for i in range(n + 1)]).T
KERNEL_SAMPLES = {
    "cartesian_shapelet_images": [
        (Y, X, *ORDERS),
        (Y[:1], X[:1], np.array([0]), np.array([0]), 1.7),
    ]
}


def test_shapelets_are_orthonormal_on_a_fine_grid() -> None:
    axis = np.linspace(-9.0, 9.0, 181)
    y, x = (a.reshape(1, -1) for a in np.meshgrid(axis, axis, indexing="ij"))
    images = cartesian_shapelet_images(y, x, *ORDERS)
    products = images @ images.T * 0.1**2
    np.testing.assert_allclose(products, np.eye(len(products)), atol=1e-10)


def test_images_may_be_written_where_they_belong() -> None:
    expected = cartesian_shapelet_images(Y, X, *ORDERS, 1.7)
    for function in (cartesian_shapelet_images, cartesian_shapelet_images.reference):
        out = np.zeros((len(expected), 310))
        function(Y, X, *ORDERS, 1.7, out, 6)
        np.testing.assert_allclose(out[:, 6:306], expected, atol=1e-14)
        assert not out[:, :6].any() and not out[:, 306:].any()


@pytest.mark.parametrize("kind", [al.lp, al.lp_linear])
def test_a_basis_is_the_sum_of_its_shapelets(kind) -> None:
    """Two scales and two ellipses, among other profiles, out of order."""
    more = {} if kind is al.lp_linear else {"intensity": 1.7}
    shapelets = [
        kind.ShapeletCartesian(
            n_y=n_y, n_x=2, ell_comps=ell_comps, beta=beta, centre=(0.1, 0.2), **more
        )
        for n_y in range(3)
        for beta in (0.5, 0.8)
        for ell_comps in ((0.1, 0.0), (0.0, 0.2))
    ]
    profiles = [*shapelets[:5], kind.Gaussian(sigma=0.3, **more), *shapelets[5:]]
    profiles.append(kind.ShapeletPolar(n=2, m=0, beta=0.5, **more))
    found = image_matrix_from(profiles, Y, X)
    for profile, image in zip(profiles, found, strict=True):
        expected = image_matrix_from([profile], Y, X)[0]
        np.testing.assert_allclose(image, expected, rtol=1e-11, atol=1e-13)
