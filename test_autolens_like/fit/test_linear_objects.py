"""Linear components keep their identity: which profile, which galaxy, which plane."""

from __future__ import annotations

import numpy as np
import pytest

import autolens_like as al
from autolens_like.fit.linear_objects import LinearFit, linear_components_of
from test_autolens_like.fit.conftest import tracer_of


def test_components_come_plane_by_plane() -> None:
    components = linear_components_of(tracer_of(linear=True))
    assert [(c.plane, c.galaxy) for c in components] == [(0, 0), (1, 1)]
    assert isinstance(components[1].profile, al.lp_linear.Exponential)


def test_known_light_is_no_component() -> None:
    assert linear_components_of(tracer_of()) == []


def test_profiles_of_a_basis_are_components() -> None:
    gaussians = [al.lp_linear.Gaussian(sigma=s) for s in (0.1, 0.5)]
    basis = al.lp_basis.Basis(profile_list=gaussians)
    components = linear_components_of(al.Tracer([al.Galaxy(0.5, bulge=basis)]))
    assert [c.profile.sigma for c in components] == [0.1, 0.5]


def test_the_image_is_the_sum_of_its_parts() -> None:
    rng = np.random.default_rng(0)
    blurred, data = rng.uniform(size=(3, 12)), rng.uniform(size=12)
    components = linear_components_of(tracer_of(linear=True))
    components = [*components, components[0]]
    fit = LinearFit(components, blurred, data, np.ones(12), None, al.Settings())
    parts = [fit.image_where([i == j for j in range(3)]) for i in range(3)]
    np.testing.assert_allclose(sum(parts), fit.image, rtol=1e-12)
    assert fit.operated_mapping_matrix.shape == (12, 3)
    assert fit.curvature_matrix.shape == (3, 3)
    assert fit.data_vector.shape == (3,)


class Smooth:
    """Something that is a regularization."""

    def matrix(self, mesh):
        return mesh


def test_a_regularization_is_not_left_out_in_silence() -> None:
    basis = al.lp_basis.Basis([al.lp_linear.Gaussian()], regularization=Smooth())
    with pytest.raises(al.exc.InputException, match="give regularization=None"):
        linear_components_of(al.Tracer([al.Galaxy(0.5, bulge=basis)]))


def test_what_is_convolved_already_comes_last() -> None:
    lens = al.Galaxy(0.5, a=al.lp_linear_operated.Gaussian(), b=al.lp_linear.Gaussian())
    source = al.Galaxy(1.0, bulge=al.lp_linear.Sersic())
    components = linear_components_of(al.Tracer([lens, source]))
    assert [c.profile for c in components] == [lens.b, source.bulge, lens.a]


@pytest.mark.parametrize("positive", [True, False])
def test_profiles_with_the_same_image_are_named(positive) -> None:
    rng = np.random.default_rng(0)
    images, data = rng.uniform(size=(2, 12)), rng.uniform(size=12)
    components = linear_components_of(tracer_of(linear=True))
    settings = al.Settings(
        use_positive_only_solver=positive,
        no_regularization_add_to_curvature_diag_value=0.0,
    )
    twins = [*components, components[0]], np.stack([*images, images[0]])
    fit = LinearFit(*twins, data, np.ones(12), None, settings)
    with pytest.raises(al.exc.InversionException, match="Sersic 0 of galaxy 0") as e:
        fit.reconstruction  # noqa: B018
    assert "Sersic 2 of galaxy 0" in str(e.value)
    assert "Exponential 1" not in str(e.value)
