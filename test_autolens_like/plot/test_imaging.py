import numpy as np
import pytest

import autolens_like.plot as aplt
from autolens_like import exc
from autolens_like.plot import imaging
from autolens_like.plot.page import page_from
from autolens_like.structures.array import Array2D
from test_autolens_like.plot.pictures import names_in, png_size


def test_a_data_set_is_written_at_page_width(dataset, tmp_path):
    (path,) = aplt.subplot_imaging_dataset(
        dataset, output_path=tmp_path, positions=[(1.0, 0.0), (-1.0, 0.2)]
    )
    assert names_in(tmp_path) == ["dataset.png"]
    assert png_size(path)[0] == 1420  # 7.1 inches at 200 dots per inch


def test_there_is_a_panel_for_each_part(dataset):
    page = page_from("dataset", "unused", None, None)
    panels = imaging._dataset_panels(dataset, page, None)
    assert [panel.title for panel in panels] == [
        "Data",
        "Noise map (1σ)",
        "Signal-to-noise",
        "PSF",
        "Over-sampling",
    ]
    assert [panel.units for panel in panels][:3] == ["e$^-$/s", "e$^-$/s", "σ"]


def test_units_are_on_the_colour_bars(dataset):
    page = page_from("dataset", "unused", None, None, units="ADU")
    panels = imaging._dataset_panels(dataset, page, None)
    assert [panel.units for panel in panels][:2] == ["ADU", "ADU"]


def test_the_stretch_of_data_turns_at_the_noise(dataset):
    scale = imaging.brightness_scale(dataset.data, dataset.noise_map, "asinh")
    assert scale.softening == pytest.approx(0.04)


def test_a_logarithm_of_data_ends_in_the_noise(dataset):
    scale = imaging.brightness_scale(dataset.data, dataset.noise_map, "log")
    assert scale.vmin == pytest.approx(0.01)
    faint = imaging.brightness_scale(
        0.005 * dataset.noise_map, dataset.noise_map, "log"
    )
    assert faint.vmin < 1e-4 < faint.vmax


def test_the_over_sampling_map_has_the_sizes_of_the_grid(dataset):
    sizes = np.where(np.arange(dataset.mask.shape_slim) % 2 == 0, 1, 4)
    finer = dataset.apply_over_sampling(over_sample_size_lp=sizes)
    panel = imaging.over_sampling_panel(finer)
    np.testing.assert_array_equal(panel.frame.unmasked_values, sizes)
    assert panel.scale.ticks() == [1.0, 4.0]


def test_setup_checks_show_the_mask_over_the_whole_image(
    dataset, unmasked_dataset, tmp_path
):
    page = page_from("setup_checks", tmp_path, None, None)
    panel = imaging._mask_panel(dataset, unmasked_dataset, page)
    assert panel.view == pytest.approx((-2.2, 2.2, -2.2, 2.2))
    assert not panel.frame.values.mask.any()
    assert len(panel.frame.edge_segments()) > 50


def test_setup_checks_are_written(dataset, unmasked_dataset, tmp_path):
    subtracted = Array2D.ones(dataset.shape_native, 0.1).apply_mask(dataset.mask)
    aplt.subplot_setup_checks(dataset, output_path=tmp_path, output_filename="a")
    aplt.subplot_setup_checks(
        dataset,
        subtracted,
        [(1.0, 0.0), (-1.0, 0.2)],
        unmasked_dataset=unmasked_dataset,
        output_path=tmp_path,
    )
    assert names_in(tmp_path) == ["a.png", "setup_checks.png"]


def test_a_misspelt_keyword_names_the_nearest(dataset):
    with pytest.raises(exc.PlotException, match="Did you mean 'positions'"):
        aplt.subplot_imaging_dataset(dataset, position=None)
