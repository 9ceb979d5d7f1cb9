"""The likelihood of an instance is the figure of merit of its fit."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

import autolens_like as al
from autolens_like import af, exc
from test_autolens_like.analysis.conftest import lens_model
from test_autolens_like.fit.conftest import dataset_of, tracer_of

jax = pytest.importorskip("jax")

TRUTH = [0.9, 0.05, 0.08]


def test_the_true_vector_gives_the_true_tracer(analysis) -> None:
    instance = lens_model().instance_from_vector(TRUTH)
    expected = al.FitImaging(analysis.dataset, tracer_of()).log_likelihood
    assert analysis.log_likelihood_function(instance) == pytest.approx(expected)
    assert analysis.fit_from(instance).figure_of_merit == pytest.approx(expected)


def test_the_same_likelihood_under_jax_jit_grad_and_vmap(analysis) -> None:
    model = lens_model()

    def log_likelihood(vector):
        return analysis.log_likelihood_function(model.instance_from_vector(vector))

    expected = log_likelihood(TRUTH)
    # One program, because each takes seconds to compile.
    program = jax.jit(jax.vmap(jax.value_and_grad(log_likelihood)))
    values, gradients = program(np.array([TRUTH, np.add(TRUTH, 0.01)]))
    assert values[0] == pytest.approx(expected, rel=1e-10)
    assert values[1] == pytest.approx(log_likelihood(np.add(TRUTH, 0.01)), rel=1e-10)
    step = 1e-6
    for i in range(3):
        shift = step * np.eye(3)[i]
        difference = log_likelihood(TRUTH + shift) - log_likelihood(TRUTH - shift)
        assert gradients[0][i] == pytest.approx(difference / (2 * step), rel=1e-5)


def test_positions_lower_the_likelihood_of_wrong_models(simulated) -> None:
    # Images of the true model: where a point of the source plane is seen.
    grid = al.Grid2D.uniform((120, 120), 0.03, over_sample_size=1)
    source = np.asarray(tracer_of().traced_grid_2d_list_from(grid)[1])
    near = np.hypot(source[:, 0] - 0.05, source[:, 1] - 0.08) < 0.02
    positions = al.PositionsLH(np.asarray(grid)[near], threshold=0.1)
    plain = al.AnalysisImaging(simulated)
    guarded = al.AnalysisImaging(simulated, positions_likelihood_list=[positions])
    right = lens_model().instance_from_vector(TRUTH)
    wrong = lens_model().instance_from_vector([0.7, 0.05, 0.08])
    assert guarded.log_likelihood_function(right) == pytest.approx(
        plain.log_likelihood_function(right)
    )
    assert guarded.log_likelihood_function(wrong) < -1e6


def test_a_sky_level_of_the_model_reaches_the_fit(analysis) -> None:
    model = lens_model()
    sky = af.Model(al.DatasetModel, background_sky_level=af.UniformPrior(0.0, 1.0))
    with_sky = af.Collection(galaxies=model.galaxies, dataset_model=sky)
    vector = dict(zip(with_sky.parameter_names, [0.0] * 4, strict=True))
    values = {"einstein_radius": 0.9, "centre_0": 0.05, "centre_1": 0.08}
    for name in vector:
        vector[name] = values.get(name.split(".")[-1], 0.25)
    instance = with_sky.instance_from_vector(list(vector.values()))
    assert analysis.fit_from(instance).dataset_model.background_sky_level == 0.25


def test_identity_changes_with_everything_that_decides_the_likelihood() -> None:
    plain = dataset_of()
    reference = al.AnalysisImaging(plain).identity()
    assert al.AnalysisImaging(dataset_of()).identity() == reference

    def differing(other) -> set[str]:
        identity = other.identity()
        return {name for name in reference if identity[name] != reference[name]}

    data = np.full((15, 15), 0.5)
    assert "data" in differing(al.AnalysisImaging(dataset_of(data)))
    finer = al.AnalysisImaging(dataset_of(over_sample_size=4))
    assert differing(finer) == {"over_sample_size_lp"}
    unconstrained = al.Settings(use_positive_only_solver=False)
    assert differing(al.AnalysisImaging(plain, settings=unconstrained)) == {"settings"}
    positions = al.PositionsLH([(0.0, 1.0), (0.0, -1.0)], threshold=0.1)
    guarded = al.AnalysisImaging(plain, positions_likelihood_list=[positions])
    assert differing(guarded) == {"positions"}
    other = al.AnalysisImaging(plain, cosmology=al.cosmo.FlatLambdaCDM())
    assert differing(other) == {"cosmology"}


def test_wrong_arguments_are_named(simulated) -> None:
    with pytest.raises(exc.DatasetException, match=r"got a list; give an al\.Imaging"):
        al.AnalysisImaging([])
    with pytest.raises(exc.PositionsException, match="holds a tuple"):
        al.AnalysisImaging(simulated, positions_likelihood_list=[(0.0, 1.0)])


def test_an_ellipticity_beyond_the_unit_disc_is_a_resample_not_a_crash(
    analysis,
) -> None:
    model = lens_model()
    model.galaxies.lens.mass.ell_comps = (0.9, 0.9)
    with pytest.raises(exc.ResampleException, match="inside the unit disc"):
        model.instance_from_vector(TRUTH)


def constant_of(analysis, vector) -> float:
    """Log likelihood plus half the sum of squared residuals."""
    instance = lens_model().instance_from_vector(vector)
    residuals = analysis.residuals_function(instance)
    return analysis.log_likelihood_function(instance) + 0.5 * residuals @ residuals


def test_residuals_give_the_log_likelihood_but_for_a_constant(analysis) -> None:
    expected = -0.5 * analysis.dataset.noise_normalization
    for vector in (TRUTH, [0.85, 0.02, 0.1]):
        assert constant_of(analysis, vector) == pytest.approx(expected, rel=1e-12)


def test_residuals_hold_the_penalty_of_the_positions(simulated) -> None:
    positions = al.PositionsLH([(0.0, 1.0), (0.0, -0.85)], threshold=0.25)
    analysis = al.AnalysisImaging(simulated, positions)
    inside, outside = TRUTH, [1.09, 0.05, 0.08]
    expected = -0.5 * analysis.dataset.noise_normalization
    values = [
        analysis.log_likelihood_function(lens_model().instance_from_vector(vector))
        for vector in (inside, outside)
    ]
    # The threshold lies between the two.
    assert values[0] > -1e4 > -1e5 > values[1]
    for vector in (inside, outside):
        assert constant_of(analysis, vector) == pytest.approx(expected, rel=1e-6)


def test_residuals_of_correlated_noise_are_whitened() -> None:
    plain = dataset_of()
    size = plain.mask.shape_slim
    near = 0.3 ** np.abs(np.subtract.outer(np.arange(size), np.arange(size)))
    noise = plain.noise_map.array
    whole = np.diag(np.full(plain.mask.array.size, 0.04))
    inside = np.flatnonzero(~plain.mask.array.ravel())
    whole[np.ix_(inside, inside)] = near * noise[:, None] * noise
    dataset = dataset_of(noise_covariance_matrix=whole)
    analysis = al.AnalysisImaging(dataset)
    expected = -0.5 * dataset.noise_normalization
    assert constant_of(analysis, TRUTH) == pytest.approx(expected, rel=1e-9)


def test_least_squares_refuses_a_pixelized_source(analysis) -> None:
    pixelization = al.Pixelization(al.mesh.Rectangular((5, 5)), al.reg.Constant(1.0))
    lens = al.Galaxy(redshift=0.5, mass=al.mp.IsothermalSph(einstein_radius=0.5))
    source = al.Galaxy(redshift=1.0, pixelization=pixelization)
    instance = SimpleNamespace(galaxies={"lens": lens, "source": source})
    evidence = analysis.fit_from(instance).log_evidence
    assert analysis.log_likelihood_function(instance) == evidence
    with pytest.raises(exc.PixelizationException, match="sum of squares"):
        analysis.residuals_function(instance)
