"""A clump of light that the model lacks is found where it is."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

import autolens_like as al
from autolens_like import af, exc
from autolens_like.analysis.source_growth import (
    model_with_clump_from,
    residual_scatter,
)
from test_autolens_like.analysis.lens_images import lens_image, true_tracer

CLUMP = (-0.12, 0.05)


@pytest.fixture(scope="module")
def found() -> al.preparation.Preparation:
    return al.preparation.prepare(lens_image())


def fit_of(found, tracer: al.Tracer, seed: int = 2) -> al.FitImaging:
    """The true lens with free brightnesses, against the image of `tracer`."""
    empty = found.prepared(lens_image())
    clean = al.FitImaging(empty, tracer).model_data.native.array
    noise = np.full(clean.shape, 0.05)
    rng = np.random.default_rng(seed)
    arrays = [clean + rng.normal(0.0, 0.05, clean.shape), noise]
    data, noise_map = (al.Array2D.no_mask(a, pixel_scales=0.1) for a in arrays)
    dataset = found.prepared(al.Imaging(data, noise_map, psf=empty.psf))
    return al.FitImaging(dataset, al.Tracer(list(instance().galaxies)))


def model():
    """A model of the true lens whose only freedom is where the source is."""
    lens, source = true_tracer().galaxies
    light = al.lp_linear.Sersic(
        centre=lens.light.centre,
        ell_comps=lens.light.ell_comps,
        effective_radius=lens.light.effective_radius,
        sersic_index=lens.light.sersic_index,
    )
    linear = af.Model(
        al.lp_linear.Exponential,
        centre=(af.GaussianPrior(0.1, 0.05), af.GaussianPrior(0.15, 0.05)),
        ell_comps=source.light.ell_comps,
        effective_radius=source.light.effective_radius,
    )
    return af.Collection(
        galaxies=af.Collection(
            lens=af.Model(al.Galaxy, redshift=0.5, light=light, mass=lens.mass),
            source=af.Model(al.Galaxy, redshift=1.0, light=linear),
        )
    )


def instance():
    return model().instance_from_prior_medians()


def result_of(fit: al.FitImaging):
    samples = SimpleNamespace(
        max_log_likelihood=lambda as_instance: np.array([0.1, 0.15])
    )
    return SimpleNamespace(
        max_log_likelihood_fit=fit,
        instance=instance(),
        model=model(),
        samples=samples,
    )


def with_clump() -> al.Tracer:
    lens, source = true_tracer().galaxies
    clump = al.lp.GaussianSph(centre=CLUMP, sigma=0.05, intensity=10.0)
    return al.Tracer([lens, al.Galaxy(1.0, light=source.light, clump=clump)])


def test_a_true_model_has_the_residuals_of_the_sky(found) -> None:
    arcs, sky = residual_scatter(fit_of(found, true_tracer()), found)
    assert arcs == pytest.approx(1.0, abs=0.1)
    assert sky == pytest.approx(1.0, abs=0.1)


def test_a_missing_clump_shows_in_the_arcs(found) -> None:
    arcs, sky = residual_scatter(fit_of(found, with_clump()), found)
    assert arcs > 1.5 * sky


def test_a_clump_is_put_where_light_is_missing(found) -> None:
    result = result_of(fit_of(found, with_clump()))
    grown = model_with_clump_from(result, found, name="clump_1")
    clump = grown.instance_from_prior_medians().galaxies.source.clump_1
    assert clump.profile_list[0].centre == pytest.approx(CLUMP, abs=0.03)
    # The source keeps its two parameters and the clump brings four.
    assert grown.prior_count == 6
    assert result.model.prior_count == 2


def test_a_mask_without_sky_is_an_error(found) -> None:
    fit = fit_of(found, true_tracer())
    small = al.preparation.prepare(
        lens_image(), einstein_radius=1.8, positions=found.positions
    )
    with pytest.raises(exc.MaskException, match="no sky beyond the arcs"):
        residual_scatter(fit, small)
