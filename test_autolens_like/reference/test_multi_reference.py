"""Joint fits of exposures against lenstronomy (see `make_multi.py`)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import autolens_like as al

DOCUMENT = json.loads((Path(__file__).parent / "multi.json").read_text())
SETTINGS = al.Settings(
    use_positive_only_solver=False, no_regularization_add_to_curvature_diag_value=0.0
)


def dataset() -> al.MultiImaging:
    exposures, scalings, offsets = [], [], []
    for entry in DOCUMENT["exposures"]:
        scale = entry["pixel_scale"]
        data, noise, psf = (
            al.Array2D.no_mask(np.array(entry[name]), pixel_scales=scale)
            for name in ("data", "noise_map", "psf")
        )
        exposure = al.Imaging(data, noise, psf, over_sample_size_lp=1)
        exposures.append(exposure.apply_mask(al.Mask2D(entry["mask"], scale)))
        scalings.append(entry["flux_scaling"])
        offsets.append(tuple(entry["middle"]))
    return al.MultiImaging(exposures, flux_scaling=scalings, offsets=offsets)


def tracer() -> al.Tracer:
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
    )
    return al.Tracer(galaxies=[lens, source])


def compare(fit: al.FitMultiImaging, expected: dict) -> None:
    amplitudes, covariance = fit.inversion.amplitudes, fit.inversion.covariance
    np.testing.assert_allclose(amplitudes, expected["amplitudes"], rtol=1e-10)
    scale = np.sqrt(np.diagonal(covariance))
    limit = 1e-10 * np.outer(scale, scale)
    assert np.all(np.abs(covariance - expected["covariance"]) < limit)
    found = fit.log_likelihood_without_normalization
    assert found == pytest.approx(expected["log_likelihood"], rel=1e-10)
    assert fit.marginal_term == pytest.approx(expected["marginal"], rel=1e-10)


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
