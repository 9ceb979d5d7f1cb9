"""Likelihoods of autolens and lenstronomy on one small image, see make_fit.py."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import autolens_like as al

CONTENT = json.loads((Path(__file__).parent / "fit.json").read_text())
CASES = CONTENT["cases"]
DEFINITE = [name for name in CASES if "unconstrained" not in name]


def profile(name: str, values: dict[str, Any]) -> Any:
    module, cls = name.split(".")
    return getattr(getattr(al, module), cls)(**values)


def component(spec: Any) -> Any:
    if isinstance(spec[0], str):
        return profile(*spec)
    return al.lp_basis.Basis(profile_list=[profile(*item) for item in spec])


def array(name: str) -> Any:
    return al.Array2D.no_mask(CONTENT[name], pixel_scales=CONTENT["pixel_scales"])


class GivenFactor(type(al.cosmo.Planck15())):
    """A cosmology whose only scaling factor other than 0 and 1 is given."""

    factor = CASES["three planes"]["scaling_factor"]

    def scaling_factor_between_redshifts_from(
        self, redshift_0: float, redshift_1: float, redshift_final: float
    ) -> float:
        return 1.0 if redshift_1 == redshift_final else self.factor


@cache
def fit_of(name: str, library: str = "numpy") -> Any:
    case = CASES[name]
    mask = al.Mask2D.circular(
        shape_native=np.shape(CONTENT["data"]),
        pixel_scales=CONTENT["pixel_scales"],
        radius=CONTENT["mask_radius"],
    )
    dataset = al.Imaging(
        data=array("data"),
        noise_map=array("noise_map"),
        psf=al.Convolver(kernel=array("psf")),
        over_sample_size_lp=CONTENT["over_sample_size_lp"],
    ).apply_mask(mask)
    if "over_sample_size_lp" in case:
        sizes = np.array(case["over_sample_size_lp"])
        dataset = dataset.apply_over_sampling(over_sample_size_lp=sizes)
    tracer = al.Tracer(
        galaxies=[
            al.Galaxy(
                redshift=galaxy["redshift"],
                **{key: component(s) for key, s in galaxy["profiles"].items()},
            )
            for galaxy in case["galaxies"]
        ],
        cosmology=GivenFactor() if "scaling_factor" in case else None,
    )
    model = case.get("dataset_model")
    settings = al.Settings(**case["settings"]) if "settings" in case else None
    options = {
        "dataset_model": None if model is None else al.DatasetModel(**model),
        "settings": settings,
    }
    if library == "jax":
        import jax.numpy as jnp

        options["xp"] = jnp
    return al.FitImaging(dataset, tracer, **options)


@pytest.mark.parametrize("library", ["numpy", "jax"])
@pytest.mark.parametrize("name", DEFINITE)
def test_statistics_are_those_of_autolens(name: str, library: str) -> None:
    fit, expected = fit_of(name, library), CASES[name]["autolens"]
    for statistic in ("chi_squared", "reduced_chi_squared", "noise_normalization"):
        found = float(getattr(fit, statistic))
        assert found == pytest.approx(expected[statistic], rel=1e-10), statistic
    for statistic in ("log_likelihood", "figure_of_merit"):
        found = float(getattr(fit, statistic))
        assert found == pytest.approx(expected[statistic], abs=1e-6), statistic


@pytest.mark.parametrize("name", DEFINITE)
def test_model_images_are_those_of_autolens(name: str) -> None:
    fit, expected = fit_of(name), CASES[name]["autolens"]
    sky = CASES[name].get("dataset_model", {}).get("background_sky_level", 0.0)
    image = np.array(expected["model_data"]) + sky
    assert fit.model_data.array == pytest.approx(image, rel=1e-8)
    if "reconstruction" in expected:
        solved = np.array(expected["reconstruction"])
        assert fit.inversion.reconstruction == pytest.approx(solved, rel=1e-6, abs=1e-9)


def test_unconstrained_gaussians() -> None:
    fit = fit_of("Gaussians, unconstrained")
    expected = CASES["Gaussians, unconstrained"]["autolens"]
    assert fit.log_likelihood == pytest.approx(expected["log_likelihood"], abs=1e-6)
    # Neighbouring Gaussians trade light: their sum is known better than they are.
    solved = np.array(expected["reconstruction"])
    assert fit.inversion.reconstruction == pytest.approx(solved, rel=1e-5)


def test_the_parametric_case_is_that_of_lenstronomy() -> None:
    expected = CASES["parametric"]["lenstronomy"]["log_likelihood"]
    assert fit_of("parametric").log_likelihood == pytest.approx(expected, rel=1e-9)
