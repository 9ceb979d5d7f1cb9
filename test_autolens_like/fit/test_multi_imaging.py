"""A fit of several exposures is the fit of one where there is one, and keeps laws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from autolens_like.inversion.joint_system import JointSystem
from test_autolens_like.fit.conftest import dataset_of, tracer_of
from test_autolens_like.fit.exposures import (
    NAMES,
    PLAIN,
    exposures,
    linear_tracer,
    multi,
    one,
    pixelized_tracer,
)

BULGES = ("galaxies.0.bulge", "galaxies.1.bulge")
TRACERS = {
    "known light": tracer_of(),
    "linear light": linear_tracer(),
    "a pixelized source": pixelized_tracer(linear=False),
    "both": pixelized_tracer(),
}


@pytest.mark.parametrize("name", TRACERS)
@pytest.mark.parametrize("mode", ["joint", "grouped", "separate"])
def test_one_exposure_is_a_fit_of_imaging(name, mode) -> None:
    single = al.FitImaging(dataset_of(), TRACERS[name])
    fit = al.FitMultiImaging(one(), TRACERS[name], mode)
    assert fit.figure_of_merit == pytest.approx(single.figure_of_merit, rel=1e-12)
    assert fit.log_likelihood == pytest.approx(single.log_likelihood, rel=1e-12)
    np.testing.assert_allclose(
        fit.model_data_list[0].array, single.model_data.array, rtol=1e-9, atol=1e-12
    )


def test_separate_amplitudes_are_those_of_separate_fits() -> None:
    dataset = multi(offsets=None, rotations=None, flux_scaling=None)
    fit = al.FitMultiImaging(dataset, linear_tracer(), "separate", settings=PLAIN)
    own = [al.FitImaging(d, linear_tracer(), settings=PLAIN) for d in dataset]
    total = sum(each.log_likelihood for each in own)
    assert fit.log_likelihood == pytest.approx(total, rel=1e-12)
    for name, each in zip(NAMES, own, strict=True):
        found = [fit.amplitude_dict[name][bulge] for bulge in BULGES]
        np.testing.assert_allclose(found, each.inversion.intensities, rtol=1e-9)
    assert fit.total_linear_parameters == 6


def dense_of(fit) -> np.ndarray:
    """The amplitudes by plain algebra from the documented layout."""
    response, weight = fit.response_matrix, 1.0 / fit.error_response
    matrix = (response * weight) @ response.T
    return np.linalg.solve(matrix, (response * weight) @ fit.data_response)


@pytest.mark.parametrize("mode, total", [("joint", 2), ("grouped", 4), ("separate", 6)])
def test_every_mode_is_least_squares_of_its_response(mode, total) -> None:
    fit = al.FitMultiImaging(multi(), linear_tracer(), mode, "plane", settings=PLAIN)
    assert fit.response_matrix.shape == (total + 9, multi().shape_slim)
    np.testing.assert_allclose(fit.inversion.amplitudes, dense_of(fit), rtol=1e-8)
    residual = fit.data_response - fit.inversion.amplitudes @ fit.response_matrix
    expected = np.concatenate([m.array for m in fit.residual_map_list])
    np.testing.assert_allclose(residual, expected, rtol=1e-9, atol=1e-12)
    chi_squared = (residual**2 / fit.error_response).sum()
    assert fit.chi_squared == pytest.approx(chi_squared, rel=1e-12)
    assert fit.degrees_of_freedom == multi().shape_slim - total - 9


def test_flux_scaling_multiplies_light_and_not_backgrounds() -> None:
    dataset = multi()
    plain = dataset.with_flux_scaling([1.0, 1.0, 1.0])
    fits = [
        al.FitMultiImaging(d, linear_tracer(), "separate", "constant", settings=PLAIN)
        for d in (dataset, plain)
    ]
    for name, factor in zip(NAMES, dataset.flux_scaling, strict=True):
        scaled, unscaled = (fit.amplitude_dict[name] for fit in fits)
        for bulge in BULGES:
            assert factor * scaled[bulge] == pytest.approx(unscaled[bulge], rel=1e-9)
        assert scaled["background"] == pytest.approx(unscaled["background"], rel=1e-9)
    assert fits[0].log_likelihood == pytest.approx(fits[1].log_likelihood, rel=1e-12)


@pytest.mark.parametrize("name", ["linear light", "both"])
@pytest.mark.parametrize("mode", ["joint", "grouped"])
def test_the_order_of_exposures_changes_nothing(name, mode) -> None:
    dataset, order = multi(), [2, 0, 1]
    other = al.MultiImaging(
        *([getattr(dataset, part)[i] for i in order] for part in
          ("exposures", "names", "bands", "flux_scaling", "offsets", "rotations"))
    )  # fmt: skip
    arguments = (TRACERS[name], mode, "constant", "band")
    fit, moved = (al.FitMultiImaging(d, *arguments) for d in (dataset, other))
    assert moved.figure_of_merit == pytest.approx(fit.figure_of_merit, rel=1e-12)
    for exposure, amplitudes in fit.amplitude_dict.items():
        for component, value in amplitudes.items():
            found = moved.amplitude_dict[exposure][component]
            np.testing.assert_allclose(found, value, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("name", ["linear light", "both"])
def test_two_exposures_of_half_the_depth_are_one(name) -> None:
    whole = dataset_of()
    half = one(whole).with_noise_scaled([np.sqrt(2.0)]).exposures[0]
    fit = al.FitMultiImaging(one(whole), TRACERS[name], background="plane")
    split = al.MultiImaging([half, half], bands=["VIS", "VIS"])
    twice = al.FitMultiImaging(
        split, TRACERS[name], background="plane", background_per="band"
    )
    assert twice.chi_squared == pytest.approx(fit.chi_squared, rel=1e-9)
    np.testing.assert_allclose(
        twice.inversion.amplitudes, fit.inversion.amplitudes, rtol=1e-7, atol=1e-9
    )
    marginal = twice.log_marginal_likelihood + 0.5 * twice.noise_normalization
    expected = fit.log_marginal_likelihood + 0.5 * fit.noise_normalization
    assert marginal == pytest.approx(expected, rel=1e-9)


def test_an_exposure_that_is_off_is_not_there_but_keeps_its_place() -> None:
    dataset = multi().with_active(["VIS_1", "NISP"])
    fit = al.FitMultiImaging(dataset, linear_tracer(), "joint", "constant")
    parts = ("names", "bands", "flux_scaling", "offsets", "rotations")
    chosen = {part: [getattr(multi(), part)[i] for i in (0, 2)] for part in parts}
    images = exposures()
    without = al.MultiImaging([images[0], images[2]], **chosen)
    other = al.FitMultiImaging(without, linear_tracer(), "joint", "constant")
    assert fit.log_likelihood == pytest.approx(other.log_likelihood, rel=1e-12)
    assert fit.fits[1] is None and fit.residual_map_list[1] is None
    assert fit.response_matrix.shape == other.response_matrix.shape == (
        4, dataset.shape_slim,
    )  # fmt: skip


def test_a_component_of_one_band_has_no_column_in_others() -> None:
    bands = {"galaxies.1": ["NISP"]}
    fit = al.FitMultiImaging(multi(), linear_tracer(), bands=bands, settings=PLAIN)
    first = sum(e.mask.shape_slim for e in multi().exposures[:2])
    assert fit.inversion.names == list(BULGES)
    assert np.all(fit.response_matrix[1, :first] == 0.0)
    assert np.all(fit.response_matrix[1, first:] > 0.0)
    assert BULGES[1] not in fit.amplitude_dict["VIS_1"]
    np.testing.assert_allclose(fit.inversion.amplitudes, dense_of(fit), rtol=1e-8)


def test_each_component_may_be_shared_in_its_own_way() -> None:
    modes = {"galaxies.0": "separate", "galaxies.1.bulge": "joint"}
    fit = al.FitMultiImaging(multi(), linear_tracer(), modes, settings=PLAIN)
    lens, source = (
        {fit.amplitude_dict[name][bulge] for name in NAMES} for bulge in BULGES
    )
    assert (len(lens), len(source)) == (3, 1)
    np.testing.assert_allclose(fit.inversion.amplitudes, dense_of(fit), rtol=1e-8)


def test_priors_pull_and_enter_the_evidence() -> None:
    tracer = linear_tracer()
    plain = al.FitMultiImaging(multi(), tracer, background="constant")
    priors = {"galaxies.1.bulge": (3.0, 1e-4), "background.NISP": (0.25, 1e-5)}
    fit = al.FitMultiImaging(multi(), tracer, background="constant", priors=priors)
    assert fit.amplitude_dict["VIS_2"][BULGES[1]] == pytest.approx(3.0, abs=1e-2)
    assert fit.amplitude_dict["NISP"]["background"] == pytest.approx(0.25, abs=1e-3)
    errors = fit.amplitude_error_dict["NISP"]
    assert errors["background"] == pytest.approx(1e-5, rel=1e-3)
    assert plain.log_evidence is None
    assert fit.figure_of_merit == fit.log_evidence < fit.log_likelihood


def test_inputs_are_not_touched() -> None:
    dataset, tracer = multi(), linear_tracer()
    before = (dataset.identity(), repr(tracer))
    fit = al.FitMultiImaging(dataset, tracer, "grouped", 2)
    _ = fit.log_marginal_likelihood, fit.model_data_list, fit.inversion.covariance
    assert (dataset.identity(), repr(tracer)) == before


def test_registration_of_the_dataset_and_of_the_model_are_one() -> None:
    moved = [al.DatasetModel(grid_offset=(-y, -x)) for y, x in multi().offsets[:2]]
    moved.append(al.DatasetModel())
    plain = multi(offsets=[(0.0, 0.0), (0.0, 0.0), multi().offsets[2]])
    fit = al.FitMultiImaging(multi(), linear_tracer())
    other = al.FitMultiImaging(plain, linear_tracer(), dataset_model=moved)
    assert other.log_likelihood == pytest.approx(fit.log_likelihood, rel=1e-12)


def test_a_flux_scaling_of_the_model_is_one_of_the_dataset() -> None:
    model = {"NISP": al.DatasetModel(flux_scaling=0.6), "VIS_2": None}
    plain = multi(flux_scaling=[1.0, 1.3, 1.0])
    for tracer in TRACERS.values():
        fit = al.FitMultiImaging(multi(), tracer)
        other = al.FitMultiImaging(plain, tracer, dataset_model=model)
        assert other.figure_of_merit == pytest.approx(fit.figure_of_merit, rel=1e-12)


def everything_free(vector, xp=None) -> al.FitMultiImaging:
    """A fit whose mass, quasar, registration, flux scaling and dust are numbers.

    One more flux scaling is solved for.
    """
    radius, y, x, turn, scaling, depth, width, quasar = vector
    lens, source = linear_tracer(einstein_radius=radius).galaxies
    point = al.lp_linear.LensedPointSource(positions=[(quasar, 0.31), (-0.63, -0.17)])
    source = al.Galaxy(redshift=1.0, bulge=source.bulge, quasar=point)
    dust = al.lp.Gaussian(centre=(0.2, 0.3), sigma=width, intensity=depth)
    model = al.DatasetModel(
        grid_offset=(y, x),
        grid_rotation_angle=turn,
        flux_scaling=scaling,
        optical_depth=dust,
    )
    return al.FitMultiImaging(
        multi(),
        al.Tracer(galaxies=[lens, source]),
        al.AmplitudeSharing(
            {"galaxies.1.quasar": "grouped"},
            "constant",
            calibration={"VIS_2": (1.0, 0.1)},
        ),
        dataset_model={"NISP": model},
        settings=PLAIN,
        xp=xp,
    )


def test_jax_is_numpy_and_its_gradient_is_that_of_differences() -> None:
    jax = pytest.importorskip("jax")

    def value(vector, xp=None):
        return everything_free(vector, xp).log_marginal_likelihood

    vectors = np.array(
        [
            [0.9, 0.02, -0.03, 1.5, 1.2, 0.7, 0.5, 1.17],
            [0.95, -0.01, 0.02, -3.0, 0.8, 1.1, 0.3, 1.28],
        ]
    )
    program = jax.jit(jax.vmap(jax.value_and_grad(value)))
    values, slopes = map(np.asarray, program(vectors))
    expected = [value(vector) for vector in vectors]
    np.testing.assert_allclose(values, expected, rtol=1e-10)

    def change_along(vector, move):
        near, far = (
            value(vector + n * move) - value(vector - n * move) for n in (1.0, 2.0)
        )
        return (8.0 * near - far) / 12.0

    step = 1e-4
    for number, move in enumerate(step * np.eye(8)):
        change = change_along(vectors[0], move)
        assert step * slopes[0][number] == pytest.approx(change, rel=1e-6)
    # The other one, along all its numbers at once.
    move = step * np.array([1.0, 0.3, -0.4, 2.0, 0.5, -0.6, 0.7, 0.2])
    change = change_along(vectors[1], move)
    assert float(move @ slopes[1]) == pytest.approx(change, rel=1e-6)


def test_a_point_source_has_one_flux_whatever_the_pixels() -> None:
    """It is the limit of a narrow disc: brightness over its area."""
    coarse = dataset_of()
    data = al.Array2D.full(1.0, (60, 60), 0.05)
    fine = al.Imaging(data, data, over_sample_size_lp=1)
    star = al.Galaxy(redshift=0.5, star=al.lp.PointSource((0.02, 0.07), intensity=3.0))
    dataset = al.MultiImaging([coarse, fine])
    fit = al.FitMultiImaging(dataset, al.Tracer([star]))
    sums = [float(image.array.sum()) for image in fit.model_data_list]
    assert sums == pytest.approx([3.0, 3.0 * 0.2**2 / 0.05**2], rel=1e-9)


def lens_and_source_of(fit) -> list[np.ndarray]:
    """What an exposure has of both planes: images, or columns of its system."""
    if fit.inversion is None:
        return [image.array for image in fit.model_images_of_planes_list]
    columns = fit.inversion.operated_mapping_matrix
    first = sum(part.plane == 0 for part in fit.components)
    return [columns[:, :first], columns[:, first:]]


@pytest.mark.parametrize("name", TRACERS)
def test_dust_dims_what_is_behind_the_lens_alone(name) -> None:
    depths = [0.0, 0.4, al.lp.Gaussian(centre=(0.1, 0.2), sigma=1e5, intensity=0.4)]
    fits = [
        al.FitMultiImaging(
            multi(),
            TRACERS[name],
            dataset_model={"VIS_2": al.DatasetModel(optical_depth=depth)},
        )
        for depth in depths
    ]
    lens, source = lens_and_source_of(fits[0].fit_of("VIS_2"))
    for fit in fits[1:]:
        same, dimmed = lens_and_source_of(fit.fit_of("VIS_2"))
        np.testing.assert_allclose(same, lens, rtol=1e-12)
        np.testing.assert_allclose(dimmed, np.exp(-0.4) * source, rtol=1e-8, atol=1e-15)
        for number in (0, 2):
            pairs = (lens_and_source_of(one.fits[number]) for one in (fits[0], fit))
            assert all(map(np.array_equal, *pairs))


def test_recovered_fluxes_and_backgrounds_have_the_errors_that_they_are_given() -> None:
    """Pulls of every unknown; 200 draws would tell their width to 5 % only."""
    sharing = {"galaxies.0": "grouped", "galaxies.1": "joint"}
    fit = al.FitMultiImaging(multi(), linear_tracer(), sharing, "plane", settings=PLAIN)
    (system,), rng, total = fit.inversion.systems, np.random.default_rng(2), 800
    truth = rng.uniform(0.5, 2.0, fit.total_linear_parameters)
    noise = rng.normal(size=(total, fit.error_response.size))
    data = truth @ fit.response_matrix + np.sqrt(fit.error_response) * noise
    ends = np.cumsum([one.mask.shape_slim for one in fit.fits])[:-1]
    vectors = [
        values / one.noise_map.array**2 @ one.inversion.operated_mapping_matrix
        for one, values in zip(fit.fits, np.split(data, ends, axis=1), strict=True)
    ]
    found = []
    for rows in zip(*vectors, strict=True):
        parts = zip(system.systems, rows, strict=True)
        parts = [replace(one, vector=vector) for one, vector in parts]
        found.append(JointSystem(parts, system.layout.groups, settings=PLAIN))
    pulls = np.array([one.amplitudes for one in found]) - truth
    pulls /= np.sqrt(np.diagonal(found[0].covariance))
    assert system.names == fit.inversion.names and pulls.shape == (total, 12)
    np.testing.assert_allclose(pulls.std(axis=0), 1.0, atol=0.1)
    assert np.all(np.abs(pulls.mean(axis=0)) < 3.0 / np.sqrt(200.0))


@pytest.mark.parametrize(
    "settings, message",
    [
        ({"amplitudes": "together"}, "amplitudes='together' came"),
        ({"amplitudes": {"galaxies.0.bulg": "joint"}}, "galaxies.0.bulge"),
        ({"background": "flat"}, "'constant', 'plane' or the order"),
        ({"background_per": "filter"}, "background_per='filter' came"),
        ({"bands": {"galaxies.1": ["NISP_H"]}}, "no band or exposure"),
        ({"bands": {"galaxies.2": ["NISP"]}}, "which no galaxy has"),
        ({"bands": {f"galaxies.{i}": ["VIS"] for i in (0, 1)}}, "'NISP' has no comp"),
        ({"priors": {"galaxies.1.bulge": (1.0, 0.0)}}, "above zero"),
        ({"priors": {"background.H": (1.0, 0.1)}}, "background.NISP"),
        ({"dataset_model": [None]}, "one entry an exposure"),
        ({"galaxy_paths": ["galaxies.lens"]}, "one path a galaxy"),
        ({"adapt_images": 3}, "adapt_images"),
    ],
)  # fmt: skip
def test_bad_input_is_named(settings, message) -> None:
    with pytest.raises(exc.InputException, match=message):
        al.FitMultiImaging(multi(), linear_tracer(), **settings)


def test_what_lies_under_a_mask_does_not_count() -> None:
    values, mask = np.ones((15, 15)), dataset_of().mask
    values[mask.array] = np.nan
    broken = al.Imaging(
        al.Array2D.no_mask(values, 0.2), al.Array2D.no_mask(values, 0.2)
    )
    whole = al.Imaging(*(al.Array2D.full(1.0, (15, 15), 0.2) for _ in range(2)))
    fits = [
        al.FitMultiImaging(one(each.apply_mask(mask)), linear_tracer(), "joint", 2)
        for each in (broken, whole)
    ]
    assert fits[0].log_likelihood == fits[1].log_likelihood


def test_a_background_that_the_data_do_not_determine_is_named() -> None:
    few = np.ones((15, 15), dtype=bool)
    few[7, 6:8] = False
    small = al.Imaging(*(al.Array2D.full(1.0, (15, 15), 0.2) for _ in range(2)))
    images = [dataset_of(), small.apply_mask(al.Mask2D(few, 0.2))]
    dataset = al.MultiImaging(images, names=["VIS", "NISP"])
    fit = al.FitMultiImaging(dataset, linear_tracer(), background="plane")
    with pytest.raises(exc.InversionException, match=r"background of NISP \(y\)"):
        fit.figure_of_merit  # noqa: B018


def test_a_component_that_no_exposure_has_is_named() -> None:
    dataset = multi().with_active(["VIS_1", "VIS_2"])
    with pytest.raises(exc.InputException, match=r"galaxies\.1\.bulge.*in no exposure"):
        al.FitMultiImaging(dataset, linear_tracer(), bands={"galaxies.1": "NISP"})


def test_a_joint_fit_needs_a_common_component() -> None:
    bands = {"galaxies.0": ["VIS"], "galaxies.1": ["NISP"]}
    fit = al.FitMultiImaging(multi(), linear_tracer(), "grouped", bands=bands)
    assert len(fit.inversion.systems) == 2
    with pytest.raises(exc.InputException, match=r"VIS_1, VIS_2 and NISP have no comp"):
        al.FitMultiImaging(multi(), linear_tracer(), "joint", bands=bands)
