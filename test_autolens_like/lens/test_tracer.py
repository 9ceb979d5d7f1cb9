"""Laws of ray-tracing, and values of autolens (reference/make_lens.py)."""

import json
from pathlib import Path

import numpy as np
import pytest
from astropy import cosmology as astropy_cosmology

from autolens_like import exc
from autolens_like.galaxy.galaxies import Galaxies
from autolens_like.galaxy.galaxy import Galaxy, MassField
from autolens_like.lens.tracer import Tracer
from autolens_like.profiles.light import linear
from autolens_like.profiles.mass.isothermal import Isothermal, IsothermalSph
from autolens_like.profiles.mass.sheets import ExternalShear
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.irregular import ArrayIrregular, Grid2DIrregular
from test_autolens_like.galaxy.systems import (
    Massless,
    lens_galaxy,
    middle_galaxy,
    points,
    source_galaxy,
)

REFERENCE = json.loads(
    (Path(__file__).parents[1] / "reference" / "lens.json").read_text()
)
THREE = "Tracer([lens, middle, source])."


@pytest.fixture
def tracer():
    return Tracer([lens_galaxy(), middle_galaxy(), source_galaxy()])


@pytest.fixture
def frame():
    return Grid2D.uniform((11, 12), 0.3, over_sample_size=2)


def all_quantities(tracer, grid):
    return [
        *tracer.traced_grid_2d_list_from(grid)[-1:],
        tracer.image_2d_from(grid),
        tracer.deflections_yx_2d_from(grid),
        tracer.convergence_2d_from(grid),
        tracer.potential_2d_from(grid),
    ]


def assert_same(first, second, **tolerance):
    for ours, expected in zip(first, second, strict=True):
        np.testing.assert_allclose(ours, expected, **tolerance)


def test_the_constructor_has_an_older_name(frame):
    galaxies = [source_galaxy(), lens_galaxy()]
    older = Tracer.from_galaxies(galaxies=galaxies)
    expected = Tracer(galaxies).image_2d_from(frame)
    np.testing.assert_array_equal(older.image_2d_from(frame), expected)


def test_masses_at_one_redshift_add_up():
    grid = points()
    mass, shear = Isothermal(ell_comps=(0.1, 0.0)), ExternalShear(gamma_1=0.1)
    together = Tracer([Galaxy(0.5, mass=mass, shear=shear), source_galaxy()])
    apart = [Galaxy(0.5, mass=mass), Galaxy(0.5, shear=shear), source_galaxy()]
    assert_same(
        all_quantities(together, grid), all_quantities(Tracer(apart), grid), rtol=1e-13
    )
    field = MassField(0.5, shear=shear)
    joined = Tracer([Galaxy(0.5, mass=mass), source_galaxy()], fields=[field])
    assert_same(
        all_quantities(together, grid), all_quantities(joined, grid), rtol=1e-13
    )


def test_order_of_the_galaxies_does_not_matter(tracer):
    turned = Tracer([source_galaxy(), middle_galaxy(), lens_galaxy()])
    assert_same(
        all_quantities(tracer, points()), all_quantities(turned, points()), rtol=1e-13
    )


@pytest.mark.parametrize("redshift", [0.2, 0.7, 1.5])
def test_a_plane_without_mass_changes_nothing(tracer, redshift):
    for empty in (Galaxy(redshift), Galaxy(redshift, nothing=Massless())):
        more = Tracer([*tracer.galaxies, empty])
        assert more.total_planes == 4
        assert_same(
            all_quantities(more, points()), all_quantities(tracer, points()), rtol=1e-12
        )


def test_two_planes_are_the_lens_equation():
    lens, source, grid = lens_galaxy(), source_galaxy(), points()
    tracer = Tracer([lens, source])
    traced = grid - lens.deflections_yx_2d_from(grid)
    np.testing.assert_allclose(tracer.traced_grid_2d_list_from(grid)[1], traced)
    np.testing.assert_allclose(
        tracer.image_2d_from(grid),
        lens.image_2d_from(grid) + source.image_2d_from(traced),
        rtol=1e-12,
    )


def test_two_planes_need_no_cosmology():
    class Unknown:
        """A cosmology that has no distances to give."""

        def angular_diameter_distance(self, z, z2=None):
            raise AssertionError("a distance was asked for")

    tracer = Tracer([lens_galaxy(), source_galaxy()], cosmology=Unknown())
    tracer.image_2d_from(points())


def test_nearer_sources_are_deflected_by_beta(tracer):
    only_lens = Tracer([lens_galaxy(), Galaxy(1.0), source_galaxy()])
    grid = points()
    _, middle, last = only_lens.traced_grid_2d_list_from(grid)
    beta = only_lens.cosmology.scaling_factor_between_redshifts_from(0.5, 1.0, 2.0)
    np.testing.assert_allclose(grid - middle, beta * (grid - last), rtol=1e-12)


def test_a_cosmology_of_astropy_gives_the_same_rays(tracer):
    other = Tracer(tracer.galaxies, cosmology=astropy_cosmology.Planck15)
    assert_same(
        all_quantities(other, points()), all_quantities(tracer, points()), rtol=1e-6
    )


def test_deflections_are_differences_of_planes(tracer):
    grid = points()
    planes = tracer.traced_grid_2d_list_from(grid)
    np.testing.assert_allclose(
        tracer.deflections_yx_2d_from(grid), grid - planes[2], atol=1e-14
    )
    np.testing.assert_allclose(
        tracer.deflections_between_planes_from(grid, plane_i=1, plane_j=-1),
        planes[1] - planes[2],
        atol=1e-15,
    )
    with pytest.raises(exc.RayTracingException, match="planes 0 to 2"):
        tracer.deflections_between_planes_from(grid, plane_j=3)


def test_one_plane_deflects_by_its_own_mass():
    lens, grid = lens_galaxy(), points()
    np.testing.assert_allclose(
        Tracer([lens]).deflections_yx_2d_from(grid), lens.deflections_yx_2d_from(grid)
    )


def test_images_of_planes_and_galaxies_add_up(tracer, frame):
    image = tracer.image_2d_from(frame).array
    planes = [plane.array for plane in tracer.image_2d_list_from(frame)]
    galaxies = tracer.galaxy_image_2d_dict_from(frame)
    assert list(galaxies) == list(tracer.galaxies)
    np.testing.assert_allclose(sum(planes), image, rtol=1e-13)
    for galaxy, plane in zip(tracer.galaxies, planes, strict=True):
        np.testing.assert_allclose(galaxies[galaxy].array, plane, rtol=1e-13)


def test_dark_and_linear_galaxies_have_empty_images(frame):
    tracer = Tracer([Galaxy(0.5), Galaxy(1.0, bulge=linear.Sersic())])
    for image in tracer.image_2d_list_from(frame):
        assert not np.any(image.array)
    for image in tracer.galaxy_image_2d_dict_from(frame).values():
        assert image.array.shape == (132,) and not np.any(image.array)


def test_the_sub_grid_is_traced_with_the_grid(tracer, frame):
    traced = tracer.traced_grid_2d_list_from(frame)
    assert all(isinstance(plane, Grid2D) for plane in traced)
    source = tracer.galaxies[2]
    np.testing.assert_allclose(
        source.image_2d_from(traced[2]).array,
        tracer.image_2d_list_from(frame)[2].array,
        rtol=1e-13,
    )
    subs = tracer.traced_grid_2d_list_from(frame.over_sampled)
    np.testing.assert_array_equal(traced[2].over_sampled.array, subs[2].array)


def test_large_grids_are_traced_in_pieces(tracer):
    grid = Grid2D.uniform((100, 101), 0.05, over_sample_size=2)
    traced = tracer.traced_grid_2d_list_from(grid)[2].over_sampled
    expected = tracer.traced_grid_2d_list_from(grid.over_sampled.array)[2]
    np.testing.assert_array_equal(traced.array, expected)


def test_plane_index_limit_stops_early(tracer):
    planes = tracer.traced_grid_2d_list_from(points(), plane_index_limit=1)
    assert len(planes) == 2


def test_grids_between_planes(tracer):
    grid = Grid2DIrregular(points())
    planes = tracer.traced_grid_2d_list_from(grid)
    for redshift, plane in zip(tracer.plane_redshifts, planes, strict=True):
        at_redshift = tracer.grid_2d_at_redshift_from(grid, redshift)
        np.testing.assert_allclose(at_redshift.array, plane.array, atol=1e-14)
    in_front = tracer.grid_2d_at_redshift_from(grid, 0.2)
    np.testing.assert_array_equal(in_front.array, grid.array)
    # An empty galaxy makes the plane that the question interpolates.
    more = Tracer([*tracer.galaxies, Galaxy(0.75)])
    np.testing.assert_allclose(
        tracer.grid_2d_at_redshift_from(grid, 0.75).array,
        more.traced_grid_2d_list_from(grid)[1].array,
        atol=1e-14,
    )


def test_a_traced_redshift_is_an_error_with_the_remedy(tracer):
    import jax

    def at(redshift):
        return tracer.grid_2d_at_redshift_from([(1.0, 0.5)], redshift)

    with pytest.raises(exc.GalaxyException, match="fit free redshifts with use_jax"):
        jax.jit(at)(0.7)
    with pytest.raises(exc.GalaxyException, match=r"redshift=-0\.1; give a number of"):
        at(-0.1)


def test_grids_behind_the_last_plane():
    grid = points()
    behind = Tracer([lens_galaxy(), source_galaxy(1.0)])
    angles = behind.deflections_yx_2d_from(grid)
    factor = behind.cosmology.scaling_factor_between_redshifts_from(0.5, 3.0, 1.0)
    np.testing.assert_allclose(
        behind.grid_2d_at_redshift_from(grid, 3.0), grid - factor * angles, atol=1e-13
    )
    with pytest.raises(exc.RayTracingException, match="which has mass"):
        Tracer([lens_galaxy()]).grid_2d_at_redshift_from(grid, 3.0)


def test_time_delay_of_an_isothermal_sphere():
    # Images at β ± θ_E; Δt = D_Δt / c · 2 θ_E β (Kochanek 2002, ApJ 578, 25, eq. 2).
    einstein_radius, beta = 1.3, 0.2
    lens = Galaxy(0.5, mass=IsothermalSph(einstein_radius=einstein_radius))
    tracer = Tracer([lens, Galaxy(2.0)])
    images = Grid2DIrregular(
        [(beta + einstein_radius, 0.0), (beta - einstein_radius, 0.0)]
    )
    delays = tracer.time_delays_from(images)
    assert isinstance(delays, ArrayIrregular)
    days = tracer.cosmology.days_per_fermat_arcsec2_from(0.5, 2.0)
    # The image nearer to the lens, on the far side of the source, comes last.
    assert delays[1] - delays[0] == pytest.approx(
        2.0 * einstein_radius * beta * days, rel=1e-12
    )


def test_sliced_tracer_moves_the_line_of_sight():
    perturber = Galaxy(0.8, mass=IsothermalSph(centre=(1.0, 1.0), einstein_radius=0.01))
    sliced = Tracer.sliced_tracer_from(
        lens_galaxies=[lens_galaxy(0.5)],
        line_of_sight_galaxies=[perturber],
        source_galaxies=[source_galaxy(2.0)],
        planes_between_lenses=[1, 1],
    )
    assert sliced.plane_redshifts == (0.5, 2.0)
    assert sliced.has(IsothermalSph)


def test_numpy_is_jax(tracer, frame):
    jax = pytest.importorskip("jax")
    for grid in (points(), frame):
        for ours, expected in zip(
            jax.jit(lambda t, g=grid: all_quantities(t, g))(tracer),
            all_quantities(tracer, grid),
            strict=True,
        ):
            np.testing.assert_allclose(ours, expected, rtol=1e-10, atol=1e-10)


def test_gradient_is_the_difference_quotient(tracer):
    jax = pytest.importorskip("jax")
    grid = points()

    def brightness(system):
        return system.image_2d_from(grid).sum()

    gradient = jax.grad(brightness)(tracer).galaxies[0].mass.einstein_radius

    def changed(step):
        lens = tracer.galaxies[0]
        mass = lens.mass.replaced(einstein_radius=1.2 + step)
        galaxy = Galaxy(0.5, **(lens.profiles | {"mass": mass}))
        return brightness(Tracer([galaxy, *tracer.galaxies[1:]]))

    expected = (changed(1e-6) - changed(-1e-6)) / 2e-6
    assert float(gradient) == pytest.approx(expected, rel=1e-6)


def test_vmap_over_tracers():
    jax = pytest.importorskip("jax")
    radii = np.array([0.8, 1.0, 1.2])

    def image(radius):
        lens = Galaxy(0.5, mass=IsothermalSph(einstein_radius=radius))
        return Tracer([lens, source_galaxy()]).image_2d_from(points())

    batched = jax.vmap(image)(radii)
    np.testing.assert_allclose(batched, [image(r) for r in radii], rtol=1e-10)
    tracers = [
        Tracer([Galaxy(0.5, mass=IsothermalSph(einstein_radius=r)), source_galaxy()])
        for r in radii
    ]
    stacked = jax.tree_util.tree_map(lambda *leaves: np.stack(leaves), *tracers)
    over_tracers = jax.vmap(lambda t: t.image_2d_from(points()))(stacked)
    np.testing.assert_allclose(over_tracers, batched, rtol=1e-12)


def test_a_second_tracer_is_not_compiled_again():
    jax = pytest.importorskip("jax")
    compiled = jax.jit(lambda t: t.image_2d_from(points()))
    for _ in range(2):
        compiled(Tracer(Galaxies([lens_galaxy(), source_galaxy()])))
    assert compiled._cache_size() == 1


@pytest.mark.parametrize(
    "name",
    ["traced_grid_2d_list_from", "image_2d_list_from", "convergence_2d_from"],
)
def test_three_planes_agree_with_autolens(tracer, name):
    grid = Grid2DIrregular(REFERENCE["points"])
    ours = getattr(tracer, name)(grid)
    values = [part.array for part in ours] if isinstance(ours, list) else ours.array
    # Cosmologies differ by 7e-6 in distance, their integration being Simpson's.
    expected = REFERENCE[f"{THREE}{name}(grid)"]
    np.testing.assert_allclose(values, expected, rtol=2e-4, atol=1e-5)


def test_time_delays_agree_with_autolens():
    tracer = Tracer([lens_galaxy(), source_galaxy()])
    delays = tracer.time_delays_from(Grid2DIrregular(REFERENCE["points"]))
    expected = REFERENCE["Tracer([lens, source]).time_delays_from(grid)"]
    np.testing.assert_allclose(delays.array, expected, rtol=1e-4)


@pytest.mark.parametrize(
    ("call", "method", "numbers"),
    [
        (
            "Planck15().critical_surface_density_between_redshifts_from(0.5, 2.0)",
            "critical_surface_density_between_redshifts_from",
            (0.5, 2.0),
        ),
        (
            "Planck15().velocity_dispersion_from(0.5, 2.0, 1.2)",
            "velocity_dispersion_from",
            (0.5, 2.0, 1.2),
        ),
    ],
)
def test_cosmology_agrees_with_autolens(tracer, call, method, numbers):
    ours = getattr(tracer.cosmology, method)(*numbers)
    assert ours == pytest.approx(REFERENCE[call], rel=1e-4)
