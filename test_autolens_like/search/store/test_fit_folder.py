import numpy as np
import pytest

from autolens_like import exc
from autolens_like.search.store.fit_folder import FitFolder
from test_autolens_like.search.store.folders import Disc, model_of, write_fit


@pytest.fixture
def fit(tmp_path) -> FitFolder:
    return FitFolder(write_fit(tmp_path, "slope", "J0252", "slacs/hst", radius=3.0))


def test_a_fit_says_what_it_is(fit) -> None:
    assert (fit.name, fit.unique_tag, fit.path_prefix) == (
        "slope",
        "J0252",
        "slacs/hst",
    )
    assert fit.is_complete
    assert fit.identifier == fit.folder.name
    assert fit.search["seed"] == 1
    assert fit.info == "radius 3.0\n"


def test_model_samples_and_instance_come_back(fit) -> None:
    assert fit.model.identity() == model_of().identity()
    assert fit.samples.median_pdf(as_instance=False)[2] == 3.0
    assert fit.samples.log_evidence == -5.0
    disc = fit.instance.galaxies.lens
    assert isinstance(disc, Disc)
    assert (disc.centre, disc.radius) == ((0.1, 0.2), 3.0)


def test_values_are_parts_and_files(fit) -> None:
    assert fit.value("samples") is fit.samples
    summary = fit.value("samples_summary")
    assert summary["median_pdf"]["galaxies.lens.radius"] == 3.0
    assert fit.value("latent") is None
    with pytest.raises(exc.SearchException, match="Did you mean 'samples_summary'"):
        fit.value("sample_summary")


@pytest.mark.parametrize("name", ["../../secret", "/etc/passwd", "..", "", "a b"])
def test_no_name_leads_out_of_the_folder(fit, name) -> None:
    (fit.folder.parent / "secret.json").write_text("{}")
    with pytest.raises(exc.SearchException, match="has no"):
        fit.value(name)


@pytest.mark.parametrize(
    ("file", "text", "part"),
    [
        ("samples.csv", "a,b\n1,2\n", "samples"),
        ("samples.csv", "\x00" * 200_000 + "\n", "samples"),
        ("samples_info.json", '{"rows": 7}', "samples"),
        ("samples_info.json", "[1]", "samples"),
        ("model.json", '{"type": "model", "class": "os.system"}', "model"),
        ("model.json", "{", "instance"),
        ("search.json", "[" * 100_000, "search"),
    ],
)
def test_damage_is_named(fit, file, text, part) -> None:
    (fit.files / file).write_text(text)
    with pytest.raises(exc.LensException, match=str(fit.folder)):
        fit.value(part)


def test_an_unfinished_fit_has_no_samples(tmp_path) -> None:
    fit = FitFolder(write_fit(tmp_path, is_complete=False))
    assert not fit.is_complete
    with pytest.raises(exc.SearchException, match="no finished fit"):
        _ = fit.samples


def test_latent_quantities_come_back(fit) -> None:
    folder = fit.files / "latent"
    folder.mkdir()
    table = "einstein_radius,log_likelihood,log_prior,log_posterior,weight\n"
    (folder / "samples.csv").write_text(f"{table}1.5,-1.0,0.0,-1.0,1.0\n")
    assert np.array_equal(fit.latent.parameter_lists, [[1.5]])
