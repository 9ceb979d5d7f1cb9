"""Everything that is asked of the learned source, in one table.

    python benchmarks/decoder_table.py --real FOLDER

runs ``decoder_errors.py`` (drawn and real galaxies beside a Sersic profile, shapelets
and principal components of as many numbers, the time of a fit, the weights),
``decoder_lenses.py`` (three mocks beside a Sersic source, pulls without and with the
correction) and ``workspace/learned_source_slacs.py`` (two real lenses beside a Sersic
source), shows what they print, and ends with the rows that are asked for. It takes
many hours, nearly all of them for pulls; ``--quick`` takes minutes and says little
about pulls. ``--only`` runs some of the parts.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ERRORS = str(HERE / "decoder_errors.py")
LENSES = str(HERE / "decoder_lenses.py")
SLACS = str(HERE.parent / "workspace" / "learned_source_slacs.py")
#: What is accepted of a real lens: Einstein radius off by [%].
RADIUS_ERROR = 3.0
VERDICTS = ("met", "MISSED")
#: What the script of real lenses prints of a fit.
REAL_LENS = re.compile(
    r"(?P<lens>\S+), (?P<source>\w+): Einstein radius .* (?P<off>[-+][\d.]+) %\), "
    r"χ² per pixel (?P<arcs>[\d.]+) in the arcs"
)


def commands(quick: bool, real: Path | None, output: Path) -> dict[str, list[str]]:
    """What is run, by the name of the part."""
    drawn, competitors = ("40", "10") if quick else ("600", "600")
    folder = ["--real", str(real)] if real else []
    figures = ["--figures", str(output)]
    number = 1 if quick else 50
    corrected = [f"{kind}={1 if quick else 20}" for kind in ("held-out", "spiral")]
    return {
        "galaxies": [
            ERRORS, "--held-out", drawn, "--competitors", competitors,
            *folder, *figures,
        ],
        "mocks": [LENSES, "--mocks", *figures],
        "pulls": [LENSES, "--pulls", f"prior={number}"],
        "corrected": [LENSES, "--stage", "corrected", "--pulls", *corrected],
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


def row(quantity: str, found: str, accepted: str, met: bool) -> str:
    return f"{quantity:<44}{found:>22}{accepted:>16}  {VERDICTS[not met]}"


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
    parser.add_argument("--only", nargs="*", choices=commands(True, None, Path()))
    chosen = parser.parse_args()
    found = []
    for name, command in commands(chosen.quick, chosen.real, chosen.output).items():
        if chosen.only and name not in chosen.only:
            continue
        lines = shown(command)
        found += [line for line in lines if line.endswith(VERDICTS)]
        found += rows_of_real_lenses(lines)
    print(f"\n{'quantity':<44}{'found':>22}{'accepted':>16}")
    print("\n".join(found))


if __name__ == "__main__":
    main()
