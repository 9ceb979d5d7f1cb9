"""A search over several exposures: likelihood, results and what makes another fit."""

from __future__ import annotations

import csv
import os
import signal

import numpy as np
import pytest

import autolens_like as al
from autolens_like import af, exc
from autolens_like.search import latent, observers
from autolens_like.structures.placement import turned
from test_autolens_like.fit.conftest import tracer_of
from test_autolens_like.fit.exposures import BANDS, NAMES, linear_tracer, multi

LENS, SOURCE = "galaxies.lens.bulge", "galaxies.source.bulge"


def linear_model(**more) -> af.Collection:
    """Linear light with a free Einstein radius, all else as in `linear_tracer`."""
    lens, source = linear_tracer().galaxies
    mass = af.Model(
        al.mp.Isothermal,
        centre=(0.0, 0.0),
        ell_comps=(0.1, 0.05),
        einstein_radius=af.UniformPrior(0.7, 1.1),
    )
    galaxies = af.Collection(
        lens=af.Model(
            al.Galaxy, redshift=0.5, bulge=lens.bulge, mass=mass, shear=lens.shear
        ),
        source=af.Model(al.Galaxy, redshift=1.0, bulge=source.bulge),
    )
    return af.Collection(galaxies=galaxies, **more)


def simulated() -> al.MultiImaging:
    """The exposures of `tracer_of()`, each with its own sky and noise."""
    empty, rng, images = multi(), np.random.default_rng(8), []
    models = al.FitMultiImaging(empty, tracer_of()).model_data_list
    for exposure, model, sky in zip(empty, models, (0.3, -0.1, 0.5), strict=True):
        noise = 0.1 * rng.normal(size=exposure.shape_native)
        data = al.Array2D.no_mask(
            model.native.array + noise + sky, exposure.pixel_scales
        )
        level = al.Array2D.full(0.1, exposure.shape_native, exposure.pixel_scales)
        size = int(exposure.grids.lp.over_sample_size[0])
        image = al.Imaging(data, level, exposure.psf, over_sample_size_lp=size)
        images.append(image.apply_mask(exposure.mask))
    rest = (NAMES, BANDS, empty.flux_scaling, empty.offsets, empty.rotations)
    return al.MultiImaging(images, *rest)


def search_in(root) -> af.DynestyStatic:
    return af.DynestyStatic(
        "multi", nlive=20, dlogz=5.0, seed=1, output_path=root, silence=True
    )


@pytest.fixture(scope="module")
def analysis() -> al.AnalysisMultiImaging:
    return al.AnalysisMultiImaging(simulated(), "grouped", "constant")


@pytest.fixture(scope="module")
def result(analysis, tmp_path_factory) -> al.ResultMultiImaging:
    root = tmp_path_factory.mktemp("output")
    search = search_in(root)
    with pytest.MonkeyPatch.context() as patch:
        # Figures take most of the time, and have tests of their own.
        patch.setattr(observers.Observers, "__call__", lambda *arguments: None)
        patch.setattr(latent, "LATENT_DRAWS", 2)
        return search.fit(linear_model(), analysis)


def test_the_likelihood_is_that_of_the_fit(analysis) -> None:
    instance = linear_model().instance_from_vector([0.9])
    fit = al.FitMultiImaging(analysis.dataset, linear_tracer(), "grouped", "constant")
    for _ in range(3):  # what is remembered from call to call changes nothing
        value = analysis.log_likelihood_function(instance)
        assert value == pytest.approx(fit.figure_of_merit, rel=1e-12)


def test_the_search_finds_mass_fluxes_and_backgrounds(result) -> None:
    radius = result.instance.galaxies.lens.mass.einstein_radius
    assert radius == pytest.approx(0.9, abs=0.01)
    fit = result.max_log_likelihood_fit
    for name, sky in zip(NAMES, (0.3, -0.1, 0.5), strict=True):
        own, errors = fit.amplitude_dict[name], fit.amplitude_error_dict[name]
        for component, truth in ((LENS, 1.5), (SOURCE, 2.0), ("background", sky)):
            # The radius is not that of the truth by some of its error as well.
            assert abs(own[component] - truth) < 5.0 * errors[component]
    assert fit.reduced_chi_squared == pytest.approx(1.0, abs=0.2)


def test_results_are_written_by_exposure(result) -> None:
    folder = result.paths.image
    for name in NAMES:
        written = {path.name for path in (folder / name).iterdir()}
        assert {"dataset.fits", "fit.fits", "tracer.fits"} <= written
    with open(folder / "amplitudes.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    fit = result.max_log_likelihood_fit
    assert len(rows) == 9
    for row in rows:
        found = fit.amplitude_dict[row["exposure"]][row["component"]]
        assert float(row["amplitude"]) == found


def test_latent_quantities_of_mass_come_once(analysis) -> None:
    found = analysis.compute_latent_variables([0.9], linear_model())
    assert "effective_einstein_radius" in found
    assert "NISP.magnification" in found
    assert "NISP.effective_einstein_radius" not in found


def test_the_result_gives_images_and_tracers_of_every_exposure(result) -> None:
    images = result.adapt_images_from(use_model_images=True)
    assert list(images) == list(NAMES)
    for name, own in images.items():
        image = own.galaxy_name_image_dict[("galaxies", "source")]
        assert np.array_equal(
            image.mask.array, result.analysis.dataset[name].mask.array
        )
        bulge = result.tracer_of(name).galaxies[0].bulge
        amplitude = result.max_log_likelihood_fit.amplitude_dict[name][LENS]
        assert bulge.intensity == amplitude
    assert result.positions_likelihood_from().threshold >= 0.2


def test_the_same_search_again_reads_its_result(analysis, result) -> None:
    search = result.search
    again = search.fit(linear_model(), analysis)
    assert again.log_likelihood == result.log_likelihood


class Preempted(al.AnalysisMultiImaging):
    """Its machine is taken away at the tenth likelihood."""

    calls = 0

    def log_likelihood_function(self, instance):
        self.calls += 1
        if self.calls == 10:
            os.kill(os.getpid(), signal.SIGTERM)
        return super().log_likelihood_function(instance)


def test_an_interrupted_search_ends_as_the_unbroken_one(analysis, tmp_path) -> None:
    broken = Preempted(analysis.dataset, "grouped", "constant")
    searches = [
        af.Drawer(
            "draws", total_draws=20, seed=1, output_path=tmp_path / name, silence=True
        )
        for name in ("broken", "unbroken")
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(observers.Observers, "__call__", lambda *arguments: None)
        patch.setattr(latent, "LATENT_DRAWS", 2)
        with pytest.raises(SystemExit):
            searches[0].fit(linear_model(), broken)
        again = searches[0].fit(linear_model(), broken)
        unbroken = searches[1].fit(linear_model(), analysis)
    assert broken.calls < 25
    for part in ("parameter_lists", "log_likelihood_list", "weight_list"):
        found, expected = (getattr(one.samples, part) for one in (again, unbroken))
        assert np.array_equal(found, expected)
    for name in ("amplitudes.csv", "NISP/fit.fits"):
        files = [one.paths.image / name for one in (again, unbroken)]
        assert files[0].read_bytes() == files[1].read_bytes()


def test_images_of_one_exposure_are_gathered(result) -> None:
    agg = af.Aggregator.from_directory(result.paths.folder.parent)
    images = af.AggregateFITS(agg, "NISP").extract_fits([al.agg.fits_fit.model_data])
    model = result.max_log_likelihood_fit.fit_of("NISP").model_data
    assert np.array_equal(images[1].data, model.native.array)


def test_what_decides_the_likelihood_decides_the_folder() -> None:
    dataset = simulated()
    ways = [
        al.AnalysisMultiImaging(dataset),
        al.AnalysisMultiImaging(dataset, "grouped"),
        al.AnalysisMultiImaging(dataset, background="plane"),
        al.AnalysisMultiImaging(dataset, bands={"galaxies.source": ["VIS"]}),
        al.AnalysisMultiImaging(dataset, priors={LENS: (1.0, 0.1)}),
        al.AnalysisMultiImaging(dataset.with_active("VIS_1")),
        al.AnalysisMultiImaging(dataset.with_flux_scaling([1.0, 1.0, 1.0])),
    ]
    found = [tuple(sorted(way.identity().items())) for way in ways]
    assert len(set(found)) == len(ways)
    assert found[0] == tuple(
        sorted(al.AnalysisMultiImaging(dataset).identity().items())
    )


def test_exposures_have_dataset_models_of_their_own(analysis) -> None:
    own = af.Model(al.DatasetModel, flux_scaling=af.UniformPrior(0.5, 1.5))
    model = linear_model(dataset_model=af.Collection(NISP=own))
    assert model.prior_count == 2
    instance = model.instance_from_vector([1.2, 0.9])
    fit = analysis.fit_from(instance)
    assert fit.fits[2].dataset_model.flux_scaling == pytest.approx(1.2 * 0.6)
    assert fit.fits[0].dataset_model.flux_scaling == 1.0


def test_a_search_finds_offset_rotation_and_flux_scaling(tmp_path) -> None:
    """The exposure lies elsewhere, and is brighter, than the dataset says."""
    true, said = simulated(), (-0.06, 0.03)
    wrong = true.with_placements([*true.offsets[:2], said], [0.0, 0.0, 18.0])
    wrong = wrong.with_flux_scaling([1.0, 1.3, 0.5])
    free = af.Model(
        al.DatasetModel,
        flux_scaling=af.UniformPrior(0.8, 1.5),
        grid_rotation_angle=af.UniformPrior(-5.0, 5.0),
    )
    free.grid_offset = tuple(af.UniformPrior(-0.1, 0.1) for _ in range(2))
    model = linear_model(dataset_model=af.Collection(NISP=free))
    search = af.LeastSquares(n_starts=1, seed=1, output_path=tmp_path, silence=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(observers.Observers, "__call__", lambda *arguments: None)
        patch.setattr(latent, "LATENT_DRAWS", 2)
        analysis = al.AnalysisMultiImaging(wrong, "joint", "constant")
        result = search.fit(model, analysis)
    # R(2) (said - offset) is where the exposure lies.
    back = turned(*true.offsets[2], -2.0)
    truth = [0.6 / 0.5, 2.0, said[0] - back[0], said[1] - back[1], 0.9]
    found = result.samples.max_log_likelihood(as_instance=False)
    errors = [max(pair) for pair in result.samples.errors_at_sigma(1.0)]
    assert np.all(np.abs(np.subtract(found, truth)) < 4.0 * np.array(errors))


def test_residuals_are_those_of_all_exposures(analysis) -> None:
    instance = linear_model().instance_from_vector([0.88])
    residuals = analysis.residuals_function(instance)
    fit = analysis.fit_from(instance)
    assert residuals.size == analysis.dataset.shape_slim
    assert residuals @ residuals == pytest.approx(fit.chi_squared, rel=1e-12)


def test_unknown_components_fail_before_the_search(tmp_path) -> None:
    analysis = al.AnalysisMultiImaging(simulated(), bands={"galaxies.sourc": ["VIS"]})
    with pytest.raises(exc.InputException, match=r"galaxies\.source"):
        af.Drawer(total_draws=3, output_path=tmp_path).fit(linear_model(), analysis)
    with pytest.raises(exc.DatasetException, match=r"al\.MultiImaging"):
        al.AnalysisMultiImaging(simulated().exposures[0])


def test_jax_evaluates_the_same_likelihood(analysis) -> None:
    jax = pytest.importorskip("jax")
    model = linear_model()

    def value(vector):
        return analysis.log_likelihood_function(model.instance_from_vector(vector))

    assert jax.jit(value)(jax.numpy.array([0.9])) == pytest.approx(
        value([0.9]), rel=1e-10
    )
