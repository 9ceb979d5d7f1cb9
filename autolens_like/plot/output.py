"""Figures on their way to a file, whole or not at all, or to the screen."""

from __future__ import annotations

import dataclasses
import functools
import inspect
import io
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from autolens_like import atomic, exc
from autolens_like.plot.formats import FORMATS, checked_formats
from autolens_like.plot.style import Style, configured_style
from autolens_like.typing import PathLike

Function = TypeVar("Function", bound=Callable[..., Any])

#: Creation dates are left out, so that the same figure is the same file.
_METADATA: dict[str, dict[str, Any] | None] = {
    "png": None,
    "pdf": {"CreationDate": None},
    "svg": {"Date": None},
}
#: zlib's level: a tenth more bytes than its default and half its time.
_COMPRESSION = 3


@dataclasses.dataclass(frozen=True)
class Output:
    """Where a figure goes.

    Parameters
    ----------
    folder
        The folder it is written to; None shows it on the screen.
    name
        The file's name without its suffix.
    formats
        The formats that are written.
    dpi
        Dots per inch of raster formats.
    """

    folder: Path | None
    name: str
    formats: tuple[str, ...]
    dpi: int

    @property
    def files(self) -> list[Path]:
        """The files that are written."""
        if self.folder is None:
            return []
        return [self.folder / f"{self.name}.{suffix}" for suffix in self.formats]


def output_from(
    output_path: PathLike | None,
    output_filename: str | None,
    output_format: str | Sequence[str] | None,
    default_name: str,
    style: Style,
) -> Output:
    """The checked place of a figure, before anything is drawn.

    Parameters
    ----------
    output_path
        A folder, or a file whose suffix names the format; None shows the figure.
    output_filename
        The file's name; a suffix that names a format sets the format.
    output_format
        One format or several; None is the suffix, else the configured one.
    default_name
        The name of the file where none is given.
    style
        Gives the configured format and the resolution.

    Raises
    ------
    PlotException
        A format or a name cannot be used.
    """
    folder = None if output_path is None else Path(output_path)
    if folder is not None and folder.suffix[1:] in FORMATS and output_filename is None:
        folder, output_filename = folder.parent, folder.name
    name = default_name if output_filename is None else str(output_filename)
    suffix = Path(name).suffix[1:]
    if suffix in FORMATS:
        name = name[: -len(suffix) - 1]
        output_format = suffix if output_format is None else output_format
    if not name or name.startswith(".") or Path(name).name != name:
        raise exc.PlotException(
            f"output_filename={output_filename!r} is no file name: give a name without "
            "folders and leading dot, and the folder as output_path."
        )
    formats = checked_formats(
        style.output_format if output_format is None else output_format
    )
    return Output(folder, name, formats, style.dpi)


def named_keywords(function: Function) -> Function:
    """A function that answers a misspelt keyword with the nearest known one."""
    parameters = list(inspect.signature(function).parameters)

    @functools.wraps(function)
    def checked(*args: Any, **kwargs: Any) -> Any:
        for name in kwargs:
            if name not in parameters:
                raise exc.PlotException(
                    f"{function.__name__} has no keyword '{name}'. "
                    f"{exc.suggestion(name, parameters)}"
                )
        return function(*args, **kwargs)

    return checked  # type: ignore[return-value]


def new_figure(size: tuple[float, float], output: Output | None) -> Figure:
    """An empty figure; one that pyplot knows only where it will be shown.

    Parameters
    ----------
    size
        (width, height) [inch].
    output
        Where it goes.
    """
    if output is not None and output.folder is None and _is_interactive():
        from matplotlib import pyplot

        return pyplot.figure(figsize=size, facecolor="white")
    figure = Figure(figsize=size, facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def finish(figure: Figure, output: Output) -> list[Path]:
    """Write or show a figure, and let go of it.

    Returns
    -------
    list of pathlib.Path
        The files that were written.
    """
    if output.folder is None:
        _show(figure)
        return []
    contents = [_encoded(figure, name, output.dpi) for name in output.formats]
    atomic.write_together(dict(zip(output.files, contents, strict=True)))
    return output.files


@named_keywords
def output_figure(
    figure: Figure,
    output_path: PathLike | None = None,
    output_filename: str = "figure",
    output_format: str | Sequence[str] | None = None,
    dpi: int | None = None,
) -> list[Path]:
    """Write any matplotlib figure, each file whole or not at all.

    Parameters
    ----------
    figure
        The figure; it stays usable.
    output_path
        The folder; None shows the figure where there is a screen.
    output_filename
        The file's name without suffix.
    output_format
        png, pdf or svg, or several of them in a list.
    dpi
        Dots per inch of raster formats; the configured number by default.

    Returns
    -------
    list of pathlib.Path
        The files that were written.
    """
    style = configured_style()
    style = style if dpi is None else dataclasses.replace(style, dpi=dpi)
    output = output_from(output_path, output_filename, output_format, "figure", style)
    return finish(figure, output)


def _encoded(figure: Figure, name: str, dpi: int) -> bytes:
    stream = _Pixels() if name == "png" else io.BytesIO()
    # An explicit box keeps the user's savefig settings from cropping the page.
    figure.savefig(
        stream,
        format="raw" if name == "png" else name,
        dpi=dpi,
        facecolor="white",
        bbox_inches=None,
        metadata=_METADATA[name],
    )
    return stream.png(dpi) if isinstance(stream, _Pixels) else stream.getvalue()


class _Pixels(io.BytesIO):
    """Where matplotlib writes the pixels of a figure, all of them opaque.

    Its own PNG files hold the opacity too and take twice as long for no less bytes.
    """

    def write(self, pixels: Any) -> int:
        self.pixels = np.array(pixels, dtype=np.uint8)
        return self.pixels.size

    def png(self, dpi: int) -> bytes:
        """The PNG file of these pixels."""
        from PIL import Image

        colours = np.ascontiguousarray(self.pixels[:, :, :3])
        stream = io.BytesIO()
        Image.fromarray(colours).save(
            stream, format="png", dpi=(dpi, dpi), compress_level=_COMPRESSION
        )
        return stream.getvalue()


def _is_interactive() -> bool:
    import matplotlib
    from matplotlib.backends import BackendFilter, backend_registry

    names = backend_registry.list_builtin(BackendFilter.NON_INTERACTIVE)
    return matplotlib.get_backend().lower() not in names


def _show(figure: Figure) -> None:
    if not _is_interactive():
        warnings.warn(
            "There is no screen to show a figure on; give output_path to write it to "
            "a file.",
            UserWarning,
            stacklevel=5,
        )
        return
    from matplotlib import pyplot

    pyplot.show()
    pyplot.close(figure)
