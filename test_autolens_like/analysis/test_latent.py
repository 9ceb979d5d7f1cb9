"""Fluxes, magnification and Einstein radius follow from light and mass."""

from __future__ import annotations

import math

import numpy as np
import pytest

import autolens_like as al
from autolens_like.analysis.latent import LATENT_FUNCTIONS, UNITS, LatentLens
from test_autolens_like.fit.conftest import dataset_of, tracer_of


@pytest.fixture(scope="module")
def latent() -> LatentLens:
    return LatentLens(al.FitImaging(dataset_of(), tracer_of()))


def test_fluxes_are_sums_over_the_mask(latent) -> None:
    lens, source = latent.tracer.galaxies
    grid = latent.fit.dataset.grids.lp
    assert latent.total_lens_flux == pytest.approx(lens.image_2d_from(grid).array.sum())
    lensed = latent.tracer.image_2d_from(grid).array.sum() - latent.total_lens_flux
    assert latent.total_lensed_source_flux == pytest.approx(lensed, rel=1e-10)
    unlensed = source.image_2d_from(grid).array.sum()
    assert latent.total_source_flux == pytest.approx(unlensed, rel=1e-12)
    assert latent.magnification == pytest.approx(lensed / unlensed, rel=1e-10)


def test_linear_light_has_the_flux_that_was_solved_for(latent) -> None:
    lens, source = latent.tracer.galaxies
    dataset = dataset_of(latent.fit.model_data.native.array)
    bulge = al.lp_linear.Exponential(
        centre=source.bulge.centre,
        ell_comps=source.bulge.ell_comps,
        effective_radius=source.bulge.effective_radius,
    )
    solved = al.Galaxy(redshift=source.redshift, bulge=bulge)
    fit = al.FitImaging(dataset, al.Tracer(galaxies=[lens, solved]))
    again = LatentLens(fit)
    assert again.total_source_flux == pytest.approx(latent.total_source_flux, rel=1e-6)
    assert again.magnification == pytest.approx(latent.magnification, rel=1e-6)


def test_without_mass_or_light_there_is_no_number() -> None:
    dark = al.Tracer(galaxies=[al.Galaxy(redshift=0.5), al.Galaxy(redshift=1.0)])
    latent = LatentLens(al.FitImaging(dataset_of(), dark))
    assert math.isnan(latent.effective_einstein_radius)
    assert math.isnan(latent.magnification) and latent.total_lens_flux == 0.0


def test_a_result_has_them_with_errors(result) -> None:
    latent = result.latent_samples
    assert latent.names == list(LATENT_FUNCTIONS)
    values = latent.median_pdf()
    ratio = values.total_lensed_source_flux / values.total_source_flux
    assert values.magnification == pytest.approx(ratio, rel=0.05)
    assert set(UNITS) < set(LATENT_FUNCTIONS)
    text = (result.paths.folder / "latent.results").read_text()
    assert text == result.latent_text and "total_source_flux [data]" in text
    assert np.all(np.isfinite(latent.parameter_lists))
