"""Texts and numbers about a run, for its folder and for the screen."""

from __future__ import annotations

import importlib.metadata
import platform
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.model.reading import UNNAMED
from autolens_like.model.writing import description_of
from autolens_like.search.progress import duration
from autolens_like.search.result import Result
from autolens_like.search.samples import Samples
from autolens_like.search.settings import CommonSettings
from autolens_like.version import __version__


def circumstances(common: CommonSettings, library: str | None) -> dict[str, Any]:
    """What the path of a search may depend on beside its identity.

    Parameters
    ----------
    common
        Gives the number of cores.
    library
        The installed library that samples, or None.
    """
    versions = {
        "number_of_cores": common.number_of_cores,
        "autolens_like": __version__,
        "python": platform.python_version(),
        "numpy": np.__version__,
    }
    if library is not None:
        versions[library] = importlib.metadata.version(library)
    return versions


def model_description(model: Any) -> dict[str, Any]:
    """The content of files/model.json, which `Model.from_dict` reads.

    Where a class of the user has no name for files, the reason and the identity of the
    model, which nothing reads back.
    """
    try:
        return model.to_dict()
    except exc.ModelException as error:
        return {"type": UNNAMED, "reason": str(error), "identity": model.identity()}


def described(value: Any, place: str) -> Any:
    """An object as JSON can hold it; the reason where its class has no name for files.

    A class that only this script knows is no reason to refuse a fit.
    """
    try:
        return description_of(value, place)
    except exc.ModelException as error:
        return {"type": UNNAMED, "reason": str(error)}


def summary_text(search: Any, samples: Samples) -> str:
    """The text of search.summary: settings, cost and time."""
    seconds = samples.info["time"]
    lines = [
        f"search                   {type(search).__name__}",
        f"seed                     {search.common.seed}",
        f"cores                    {search.common.number_of_cores}",
        f"likelihood evaluations   {samples.total_samples}",
        f"time                     {duration(seconds)}",
        f"time per evaluation      {seconds / max(samples.total_samples, 1):.3e} s",
        f"samples kept             {len(samples)}",
    ]
    lines += [f"{name:<24} {value}" for name, value in search.own_settings.items()]
    return "\n".join(lines) + "\n"


def closing_line(name: str, result: Result, seconds: float) -> str:
    """The last line that a fit says."""
    samples = result.samples
    evidence = ""
    if samples.log_evidence is not None:
        evidence = (
            f", log Z {samples.log_evidence:.2f} +- "
            f"{samples.log_evidence_error or 0.0:.2f}"
        )
    ending = "finished"
    if not samples.info.get("converged", True):
        ending = "stopped at its limit, not converged,"
    return (
        f"{name}: {ending} in {duration(seconds)}, {samples.total_samples} calls, "
        f"log L {result.log_likelihood:.2f}{evidence}"
    )
