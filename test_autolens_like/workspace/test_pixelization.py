"""The script that reconstructs sources, coarse; the real lenses where time allows."""

from __future__ import annotations

import numpy as np
import pytest
from astropy.io import fits

from test_autolens_like.workspace.scripts import WORKSPACE, script_from


@pytest.fixture(scope="module")
def script():
    return script_from("imaging/pixelization.py")


@pytest.fixture
def with_few_files(script, monkeypatch):
    """Pages and files have tests of their own, and take longer than these fits."""
    for name in ("fit_imaging", "source_reconstruction", "fit_imaging_mappings"):
        monkeypatch.setattr(script.aplt, f"subplot_{name}", lambda *_, **__: [])
    draw_fit = script.draw_fit

    def only_one(fit, output, name):
        if name == "rectangular":
            draw_fit(fit, output, name)

    monkeypatch.setattr(script, "draw_fit", only_one)


def test_a_known_source_is_recovered(script, with_few_files, tmp_path, capsys) -> None:
    lens, source = script.simulated_galaxies()
    found = script.reconstruct_simulated(tmp_path, (12, 12))
    # Squares of 0.25" hold no clumps, but their flux; the seed's mesh runs nightly.
    assert found["rectangular"]["flux_ratio"] == pytest.approx(1.0, abs=0.05)
    assert found["voronoi"]["rms"] < found["rectangular"]["rms"]
    assert "true flux" in capsys.readouterr().out
    with fits.open(tmp_path / "rectangular_source.fits") as hdus:
        assert hdus["RECONSTRUCTION"].data.max() > 0.0
    file = tmp_path / "rectangular_source.csv"
    assert np.genfromtxt(file, delimiter=",", names=True).size == 144
    assert (tmp_path / "source_and_truth.png").is_file()
    assert len(source.profiles) == 5 and lens.redshift < source.redshift


def test_a_lens_that_is_not_there(script, capsys) -> None:
    with pytest.raises(SystemExit):
        script.main(["slacs_j0000"])
    assert "slacs_j0252+0039" in capsys.readouterr().err


def test_the_data_of_every_lens_are_shipped(script) -> None:
    for name, lens in script.LENSES.items():
        dataset = script.dataset_from(WORKSPACE / "dataset" / name)
        assert dataset.shape_native == (201, 201)
        assert np.max(dataset.noise_map.array) < 1e8
        assert lens["redshifts"][0] < lens["redshifts"][1]


@pytest.mark.slow
def test_the_simulated_lens(script, tmp_path) -> None:
    found = script.reconstruct_simulated(tmp_path)
    assert found["rectangular"]["flux_ratio"] == pytest.approx(1.0, abs=0.02)
    assert all(one["rms"] < 0.04 for one in found.values())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "published"), [("slacs_j0252+0039", 1.026), ("slacs_j1627-0053", 1.2285)]
)
def test_real_lenses(script, name, published, tmp_path) -> None:
    """Between Shajib et al. 2021 and Bolton et al. 2008, which differ by up to 3%."""
    found = script.main([name, "--output", str(tmp_path)])[name]
    assert found["einstein_radius"] == pytest.approx(published, rel=0.02)
    arcs, sky = found["scatter"]
    assert arcs < 1.08 * sky
    assert 0.6 < sky < 0.7
