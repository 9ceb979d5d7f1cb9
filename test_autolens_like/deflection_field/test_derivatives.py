"""Profiles, galaxies and tracers have the derivatives of their deflections."""

import numpy as np
import pytest

from autolens_like.galaxy.galaxies import Galaxies
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.lens.quantities import LensCalc
from autolens_like.lens.tracer import Tracer
from autolens_like.profiles.mass.isothermal import Isothermal, IsothermalSph
from autolens_like.profiles.mass.power_law import PowerLaw
from autolens_like.profiles.mass.sheets import ExternalShear
from test_autolens_like.galaxy.systems import (
    lens_galaxy,
    middle_galaxy,
    points,
    source_galaxy,
)

METHODS = [
    "hessian_from",
    "jacobian_from",
    "convergence_2d_via_hessian_from",
    "shear_yx_2d_via_hessian_from",
    "rotation_2d_via_hessian_from",
    "magnification_2d_from",
    "magnification_2d_via_hessian_from",
    "tangential_eigen_value_from",
    "radial_eigen_value_from",
    "fermat_potential_from",
    "time_delay_geometry_term_from",
]


def owners():
    galaxy = lens_galaxy()
    return [
        galaxy.mass,
        galaxy,
        Galaxies([galaxy]),
        Tracer([galaxy, source_galaxy()]),
        Tracer([galaxy, middle_galaxy(), source_galaxy()]),
    ]


@pytest.mark.parametrize("method", METHODS)
def test_methods_are_those_of_lens_calc(method):
    for owner in owners():
        np.testing.assert_array_equal(
            np.asarray(getattr(owner, method)(points())),
            np.asarray(getattr(LensCalc(owner), method)(points())),
        )


@pytest.mark.parametrize("method", METHODS)
def test_numpy_is_jax(method):
    jnp = pytest.importorskip("jax.numpy")
    # Away from the curves, where the magnification has no bound.
    grid = points()
    clear = np.abs(1.0 / lens_galaxy().magnification_2d_from(grid)) > 0.1
    for owner in (owners()[1], owners()[4]):
        expected = np.asarray(getattr(owner, method)(grid[clear]))
        found = np.asarray(getattr(owner, method)(grid[clear], xp=jnp))
        np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize("distance", [1e-5, 1e-4, 1e-3, 1e-2, 0.3])
def test_differences_follow_a_mass_to_its_centre(distance):
    # κ = θ_E / 2r, γ = κ: a fixed step of 5e-4 arcsec would be all wrong inside of it.
    sphere = IsothermalSph(centre=(0.2, 0.1), einstein_radius=1e-2)
    phi = np.linspace(0.0, 6.0, 7)
    offset = distance * np.stack([np.sin(phi), np.cos(phi)], axis=-1)
    kappa = sphere.convergence_2d_via_hessian_from(offset + sphere.centre)
    np.testing.assert_allclose(kappa, 0.5 * 1e-2 / distance, rtol=1e-7)


def test_rotation_belongs_to_several_planes_alone():
    *_, two, three = owners()
    np.testing.assert_allclose(
        two.rotation_2d_via_hessian_from(points()), 0.0, atol=1e-9
    )
    assert np.abs(three.rotation_2d_via_hessian_from(points())).max() > 1e-3


@pytest.mark.parametrize("beta", [(0.02, 0.05), (0.9, 0.1), (0.1, 0.33)])
def test_a_lens_without_singular_centre_makes_an_odd_number_of_images(beta):
    # Burke 1981, ApJ 244, L1: n = 1 + 2 n_saddle, so that the parities sum to one. A
    # slope below 2 has no deflection at its centre.
    lens = PowerLaw(ell_comps=(0.1, 0.2), einstein_radius=1.1, slope=1.5)
    images = images_of(lens, beta)
    assert len(images) % 2 == 1
    signs = np.sign(lens.magnification_2d_from(np.array(images)))
    assert signs.sum() == 1.0


def images_of(lens, beta):
    """Images as crossings of triangles, sharpened by Newton's iteration."""
    axis = np.linspace(-4.0, 4.0, 401) + 1e-4
    y, x = np.meshgrid(axis, axis, indexing="ij")
    angle_y, angle_x = lens.deflections(y.ravel(), x.ravel())
    miss_y = y - angle_y.reshape(y.shape) - beta[0]
    miss_x = x - angle_x.reshape(x.shape) - beta[1]
    corners = [(0, 0), (0, 1), (1, 1), (1, 0)]
    found = []
    for one, two, three in ((0, 1, 2), (0, 2, 3)):
        vertices = [
            [
                m[i : i + 400, j : j + 400]
                for m in (miss_y, miss_x)
                for i, j in [corners[k]]
            ]
            for k in (one, two, three)
        ]
        sides = [
            a[0] * b[1] - a[1] * b[0]
            for a, b in zip(vertices, vertices[1:] + vertices[:1], strict=True)
        ]
        inside = np.all(np.array(sides) > 0.0, axis=0)
        inside |= np.all(np.array(sides) < 0.0, axis=0)
        found += [(axis[i], axis[j]) for i, j in np.argwhere(inside)]
    images = []
    for start in found:
        theta = np.array(start)
        for _ in range(40):
            (a, b), (c, d) = lens.jacobian_from(theta)
            angle = np.array(lens.deflections(*theta))
            move = np.linalg.solve([[d, c], [b, a]], theta - angle - beta)
            theta = theta - move * min(1.0, 0.05 / np.hypot(*move))
        # Two triangles may find one image.
        if all(np.hypot(*(theta - other)) > 1e-6 for other in images):
            images.append(theta)
    return images


@pytest.mark.parametrize("beta", [(0.0, 0.1), (0.3, 0.4), (0.9, 0.0)])
def test_signed_magnifications_of_an_isothermal_sphere_sum_to_two(beta):
    # Images at β ± θ_E along β: μ = (β + 1) / β and (β - 1) / β.
    sphere, size = IsothermalSph(einstein_radius=1.0), np.hypot(*beta)
    pair = np.outer([1.0 + 1.0 / size, 1.0 - 1.0 / size], beta)
    assert sphere.magnification_2d_from(pair).sum() == pytest.approx(2.0, rel=1e-8)


def test_signed_magnifications_of_a_sheared_sphere_have_their_sum_rule():
    # Σ μ = 2 / (1 - γ²) over four images (Witt & Mao 2000, MNRAS 311, 689).
    gamma = 0.1
    lens = Galaxy(0.5, mass=IsothermalSph(), shear=ExternalShear(gamma_1=gamma))
    images = [
        theta for theta in images_of(lens, (0.02, 0.03)) if np.hypot(*theta) > 0.1
    ]
    assert len(images) == 4
    total = lens.magnification_2d_from(np.array(images)).sum()
    assert total == pytest.approx(2.0 / (1.0 - gamma**2), rel=1e-7)


def test_gradients_are_finite_where_the_shear_vanishes():
    jax = pytest.importorskip("jax")
    sheet = Galaxy(0.5, mass=Isothermal(einstein_radius=0.0))

    def value(y):
        grid = jax.numpy.stack([y, jax.numpy.asarray(0.3)])
        return sheet.tangential_eigen_value_from(grid)

    assert np.isfinite(jax.grad(value)(0.2))
