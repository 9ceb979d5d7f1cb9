"""The YAML of a fit makes what Python would make."""

from __future__ import annotations

import numpy as np
import pytest

import autolens_like as al
from autolens_like import af, exc
from autolens_like.cli.fit_file import FitFile, write
from test_autolens_like.cli.small_fit import GOOD, write_data, write_fit
from test_autolens_like.workspace.scripts import WORKSPACE


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("fit")
    write_data(path)
    return path


def test_the_dataset_is_that_of_python(folder) -> None:
    fit = FitFile(write_fit(folder))
    whole = al.Imaging.from_fits(
        pixel_scales=0.1,
        data_path=folder / "data" / "data.fits",
        noise_map_path=folder / "data" / "noise.fits",
        psf_path=folder / "data" / "psf.fits",
        over_sample_size_lp=1,
    )
    mask = al.Mask2D.circular(whole.shape_native, 1.2, pixel_scales=0.1)
    expected = al.AnalysisImaging(
        whole.apply_mask(mask),
        positions_likelihood_list=[al.PositionsLH([(1.1, 0.4), (-0.8, -0.3)], 1.0)],
    )
    assert fit.analysis().identity() == expected.identity()


def test_masks_and_sub_grids_of_every_form(folder) -> None:
    text = GOOD.replace(
        "over_sample_size_lp: 1",
        "over_sample_size_lp: {sub_size_list: [4, 1], radial_list: [0.5]}",
    )
    # Pixels that the noise masks need no place in the bins.
    noise = al.Array2D.from_fits(folder / "data" / "noise.fits", 0.1).native.array
    limit = f"noise_threshold: {0.999 * noise.max()}\n  psf_path"
    text = text.replace("psf_path", limit)
    fit = FitFile(write_fit(folder, text))
    assert set(np.unique(fit.dataset.grids.lp.over_sample_size)) == {1, 4}
    fit.dataset.mask.output_to_fits(folder / "mask.fits", overwrite=True)
    for shape, pixels in (
        ("shape: all_false", 61**2),
        ("shape: from_fits\n  file_path: mask.fits", fit.dataset.mask.pixels_in_mask),
        ("shape: circular_annular\n  inner_radius: 0.5\n  outer_radius: 1.0", None),
        (
            "shape: elliptical\n  major_axis_radius: 1\n  axis_ratio: 1\n  angle: 0",
            None,
        ),
    ):
        other = GOOD.replace("shape: circular\n  radius: 1.2", shape)
        mask = FitFile(write_fit(folder, other)).dataset.mask
        assert pixels is None or mask.pixels_in_mask == pixels
        assert mask.pixels_in_mask > 0


def test_searches_have_the_settings_of_the_file(folder) -> None:
    ((search, narrowed),) = FitFile(write_fit(folder), seed=5).searches
    expected = af.DynestyStatic(
        name="first", nlive=12, sample="rwalk", walks=3, dlogz=20.0, seed=5
    )
    assert search.identity() == expected.identity()
    assert narrowed is None
    assert search.common.output_path == folder / "output"


def test_python_to_yaml_to_python_is_exact(folder, tmp_path) -> None:
    fit = FitFile(write_fit(folder))
    ((search, _),) = fit.searches
    path = folder / "written.yaml"
    write(
        path,
        data=fit.file.content["data"],
        mask=fit.file.content["mask"],
        over_sampling=fit.file.content["over_sampling"],
        positions=fit.file.content["positions"],
        model=fit.model,
        search=search,
        output={"path_prefix": "small"},
    )
    again = FitFile(path)
    ((search_again, _),) = again.searches
    assert again.model.identity() == fit.model.identity()
    assert search_again.identity() == search.identity()
    paths, paths_again = (
        one.paths_from(other.model, other.analysis())
        for one, other in ((search, fit), (search_again, again))
    )
    assert paths_again.folder == paths.folder


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("data_path: data.fits", "data_path: dat.fits", "data.data_path"),
        ("psf_path: psf.fits", "psf_path: psf.fits\n  psf_hdu: 7", "data.psf"),
        ("pixel_scales: 0.1", "pixel_scales:", "data"),
        ("radius: 1.2", "radius: 1.2\n  centre: [90.0, 0.0]", "mask"),
        ("output:", "analysis: {settings: {use_positive: true}}\noutput:", "analysis"),
    ],
)
def test_what_the_data_refuse_has_its_line(folder, old, new, key) -> None:
    path = write_fit(folder, GOOD.replace(old, new, 1))
    with pytest.raises(exc.ConfigException) as raised:
        FitFile(path).analysis()
    assert str(raised.value).startswith(f"{path}:")
    assert f": {key}" in str(raised.value)


def test_a_later_search_takes_narrow_priors(folder) -> None:
    second = (
        "search:\n"
        "  - {class: LeastSquares, name: one, iterations: 5}\n"
        "  - {class: DynestyStatic, name: two, narrowed: {sigmas: 3.0}}\n"
    )
    start, end = GOOD.index("search:"), GOOD.index("output:")
    fit = FitFile(write_fit(folder, GOOD[:start] + second + GOOD[end:]))
    assert [narrowed for _, narrowed in fit.searches] == [
        None,
        {"sigmas": 3.0, "fixed": []},
    ]


def test_the_file_of_the_workspace_is_that_of_start_here() -> None:
    fit = FitFile(WORKSPACE / "start_here_fit.yaml")
    names = {type(search).__name__ for search, _ in fit.searches}
    assert names == {"LeastSquares", "DynestyStatic"}
    galaxies = fit.model.galaxies
    # An ellipse of four parameters for every sum of Gaussians, five of the mass.
    assert fit.model.prior_count == 4 * 4 + 5 + 2
    assert set(galaxies.keys()) == {"lens", "source"}
    # Aliases of a YAML file are parts of their own: only an id makes one parameter.
    assert galaxies.lens.light_0.prior_count == galaxies.lens.light_1.prior_count == 4
    analysis = fit.analysis()
    assert analysis.dataset.mask.pixels_in_mask > 5000
    instance = fit.model.instance_from_prior_medians()
    assert np.isfinite(analysis.log_likelihood_function(instance))
