"""Multi-Gaussian expansions: fixed widths, few free parameters."""

from __future__ import annotations

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc


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
