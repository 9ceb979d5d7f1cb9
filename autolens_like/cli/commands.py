"""The commands of `autolens-like`, for typer.

Exit codes: 0 done; 1 the fit or check failed; 2 the command line is wrong; 65 a file
is wrong (its lines are named); 74 the disk refused; 75 stopped by SIGTERM, run it again
to continue; 130 stopped by Ctrl-C, likewise.
"""

from __future__ import annotations

import csv
import enum
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from autolens_like import exc
from autolens_like.cli import doctor as health
from autolens_like.cli import dry_run as trial
from autolens_like.cli import folders, sections
from autolens_like.cli.fit_file import FitFile

#: The EX_DATAERR and EX_IOERR of sysexits.h.
EXIT_BAD_FILE, EXIT_DISK = 65, 74
EXIT_FAILED, EXIT_INTERRUPTED = 1, 130

app = typer.Typer(
    help="Strong-lens modelling from the command line.",
    epilog="Exit codes: 0 done; 1 the fit or a check failed; 2 wrong command line; 65 "
    "wrong file or folder; 74 the disk refused; 75 stopped by SIGTERM, 130 by Ctrl-C: "
    "run the same command again to continue.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
)

Folder = Annotated[Path, typer.Argument(help="An output folder, or any below it.")]


class Format(enum.StrEnum):
    """How a table is written."""

    table = "table"
    csv = "csv"
    json = "json"


@app.command()
def fit(
    file: Annotated[Path, typer.Argument(help="YAML: data, mask, model, search.")],
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="Build everything, time the likelihood by every backend and predict "
            "time, memory and disk; run nothing.",
        ),
    ] = False,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help="Continue a fit that was begun, and refuse to begin one. Without it "
            "an interrupted fit continues as well, and a new one begins.",
        ),
    ] = False,
    seed: Annotated[
        int | None, typer.Option(min=0, help="In place of the seeds in the file.")
    ] = None,
) -> None:
    """Fit the lens of a YAML file, or continue the fit if it was interrupted."""
    with _told():
        described = FitFile(file, seed=seed)
        described.analysis()
    with _told(EXIT_FAILED):
        if dry_run:
            print("\n".join(trial.report(described)))
            return
        result = described.fit(resume=resume)
        print(result.info)
        print(f"results    {result.paths.folder}")


@app.command()
def status(
    folder: Folder = Path("output"),
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """List the fits below a folder: running, finished, failed or interrupted."""
    with _told():
        found = folders.fits_in(folder)
    if as_json:
        print(folders.status_json(found))
    else:
        print(folders.table(folders.status_rows(found)))


@app.command()
def results(
    folder: Folder = Path("output"),
    form: Annotated[
        Format, typer.Option("--format", help="table, csv or json.")
    ] = Format.table,
) -> None:
    """Show medians and errors of every finished fit below a folder."""
    with _told():
        found = folders.fits_in(folder)
    if form is Format.json:
        print(json.dumps(folders.results_of(found), indent=2))
    elif form is Format.csv:
        print(_csv(folders.results_of(found)), end="")
    else:
        for one in found:
            # Each by itself: fits of other names may have the same identifier.
            own = folders.results_of([one])
            print(f"{one.name}  {one.identifier[:8]}  {one.state}")
            print(folders.table(folders.results_rows(own)) if own else "no samples yet")
            print()


@app.command()
def schema(
    output: Annotated[
        Path | None, typer.Option(help="Write it into this file instead.")
    ] = None,
) -> None:
    """Print the JSON schema of the YAML file of a fit, for editors."""
    text = json.dumps(sections.json_schema(), indent=2)
    if output is None:
        print(text)
    else:
        output.write_text(f"{text}\n", encoding="utf-8")


@app.command()
def doctor(
    output: Annotated[Path, typer.Option(help="Where results will be.")] = Path(
        "output"
    ),
) -> None:
    """Say what this machine has, and whether disk and file locks can be trusted."""
    found = health.findings(output)
    width = max(len(item.name) for item in found)
    for item in found:
        mark = "  " if item.is_well else "! "
        print(f"{mark}{item.name.ljust(width)}  {item.text}")
    if not all(item.is_well for item in found):
        raise typer.Exit(EXIT_FAILED)


@contextmanager
def _told(code: int = EXIT_BAD_FILE) -> Iterator[None]:
    """Errors that are meant for people, without a traceback."""
    try:
        yield
    except exc.ConfigException as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(EXIT_BAD_FILE) from error
    except exc.LensException as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(code) from error
    except OSError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(EXIT_DISK) from error
    except KeyboardInterrupt as error:
        raise typer.Exit(EXIT_INTERRUPTED) from error


def _csv(entries: list[dict[str, object]]) -> str:
    stream = io.StringIO()
    if entries:
        writer = csv.DictWriter(stream, entries[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(entries)
    return stream.getvalue()
