"""Joint fits of exposures against lenstronomy.

Numbers are those of `make_multi.py` and `make_multi_dust.py`.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import autolens_like as al

DUST = json.loads((Path(__file__).parent / "multi_dust.json").read_text())
DOCUMENT = json.loads((Path(__file__).parent / "multi.json").read_text())
SETTINGS = al.Settings(
    use_positive_only_solver=False, no_regularization_add_to_curvature_diag_value=0.0
)


def dataset(images: list | None = None) -> al.MultiImaging:
    exposures, scalings, offsets = [], [], []
    for index, entry in enumerate(DOCUMENT["exposures"]):
        scale = entry["pixel_scale"]
        values = entry["data"] if images is None else images[index]
        data, noise, psf = (
            al.Array2D.no_mask(np.array(each), pixel_scales=scale)
            for each in (values, entry["noise_map"], entry["psf"])
        )
        exposure = al.Imaging(data, noise, psf, over_sample_size_lp=1)
        exposures.append(exposure.apply_mask(al.Mask2D(entry["mask"], scale)))
        scalings.append(entry["flux_scaling"])
        offsets.append(tuple(entry["middle"]))
    return al.MultiImaging(exposures, flux_scaling=scalings, offsets=offsets)


def tracer(**more) -> al.Tracer:
    one, other = DOCUMENT["sources"]
    lens = al.Galaxy(
        redshift=0.5,
        bulge=al.lp_linear.Gaussian(**DOCUMENT["lens"]),
        mass=al.mp.PowerLaw(**DOCUMENT["mass"]),
        shear=al.mp.ExternalShear(**DOCUMENT["shear"]),
    )
    source = al.Galaxy(
        redshift=1.0,
        bulge=al.lp_linear.Gaussian(**one),
        disk=al.lp_linear.Gaussian(**other),
        **more,
    )
    return al.Tracer(galaxies=[lens, source])


def compare(fit: al.FitMultiImaging, expected: dict, rtol: float = 1e-10) -> None:
    amplitudes, covariance = fit.inversion.amplitudes, fit.inversion.covariance
    np.testing.assert_allclose(amplitudes, expected["amplitudes"], rtol=rtol)
    scale = np.sqrt(np.diagonal(covariance))
    limit = rtol * np.outer(scale, scale)
    assert np.all(np.abs(covariance - expected["covariance"]) < limit)
    found = fit.log_likelihood_without_normalization
    assert found == pytest.approx(expected["log_likelihood"], rel=rtol)
    if "marginal" not in expected:
        return
    assert fit.marginal_term == pytest.approx(expected["marginal"], rel=rtol)


def test_joint() -> None:
    compare(
        al.FitMultiImaging(dataset(), tracer(), settings=SETTINGS), DOCUMENT["joint"]
    )


def test_joint_with_a_background_in_every_exposure() -> None:
    fit = al.FitMultiImaging(
        dataset(), tracer(), background="constant", settings=SETTINGS
    )
    compare(fit, DOCUMENT["backgrounds"])


def test_joint_with_an_exposure_switched_off() -> None:
    some = dataset().with_active(["exposure_0", "exposure_2"])
    fit = al.FitMultiImaging(some, tracer(), settings=SETTINGS)
    compare(fit, DOCUMENT["without_the_second"])


@pytest.mark.parametrize("index", range(3))
def test_a_single_exposure(index) -> None:
    one = dataset().with_active([f"exposure_{index}"])
    fit = al.FitMultiImaging(one, tracer(), settings=SETTINGS)
    compare(fit, DOCUMENT["separate"][index])


def test_separate() -> None:
    fit = al.FitMultiImaging(dataset(), tracer(), "separate", settings=SETTINGS)
    expected = [value for e in DOCUMENT["separate"] for value in e["amplitudes"]]
    np.testing.assert_allclose(fit.inversion.amplitudes, expected, rtol=1e-10)
    found = fit.log_likelihood_without_normalization
    assert found == pytest.approx(DOCUMENT["separate_log_likelihood"], rel=1e-10)
    marginal = sum(entry["marginal"] for entry in DOCUMENT["separate"])
    assert fit.marginal_term == pytest.approx(marginal, rel=1e-10)


def test_dust_of_another_depth_in_every_exposure() -> None:
    dust = [al.lp.Gaussian(**DUST["dust"], intensity=depth) for depth in DUST["depths"]]
    fit = al.FitMultiImaging(
        dataset(DUST["dusty"]["data"]),
        tracer(),
        background="constant",
        dataset_model=[al.DatasetModel(optical_depth=one) for one in dust],
        settings=SETTINGS,
    )
    compare(fit, DUST["dusty"])


def test_a_quasar_whose_images_are_tied_by_magnification() -> None:
    quasar = al.lp_linear.LensedPointSource(positions=DUST["positions"])
    fit = al.FitMultiImaging(
        dataset(DUST["quasar"]["data"]),
        tracer(quasar=quasar),
        background="constant",
        settings=SETTINGS,
    )
    compare(fit, DUST["quasar"], rtol=1e-9)
