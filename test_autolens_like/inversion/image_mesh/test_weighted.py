"""Weights of image pixels."""

import numpy as np
import pytest

import autolens_like as al

IMAGE = np.array([-1.0, 0.0, 2.0, 4.0])


def test_the_weight_is_a_power_of_the_brightness():
    mesh = al.image_mesh.Hilbert(weight_power=2.0, weight_floor=0.1)
    assert mesh.weights(IMAGE) == pytest.approx([0.1, 0.1, 0.25, 1.0])


def test_power_zero_and_a_dark_image_weigh_all_alike():
    assert al.image_mesh.KMeans().weights(IMAGE).tolist() == [1.0] * 4
    dark = al.image_mesh.KMeans(weight_power=1.0).weights(-np.ones(3))
    assert dark.tolist() == [1.0] * 3


def test_a_number_of_a_search_is_cut():
    assert al.image_mesh.Hilbert(pixels=10.7).pixels == 10


def test_its_numbers_stay_numbers_in_jax_programs():
    import jax.numpy as jnp

    from autolens_like.numerics.model_object import in_namespace

    mesh = in_namespace(al.image_mesh.KMeans(weight_power=2.0), jnp)
    assert type(mesh.weight_power) is float


@pytest.mark.parametrize("kind", [al.image_mesh.Hilbert, al.image_mesh.KMeans])
def test_centres_are_made_once_for_the_same_numbers(kind, monkeypatch):
    mask = al.Mask2D.circular((9, 9), pixel_scales=0.1, radius=0.4)
    image = np.random.default_rng(3).random(mask.shape_slim)
    mesh = kind(pixels=7, weight_power=1.0)
    first = mesh.image_plane_mesh_grid_from(mask, image)
    calls = []
    monkeypatch.setattr(kind, "centres_of", lambda *args: calls.append(args))
    same = kind(pixels=7, weight_power=1.0)
    again = al.Mask2D.circular((9, 9), pixel_scales=0.1, radius=0.4)
    assert same.image_plane_mesh_grid_from(again, image.copy()) is first
    assert not calls
    image[0] += 1e-9
    for other in (mesh, kind(pixels=8, weight_power=1.0)):
        other.image_plane_mesh_grid_from(mask, image)
    assert len(calls) == 2
