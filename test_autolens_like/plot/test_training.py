"""The report of a training: three figures that are there and not empty."""

import numpy as np

from autolens_like.learned.galaxies import galaxy_stamp
from autolens_like.learned.weights import SHIPPED
from autolens_like.plot import training
from test_autolens_like.plot.pictures import png_size


def test_it_draws_three_figures(tmp_path):
    (tmp_path / "decoder_weights.npz").write_bytes(SHIPPED.read_bytes())
    history = np.array([[100, 3.0, 0.1, 5.0], [200, -1.0, 0.05, 5.0]])
    stamps = np.array([galaxy_stamp((5, i)) for i in range(2)])
    files = training.draw_training(tmp_path, history, stamps, 0.9 * stamps)
    assert [file.stem for file in files] == ["curves", "reconstructions", "latents"]
    assert all(min(png_size(file)) > 100 for file in files)


def test_one_latent_runs_in_every_row():
    generator = np.random.default_rng(0)
    from autolens_like.learned.network import DECODER_SHAPES, decoded

    weights = {
        name: 0.01 * generator.standard_normal(shape)
        for name, shape in DECODER_SHAPES.items()
    }
    rows = training._traversals(weights)
    assert len(rows) == len(training._TRAVERSED)
    middle = decoded(weights, np.zeros((1, 64)))[0]
    for row in rows:
        np.testing.assert_allclose(row[2], middle, rtol=1e-9)
        assert np.abs(row[0] - row[4]).max() > 0.0
