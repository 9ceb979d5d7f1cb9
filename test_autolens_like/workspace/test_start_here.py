"""The script of the workspace runs, small, and on the real lens where time allows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from autolens_like import conf, exc
from test_autolens_like.analysis.lens_images import RADIUS, lens_image
from test_autolens_like.workspace.scripts import WORKSPACE, script_from

TINY = """
name: tiny
dataset:
  folder: data
  data: data.fits
  data_hdu: 0
  noise_map: noise.fits
  noise_map_hdu: 0
  psf: psf.fits
  psf_hdu: 0
  pixel_scale: 0.1
lens:
  redshift: 0.5
  light_parts: 1
source:
  redshift: 1.0
  most_parts: 2
  residual_ratio: 0.5
search:
  iterations: 6
  live_points: 25
  walks: 4
  dlogz: 8.0
published:
  einstein_radius: 1.0
  reference: what was simulated
"""


@pytest.fixture(scope="module")
def script():
    return script_from("start_here.py")


@pytest.fixture
def config(tmp_path) -> Path:
    (tmp_path / "data").mkdir()
    lens_image().output_to_fits(
        data_path=tmp_path / "data" / "data.fits",
        noise_map_path=tmp_path / "data" / "noise.fits",
        psf_path=tmp_path / "data" / "psf.fits",
    )
    path = tmp_path / "tiny.yaml"
    path.write_text(TINY)
    return path


def test_the_script_fits_a_simulated_lens(script, config, tmp_path, capsys) -> None:
    arguments = [str(config), "--output", str(tmp_path / "output"), "--cores", "1"]
    # The figures of a search have tests of their own, and take longer than this fit.
    with conf.with_config("visualize", "search_observers", value=[]):
        result = script.main(arguments)
    median, lower, upper = result.effective_einstein_radius
    assert median == pytest.approx(RADIUS, abs=0.03)
    assert lower <= median <= upper and lower < upper
    assert "clump_1" in result.instance.galaxies.source.profiles
    said = capsys.readouterr().out
    for words in ("first Einstein radius", "log evidence", "what was simulated"):
        assert words in said
    image = result.paths.image
    for name in ("fit.fits", "tracer.fits", "source_plane_images.fits"):
        assert (image / name).is_file()
    assert (tmp_path / "output" / "tiny" / "setup_checks.png").is_file()


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        (("light_parts", "light_part"), "Did you mean 'light_parts'"),
        (("redshift: 0.5", "redshift: far"), "a number is asked for"),
        (("name: tiny", ""), "'name' is missing"),
    ],
)
def test_mistakes_in_the_configuration(script, config, wrong, text) -> None:
    config.write_text(TINY.replace(*wrong))
    with pytest.raises(exc.ConfigException, match=text):
        script.main([str(config)])


@pytest.mark.parametrize("name", ["start_here", "j1627", "euclid"])
def test_every_configuration_of_the_workspace_is_valid(script, name) -> None:
    path = WORKSPACE / f"{name}.yaml"
    settings = conf.checked(conf.read_yaml(path), script.KEYS, path)
    assert settings["lens"]["redshift"] < settings["source"]["redshift"]


def test_noise_that_marks_absent_data_is_masked(script) -> None:
    settings = conf.checked(
        conf.read_yaml(WORKSPACE / "start_here.yaml"), script.KEYS, "start_here"
    )
    folder = WORKSPACE / settings["dataset"]["folder"]
    dataset = script.dataset_from(settings["dataset"], folder)
    # 250 to 5000 masked pixels a lens, says the origin of the data.
    assert 250 < dataset.mask.array.sum() < 5000
    assert np.max(dataset.noise_map.array) < 1e8


@pytest.mark.slow
def test_the_real_lens(script, tmp_path) -> None:
    """SLACS J0252+0039, 1.012" (Shajib et al. 2021) to 1.04" (Bolton et al. 2008)."""
    result = script.main(["--output", str(tmp_path), "--cores", "2"])
    median, lower, upper = result.effective_einstein_radius
    assert 1.01 * 0.97 < median < 1.04 * 1.03
    assert 1e-4 < upper - lower < 0.01
    assert result.log_likelihood > 16650.0
