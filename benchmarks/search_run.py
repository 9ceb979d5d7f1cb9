"""Whole fits: the same search on the same data and priors by both systems."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import search_cases as cases
import table

HERE = Path(__file__).resolve().parent
OURS, AUTOLENS = "own_autolens_like", "peer_autolens"
TITLES = {OURS: "autolens_like", AUTOLENS: "autolens"}
#: How many times faster than autolens a whole fit must be, and a finished chain.
FIT_FACTOR, CHAIN_FACTOR = 5.0, 10.0
JOBS = (*cases.FITS, "chain")
HEADER = ("search", "system", "wall s", "CPU s", "sampling s", "calls", "log Z",
          "effective", "times faster: wall / CPU / CPU per call")  # fmt: skip


def job(python: str, system: str, name: str, folder: Path) -> dict[str, Any]:
    """What a worker says of a job.

    Parameters
    ----------
    python
        The interpreter of the system.
    system, name, folder
        See `search_worker`.
    """
    print(f"  {name}: {TITLES[system]} ...", flush=True)
    log = HERE / ".logs" / f"search-{name}-{system}"
    log.parent.mkdir(exist_ok=True)
    command = [python, str(HERE / "search_worker.py"), system, name, str(folder)]
    # Workers of both would share the cores with threads of BLAS.
    variables = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with log.open("w") as errors:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=errors, text=True,
            env={**os.environ, **variables},
        )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"'{name}' of {system} stopped; see {log}")
    last = done.stdout.strip().splitlines()[-1]
    print(f"    {last}", flush=True)
    return json.loads(last)


def _ratios(own: dict[str, Any], other: dict[str, Any]) -> str:
    wall, processor = (other[key] / own[key] for key in ("wall", "processor"))
    call = processor * own["calls"] / other["calls"]
    verdict = "met" if wall >= FIT_FACTOR else "missed"
    return (
        f"{wall:.1f} / {processor:.1f} / {call:.1f} (goal {FIT_FACTOR:.0f}: {verdict})"
    )


def _evidence(content: dict[str, Any]) -> str:
    error = content["log_evidence_error"]
    return f"{content['log_evidence']:.2f}" + (f" ± {error:.2f}" if error else "")


def _fit_rows(name: str, found: dict[str, dict[str, Any]]) -> list[tuple[str, ...]]:
    rows = []
    for system, content in found.items():
        ratio = ""
        if system == OURS and AUTOLENS in found:
            ratio = _ratios(content, found[AUTOLENS])
        rows.append(
            (
                cases.FITS[name][0],
                TITLES[system],
                f"{content['wall']:.0f}",
                f"{content['processor']:.0f}",
                f"{content['sampling']:.0f}",
                str(content["calls"]),
                _evidence(content),
                f"{content['effective']:.0f}",
                ratio,
            )
        )
    return rows


def _chain_text(found: dict[str, list[dict[str, Any]]]) -> str:
    rows = []
    for system, (first, second) in found.items():
        ratio = ""
        if system == OURS and AUTOLENS in found:
            other = found[AUTOLENS][1]
            faster = other["wall"] / second["wall"]
            verdict = "met" if faster >= CHAIN_FACTOR else "missed"
            whole = (other["wall"] + other["import"]) / (
                second["wall"] + second["import"]
            )
            ratio = (
                f"{faster:.1f} (goal {CHAIN_FACTOR:.0f}: {verdict}); "
                f"{whole:.1f} with imports"
            )
        rows.append(
            (
                TITLES[system],
                f"{first['wall']:.1f}",
                f"{second['wall']:.3f}",
                f"{second['processor']:.3f}",
                f"{second['import']:.1f}",
                ratio,
            )
        )
    header = ("system", "run s", "again s", "again CPU s", "import s", "times faster")
    title = f"A chain of {cases.CHAIN} searches, run and loaded again"
    return f"{title}\n{'-' * len(title)}\n\n{table.grid(header, rows)}"


def report(names: Sequence[str], pythons: dict[str, str]) -> str:
    """Fit with everything; the part of the README.

    Parameters
    ----------
    names
        Fits of `search_cases.FITS`, and "chain".
    pythons
        The interpreter of every module that is there.
    """
    load_before = table.load()
    systems = [system for system in (OURS, AUTOLENS) if pythons.get(system)]
    versions, rows, chain = [], {}, ""
    with tempfile.TemporaryDirectory() as path:
        folder = Path(path)
        job(pythons[OURS], OURS, "simulate", folder)
        for name in names:
            # The chain is run, and run again.
            times = 2 if name == "chain" else 1
            found = {
                system: [job(pythons[system], system, name, folder)
                         for _ in range(times)]
                for system in systems
            }  # fmt: skip
            versions += [(s, {"version": found[s][0]["version"]}) for s in systems]
            if name == "chain":
                chain = _chain_text(found)
            else:
                lines = rows.setdefault(cases.FITS[name][1], [])
                lines += _fit_rows(name, {s: found[s][0] for s in systems})
    parts = [table.machine(versions, "one fit each", load_before)]
    for kind, lines in rows.items():
        title = cases.TITLES[kind]
        parts.append(f"{title}\n{'-' * len(title)}\n\n{table.grid(HEADER, lines)}")
    return "\n\n".join([*parts, chain]).strip()
