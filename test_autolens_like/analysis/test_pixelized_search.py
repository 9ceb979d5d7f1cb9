"""Searches over the regularization and the mesh of a pixelized source."""

import json

import numpy as np
import pytest

import autolens_like as al
from autolens_like import af
from autolens_like.numerics import memory
from autolens_like.search import latent, observers
from test_autolens_like.analysis.pixelized import (
    POSITIONS,
    SOURCE,
    adapt_image,
    pixelized_model,
)

GUARD = al.PositionsLH(POSITIONS, threshold=0.5)
QUICK = {"seed": 3, "silence": True}


@pytest.fixture(autouse=True)
def without_what_takes_long(monkeypatch):
    monkeypatch.setattr(observers.Observers, "__call__", lambda *arguments: None)
    monkeypatch.setattr(latent, "LATENT_DRAWS", 2)


@pytest.fixture(scope="module")
def dataset(simulated) -> al.Imaging:
    return simulated.apply_sparse_operator()


def search_of(kind: str, root) -> af.DynestyStatic:
    if kind == "Nautilus":
        pytest.importorskip("nautilus")
        numbers = {"n_live": 40, "n_batch": 20, "n_eff": 50, "n_networks": 1}
        return af.Nautilus("mesh", output_path=root, **numbers, **QUICK)
    return af.DynestyStatic("mesh", output_path=root, nlive=20, dlogz=20.0, **QUICK)


@pytest.mark.parametrize(
    "kind", ["DynestyStatic", pytest.param("Nautilus", marks=pytest.mark.slow)]
)
def test_a_search_finds_lens_and_coefficient(dataset, tmp_path, kind):
    search = search_of(kind, tmp_path)
    analysis = al.AnalysisImaging(dataset, positions_likelihood_list=GUARD)
    result = search.fit(pixelized_model(), analysis)
    mass = result.instance.galaxies.lens.mass
    assert mass.einstein_radius == pytest.approx(0.9, abs=0.05)
    fit = result.max_log_likelihood_fit
    assert fit.figure_of_merit == fit.log_evidence == result.log_likelihood
    names = {path.name for path in result.paths.image.iterdir()}
    assert "source_plane_reconstruction_0.csv" in names
    assert "source_plane_reconstruction_0.fits" in names
    # Done before: loaded, not run.
    again = search_of(kind, tmp_path).fit(pixelized_model(), analysis)
    assert again.log_likelihood == result.log_likelihood


class Interrupted(al.AnalysisImaging):
    """Stops after so many likelihoods."""

    left = 60

    def log_likelihood_function(self, instance):
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt
        return super().log_likelihood_function(instance)


@pytest.mark.slow
def test_an_interrupted_search_ends_where_an_unbroken_one_does(dataset, tmp_path):
    images = al.AdaptImages(galaxy_name_image_dict={SOURCE: adapt_image(dataset.mask)})
    given = {"positions_likelihood_list": GUARD, "adapt_images": images}
    model = pixelized_model()
    with pytest.raises(KeyboardInterrupt):
        search_of("DynestyStatic", tmp_path / "a").fit(
            model, Interrupted(dataset, **given)
        )
    analysis = al.AnalysisImaging(dataset, **given)
    resumed = search_of("DynestyStatic", tmp_path / "a").fit(model, analysis)
    whole = search_of("DynestyStatic", tmp_path / "b").fit(model, analysis)
    assert np.array_equal(resumed.samples.log_likelihood_list,
                          whole.samples.log_likelihood_list)  # fmt: skip
    # Other adapt images are another fit, in another folder.
    other = al.AdaptImages(
        galaxy_name_image_dict={SOURCE: 2.0 * adapt_image(dataset.mask)}
    )
    changed = al.AnalysisImaging(
        dataset, positions_likelihood_list=GUARD, adapt_images=other
    )
    search = search_of("DynestyStatic", tmp_path / "a")
    folders = {search.paths_from(model, each).folder for each in (analysis, changed)}
    assert len(folders) == 2


def test_models_without_a_likelihood_are_passed_over(dataset, tmp_path, monkeypatch):
    """Shapes below 3, negative coefficients, meshes too large for the memory."""
    monkeypatch.setattr(memory, "available_memory", lambda: 8 * 8 * 70**2)
    model = pixelized_model()
    pixelization = model.galaxies.source.pixelization
    pixelization.mesh = af.Model(
        al.mesh.RectangularUniform,
        shape=(af.UniformPrior(1.0, 13.0), af.UniformPrior(2.5, 9.0)),
    )
    pixelization.regularization.coefficient = af.GaussianPrior(1.0, 1.5)
    analysis = al.AnalysisImaging(dataset, positions_likelihood_list=GUARD)
    vectors = [[0.9, 1.5, 5.0, 1.0], [0.9, 12.5, 8.5, 1.0], [0.9, 5.0, 5.0, -1.0]]
    names = model.parameter_names
    order = ["einstein_radius", "shape_0", "shape_1", "coefficient"]
    seen = []
    for values in vectors:
        named = dict(zip(order, values, strict=True))
        vector = [named[name.split(".")[-1]] for name in names]
        with pytest.raises(al.exc.ResampleException) as caught:
            analysis.log_likelihood_function(model.instance_from_vector(vector))
        seen.append(str(caught.value))
    assert "shape=(1.5, 5.0)" in seen[0]
    assert "96 source pixels" in seen[1] and "GB of memory" in seen[1]
    assert "coefficient=-1.0" in seen[2]
    result = search_of("DynestyStatic", tmp_path).fit(model, analysis)
    rows, columns = result.instance.galaxies.source.pixelization.mesh.shape
    assert 3 <= rows and 3 <= columns and rows * columns <= 70
    assert json.loads((result.paths.files / "model.json").read_text())


class Blind(al.mp.IsothermalSph):
    """A lens whose deflections are not numbers beyond some mass."""

    def deflections(self, y, x):
        found = super().deflections(y, x)
        if self.einstein_radius > 1.0:
            return tuple(np.nan * axis for axis in found)
        return found


def test_deflections_that_are_no_numbers_are_passed_over(dataset, tmp_path):
    model = pixelized_model()
    model.galaxies.lens.mass = af.Model(
        Blind, centre=(0.0, 0.0), einstein_radius=af.UniformPrior(0.7, 1.1)
    )
    analysis = al.AnalysisImaging(
        dataset, raise_inversion_positions_likelihood_exception=False
    )
    vector = [1.05, 1.0] if "radius" in model.parameter_names[0] else [1.0, 1.05]
    with pytest.raises(al.exc.InversionException, match="not finite"):
        analysis.log_likelihood_function(model.instance_from_vector(vector))
    result = search_of("DynestyStatic", tmp_path).fit(model, analysis)
    assert result.instance.galaxies.lens.mass.einstein_radius < 1.0
