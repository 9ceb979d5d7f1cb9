"""The table of the README: times, ratios, memory and agreement."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any


def grid(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A simple RST table."""
    lines = [list(header), *[list(row) for row in rows]]
    widths = [max(len(line[i]) for line in lines) for i in range(len(header))]
    rule = "  ".join("=" * width for width in widths)

    def text(line: Sequence[str]) -> str:
        cells = (cell.ljust(w) for cell, w in zip(line, widths, strict=True))
        return "  ".join(cells).rstrip()

    return "\n".join([rule, text(lines[0]), rule, *map(text, lines[1:]), rule])


def spread(seconds: Sequence[float]) -> str:
    """Half of the interquartile range over the median; nothing of a single call."""
    if len(seconds) < 2:
        return "-"
    low, _, high = statistics.quantiles(seconds, n=4)
    return f"{50.0 * (high - low) / statistics.median(seconds):.0f} %"


def ratio_of(row: Any, rival: Any) -> float:
    """How many times faster than the rival, the median over the vectors.

    Both were timed on the same vectors in the same rounds, so that the ratio is formed
    vector by vector: a slow minute of the machine is in both of its sides.
    """
    pairs = row.beside(rival, "wall")
    return statistics.median(other / own for own, other in pairs)


def _verdict(row: Any, rows: Sequence[Any]) -> str:
    found = {other.entry.title: other for other in rows}
    texts = []
    for title, wanted in row.entry.rivals:
        if title not in found:
            continue
        ratio = ratio_of(row, found[title])
        # A goal below one is a limit of what more work may cost.
        number = f"{ratio:.2f}" if 0.0 < wanted < 1.0 else f"{ratio:.1f}"
        text = f"{title}: {number}" if texts else number
        if wanted:
            verdict = "met" if ratio >= wanted else "missed"
            text += f" (goal {wanted:.3g}: {verdict})"
        texts.append(text)
    return "; ".join(texts)


def _agreement(row: Any, reference: Any) -> str:
    """Largest difference of log likelihood from the reference row."""
    if row is reference:
        return "reference"
    if row.entry.mode == "doubled":
        return "another source"
    at_truth = abs(row.start["truth"] - reference.start["truth"])
    elsewhere = max(abs(a - b) for a, b in row.beside(reference, "values"))
    return f"{at_truth:.0e} / {elsewhere:.0e}"


def _case(case: Any, rows: Sequence[Any]) -> str:
    reference = next((r for r in rows if r.entry.title == "autolens"), rows[0])
    header = ("system", "ms", "spread", "CPU ms", "first call s", "memory MiB",
              "log L: at truth / elsewhere", "times faster")  # fmt: skip
    lines = [
        (
            row.entry.title,
            f"{1e3 * row.seconds:.1f}",
            spread(row.wall),
            f"{1e3 * statistics.median(row.processor):.1f}",
            f"{row.start['first']:.1f}",
            f"{row.memory:.0f}",
            _agreement(row, reference),
            _verdict(row, rows),
        )
        for row in rows
    ]
    title = f"{case.title}\n{'-' * len(case.title)}\n\n{grid(header, lines)}"
    if case.name in ("operator", "instance"):
        return title
    value = reference.start["truth"]
    low, high = min(reference.values), max(reference.values)
    note = (
        f"Log likelihood at the truth {value:.8f} ({reference.entry.title}); between "
        f"{low:.1f} and {high:.1f} at the vectors timed."
    )
    return f"{title}\n\n{note}"


def _imports(imports: dict[str, list[float]]) -> str:
    lines = []
    for name, seconds in imports.items():
        verdict = ""
        if name == "autolens_like" and "autolens" in imports:
            pairs = zip(seconds, imports["autolens"], strict=True)
            ratio = statistics.median(other / own for own, other in pairs)
            verdict = f"{ratio:.1f} (goal 2: {'met' if ratio >= 2.0 else 'missed'})"
        lines.append(
            (name, f"{statistics.median(seconds):.2f}", spread(seconds), verdict)
        )
    header = ("python -c 'import ...'", "s", "spread", "times faster")
    return f"Import\n------\n\n{grid(header, lines)}"


def processor_name() -> str:
    """The processor's model, as the system calls it."""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def load() -> float:
    """Processes that want a core, mean of the last minute; 0 where nobody counts."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def machine(
    versions: Iterable[tuple[str, dict[str, str]]], extent: str, load_before: float
) -> str:
    """The day, the machine and what ran.

    Parameters
    ----------
    versions
        (module, versions by name) of every process; repetitions are left out.
    extent
        How often was measured, in words.
    load_before
        `load()` before the run.
    """
    found: dict[str, None] = {}
    for module, numbers in versions:
        words = ", ".join(f"{name} {number}" for name, number in numbers.items())
        found.setdefault(f"{module}: {words}", None)
    # Whoever uses several threads loses most when others want the cores too.
    busy = load_before > 0.5 * _cores()
    remark = " **The machine was busy; run it again before quoting a ratio.**"
    lines = [
        f"{date.today():%d %B %Y}; {platform.system()}, {processor_name()}, "
        f"{_cores()} cores, load {load_before:.1f} before the run; {extent}."
        f"{remark if busy else ''}",
        "",
        *[f"- {line}" for line in found],
    ]
    return "\n".join(lines)


def report(
    rows: dict[Any, Sequence[Any]],
    imports: dict[str, list[float]],
    rounds: int,
    calls: int,
    load_before: float,
) -> str:
    """The whole generated text."""
    every = [row for some in rows.values() for row in some]
    versions = [(row.entry.module, row.start["versions"]) for row in every]
    extent = f"{rounds} rounds of {calls} calls"
    parts = [machine(versions, extent, load_before)]
    parts += [_case(case, some) for case, some in rows.items()]
    return "\n\n".join([*parts, _imports(imports)])


def write(path: Path, name: str, text: str) -> None:
    """Put the text between the markers of that name, the rest of the file untouched."""
    begin, end = f".. begin of the {name}", f".. end of the {name}"
    before, rest = path.read_text().split(begin, 1)
    after = rest.split(end, 1)[1]
    temporary = path.with_suffix(".tmp")
    temporary.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}")
    os.replace(temporary, path)
