"""The scripts of many bands: their data are shipped, and what they find is right."""

from __future__ import annotations

import numpy as np
import pytest

from test_autolens_like.workspace.scripts import WORKSPACE, script_from


@pytest.fixture(scope="module")
def euclid():
    return script_from("multi/euclid.py")


@pytest.fixture(scope="module")
def ring():
    return script_from("multi/cosmos_web_ring.py")


def test_the_bands_of_euclid_are_in_one_file(euclid) -> None:
    dataset = euclid.dataset_from(WORKSPACE / "dataset" / "euclid_q1_102018665")
    assert dataset.names == ("VIS", "NIR_Y", "NIR_J", "NIR_H")
    # Zero points 24.6, 29.8, 30.0 and 29.9.
    magnitudes = 2.5 * np.log10(dataset.flux_scaling)
    np.testing.assert_allclose(magnitudes, [0.0, 5.2, 5.4, 5.3], atol=1e-9)
    assert all(placement.is_none for placement in dataset.placements)
    assert max(np.max(exposure.noise_map.array) for exposure in dataset) < 1e10
    model = euclid.model_from(dataset)
    assert model.prior_count == 13 + 2 * 3


def test_the_exposures_of_the_ring_are_placed_by_what_they_show(ring) -> None:
    dataset = ring.dataset_from(WORKSPACE / "dataset" / "cosmos_web_ring")
    assert dataset.names == ring.BANDS
    assert dataset.placements[dataset.index_of(ring.REFERENCE)].is_none
    places = [
        placement.sky(*ring.centroid_of(exposure, ring.NEIGHBOUR))
        for exposure, placement in zip(dataset, dataset.placements, strict=True)
    ]
    # The lens moved them; the neighbour agrees to half a pixel.
    assert np.ptp(places, axis=0).max() < 0.015
    assert sum(e.shape_slim for e in ring.masked(dataset)) > 10_000


@pytest.mark.slow
def test_euclid(euclid, tmp_path) -> None:
    """The isothermal anchor without NISP: 0.795" to 0.802"."""
    result = euclid.main(["--output", str(tmp_path)])
    radius = result.instance.galaxies.lens.mass.einstein_radius
    assert radius == pytest.approx(0.80, abs=0.025)
    fit = result.max_log_likelihood_fit
    per_pixel = fit.chi_squared_list[0] / fit.dataset[0].shape_slim
    # The sky alone has 0.61² of the noise map.
    assert 0.3 < per_pixel < 0.45


@pytest.mark.slow
def test_the_ring(ring, tmp_path) -> None:
    fit = ring.main(["--output", str(tmp_path)])
    radius = fit.tracer.galaxies[0].mass.einstein_radius
    assert radius == pytest.approx(0.775, abs=0.02)
    sources = ring.sources_of(fit)
    assert len({source.mapper.geometry for source in sources}) == 1
    assert all(np.max(source.reconstruction) > 0.0 for source in sources)
