"""Factors of exposures are solved for as a search would find them."""

from __future__ import annotations

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from test_autolens_like.fit.conftest import tracer_of
from test_autolens_like.fit.exposures import (
    PLAIN,
    linear_tracer,
    multi,
    pixelized_tracer,
)

CALIBRATION = {"NISP": (1.1, 0.3), "VIS_2": (1.0, 0.2)}
TRACERS = {
    "any sign": (linear_tracer(), PLAIN),
    "positive": (linear_tracer(), al.Settings()),
    "source pixels": (pixelized_tracer(), al.Settings()),
}


def calibrated(name: str, **options) -> al.FitMultiImaging:
    tracer, settings = TRACERS[name]
    options = {"background": "plane", "calibration": CALIBRATION} | options
    sharing = al.AmplitudeSharing(**options)
    return al.FitMultiImaging(multi(), tracer, sharing, settings=settings)


def penalized(name: str, factors: dict[str, float]) -> float:
    """-2 ln of likelihood times priors at given factors, with amplitudes solved for."""
    tracer, settings = TRACERS[name]
    models = {k: al.DatasetModel(flux_scaling=value) for k, value in factors.items()}
    fit = al.FitMultiImaging(
        multi(), tracer, background="plane", dataset_model=models, settings=settings
    )
    deviations = [
        (factors[k] - mean) / width for k, (mean, width) in CALIBRATION.items()
    ]
    smoothing = fit._evidence_term("regularization_term")
    return fit.chi_squared + smoothing + np.square(deviations).sum()


@pytest.mark.parametrize("name", TRACERS)
def test_no_other_factors_fit_better(name) -> None:
    fit = calibrated(name)
    found = {key: fit.amplitude_dict[key]["flux_scaling"] for key in CALIBRATION}
    least = penalized(name, found)
    own = fit.chi_squared + fit._evidence_term("regularization_term")
    assert own == pytest.approx(least, rel=1e-9)
    step = 1e-3
    for key, value in found.items():
        sides = [penalized(name, found | {key: value + s}) for s in (-step, step)]
        curvature = (sides[0] + sides[1] - 2.0 * least) / step**2
        assert curvature > 0.0
        # The nearest minimum of the parabola is nearer than a millionth.
        assert abs(sides[1] - sides[0]) / (2.0 * step) < 1e-5 * curvature
    residual = fit.data_response - fit.inversion.amplitudes @ fit.response_matrix
    expected = np.concatenate([image.array for image in fit.residual_map_list])
    np.testing.assert_allclose(residual, expected, atol=1e-12)


def test_what_is_known_is_the_flux_scaling_of_the_dataset() -> None:
    dataset = multi()
    factors = [1.0, 0.9 * 1.3, 1.2 * 0.6]
    known = {"VIS_2": (0.9, 1e-9), "NISP": (1.2, 1e-9)}
    fit = calibrated("any sign", calibration=known)
    other = al.FitMultiImaging(
        dataset.with_flux_scaling(factors),
        linear_tracer(),
        background="plane",
        settings=PLAIN,
    )
    assert fit.chi_squared == pytest.approx(other.chi_squared, rel=1e-9)
    assert fit.degrees_of_freedom == pytest.approx(other.degrees_of_freedom, abs=1e-6)
    size = other.total_linear_parameters
    np.testing.assert_allclose(
        fit.inversion.errors[:size], other.inversion.errors, rtol=1e-6
    )


def test_errors_of_fluxes_hold_what_is_not_known_of_the_factors() -> None:
    """A flux of one exposure alone is known as well as its factor, and no better."""
    modes = {"amplitudes": "separate", "calibration": {"NISP": (1.0, 0.1)}}
    plain, fit = calibrated("any sign", calibration={}), calibrated("any sign", **modes)
    flux = fit.amplitude_dict["NISP"]["galaxies.0.bulge"]
    error = fit.amplitude_error_dict["NISP"]["galaxies.0.bulge"]
    assert error > 0.1 * abs(flux)
    assert fit.amplitude_dict["NISP"]["flux_scaling"] == pytest.approx(1.0, rel=1e-9)
    assert fit.figure_of_merit == fit.log_evidence
    assert plain.log_evidence is None


def test_a_factor_that_the_data_know_is_found() -> None:
    simulator = al.SimulatorImaging(2000.0, 0.1, psf=multi()["VIS_1"].psf, noise_seed=1)
    twins = al.SimulatorMultiImaging(
        {"first": simulator, "second": simulator}, bands=["H", "H"]
    )
    grid = al.Grid2D.uniform((15, 15), 0.2, over_sample_size=1)
    truth = {"second": al.DatasetModel(flux_scaling=1.3)}
    dataset = twins.via_tracer_from(tracer_of(), grid, truth)
    sharing = al.AmplitudeSharing(calibration={"second": (1.0, 1.0)})
    fit = al.FitMultiImaging(dataset, linear_tracer(), sharing, settings=PLAIN)
    found = fit.amplitude_dict["second"]["flux_scaling"]
    error = fit.amplitude_error_dict["second"]["flux_scaling"]
    assert error < 0.02 and abs(found - 1.3) < 4.0 * error


def test_exposures_of_a_band_share_their_factor() -> None:
    modes = {"amplitudes": "separate", "calibration": {"VIS": (1.0, 0.1)}}
    fit = calibrated("any sign", **modes)
    assert fit.inversion.names.count("flux_scaling of VIS") == 1
    assert len(fit.inversion.systems) == 2
    assert "flux_scaling" not in fit.amplitude_dict["NISP"]
    first, second = (fit.amplitude_dict[name] for name in ("VIS_1", "VIS_2"))
    assert first["flux_scaling"] == second["flux_scaling"]


@pytest.mark.parametrize(
    ("calibration", "message"),
    [
        ({"NISQ": (1.0, 0.1)}, "Did you mean 'NISP'"),
        ({"NISP": (1.0, 0.0)}, r"calibration\['NISP'\].*above zero"),
        ({"NISP": (-1.0, 0.1)}, "one above zero"),
    ],
)
def test_bad_input_is_named(calibration, message) -> None:
    with pytest.raises(exc.InputException, match=message):
        calibrated("any sign", calibration=calibration)


def test_light_of_known_intensity_has_no_factor() -> None:
    sharing = al.AmplitudeSharing(calibration=CALIBRATION)
    with pytest.raises(exc.InputException, match=r"al\.lp_linear"):
        al.FitMultiImaging(multi(), tracer_of(), sharing)
