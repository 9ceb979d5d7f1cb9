"""What every search does: the folder, the lock, the journal, the workers, the
progress line and the files, around the sampler of a subclass."""

from __future__ import annotations

import abc
import contextlib
import dataclasses
import time
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any, ClassVar

from autolens_like import exc
from autolens_like.model.reading import UNNAMED
from autolens_like.search import configuration, pool, settings
from autolens_like.search.executor import ExecutorPool
from autolens_like.search.failure import FailureRecord
from autolens_like.search.fitness import LIKELIHOOD_VERSION, Fitness
from autolens_like.search.journal import Journal
from autolens_like.search.lock import FitLock
from autolens_like.search.observers import Observers
from autolens_like.search.paths import Paths, parts_of_fit
from autolens_like.search.preemption import exit_on_preemption
from autolens_like.search.progress import Progress
from autolens_like.search.result import Result, results_text
from autolens_like.search.samples import Samples
from autolens_like.search.settings import CommonSettings
from autolens_like.search.summary import (
    circumstances,
    closing_line,
    model_description,
    summary_text,
)
from autolens_like.search.tally import Tally
from autolens_like.search.watch import Watch


class Search(abc.ABC):
    """A way to find the posterior of a model.

    A subclass writes `_fit` and gives its own settings.

    Parameters
    ----------
    name, path_prefix, unique_tag
        Folders of the result below the output folder.
    own_settings
        The settings of the subclass, already checked; all of them are part of
        the identity of a fit.
    common
        Keywords of `CommonSettings`.
    """

    #: Keywords that the libraries behind a search no longer have.
    removed_settings: ClassVar[dict[str, str]] = {}
    #: The installed library that samples, whose version is kept with a result.
    library: ClassVar[str | None] = None

    def __init__(
        self,
        name: str | None,
        path_prefix: str | Path | None,
        unique_tag: str | None,
        own_settings: dict[str, Any],
        common: dict[str, Any],
    ):
        fields = [field.name for field in dataclasses.fields(CommonSettings)]
        settings.refuse_unknown(
            type(self).__name__,
            {key: common[key] for key in common if key not in fields},
            ["name", "path_prefix", "unique_tag", *own_settings, *fields],
            self.removed_settings,
        )
        self.name = name
        self.path_prefix = path_prefix
        self.unique_tag = unique_tag
        self.own_settings = own_settings
        self.common = CommonSettings(**common)
        self.paths: Paths | None = None

    def __getattr__(self, name: str) -> Any:
        # Settings read like attributes: search.nlive, search.number_of_cores.
        state = self.__dict__
        if name in state.get("own_settings", ()):
            return state["own_settings"][name]
        if "common" in state and name in vars(state["common"]):
            return getattr(state["common"], name)
        raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")

    def __repr__(self) -> str:
        return f"{type(self).__name__}(name={self.name!r}, seed={self.common.seed})"

    @abc.abstractmethod
    def _fit(self, fitness: Fitness, paths: Paths) -> Samples:
        """Sample until the criterion of the search is met.

        Parameters
        ----------
        fitness
            The function to sample. ``fitness.evaluators()`` gives what a
            library is handed, ``fitness.pool`` the workers or None, and
            ``fitness.watch(state)`` is called at every iteration.
        paths
            The folder of the fit.
        """

    def identity(self) -> dict[str, Any]:
        """The settings that a result depends on."""
        return {
            "class": type(self).__name__,
            **self.own_settings,
            "seed": self.common.seed,
            "unique_tag": self.unique_tag,
        }

    def paths_from(self, model: Any, analysis: Any) -> Paths:
        """The folder that a fit of this model to this data has."""
        parts = parts_of_fit(model, analysis, self.identity(), LIKELIHOOD_VERSION)
        return Paths(
            parts, self.name, self.path_prefix, self.unique_tag, self.common.output_path
        )

    def fit(self, model: Any, analysis: Any) -> Result:
        """Fit a model, or load the result if this very fit was done before.

        An interrupted fit continues, to the result it would have had.

        Parameters
        ----------
        model
            The model with its priors.
        analysis
            The likelihood of the data.

        Returns
        -------
        Result
            Of the type that the analysis makes.

        Raises
        ------
        ModelException
            A thousand draws from the priors all break an assertion, or are impossible
            otherwise.
        SearchException
            The model has no free parameter, another process runs this fit, or
            no parameters with a likelihood are found.
        """
        pool.refuse_inside_unguarded_script()
        self._check_model(model)
        analysis.check_model(model)
        self.paths = paths = self.paths_from(model, analysis)
        if paths.is_complete:
            return self._loaded(model, analysis)
        with FitLock(paths.folder), exit_on_preemption(), FailureRecord(paths.folder):
            if paths.is_complete:
                return self._loaded(model, analysis)
            return self._run(model, analysis)

    def _check_model(self, model: Any) -> None:
        if model.prior_count < 1:
            raise exc.SearchException(
                "The model has no free parameter, so there is nothing to search. "
                "Give at least one parameter a prior, or evaluate the likelihood "
                "once with analysis.log_likelihood_function(instance)."
            )
        # Raises with the commonest reason where the assertions never hold.
        model.random_vector_from_priors(seed=0)

    def _loaded(self, model: Any, analysis: Any) -> Result:
        samples = self.paths.load_samples(model)
        self._write_named(model)
        if not self.common.silence:
            print(
                f"{self.name or type(self).__name__}: done before, {self.paths.folder}"
            )
        return analysis.make_result(samples=samples, search=self, paths=self.paths)

    def _write_named(self, model: Any) -> None:
        """Write a model of which a class had no name for files and has one now."""
        with contextlib.suppress(exc.SearchException):
            if self.paths.read_json("model").get("type") == UNNAMED:
                described = model_description(model)
                if described["type"] != UNNAMED:
                    self.paths.write_json("model", described)

    def _run(self, model: Any, analysis: Any) -> Result:
        paths = self.paths
        journal = Journal(paths.journal, model.prior_count)
        journal.load()
        tally = Tally(model.prior_count)
        fitness = Fitness(model, analysis, journal, tally)
        progress = Progress(
            self.name or type(self).__name__,
            tally,
            self.common.silence,
            paths.folder / "search.log",
        )
        observers = Observers(report=progress.note)
        self._write_start(model, analysis, progress, journal)
        started = time.monotonic()
        try:
            with progress, self._workers(fitness):
                progress.tally = fitness.tally
                fitness.watch = Watch(self.common, fitness, paths, progress, observers)
                samples = self._fit(fitness, paths)
        except (KeyboardInterrupt, SystemExit):
            progress.note(
                f"Interrupted after {fitness.tally.calls} calls. Run the same script "
                f"again to continue: {paths.folder}"
            )
            raise
        finally:
            fitness.close()
        seconds = time.monotonic() - started
        samples.info.update(
            time=seconds, class_path=f"{type(self).__module__}.{type(self).__name__}"
        )
        self._report_replay(progress, journal, fitness.tally)
        result = self._finish(samples, analysis, observers)
        journal.delete()
        progress.note(closing_line(progress.name, result, seconds))
        return result

    @contextlib.contextmanager
    def _workers(self, fitness: Fitness) -> Iterator[None]:
        cores, executor = self.common.number_of_cores, self.common.pool
        if executor is not None:
            workers = ExecutorPool(fitness, executor, cores)
        elif cores > 1:
            workers = pool.Pool(fitness, cores)
        else:
            yield
            return
        with workers:
            fitness.pool = workers
            yield

    def _write_start(
        self, model: Any, analysis: Any, progress: Progress, journal: Journal
    ) -> None:
        paths, common = self.paths, self.common
        others = paths.difference_from_others()
        if len(journal):
            self._note_changes(progress)
        paths.save_identifier()
        paths.write_text("model.info", f"{model.info}\n")
        paths.write_json("model", model_description(model))
        prefix = (
            None if self.path_prefix is None else PurePath(self.path_prefix).as_posix()
        )
        paths.write_json(
            "search",
            {
                "name": paths.name,
                "path_prefix": prefix,
                **self.identity(),
                **circumstances(common, self.library),
            },
        )
        paths.image.mkdir(parents=True, exist_ok=True)
        analysis.save_attributes(paths)
        if others:
            progress.note(others)
        cores = common.number_of_cores
        progress.note(
            f"{progress.name}: {type(self).__name__}, {model.prior_count} parameters, "
            f"{cores} core{'s' if cores > 1 else ''}, seed {common.seed}: "
            f"{paths.folder}"
        )
        for note in journal.notes:
            progress.note(note)
        if len(journal):
            progress.note(
                f"{progress.name}: continues an interrupted fit, with "
                f"{len(journal)} likelihoods from its journal"
            )

    def _note_changes(self, progress: Progress) -> None:
        before, now = (
            self.paths.read_json("search"),
            circumstances(self.common, self.library),
        )
        changed = [
            f"{key} was {before[key]} and is {now[key]}"
            for key in now
            if before.get(key, now[key]) != now[key]
        ]
        if changed:
            progress.note(
                "The interrupted fit ran otherwise, so this one may take another "
                f"path: {'; '.join(changed)}"
            )

    def _report_replay(
        self, progress: Progress, journal: Journal, tally: Tally
    ) -> None:
        recorded = len(journal)
        if recorded > tally.replayed:
            progress.note(
                f"Of {recorded} likelihoods in the journal {tally.replayed} were "
                "asked for again: the search took another path than the interrupted "
                "one, so its result is valid but not identical to the unbroken run's"
            )

    def _finish(self, samples: Samples, analysis: Any, observers: Observers) -> Result:
        paths = self.paths
        threshold = configuration.value("general", "output", "samples_weight_threshold")
        samples = samples.above_weight(threshold)
        paths.save_samples(samples)
        paths.write_text("model.results", results_text(samples))
        paths.write_text("search.summary", summary_text(self, samples))
        result = analysis.make_result(samples=samples, search=self, paths=paths)
        try:
            latent = analysis.compute_latent_samples(samples)
            if latent is not None:
                paths.save_latent(latent, analysis.LATENT_UNITS)
            analysis.save_results(paths, result)
        except exc.LensException as error:
            # Derived quantities may not exist; the posterior does.
            observers.report(f"save_results failed, the samples are kept: {error}")
        observers(paths, analysis, result.max_log_likelihood_instance, False)
        paths.complete()
        return result
