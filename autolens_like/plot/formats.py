"""The file formats that figures are written in."""

from __future__ import annotations

from collections.abc import Sequence

from autolens_like import exc

#: Suffixes of the files.
FORMATS = ("png", "pdf", "svg")


def checked_formats(output_format: str | Sequence[str]) -> tuple[str, ...]:
    """The formats of one name or of a list of names, each once.

    Raises
    ------
    PlotException
        A name is no format, or the list is empty.
    """
    names = [output_format] if isinstance(output_format, str) else list(output_format)
    if not names:
        raise exc.PlotException(
            f"output_format is empty: give any of {', '.join(FORMATS)}."
        )
    for name in names:
        if name not in FORMATS:
            raise exc.PlotException(
                f"output_format={name!r} is no format of a figure. "
                f"{exc.suggestion(name, FORMATS)}"
            )
    return tuple(dict.fromkeys(names))
