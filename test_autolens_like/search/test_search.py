import json
import signal
import time

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.model.composition import Model
from autolens_like.model.prior import UniformPrior
from autolens_like.search.fitness import Fitness
from autolens_like.search.journal import Journal
from autolens_like.search.lock import FitLock
from autolens_like.search.nest.dynesty_static import DynestyStatic
from autolens_like.search.preemption import EXIT_PREEMPTED
from autolens_like.search.result import Result
from autolens_like.search.search import Search
from autolens_like.search.store.fit_folder import FitFolder
from test_autolens_like.model.classes import Shear
from test_autolens_like.search.fakes import (
    BoxModel,
    GaussianAnalysis,
)
from test_autolens_like.search.run_fit import digest_of, run
from test_autolens_like.search.started_fit import start, tear, wait_for_journal


class Drawing(Search):
    """The simplest search: equally weighted draws from the prior."""

    def __init__(self, name=None, path_prefix=None, unique_tag=None, n=20, **common):
        super().__init__(name, path_prefix, unique_tag, {"n": n}, common)

    def _fit(self, fitness, paths):
        generator = np.random.default_rng(self.seed)
        units = generator.random((self.n, fitness.model.prior_count))
        vectors = np.array([fitness.prior_transform(unit) for unit in units])
        values = fitness.map(vectors)
        return fitness.samples_from(vectors, values, np.full(self.n, 1 / self.n), {})


class Recording(GaussianAnalysis):
    """Writes down which hooks were called."""

    def __init__(self):
        super().__init__()
        self._calls = []

    def log_likelihood_function(self, instance):
        self._calls.append("likelihood")
        return super().log_likelihood_function(instance)

    def save_attributes(self, paths):
        self._calls.append("attributes")

    def visualize(self, paths, instance, during_analysis):
        self._calls.append(("visualize", during_analysis))

    def save_results(self, paths, result):
        self._calls.append(type(result))


@pytest.fixture
def search(tmp_path):
    return Drawing("fit", output_path=tmp_path, silence=True)


def test_a_fit_writes_its_folder(search):
    result = search.fit(BoxModel(2), GaussianAnalysis())
    folder = search.paths.folder
    found = {str(path.relative_to(folder)) for path in folder.rglob("*")}
    files = ["model", "samples_info", "samples_summary", "search"]
    assert found == {
        ".completed",
        ".identifier",
        "model.info",
        "model.results",
        "search.summary",
        "search.log",
        "image",
        "files",
        "files/samples.csv",
        *(f"files/{name}.json" for name in files),
    }
    assert result.paths is search.paths and result.search is search
    stored = json.loads((folder / "files" / "search.json").read_text())
    assert stored["seed"] == 1 and stored["n"] == 20 and stored["class"] == "Drawing"


def test_the_hooks_are_called_in_order_and_a_reload_calls_none(
    search, tmp_path, capsys
):
    analysis = Recording()
    first = search.fit(BoxModel(2), analysis)
    hooks = [call for call in analysis._calls if call != "likelihood"]
    assert hooks == ["attributes", Result, ("visualize", False)]
    again = Recording()
    started = time.perf_counter()
    second = Drawing("fit", output_path=tmp_path).fit(BoxModel(2), again)
    assert time.perf_counter() - started < 1.0
    assert again._calls == []
    assert capsys.readouterr().out.startswith("fit: done before, ")
    assert digest_of(first) == digest_of(second)
    assert first.samples.info == second.samples.info
    assert first.info == second.info


def test_a_model_is_written_once_its_classes_have_names(search, tmp_path):
    class Unnamed(BoxModel):
        def to_dict(self):
            raise exc.ModelException("The class Ring has no name for files.")

    result = search.fit(Unnamed(2), GaussianAnalysis())
    assert "no name" in result.paths.read_json("model")["reason"]
    with pytest.raises(exc.ModelException, match=r"no name for files\. Then run"):
        FitFolder(result.paths.folder).model  # noqa: B018
    for model in (Unnamed(2), BoxModel(2)):
        search.fit(model, GaussianAnalysis())
        written = result.paths.read_json("model")
        assert (written["type"] == "unnamed") == isinstance(model, Unnamed)


def test_changed_data_is_never_an_old_result(search, tmp_path, capsys):
    first = search.fit(BoxModel(2), GaussianAnalysis(centre=0.3))
    other = Drawing("fit", output_path=tmp_path)
    second = other.fit(BoxModel(2), GaussianAnalysis(centre=0.4))
    assert first.log_likelihood != second.log_likelihood
    assert "differs in analysis.data" in capsys.readouterr().out


def test_a_model_without_free_parameters_is_refused(search):
    with pytest.raises(exc.SearchException, match="no free parameter"):
        search.fit(BoxModel(0), GaussianAnalysis())
    assert not search.common.output_path.joinpath("fit").exists()


def test_assertions_that_never_hold_are_refused_with_their_reason(search):
    model = Model(Shear, gamma_1=UniformPrior(), gamma_2=UniformPrior())
    model.add_assertion(model.gamma_1 > 2 + model.gamma_2, "too far apart")
    with pytest.raises(exc.ModelException, match=r"1000 times.* 'too far apart'"):
        search.fit(model, GaussianAnalysis())
    assert not search.common.output_path.joinpath("fit").exists()


def test_a_fit_that_runs_elsewhere_is_left_alone(search):
    folder = search.paths_from(BoxModel(2), GaussianAnalysis()).folder
    with FitLock(folder), pytest.raises(exc.SearchException, match="being run by"):
        search.fit(BoxModel(2), GaussianAnalysis())


def test_unknown_keywords_and_bad_values_are_refused():
    with pytest.raises(exc.SearchException, match="Did you mean 'number_of_cores'"):
        Drawing(number_of_core=2)
    for bad in ({"number_of_cores": 0}, {"number_of_cores": -1}, {"seed": -1}):
        with pytest.raises(exc.SearchException, match="is not possible"):
            Drawing(**bad)


def test_settings_read_like_attributes():
    search = Drawing(n=7, number_of_cores=2)
    assert (search.n, search.number_of_cores, search.seed) == (7, 2, 1)
    with pytest.raises(AttributeError, match="no attribute 'nn'"):
        _ = search.nn
    assert "Drawing" in repr(search)


def test_a_mistake_stops_the_fit_and_a_corrected_one_runs(search):
    class Misspelt(GaussianAnalysis):
        def log_likelihood_function(self, instance):
            return self.dta

    with pytest.raises(AttributeError, match="dta"):
        search.fit(BoxModel(2), Misspelt())
    search.fit(BoxModel(2), GaussianAnalysis())


def test_derived_quantities_that_do_not_exist_cost_no_fit(search, tmp_path, capsys):
    class Without(GaussianAnalysis):
        def save_results(self, paths, result):
            raise exc.RayTracingException("no critical curve")

    Drawing("fit", output_path=tmp_path).fit(BoxModel(2), Without())
    assert "the samples are kept: no critical curve" in capsys.readouterr().out


def test_an_interrupted_fit_answers_from_its_journal(search, capsys, tmp_path):
    class Interrupted(GaussianAnalysis):
        limit = 12

        def log_likelihood_function(self, instance):
            Interrupted.limit -= 1
            if Interrupted.limit < 0:
                raise KeyboardInterrupt
            return super().log_likelihood_function(instance)

    loud = Drawing("fit", output_path=tmp_path)
    with pytest.raises(KeyboardInterrupt):
        loud.fit(BoxModel(2), Interrupted())
    assert "Interrupted after 12 calls" in capsys.readouterr().out
    assert list(loud.paths.journal.glob("*.bin"))
    Interrupted.limit = 8
    result = loud.fit(BoxModel(2), Interrupted())
    assert Interrupted.limit == 0
    assert "with 12 likelihoods from its journal" in capsys.readouterr().out
    assert result.samples.total_samples == 20
    assert not loud.paths.journal.exists()


def test_a_journal_of_another_path_is_reported(search, capsys, tmp_path):
    loud = Drawing("fit", output_path=tmp_path)
    model, analysis = BoxModel(2), GaussianAnalysis()
    paths = loud.paths_from(model, analysis)
    journal = Journal(paths.journal, 2)
    fitness = Fitness(model, analysis, journal)
    fitness(np.array([0.123, 0.456]))
    fitness.close()
    paths.write_json("search", {"number_of_cores": 3, "numpy": "1.0"})
    loud.fit(model, analysis)
    said = capsys.readouterr().out
    assert "number_of_cores was 3 and is 1" in said
    assert "Of 1 likelihoods in the journal 0 were asked for again" in said


@pytest.mark.parametrize(
    ("kind", "cores"),
    [
        ("static", 1),
        ("static", 2),
        ("dynamic", 1),
        ("nautilus", 1),
        ("emcee", 1),
        ("multi_start", 1),
    ],
)
def test_killed_fits_end_bit_identical_to_unbroken_ones(tmp_path, kind, cores):
    unbroken = run(kind, tmp_path / "unbroken", cores, silence=True)
    # Bytes in the journal at which the kills come; a record has 28.
    for size in (700, 9_000):
        process = start(kind, tmp_path / "killed", cores)
        wait_for_journal(tmp_path / "killed", size, process)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        tear(tmp_path / "killed")
    result = run(kind, tmp_path / "killed", cores, silence=True)
    assert digest_of(result) == digest_of(unbroken)
    assert result.samples.total_samples == unbroken.samples.total_samples
    log = (result.paths.folder / "search.log").read_text()
    assert "continues an interrupted fit" in log and "another path" not in log


def test_a_preempted_fit_says_try_again(tmp_path):
    process = start("static", tmp_path)
    wait_for_journal(tmp_path, 2_000, process)
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=30)
    assert time.monotonic() - begun < 5.0
    assert process.returncode == EXIT_PREEMPTED
    assert "Run the same script again to continue" in said


def test_the_name_of_a_search_that_has_none(tmp_path):
    search = DynestyStatic(output_path=tmp_path)
    paths = search.paths_from(BoxModel(2), GaussianAnalysis())
    assert paths.folder.parent == tmp_path / "unnamed"
