"""Everything that is asked of the learned source, in one table.

    python benchmarks/decoder_table.py --real FOLDER

runs ``decoder_errors.py`` (drawn and real galaxies beside a Sersic profile, shapelets
and principal components of as many numbers, the time of a fit, the weights),
``decoder_lenses.py`` (three mocks beside a Sersic source, pulls without and with the
correction) and ``workspace/learned_source_slacs.py`` (two real lenses beside a Sersic
source), shows what they print, and ends with the rows that are asked for, in one piece,
above the errors of the competitors. It takes many hours, nearly all of them for pulls.

``--journal FILE`` takes the pulls from a journal of ``decoder_lenses.py`` and adds what
is missing to it. ``--quick`` is for a look: 40 drawn galaxies, and of each kind of
pulls as many lenses as the journal has, or one, which says little. ``--only`` runs some
of the parts. After each part stands what processor time has been spent.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ERRORS = str(HERE / "decoder_errors.py")
LENSES = str(HERE / "decoder_lenses.py")
SLACS = str(HERE.parent / "workspace" / "learned_source_slacs.py")
#: What is accepted of a real lens: Einstein radius off by [%].
RADIUS_ERROR = 3.0
#: What a row says of its number, and one of a competitor, which nothing is asked of.
VERDICTS = {True: "met", False: "MISSED", None: "beside"}
#: How the tables of competitors begin that `decoder_errors.py` prints, and their lines.
TABLES, MODELS = ("drawn galaxies", "real, median"), 4
#: Lenses of the pulls that are asked for.
PULLS = {"prior": 50, "held-out": 33, "spiral": 12}
#: What the script of real lenses prints of a fit.
REAL_LENS = re.compile(
    r"(?P<lens>\S+), (?P<source>\w+): Einstein radius .* (?P<off>[-+][\d.]+) %\), "
    r"χ² per pixel (?P<arcs>[\d.]+) in the arcs"
)


def journalled(journal: Path | None, stage: str, kind: str) -> int:
    """How many lenses of a kind stand in a journal, from the first on."""
    lines = journal.read_text().splitlines() if journal and journal.exists() else []
    keys = {json.loads(line)[0] for line in lines}
    number = 0
    while f"{stage} {kind} {number}" in keys:
        number += 1
    return number


def commands(
    quick: bool, real: Path | None, output: Path, journal: Path | None = None
) -> dict[str, list[str]]:
    """What is run, by the name of the part."""
    drawn, competitors = ("40", "10") if quick else ("600", "600")
    folder = ["--real", str(real)] if real else []
    figures = ["--figures", str(output)]
    written = ["--journal", str(journal)] if journal else []

    def lenses(stage: str, kind: str) -> str:
        known = max(1, journalled(journal, stage, kind))
        return f"{kind}={known if quick else max(known, PULLS[kind])}"

    prior = lenses("decoder", "prior")
    corrected = [lenses("corrected", kind) for kind in ("held-out", "spiral")]
    return {
        "galaxies": [
            ERRORS, "--held-out", drawn, "--competitors", competitors,
            *folder, *figures,
        ],
        "mocks": [LENSES, "--mocks", "--stage", "corrected", *figures],
        "pulls": [LENSES, "--pulls", prior, *written],
        "corrected": [LENSES, "--stage", "corrected", "--pulls", *corrected, *written],
        "lenses": [SLACS, "--output", str(output)],
    }  # fmt: skip


def shown(command: list[str]) -> list[str]:
    """Run a script, show what it prints, and give back the lines.

    Raises
    ------
    SystemExit
        It failed.
    """
    lines = []
    whole = [sys.executable, "-u", *command]
    with subprocess.Popen(whole, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            lines.append(line.rstrip())
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed")
    return lines


def row(quantity: str, found: str, accepted: str, met: bool | None) -> str:
    verdict = VERDICTS[None if met is None else bool(met)]
    return f"{quantity:<44}{found:>22}{accepted:>16}  {verdict}"


def tables_in(lines: list[str]) -> list[str]:
    """The tables of competitors, each with an empty line before it."""
    found = []
    for i, line in enumerate(lines):
        if line.startswith(TABLES):
            found += ["", *lines[i : i + 1 + MODELS]]
    return found


def rows_of_real_lenses(lines: list[str]) -> list[str]:
    """Einstein radii beside the published ones, and arcs beside a Sersic source's."""
    fits = [match for line in lines if (match := REAL_LENS.match(line))]
    arcs = {(fit["lens"], fit["source"]): float(fit["arcs"]) for fit in fits}
    rows = []
    for fit in fits:
        if fit["source"] != "Decoder":
            continue
        lens, off = fit["lens"], float(fit["off"])
        met = abs(off) <= RADIUS_ERROR
        limit = f"<= {RADIUS_ERROR} %"
        rows.append(row(f"{lens}: Einstein radius", f"{off:+.1f} %", limit, met))
        own, other = arcs[lens, "Decoder"], arcs[lens, "Sersic"]
        limit = f"< {other:.3f}"
        rows.append(row(f"{lens}: χ²/px of arcs", f"{own:.3f}", limit, own < other))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--real", type=Path, help="folder of real stamps")
    parser.add_argument("--output", type=Path, default=Path("output/decoder"))
    parser.add_argument("--journal", type=Path, help="file of the lenses of pulls")
    parser.add_argument("--only", nargs="*", choices=commands(True, None, Path()))
    chosen = parser.parse_args()
    rows, tables = [], []
    parts = commands(chosen.quick, chosen.real, chosen.output, chosen.journal)
    for name, command in parts.items():
        if chosen.only and name not in chosen.only:
            continue
        lines = shown(command)
        rows += [line for line in lines if line.endswith(tuple(VERDICTS.values()))]
        rows += rows_of_real_lenses(lines)
        tables += tables_in(lines)
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        minutes = (spent.ru_utime + spent.ru_stime) / 60.0
        print(f"{name}: {minutes:.1f} minutes of processor since the start\n")
    print(f"{'quantity':<44}{'found':>22}{'accepted':>16}")
    print("\n".join(rows + tables))


if __name__ == "__main__":
    main()
