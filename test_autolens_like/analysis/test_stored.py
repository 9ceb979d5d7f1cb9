"""What a fit needs comes back from its folder to the last bit."""

from __future__ import annotations

import json

import numpy as np
import pytest
from astropy.io import fits

import autolens_like as al
from autolens_like import exc
from autolens_like.analysis import output, stored
from autolens_like.search.paths import Paths
from autolens_like.search.samples import Samples
from autolens_like.search.store.fit_folder import FitFolder
from autolens_like.search.summary import model_description
from test_autolens_like.analysis.conftest import lens_model
from test_autolens_like.analysis.pixelized import SOURCE, adapt_image, pixelized_model
from test_autolens_like.fit.conftest import dataset_of, kernel


def finished(root, analysis, model, vector) -> FitFolder:
    """The folder of a finished fit, with one sample."""
    paths = Paths({"model": "m"}, "fit", root=root)
    paths.save_identifier()
    paths.write_json("model", model_description(model))
    paths.write_json("search", {"class": "DynestyStatic", "name": "fit"})
    analysis.save_attributes(paths)
    paths.save_samples(Samples(model, [vector], [0.0], [0.0], [1.0]))
    paths.complete()
    return FitFolder(paths.folder)


@pytest.fixture(scope="module")
def fit(analysis, tmp_path_factory) -> FitFolder:
    root = tmp_path_factory.mktemp("output")
    return finished(root, analysis, lens_model(), [0.9, 0.05, 0.08])


@pytest.mark.parametrize(
    "changed",
    [
        lambda data: data,
        lambda data: data.apply_over_sampling(4, 2),
        lambda data: al.Imaging(data.data, data.noise_map),
        lambda data: al.Imaging(
            data.data, data.noise_map, al.Convolver(kernel(), use_fft=True)
        ),
        lambda data: al.Imaging(
            data.data,
            data.noise_map,
            al.Convolver(kernel().kernel.native.array, convolve_over_sample_size=2,
                         pixel_scales=0.1),
        ),
    ],
    ids=["plain", "over sampled", "without PSF", "Fourier", "finer PSF"],
)  # fmt: skip
def test_a_dataset_comes_back_to_the_last_bit(simulated, tmp_path, changed) -> None:
    dataset = changed(simulated)
    output.write_dataset(dataset, tmp_path / "dataset.fits")
    again = stored.dataset_from(tmp_path / "dataset.fits")
    identities = [al.AnalysisImaging(one).identity() for one in (dataset, again)]
    assert identities[0] == identities[1]
    if dataset.psf is not None:
        assert again.psf._use_fft == dataset.psf._use_fft
        size = dataset.psf.convolve_over_sample_size
        assert again.psf.convolve_over_sample_size == size
    assert again.mask.geometry.origin == dataset.mask.geometry.origin


def test_a_fit_comes_back_to_the_last_bit(analysis, fit) -> None:
    again = stored.analysis_from(fit).fit_from(fit.instance)
    assert again.figure_of_merit == analysis.fit_from(fit.instance).figure_of_merit
    assert stored.cosmology_of(fit) is None


def test_settings_cosmology_and_adapt_images_come_back(simulated, tmp_path) -> None:
    images = al.AdaptImages(
        galaxy_name_image_dict={SOURCE: adapt_image(simulated.mask)}
    )
    analysis = al.AnalysisImaging(
        simulated,
        adapt_images=images,
        cosmology=al.cosmo.FlatLambdaCDM(H0=70.0, Om0=0.3),
        settings=al.Settings(use_positive_only_solver=False),
        raise_inversion_positions_likelihood_exception=False,
    )
    model = pixelized_model(al.reg.Adapt)
    vector = model.physical_values_from_prior_medians
    fit = finished(tmp_path, analysis, model, vector)
    again = stored.analysis_from(fit)
    assert again.settings == analysis.settings
    assert repr(again.cosmology) == repr(analysis.cosmology)
    assert again.adapt_images.identity().keys() == images.identity().keys()
    expected = analysis.fit_from(fit.instance).figure_of_merit
    assert again.fit_from(fit.instance).figure_of_merit == expected


def correlated(**changes) -> al.Imaging:
    """Noise that neighbours along a row share."""
    covariance = 0.04 * np.eye(225) + 0.01 * np.eye(225, k=1) + 0.01 * np.eye(225, k=-1)
    return dataset_of(noise_covariance_matrix=covariance, **changes)


def test_correlated_noise_comes_back_to_the_last_bit(tmp_path, monkeypatch) -> None:
    dataset, path = correlated(), tmp_path / "dataset.fits"
    output.write_dataset(dataset, path)
    again = stored.dataset_from(path)
    assert np.array_equal(
        again.noise_covariance_matrix, dataset.noise_covariance_matrix
    )
    identities = [al.AnalysisImaging(one).identity() for one in (dataset, again)]
    assert identities[0] == identities[1]
    # What is symmetric but for rounding is kept as it is.
    matrix = dataset.noise_covariance_matrix.copy()
    matrix[0, 1] *= 1.0 + 1e-12
    output.write_dataset(al.Imaging(dataset.data, noise_covariance_matrix=matrix), path)
    assert np.array_equal(stored.dataset_from(path).noise_covariance_matrix, matrix)


def test_more_correlations_than_are_kept_are_told(tmp_path, monkeypatch) -> None:
    path = tmp_path / "dataset.fits"
    monkeypatch.setattr(output, "_MOST_CORRELATIONS", 200)
    output.write_dataset(correlated(), path)
    with pytest.raises(exc.DatasetException, match="too large to be kept"):
        stored.dataset_from(path)
    monkeypatch.undo()
    output.write_dataset(correlated(), path)
    with fits.open(path, mode="update") as hdu_list:
        hdu_list["NOISE_COVARIANCE_PLACES"].data[0, 0] = 1000
    with pytest.raises(exc.FitsException, match="do not fit"):
        stored.dataset_from(path)


def test_other_files_are_told(tmp_path) -> None:
    path = tmp_path / "dataset.fits"
    al.output_to_fits(np.ones((3, 3)), path, ext_name="MASK")
    with pytest.raises(exc.FitsException, match="has no card PIXSCALY"):
        stored.mask_from(path)
    with pytest.raises(exc.FitsException, match="no file"):
        stored.dataset_from(tmp_path / "none.fits")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"value": {"type": "unnamed", "reason": "no name"}}, "no name"),
        ({"value": {"type": "Uniform", "id": 0}}, "settings"),
        ({"value": 3}, "no settings"),
        ({"value": {"type": "instance", "class": "os"}}, "no class"),
    ],
)
def test_odd_settings_are_told(fit, monkeypatch, content, message) -> None:
    path = fit.files / "settings.json"
    before = path.read_text()
    path.write_text(json.dumps(content))
    with pytest.raises(exc.LensException, match=message):
        stored.analysis_from(fit)
    path.write_text(before)
