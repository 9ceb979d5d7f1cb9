"""How figures look: the one reader of ``config/visualize.yaml``."""

from __future__ import annotations

import dataclasses
from typing import Any

from autolens_like import conf, exc
from autolens_like.plot.formats import checked_formats

#: What the configuration calls this package's own maps.
DEFAULT_COLORMAP = "default"


@dataclasses.dataclass(frozen=True)
class Style:
    """The sizes, colours and file settings of a figure.

    Parameters
    ----------
    colormap
        Name of a matplotlib map for images; None is this package's own choice.
    output_format
        The file format where a call names none.
    dpi
        Dots per inch of raster figures.
    units
        Of brightness, as colour bars name it.
    column_width, page_width
        Widths of a journal's column and page [inch].
    title_size, label_size, tick_size
        Font sizes [pt].
    masked_color, edge_color
        Colours of masked pixels and of the line around the unmasked ones.
    is_static
        Whether the figure goes to a file, so that nobody can change the limits of its
        axes.
    """

    colormap: str | None = None
    output_format: str = "png"
    dpi: int = 200
    units: str = "e$^-$/s"
    column_width: float = 3.4
    page_width: float = 7.1
    title_size: float = 7.5
    label_size: float = 7.0
    tick_size: float = 6.5
    masked_color: str = "#dcdcdc"
    edge_color: str = "#303030"
    line_width: float = 0.8
    is_static: bool = False


def configured_style(colormap: Any = None, units: str | None = None) -> Style:
    """The style that the configuration describes.

    Parameters
    ----------
    colormap
        Overrides the configured map of images.
    units
        Overrides the configured units of brightness.

    Raises
    ------
    ConfigException
        The configuration asks for an unknown format or a resolution below one.
    """
    general = conf.instance.section("visualize", "general")
    dpi = general["dpi"]
    if isinstance(dpi, bool) or not isinstance(dpi, int) or dpi < 1:
        raise exc.ConfigException(
            f"config/visualize.yaml general: dpi: {dpi!r} is not usable; give dots per "
            "inch as an integer above zero."
        )
    try:
        (output_format,) = checked_formats(general["format"])
    except exc.PlotException as error:
        raise exc.ConfigException(
            f"config/visualize.yaml general: format: {error}"
        ) from error
    chosen = colormap if colormap is not None else general["colormap"]
    if isinstance(chosen, str) and chosen == DEFAULT_COLORMAP:
        chosen = None
    named = general["units"] if units is None else units
    return Style(chosen, output_format, dpi, str(named))
