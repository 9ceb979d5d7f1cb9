"""Exposures that are simulated together are those that a fit expects."""

from __future__ import annotations

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from test_autolens_like.fit.conftest import kernel, tracer_of

QUIET = {
    "add_poisson_noise_to_data": False,
    "include_poisson_noise_in_noise_map": False,
}
GRIDS = {
    "VIS": al.Grid2D.uniform((15, 15), 0.2, over_sample_size=1),
    "NISP": al.Grid2D.uniform((11, 13), 0.25, over_sample_size=1),
}


def simulators(**settings) -> dict[str, al.SimulatorImaging]:
    blunt = al.Convolver(al.Array2D.no_mask(kernel().kernel.native.array.T, 0.25))
    return {
        name: al.SimulatorImaging(100.0, psf=psf, **settings)
        for name, psf in (("VIS", kernel()), ("NISP", blunt))
    }


def together(**settings) -> al.SimulatorMultiImaging:
    return al.SimulatorMultiImaging(
        simulators(**settings),
        flux_scaling=[1.0, 0.6],
        offsets=[(0.0, 0.0), (-0.11, 0.07)],
        rotations=[0.0, 20.0],
    )


def test_an_exposure_that_lies_straight_is_that_of_one_simulator() -> None:
    dataset = together(**QUIET).via_tracer_from(tracer_of(), GRIDS)
    one = simulators(**QUIET)["VIS"].via_tracer_from(tracer_of(), GRIDS["VIS"])
    for name in ("data", "noise_map"):
        found, expected = (getattr(each, name).array for each in (dataset["VIS"], one))
        np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_a_fit_with_the_truth_leaves_nothing() -> None:
    quasar = al.lp.LensedPointSource(positions=[(0.8, 0.2), (-0.7, 0.1)], intensity=0.3)
    lens, source = tracer_of().galaxies
    source = al.Galaxy(redshift=1.0, bulge=source.bulge, quasar=quasar)
    tracer = al.Tracer(galaxies=[lens, source])
    models = {"NISP": al.DatasetModel(0.3, (0.02, 0.0), 1.0, 1.1, 0.4)}
    dataset = together(**QUIET).via_tracer_from(tracer, GRIDS, models)
    assert dataset.placements[1].rotation == 20.0
    assert dataset.flux_scaling == (1.0, 0.6)
    masked = dataset.apply_mask(dataset.circular_masks(1.0))
    fit = al.FitMultiImaging(masked, tracer, dataset_model=models)
    for residual in fit.residual_map_list:
        np.testing.assert_allclose(residual.array, 0.0, atol=1e-12)


def test_every_exposure_has_its_own_noise_and_its_own_colours() -> None:
    dark = tracer_of().galaxies[0]
    dark = al.Galaxy(redshift=0.5, mass=dark.mass)
    colours = {"VIS": al.Tracer([dark, tracer_of().galaxies[1]]), "NISP": tracer_of()}
    twins = al.SimulatorMultiImaging(
        dict.fromkeys(GRIDS, al.SimulatorImaging(100.0, 0.1, noise_seed=3)),
        bands=["H", "H"],
    )
    grid = GRIDS["VIS"]
    dataset = twins.via_tracer_from(tracer_of(), grid)
    again = twins.via_tracer_from(tracer_of(), grid)
    first, second = (exposure.data.array for exposure in dataset)
    assert np.array_equal(first, again["VIS"].data.array)
    assert np.mean(first == second) < 0.5
    assert dataset.bands == ("H", "H")
    coloured = twins.via_tracer_from(colours, grid)
    assert coloured["VIS"].data.array.sum() < 0.7 * coloured["NISP"].data.array.sum()


@pytest.mark.parametrize(
    ("tracer", "grid", "message"),
    [
        (tracer_of(linear=True), GRIDS, "Linear light"),
        (tracer_of(), {"VIS": GRIDS["VIS"]}, "'NISP': NoneType came as grid"),
        ({"VIS": tracer_of()}, GRIDS, "'NISP': NoneType came as tracer"),
        ({"VISS": tracer_of()}, GRIDS, "Did you mean 'VIS'"),
    ],
)
def test_what_cannot_be_simulated_is_told(tracer, grid, message) -> None:
    with pytest.raises(exc.DatasetException, match=message):
        together(**QUIET).via_tracer_from(tracer, grid)


def test_light_with_a_ratio_for_its_intensity_is_refused() -> None:
    star = al.Galaxy(redshift=0.5, bulge=al.lp_snr.Sersic(signal_to_noise_ratio=10.0))
    with pytest.raises(exc.DatasetException, match=r"al\.lp_snr"):
        together(**QUIET).via_tracer_from(al.Tracer([star]), GRIDS)


@pytest.mark.parametrize(
    ("given", "message"), [([], "No simulator"), ([3], "SimulatorImaging for every")]
)
def test_simulators_are_asked_for(given, message) -> None:
    with pytest.raises(exc.DatasetException, match=message):
        al.SimulatorMultiImaging(given)
