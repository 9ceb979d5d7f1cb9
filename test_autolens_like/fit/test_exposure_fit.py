"""An exposure of a joint fit is a fit of its own, with amplitudes of all."""

from __future__ import annotations

import numpy as np
import pytest

import autolens_like as al
from test_autolens_like.fit.exposures import linear_tracer, multi, pixelized_tracer


@pytest.mark.parametrize("tracer", [linear_tracer(), pixelized_tracer()])
def test_the_parts_of_an_exposure_add_up_to_its_model(tracer) -> None:
    fit = al.FitMultiImaging(multi(), tracer, background="plane")
    for exposure in fit.fits:
        light = sum(exposure.galaxy_model_image_dict.values()).array
        beside = exposure.model_data.array - light
        y, x = exposure.mask.derive_grid.unmasked.T
        rows = exposure.background.rows(*fit.inversion.sky(exposure, y, x))
        left = beside - np.linalg.lstsq(rows.T, beside, rcond=None)[0] @ rows
        np.testing.assert_allclose(left, 0.0, atol=1e-9)
        assert np.ptp(beside) > 1e-3


def test_a_tracer_with_the_solved_intensities_fits_as_well() -> None:
    fit = al.FitMultiImaging(multi(), linear_tracer())
    solved = fit.fits[1].tracer_linear_light_profiles_to_light_profiles
    again = al.FitMultiImaging(multi(), solved)
    assert again.log_likelihood == pytest.approx(fit.log_likelihood, rel=1e-12)
    assert again.inversion.systems == []


def test_errors_of_a_source_come_from_all_exposures() -> None:
    """The errors of a shared source are smaller than those of one exposure alone."""
    joint = al.FitMultiImaging(multi(), pixelized_tracer(linear=False))
    alone = al.FitMultiImaging(multi(), pixelized_tracer(linear=False), "separate")
    for one, other in zip(joint.fits, alone.fits, strict=True):
        less = one.inversion.sources[0].noise_map
        more = other.inversion.sources[0].noise_map
        assert np.nanmax(less / more) <= 1.0 + 1e-9
        np.testing.assert_array_equal(
            one.inversion.sources[0].reconstruction,
            joint.fits[0].inversion.sources[0].reconstruction,
        )


def test_the_gradient_of_many_columns_is_that_of_the_likelihood() -> None:
    """Of exposures with backgrounds and fluxes of their own, and of one alone."""
    jax = pytest.importorskip("jax")
    dataset, traced = multi(), []

    def value(radius):
        mass = al.mp.IsothermalSph(einstein_radius=radius)
        bulge = al.lp_linear.Gaussian(sigma=0.4)
        gaussians = [al.lp_linear.Gaussian((0.1, 0.1), sigma=s) for s in (0.1, 0.3)]
        source = al.Galaxy(1.0, known=al.lp.Gaussian(intensity=radius, sigma=0.2),
                           basis=al.lp_basis.Basis(gaussians))  # fmt: skip
        tracer = al.Tracer([al.Galaxy(0.5, bulge=bulge, mass=mass), source])
        joint = al.FitMultiImaging(dataset, tracer, background="constant")
        alone = al.FitImaging(dataset[0], tracer)
        traced[:] = [joint.inversion._images, alone.inversion.sharp]
        return joint.log_likelihood + 2.0 * alone.log_likelihood

    found = jax.jit(jax.grad(value))(0.9)
    assert len(traced[0]) == 3 and traced[1] is not None
    slope = (value(0.9 + 1e-5) - value(0.9 - 1e-5)) / 2e-5
    assert found == pytest.approx(slope, rel=1e-6)
    assert traced == [{}, None]
