"""Arrival times of several planes by their laws, and against lenstronomy."""

import json
from pathlib import Path

import numpy as np
import pytest
from astropy import cosmology as astropy_cosmology

from autolens_like import exc
from autolens_like.cosmology.standard import FlatLambdaCDM, cosmology_from
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.lens.arrival_time import arrival_weights_from
from autolens_like.lens.quantities import LensCalc
from autolens_like.lens.tracer import Tracer
from autolens_like.profiles.mass.isothermal import IsothermalSph
from autolens_like.profiles.mass.sheets import ExternalShear
from test_autolens_like.galaxy.systems import (
    lens_galaxy,
    middle_galaxy,
    points,
    source_galaxy,
)

REFERENCE = json.loads(
    (Path(__file__).parents[1] / "reference" / "arrival_times.json").read_text()
)


def three_planes(cosmology=None):
    return Tracer([lens_galaxy(), middle_galaxy(), source_galaxy()], cosmology)


def curved():
    """Far from flat, Ω_k = 0.3."""
    return cosmology_from(astropy_cosmology.LambdaCDM(H0=70.0, Om0=0.3, Ode0=0.4))


@pytest.mark.parametrize("cosmology", [None, curved()])
@pytest.mark.parametrize("redshifts", [(0.2,), (1.0,), (0.1, 0.3, 0.7, 1.5)])
def test_massless_planes_change_nothing(redshifts, cosmology):
    # In front of the lens and behind it, one or many.
    two = Tracer([lens_galaxy(), source_galaxy()], cosmology)
    more = Tracer([lens_galaxy(), *map(Galaxy, redshifts), source_galaxy()], cosmology)
    grid = points()
    expected = two.time_delays_from(grid)
    np.testing.assert_allclose(
        more.time_delays_from(grid), expected, rtol=1e-11, atol=1e-9
    )
    np.testing.assert_allclose(
        more.fermat_potential_from(grid), two.fermat_potential_from(grid), atol=1e-12
    )


@pytest.mark.parametrize("background", [None, curved()])
def test_images_are_where_the_arrival_time_is_stationary(background):
    # Fermat's principle for every plane: T as a function of the points θ_i in all
    # planes, the last one held, is stationary along the traced ray. T is written
    # here a second time, with distances and potentials alone.
    tracer = three_planes(background)
    cosmology, redshifts = tracer.cosmology, tracer.plane_redshifts
    y, x = 0.9, -0.7
    ray = np.array([[float(a) for a in here] for here in tracer.traced(y, x)])
    distance = cosmology.time_delay_distance_from

    def arrival(inner):
        path = [*inner.reshape(-1, 2), ray[2]]
        total = 0.0
        for i, galaxy in enumerate(tracer.galaxies[:2]):
            gap = path[i] - path[i + 1]
            total += distance(*redshifts[i : i + 2]) * 0.5 * gap @ gap
            depth = distance(redshifts[i], redshifts[-1])
            total -= depth * float(galaxy.potential(*map(np.asarray, path[i])))
        return total / distance(redshifts[0], redshifts[-1])

    inner, step = ray[:2].reshape(-1), 1e-4
    slopes = [
        (arrival(inner + shift) - arrival(inner - shift)) / (2.0 * step)
        for shift in step * np.eye(4)
    ]
    np.testing.assert_allclose(slopes, 0.0, atol=1e-7)
    found = tracer.fermat_potential(np.asarray(y), np.asarray(x))
    assert float(found) == pytest.approx(arrival(inner), rel=1e-12)


def test_delay_to_a_nearer_source_is_that_of_its_own_tracer():
    # The same mass in units of another last plane.
    tracer = three_planes()
    factor = tracer.scaling[0][1]
    scaled = [
        p.replaced(**{n: factor * getattr(p, n) for n in names})
        for p, names in zip(
            lens_galaxy().mass_profiles,
            (("einstein_radius",), ("gamma_1", "gamma_2")),
            strict=True,
        )
    ]
    nearer = Tracer([Galaxy(0.5, mass=scaled[0], shear=scaled[1]), Galaxy(1.0)])
    np.testing.assert_allclose(
        tracer.time_delays_from(points(), plane_index=1),
        nearer.time_delays_from(points()),
        rtol=1e-11,
    )


def test_delays_of_a_quad_are_those_of_its_fermat_surface():
    # An independent surface: |θ - β|² / 2 - ψ with ψ by adding up the convergence's
    # deflection along straight lines from the first image to the others.
    tracer = Tracer([lens_galaxy(), source_galaxy()])
    beta = np.array([0.03, 0.02])
    images = quad_images(tracer, beta)
    assert len(images) == 4
    nodes, weights = np.polynomial.legendre.leggauss(60)
    delays = []
    for image in images:
        # ψ(θ) - ψ(θ_0) is the line integral of α over an arc around the centre, where
        # α is smooth: angle and radius change linearly.
        path, tangent = arc(images[0], image, 0.5 * (nodes + 1.0))
        angle_y, angle_x = tracer.deflections(*path)
        work = 0.5 * weights @ (angle_y * tangent[0] + angle_x * tangent[1])
        delays.append(0.5 * (image - beta) @ (image - beta) - work)
    days = tracer.cosmology.days_per_fermat_arcsec2_from(0.5, 2.0)
    found = tracer.time_delays_from(images)
    np.testing.assert_allclose(
        found - found[0], days * (np.array(delays) - delays[0]), atol=1e-7
    )
    # Minima come before saddles; magnifications alternate on the sky.
    signs = np.sign(LensCalc(tracer).magnification_2d_from(images))
    assert list(signs[np.argsort(found)]) == [1.0, 1.0, -1.0, -1.0]


def arc(start, stop, t):
    (r_0, r_1), (p_0, p_1) = zip(*map(polar, (start, stop)), strict=True)
    r, phi = r_0 + t * (r_1 - r_0), p_0 + t * (p_1 - p_0)
    sine, cosine = np.sin(phi), np.cos(phi)
    rate_r, rate_phi = r_1 - r_0, p_1 - p_0
    path = 0.01 + r * sine, 0.03 + r * cosine
    return path, (
        rate_r * sine + r * rate_phi * cosine,
        rate_r * cosine - r * rate_phi * sine,
    )


def polar(point):
    y, x = point[0] - 0.01, point[1] - 0.03
    return np.hypot(y, x), np.arctan2(y, x)


def quad_images(tracer, beta):
    """Images by Newton's iteration from a ring of starts."""
    found = []
    for phi in np.linspace(0.0, 2.0 * np.pi, 24, endpoint=False):
        theta = 1.2 * np.array([np.sin(phi), np.cos(phi)])
        for _ in range(30):
            (a, b), (c, d) = LensCalc(tracer).jacobian_from(theta)
            miss = theta - np.stack(tracer.deflections(*theta)) - beta
            move = np.linalg.solve([[d, c], [b, a]], miss)
            theta = theta - move / max(1.0, np.hypot(*move) / 0.3)
        if np.hypot(*miss) < 1e-12 and np.hypot(*(theta - [0.01, 0.03])) > 0.1:
            if not any(np.hypot(*(theta - other)) < 1e-6 for other in found):
                found.append(theta)
    return np.array(found)


def test_delays_scale_with_one_over_the_hubble_constant():
    galaxies = [lens_galaxy(), middle_galaxy(), source_galaxy()]
    slow, fast = (
        Tracer(galaxies, FlatLambdaCDM(H0=h, Om0=0.3, Tcmb0=0.0)) for h in (60.0, 80.0)
    )
    np.testing.assert_allclose(
        60.0 * slow.time_delays_from(points()),
        80.0 * fast.time_delays_from(points()),
        rtol=1e-12,
    )


def test_a_source_in_front_of_everything_has_no_delay():
    with pytest.raises(exc.RayTracingException, match="Give a source behind"):
        Tracer([Galaxy(0.5)]).time_delays_from(points())
    with pytest.raises(exc.RayTracingException, match="Give a source behind"):
        three_planes().time_delays_from(points(), plane_index=0)
    with pytest.raises(exc.RayTracingException, match="has planes 0 to 2"):
        three_planes().time_delays_from(points(), plane_index=3)
    with pytest.raises(exc.RayTracingException, match="need plane_i=0"):
        LensCalc.from_tracer(three_planes(), plane_i=1).fermat_potential_from(points())


def test_delays_between_planes_may_be_chosen():
    tracer = three_planes()
    np.testing.assert_allclose(
        LensCalc.from_tracer(tracer, plane_j=1).fermat_potential_from(points()),
        tracer.fermat_potential(*points().T, plane_index=1),
    )


@pytest.mark.parametrize("number", [2, 3])
@pytest.mark.parametrize(
    "name",
    [
        "FlatLambdaCDM(H0=70, Om0=0.3)",
        "Flatw0waCDM(H0=70, Om0=0.3, w0=-0.9, wa=0.2)",
    ],
)
def test_arrival_times_of_lenstronomy(number, name):
    numbers = dict(
        pair.split("=") for pair in name[name.index("(") + 1 : -1].split(", ")
    )
    theirs = getattr(astropy_cosmology, name[: name.index("(")])(
        **{key: float(value) for key, value in numbers.items()}
    )
    front = Galaxy(0.3, m=IsothermalSph(centre=(0.5, -0.4), einstein_radius=0.2))
    lens = Galaxy(
        0.5,
        mass=IsothermalSph(centre=(0.01, 0.03), einstein_radius=1.1),
        shear=ExternalShear(gamma_1=0.05, gamma_2=-0.02),
    )
    behind = Galaxy(1.2, m=IsothermalSph(centre=(0.4, 0.2), einstein_radius=0.3))
    galaxies = [front, lens, behind, Galaxy(2.0)][3 - number :]
    tracer = Tracer(galaxies, cosmology_from(theirs))
    expected = REFERENCE[f"{number} lens planes, {name}"]
    grid = np.array(REFERENCE["points"])
    # Its distances are interpolated: 1e-7.
    np.testing.assert_allclose(
        tracer.traced_grid_2d_list_from(grid)[-1], expected["ray_shooting"], atol=1e-7
    )
    np.testing.assert_allclose(
        tracer.time_delays_from(grid), expected["arrival_time"], rtol=1e-6
    )


def test_weights_of_two_planes_are_one():
    cosmology = FlatLambdaCDM()
    assert arrival_weights_from(cosmology, (0.5, 2.0), 0, 1) == ((1.0, 1.0),)


def test_numpy_is_jax_and_the_cosmology_may_be_traced():
    jax = pytest.importorskip("jax")
    tracer, grid = three_planes(), points()
    expected = tracer.time_delays_from(grid)
    found = jax.jit(lambda t: t.time_delays_from(grid))(tracer)
    np.testing.assert_allclose(found, expected, rtol=1e-10)
    galaxies = [lens_galaxy(), middle_galaxy(), source_galaxy()]

    def delay(hubble, matter):
        cosmology = FlatLambdaCDM(H0=hubble, Om0=matter)
        return Tracer(galaxies, cosmology).time_delays_from(grid)[3]

    slopes = jax.jit(jax.grad(delay, argnums=(0, 1)))(70.0, 0.3)
    steps = ((0.01, 0.0), (0.0, 1e-4))
    for slope, (dh, dm) in zip(slopes, steps, strict=True):
        up, down = delay(70.0 + dh, 0.3 + dm), delay(70.0 - dh, 0.3 - dm)
        assert float(slope) == pytest.approx((up - down) / (2.0 * (dh + dm)), rel=1e-5)


def test_a_cosmology_of_astropy_passes_through_jit():
    jax = pytest.importorskip("jax")
    from astropy.cosmology import Planck18

    tracer = Tracer([lens_galaxy(), source_galaxy()], Planck18)
    found = jax.jit(lambda t: t.time_delays_from(points()))(tracer)
    np.testing.assert_allclose(found, tracer.time_delays_from(points()), rtol=1e-10)
