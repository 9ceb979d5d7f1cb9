"""Rows of light go through one pipeline, whatever they are."""

from __future__ import annotations

import numpy as np

from autolens_like.fit import forward
from autolens_like.fit.dataset_model import DatasetModel
from autolens_like.fit.linear_objects import linear_components_of
from test_autolens_like.fit.conftest import dataset_of, tracer_of


def test_a_constant_sky_stays_constant_under_a_normalized_kernel(dataset) -> None:
    rows = forward.blurred_rows(dataset, lambda y, x: np.ones((2, y.shape[-1])), None)
    np.testing.assert_allclose(rows, 1.0, rtol=1e-12)
    assert rows.shape == (2, dataset.shape_slim)


def test_rows_are_known_light_then_components(dataset) -> None:
    y, x = np.linspace(-1, 1, 7), np.linspace(-0.5, 1, 7)
    tracer = tracer_of()
    known = forward.light_function(tracer, DatasetModel(), [])(y[None], x[None])
    assert known.shape == (1, 7)
    linear = tracer_of(linear=True)
    components = linear_components_of(linear)
    rows = forward.light_function(linear, DatasetModel(), components)(y[None], x[None])
    np.testing.assert_allclose(1.5 * rows[0] + 2.0 * rows[1], known[0], rtol=1e-12)


def test_galaxies_add_up_to_the_known_light(dataset) -> None:
    y, x = np.linspace(-1, 1, 7), np.linspace(-0.5, 1, 7)
    rows = forward.galaxy_function(tracer_of(), DatasetModel())(y[None], x[None])
    known = forward.light_function(tracer_of(), DatasetModel(), [])(y[None], x[None])
    np.testing.assert_allclose(rows.sum(axis=0), known[0], rtol=1e-12)


def test_finer_sub_grids_converge(tracer) -> None:
    def image(size):
        rows = forward.blurred_rows(
            dataset_of(over_sample_size=size),
            forward.light_function(tracer, DatasetModel(), []),
            tracer,
        )
        return rows[0]

    coarse, middle, fine = image(2), image(8), image(16)
    assert np.abs(middle - fine).max() < 0.1 * np.abs(coarse - fine).max()
