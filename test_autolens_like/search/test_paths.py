import json

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.search.latent import LatentModel
from autolens_like.search.paths import Paths, parts_of_fit, summary_of
from autolens_like.search.samples import Samples
from test_autolens_like.search.fakes import BoxModel, GaussianAnalysis

SETTINGS = {"class": "S", "nlive": 50, "seed": 1, "unique_tag": None}


def parts(model=None, analysis=None, version=1, **settings):
    return parts_of_fit(
        model or BoxModel(2),
        analysis or GaussianAnalysis(),
        {**SETTINGS, **settings},
        version,
    )


def samples():
    return Samples(
        BoxModel(2),
        [[0.1, 0.2], [0.3, 0.4]],
        [-2.0, -1.0],
        [0.0, 0.0],
        [0.25, 0.75],
        {"log_evidence": -1.5, "log_evidence_error": 0.1, "total_samples": 2},
    )


def test_the_folder_is_named_by_the_user_and_by_the_identity(tmp_path):
    paths = Paths(parts(), "fit", "slacs/hst", "J0252", tmp_path)
    assert paths.folder == tmp_path / "slacs/hst/J0252/fit" / paths.identifier
    assert len(paths.identifier) == 32
    assert paths.files.parent == paths.image.parent == paths.journal.parent
    assert Paths(parts(), root=tmp_path).folder.parent == tmp_path / "unnamed"


def test_the_root_comes_from_configuration(tmp_path, configured):
    configured["output", "root"] = str(tmp_path)
    assert Paths(parts(), "fit").folder.parent.parent == tmp_path


@pytest.mark.parametrize("bad", ["/etc", "../x", "a/../../b"])
@pytest.mark.parametrize("argument", ["name", "path_prefix", "unique_tag"])
def test_no_name_leads_out_of_the_output_folder(argument, bad, tmp_path):
    with pytest.raises(exc.SearchException, match=f"{argument}=.*output_path"):
        Paths(parts(), root=tmp_path, **{argument: bad})


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        (parts(model=BoxModel(3)), "model"),
        (parts(model=BoxModel(2, forbidden=True)), "model"),
        (parts(analysis=GaussianAnalysis(centre=0.30000001)), "analysis.data"),
        (parts(nlive=51), "search.nlive"),
        (parts(seed=2), "search.seed"),
        (parts(unique_tag="x"), "search.unique_tag"),
        (parts(version=2), "likelihood_version"),
    ],
)
def test_any_change_is_another_fit_and_is_named(tmp_path, changed, name):
    first = Paths(parts(), "fit", root=tmp_path)
    first.save_identifier()
    assert first.difference_from_others() is None
    second = Paths(changed, "fit", root=tmp_path)
    assert second.folder != first.folder
    line = second.difference_from_others()
    assert f"{first.identifier[:8]} (differs in {name})" in line
    assert "\n" not in line


def test_a_damaged_identifier_is_no_reason_to_stop(tmp_path):
    first = Paths(parts(), "fit", root=tmp_path)
    first.write_text(".identifier", "[1]")
    line = Paths(parts(seed=2), "fit", root=tmp_path).difference_from_others()
    assert first.identifier[:8] in line


def test_the_identifier_file_holds_every_part(tmp_path):
    paths = Paths(parts(), "fit", root=tmp_path)
    paths.save_identifier()
    stored = json.loads((paths.folder / ".identifier").read_text())
    assert stored == {"identifier": paths.identifier, "parts": parts()}


def test_samples_come_back_exactly_and_completion_is_the_last_step(tmp_path):
    paths = Paths(parts(), "fit", root=tmp_path)
    paths.save_samples(samples())
    assert not paths.is_complete
    paths.complete()
    assert paths.is_complete
    assert paths.samples.info == samples().info
    paths = Paths(parts(), "fit", root=tmp_path)
    assert paths.samples is None
    back = paths.load_samples(BoxModel(2))
    assert paths.samples is back
    assert np.array_equal(back.parameter_lists, samples().parameter_lists)
    assert back.info == samples().info
    (paths.files / "samples.csv").unlink()
    assert not paths.is_complete


def test_the_summary_goes_by_parameter_name():
    summary = summary_of(samples())
    assert summary["max_log_likelihood"] == -1.0
    assert summary["max_log_likelihood_parameters"] == {
        "galaxies.lens.x_0": 0.3,
        "galaxies.lens.x_1": 0.4,
    }
    assert set(summary["values_at_3_sigma"]) == set(summary["median_pdf"])


def test_a_damaged_json_says_what_to_do(tmp_path):
    paths = Paths(parts(), "fit", root=tmp_path)
    with pytest.raises(exc.SearchException, match="Delete the folder"):
        paths.read_json("samples_info")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (".", "no name of a folder"),
        ("a\0b", "no name of a folder"),
        ("two\nlines", "no name of a folder"),
        ("x" * 256, "more than 255 bytes"),
        (5, "text or a path"),
    ],
)
def test_names_that_no_folder_has(tmp_path, name, message):
    with pytest.raises(exc.SearchException, match=message):
        Paths(parts(), name, root=tmp_path)
    with pytest.raises(exc.SearchException, match=message):
        Paths(parts(), "fit", path_prefix=name, root=tmp_path)


def test_a_slash_in_a_name_makes_folders(tmp_path):
    paths = Paths(parts(), "slacs/J0252", root=tmp_path)
    assert paths.name_folder == tmp_path / "slacs" / "J0252"


def test_a_table_that_is_cut_off_is_told_even_at_the_end_of_a_line(tmp_path):
    paths = Paths(parts(), "fit", root=tmp_path)
    known = samples()
    paths.save_samples(known)
    values = known.log_likelihood_list
    model = LatentModel(["radius", "flux"])
    paths.save_latent(
        Samples(
            model, known.parameter_lists, values, values, known.weight_list, known.info
        ),
        {},
    )
    assert len(paths.load_latent()) == len(known)
    for name, load in (
        ("samples.csv", lambda: paths.load_samples(BoxModel(2))),
        ("latent/samples.csv", paths.load_latent),
    ):
        table = paths.files / name
        lines = table.read_text().splitlines(keepends=True)
        table.write_text("".join(lines[:-1]))
        with pytest.raises(exc.SearchException, match="cut off after"):
            load()


@pytest.mark.parametrize("name", ["samples.csv", "latent/samples.csv"])
def test_a_table_that_is_no_text_says_what_to_do(tmp_path, name):
    paths = Paths(parts(), "fit", root=tmp_path)
    paths.save_samples(samples())
    path = paths.files / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"\xff\xfe\x00")
    load = paths.load_latent if "latent" in name else paths.load_samples
    with pytest.raises(exc.SearchException, match="Delete the folder"):
        load(*([] if "latent" in name else [BoxModel(2)]))
