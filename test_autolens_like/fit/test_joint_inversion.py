"""Names, places and the documented layout of everything that is solved for."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from test_autolens_like.fit.exposures import (
    NAMES,
    PLAIN,
    linear_tracer,
    multi,
    pixelized_tracer,
)


def test_names_stand_in_the_documented_order() -> None:
    fit = al.FitMultiImaging(
        multi(), linear_tracer(), {"galaxies.1": "grouped"}, "constant", "band"
    )
    assert fit.inversion.names == [
        "galaxies.0.bulge",
        "galaxies.1.bulge in VIS",
        "galaxies.1.bulge in NISP",
        "background of VIS",
        "background of NISP",
    ]
    assert fit.inversion.total_params == 5


def test_what_has_nothing_in_common_is_solved_apart() -> None:
    fit = al.FitMultiImaging(multi(), linear_tracer(), "grouped", "constant")
    systems = [[one.name for one in s.systems] for s in fit.inversion.systems]
    assert systems == [["VIS_1", "VIS_2"], ["NISP"]]
    covariance = fit.inversion.covariance
    assert covariance.shape == (7, 7)
    assert np.all(covariance[:4, 4:] == 0.0) and np.all(covariance[4:, :4] == 0.0)
    np.testing.assert_allclose(fit.inversion.errors**2, np.diagonal(covariance))


@pytest.mark.parametrize("mode", ["joint", "grouped"])
def test_pixels_and_light_are_one_system_of_the_response(mode) -> None:
    """(F + H) s = D from the response matrix and the regularization by itself."""
    fit = al.FitMultiImaging(
        multi(), pixelized_tracer(), mode, "constant", settings=PLAIN
    )
    inversion, rows = fit.inversion, fit.response_matrix
    smooth = next(iter(inversion.meshes.values())).mapper.regularization_matrix_from(
        None
    )
    matrix = (rows / fit.error_response) @ rows.T
    for key, own in inversion.slices.items():
        if key[0] == "galaxies.1.pixelization":
            matrix[own, own] += smooth
    vector = (rows / fit.error_response) @ fit.data_response
    np.testing.assert_allclose(
        inversion.amplitudes, np.linalg.solve(matrix, vector), rtol=1e-7, atol=1e-9
    )
    np.testing.assert_allclose(
        inversion.covariance, np.linalg.inv(matrix), rtol=1e-6, atol=1e-9
    )
    determinant = np.linalg.slogdet(matrix)[1]
    found = sum(system.log_det_whole_term for system in inversion.systems)
    assert found == pytest.approx(determinant, rel=1e-9)


def test_a_flat_component_is_named_beside_the_backgrounds() -> None:
    """A sheet whose convolution is flat: as wide as the frame is small."""
    sheet = al.Galaxy(0.5, sheet=al.lp_linear.Gaussian(sigma=1e9))
    fit = al.FitMultiImaging(multi(), al.Tracer([sheet]), background="constant")
    with pytest.raises(
        exc.InversionException, match=r"flat component galaxies\.0\.sheet"
    ):
        _ = fit.figure_of_merit


def test_nothing_to_solve_is_said() -> None:
    fit = al.FitMultiImaging(multi(), al.Tracer([al.Galaxy(0.5, b=al.lp.Sersic())]))
    assert fit.amplitude_dict == {name: {} for name in NAMES}
    with pytest.raises(exc.InversionException, match="Nothing in this fit"):
        fit.inversion.require_some()


@pytest.mark.parametrize("tracer", [linear_tracer, pixelized_tracer])
def test_a_fit_ends_with_its_last_holder_without_the_collector(
    tracer, monkeypatch
) -> None:
    """Its memory is there for the next one."""
    # A thread that ends a task lets go of it in its own time.
    monkeypatch.setenv("AUTOLENS_LIKE_NUM_THREADS", "1")
    fit = al.FitMultiImaging(multi(), tracer(), background="constant")
    assert np.isfinite(fit.figure_of_merit)
    parts = [fit, fit.inversion, *fit.fits, *(one.inversion for one in fit.fits)]
    held = [weakref.ref(part) for part in parts]
    gc.disable()
    try:
        del fit, parts
        assert [one() for one in held] == [None] * len(held)
    finally:
        gc.enable()


def test_an_exposure_and_the_inversion_outlive_the_fit() -> None:
    def fit() -> al.FitMultiImaging:
        return al.FitMultiImaging(multi(), linear_tracer())

    expected = fit()
    expected_image = expected.fits[1].model_data.array
    np.testing.assert_array_equal(fit().fits[1].model_data.array, expected_image)
    inversion = fit().inversion
    np.testing.assert_array_equal(inversion.amplitudes, expected.inversion.amplitudes)
    np.testing.assert_allclose(
        inversion.response_matrix, expected.response_matrix, atol=1e-13
    )
    assert expected.inversion.exposure(1) is expected.fits[1]
