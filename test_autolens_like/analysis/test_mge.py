"""Multi-Gaussian expansions: fixed widths, few free parameters."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from test_autolens_like.fit.conftest import dataset_of


def test_widths_are_even_in_the_logarithm() -> None:
    model = al.model_util.mge_model_from(mask_radius=3.0, total_gaussians=5)
    basis = model.instance_from_prior_medians()
    widths = [profile.sigma for profile in basis.profile_list]
    # autolens 2026.10.26.1: mge_model_from(mask_radius=3.0, total_gaussians=5)
    expected = [0.0001, 0.0013160740129, 0.0173205080757, 0.2279507056955, 3.0]
    np.testing.assert_allclose(widths, expected, rtol=1e-9)


@pytest.mark.parametrize(
    ("arguments", "parameters"),
    [
        ({}, 4),
        ({"gaussian_per_basis": 2}, 6),
        ({"gaussian_per_basis": 2, "centre_per_basis": True}, 8),
        ({"centre_fixed": (0.0, 0.0)}, 2),
        ({"use_spherical": True}, 2),
        ({"centre_prior_is_uniform": False}, 4),
        ({"ell_comps_prior_is_uniform": True}, 4),
    ],
)
def test_number_of_free_parameters(arguments, parameters: int) -> None:
    model = al.model_util.mge_model_from(3.0, total_gaussians=4, **arguments)
    assert model.prior_count == parameters


def test_gaussians_of_a_group_share_their_shape() -> None:
    model = al.model_util.mge_model_from(3.0, total_gaussians=3, gaussian_per_basis=2)
    profiles = model.random_instance(seed=1).profile_list
    first, second = profiles[:3], profiles[3:]
    assert len({p.ell_comps for p in first}) == 1
    assert len({p.centre for p in profiles}) == 1
    assert first[0].ell_comps != second[0].ell_comps


def test_a_point_expansion_is_round_and_compact() -> None:
    model = al.model_util.mge_point_model_from(pixel_scales=0.05, total_gaussians=4)
    profiles = model.instance_from_prior_medians().profile_list
    assert isinstance(profiles[0], al.lp_linear.GaussianSph)
    assert [profiles[0].sigma, profiles[-1].sigma] == pytest.approx([0.01, 0.1])


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"total_gaussians": 0}, "at least 1"),
        ({"sigma_min": 5.0}, "below the widest"),
    ],
)
def test_impossible_expansions_say_why(arguments, text: str) -> None:
    with pytest.raises(exc.ModelException, match=text):
        al.model_util.mge_model_from(mask_radius=3.0, **arguments)


def test_the_prior_on_the_shape_stands_about_the_one_given() -> None:
    for uniform in (True, False):
        model = al.model_util.mge_model_from(
            mask_radius=3.0,
            total_gaussians=2,
            ell_comps=(0.1, -0.05),
            ell_comps_prior_is_uniform=uniform,
        )
        shape = model.instance_from_prior_medians().profile_list[0].ell_comps
        assert shape == pytest.approx((0.1, -0.05), abs=1e-3)


def test_gaussians_that_a_fit_leaves_dark_are_left_out(dataset) -> None:
    widths = (0.1, 0.3, 1.0, 3.0)
    basis = al.lp_basis.Basis(
        profile_list=[al.lp_linear.Gaussian(sigma=width) for width in widths]
    )
    fit = al.FitImaging(dataset, al.Tracer([al.Galaxy(0.5, bulge=basis)]))
    shining = al.model_util.shining_part_of(basis, fit)
    intensities = fit.linear_light_profile_intensity_dict
    assert 0 < len(shining.profile_list) < len(widths)
    assert all(intensities[p] > 0.0 for p in shining.profile_list)
    again = al.FitImaging(dataset, al.Tracer([al.Galaxy(0.5, bulge=shining)]))
    assert again.log_likelihood == pytest.approx(fit.log_likelihood, abs=1e-6)


@pytest.fixture
def dataset() -> al.Imaging:
    return dataset_of()


def test_the_model_of_a_first_search_stands_about_what_was_found() -> None:
    found = SimpleNamespace(
        mask=SimpleNamespace(pixel_scale=0.05),
        mask_radius=2.0,
        einstein_radius=1.1,
        light_centre=(0.02, -0.03),
        ell_comps=(0.1, 0.05),
        source_centre=(0.2, 0.1),
    )
    model = al.model_util.lens_model_from(found, 0.3, 0.9, light_parts=2)
    galaxies = model.instance_from_prior_medians().galaxies
    lens, source = galaxies.lens, galaxies.source
    assert (lens.redshift, source.redshift) == (0.3, 0.9)
    assert lens.mass.centre == pytest.approx((0.02, -0.03))
    assert lens.mass.einstein_radius == pytest.approx(1.1)
    first, second = (lens.profiles[f"light_{i}"].profile_list for i in range(2))
    assert first[0].ell_comps == pytest.approx((0.1, 0.05), abs=0.01)
    assert second[0].centre == pytest.approx((0.02, -0.03))
    assert source.profiles["light"].profile_list[0].centre == pytest.approx((0.2, 0.1))
    # Centre and shape of each expansion, the mass, the shear.
    assert model.prior_count == 3 * 4 + 5 + 2
