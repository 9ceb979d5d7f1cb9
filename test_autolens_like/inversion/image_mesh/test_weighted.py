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
