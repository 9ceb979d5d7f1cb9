"""The fits below a folder: how far each is, and what came out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from autolens_like import exc
from autolens_like.search.failure import failure_in
from autolens_like.search.journal import recorded_in
from autolens_like.search.lock import is_held

#: A line of progress of `search.progress`: calls, best log likelihood and the rest.
_PROGRESS = re.compile(
    r": (\d+) calls, \d+/s, log L (-?\d+\.\d+)(?:, )?(?:log Z \S+(?: \+- \S+)?, )?(.*)"
)


@dataclass(frozen=True)
class FoundFit:
    """The state of one fit.

    Attributes
    ----------
    name
        Its folder below the one that was searched, without the identifier.
    identifier
        Its last folder.
    state
        running, finished, failed or interrupted.
    search
        The class of its search.
    calls
        Likelihoods so far, of an unfinished fit those of its journal or of its last
        line of progress; None before the first.
    best_log_likelihood, log_evidence
        None where unknown.
    progress
        What the last line of progress of an unfinished fit says is left.
    error
        What ended a fit that failed, else empty.
    folder
        Where it is.
    """

    name: str
    identifier: str
    state: str
    search: str
    calls: int | None
    best_log_likelihood: float | None
    log_evidence: float | None
    progress: str
    error: str
    folder: Path


def fits_in(folder: str | Path) -> list[FoundFit]:
    """Every fit below a folder, by name; nothing is changed.

    Raises
    ------
    exc.SearchException
        The folder does not exist or holds no fit.
    """
    root = Path(folder)
    if not root.is_dir():
        raise exc.SearchException(
            f"The folder {root} does not exist; give the output folder of a fit."
        )
    found = [
        _fit_in(path.parent, root)
        for path in sorted(root.rglob(".identifier"))
        if path.is_file()
    ]
    if not found:
        raise exc.SearchException(
            f"No fit was found below {root}; give the output folder of a fit."
        )
    return found


def status_rows(fits: list[FoundFit]) -> list[list[str]]:
    """The table of `autolens-like status`."""
    heads = ("name", "identifier", "state", "search", "calls", "best log L", "log Z")
    rows = [[*heads, "progress"]]
    for fit in fits:
        rows.append(
            [
                fit.name,
                fit.identifier[:8],
                fit.state,
                fit.search,
                "-" if fit.calls is None else str(fit.calls),
                _number(fit.best_log_likelihood),
                _number(fit.log_evidence),
                fit.error or fit.progress,
            ]
        )
    return rows


def status_json(fits: list[FoundFit]) -> str:
    """The same for programs."""
    entries = [{**asdict(fit), "folder": str(fit.folder)} for fit in fits]
    return json.dumps(entries, indent=2)


def results_of(fits: list[FoundFit]) -> list[dict[str, Any]]:
    """The posterior of every finished fit, parameter by parameter.

    Returns
    -------
    list of dict
        name, identifier, parameter, best_fit, median, and the limits of 1 and 3
        sigma. Derived quantities follow the parameters of the model.
    """
    return [
        {"name": fit.name, "identifier": fit.identifier, **entry}
        for fit in fits
        if fit.state == "finished"
        for entry in _parameters_of(fit.folder)
    ]


def _parameters_of(folder: Path) -> Iterator[dict[str, Any]]:
    files = folder / "files"
    for path, best in (
        (files / "samples_summary.json", "max_log_likelihood_parameters"),
        (files / "latent" / "latent_summary.json", "max_log_likelihood"),
    ):
        summary = _json(path)
        for name, median in summary.get("median_pdf", {}).items():
            limits = [summary[f"values_at_{sigma}_sigma"][name] for sigma in (1, 3)]
            yield {
                "parameter": name,
                "best_fit": summary[best].get(name),
                "median": median,
                **{
                    f"{side}_{sigma}_sigma": value
                    for sigma, pair in zip((1, 3), limits, strict=True)
                    for side, value in zip(("lower", "upper"), pair, strict=True)
                },
            }


def results_rows(entries: list[dict[str, Any]]) -> list[list[str]]:
    """The table of the posterior of one fit: medians and errors of 1 sigma."""
    rows = [["parameter", "median", "+ 1 sigma", "- 1 sigma", "best fit"]]
    for entry in entries:
        median, lower, upper = (
            entry[name] for name in ("median", "lower_1_sigma", "upper_1_sigma")
        )
        is_known = None not in (median, lower, upper)
        rows.append(
            [
                entry["parameter"],
                _number(median),
                _number(upper - median) if is_known else "-",
                _number(median - lower) if is_known else "-",
                _number(entry["best_fit"]),
            ]
        )
    return rows


def table(rows: list[list[str]]) -> str:
    """Rows as text in columns, the first row above a line."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    lines.insert(1, "-" * (sum(widths) + 2 * (len(widths) - 1)))
    return "\n".join(line.rstrip() for line in lines)


def _fit_in(folder: Path, root: Path) -> FoundFit:
    summary = _json(folder / "files" / "samples_summary.json")
    finished = (folder / ".completed").is_file() and bool(summary)
    progress = ""
    if finished:
        calls = _json(folder / "files" / "samples_info.json").get("total_samples")
        best = summary.get("max_log_likelihood")
    else:
        calls, best, progress = _unfinished(folder)
    error = ""
    if finished:
        state = "finished"
    elif is_held(folder):
        state = "running"
    else:
        error = " ".join(failure_in(folder).split())
        state = "failed" if error else "interrupted"
    name = folder.parent.relative_to(root).as_posix() if folder != root else "."
    return FoundFit(
        name=name if name != "." else folder.resolve().parent.name,
        identifier=folder.resolve().name,
        state=state,
        search=str(_json(folder / "files" / "search.json").get("class", "-")),
        calls=calls,
        best_log_likelihood=best,
        log_evidence=summary.get("log_evidence") if finished else None,
        progress=progress,
        error=error,
        folder=folder,
    )


def _unfinished(folder: Path) -> tuple[int | None, float | None, str]:
    """Calls, best log likelihood and what is left, of a fit without a result."""
    calls, best = recorded_in(folder / "journal")
    try:
        log = (folder / "search.log").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return calls, best, ""
    lines = list(_PROGRESS.finditer(log))
    if not lines:
        return calls, best, ""
    logged, value, left = lines[-1].groups()
    # Not every search has a journal, and no log tells every call.
    if calls is None or int(logged) > calls:
        calls = int(logged)
    if best is None or float(value) > best:
        best = float(value)
    return calls, best, left


def _json(path: Path) -> dict[str, Any]:
    """A JSON object; empty where the file is missing or damaged."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.6g}"
