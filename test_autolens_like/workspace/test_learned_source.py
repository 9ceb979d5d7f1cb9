"""The script of the learned source: its figures, and a lens that it can simulate."""

import numpy as np
import pytest

from autolens_like import af
from autolens_like.learned.galaxies import galaxy_stamp
from test_autolens_like.workspace.scripts import script_from

#: The smallest numbers with which the script still does what it shows.
LATENT, VALUES = (1,), (-1.0, 1.0)


@pytest.fixture(scope="module")
def script():
    return script_from("learned_source.py")


def test_traversals_are_drawn(script, tmp_path):
    rows = script.traversals(LATENT, VALUES)
    assert [title for title, *_ in rows[0]] == ["latent 1: -1", "latent 1: +1"]
    assert np.abs(rows[0][0][1] - rows[0][1][1]).max() > 0.01
    script.draw(tmp_path / "deep" / "latents.png", rows)
    assert (tmp_path / "deep" / "latents.png").stat().st_size > 0


def test_both_priors_are_drawn_from(script):
    normal, galaxies = script.draws_of_priors(1)
    assert normal[0][1].shape == galaxies[0][1].shape == (64, 64)
    assert np.abs(normal[0][1] - galaxies[0][1]).max() > 0.0


def test_a_lens_is_simulated_and_its_model_free(script):
    dataset, arcs = script.simulated_lens(galaxy_stamp((2, 9)))
    signal = np.asarray(dataset.signal_to_noise_map.array)
    assert 30.0 < signal.max() < 50.0
    assert arcs.shape == signal.shape and 500 < arcs.sum() < 6000
    model = script.model_with(af.Model(script.al.lp_linear.Decoder))
    assert model.prior_count == 68 + 5 + 2


def test_a_real_lens_is_prepared_for_both_sources():
    slacs = script_from("learned_source_slacs.py")
    dataset, found = slacs.prepared("slacs_j0737+3216")
    y, x = dataset.grids.lp.array.T
    radius = np.hypot(y, x) / found.einstein_radius
    assert radius.min() > 0.4 and 1.7 < radius.max() < 1.9
    # A ninth of the published value: where the first guess of a fit must lie.
    assert found.einstein_radius == pytest.approx(0.976, rel=0.11)
    for source, count in (("Decoder", 68), ("Sersic", 6)):
        source = af.Model(getattr(slacs.al.lp_linear, source))
        assert slacs.model_of(found, (0.3, 0.6), source).prior_count == count + 7
