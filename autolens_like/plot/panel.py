"""One panel: an image on axes in arcseconds, with its colour bar."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np

from autolens_like.plot.colormaps import BRIGHTNESS, SIGNED, colormap_from
from autolens_like.plot.colour_bar import MARK_LENGTH, TIP, UNIT_PAD, draw_static_bar
from autolens_like.plot.frame import Box, Frame, frame_from
from autolens_like.plot.overlay import ON_DARK, ON_LIGHT, Overlays
from autolens_like.plot.scale import Scale, scale_from
from autolens_like.plot.style import Style
from autolens_like.plot.ticks import (
    draw_minor_ticks,
    draw_ticks,
    half_way,
    inside,
    place_name_below,
)

#: Width of a colour bar and its distance, as parts of the panel's width.
_BAR_WIDTH, _BAR_GAP = 0.045, 0.025
#: About how many labelled ticks an axis has.
_TICKS = 5


@dataclasses.dataclass(frozen=True, eq=False)
class Panel:
    """What one panel shows.

    Parameters
    ----------
    frame
        The image.
    title
        Its name.
    units
        Of the colour bar; empty for none.
    scale
        How values become colours; None is linear over all of them.
    colormap
        A name or a map.
    overlays
        What is drawn over it.
    view
        The part of the sky that is shown; None is the frame's own.
    edge_color
        Of the line around the mask; None is the style's.
    """

    frame: Frame
    title: str
    units: str = ""
    scale: Scale | None = None
    colormap: Any = BRIGHTNESS
    overlays: Overlays = dataclasses.field(default_factory=Overlays)
    view: Box | None = None
    edge_color: Any = None

    @property
    def unit(self) -> str:
        """Of the axes."""
        return self.frame.unit

    def draw(self, ax: Any, style: Style) -> Any:
        """Draw on axes.

        Returns
        -------
        matplotlib.image.AxesImage
        """
        values = self.frame.unmasked_values
        scale = self.scale or scale_from(values)
        image = ax.imshow(
            self.frame.values,
            origin="upper",
            extent=self.frame.extent,
            cmap=colormap_from(self.colormap),
            norm=scale.norm,
            interpolation="nearest",
            aspect="equal",
        )
        self._draw_edge(ax, style)
        color = ON_LIGHT if self.colormap == SIGNED else ON_DARK
        self.overlays.draw(ax, color, style.line_width)
        view = self.view or self.frame.view
        dress(ax, view, style, self.title)
        draw_colour_bar(ax, image, (scale, scale.extend_for(values)), self.units, style)
        return image

    def _draw_edge(self, ax: Any, style: Style) -> None:
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        ax.set_facecolor(style.masked_color)
        segments = self.frame.edge_segments()
        if len(segments):
            codes = np.tile([Path.MOVETO, Path.LINETO], len(segments))
            # One path: a collection makes an object of every side of a pixel.
            edge = PathPatch(
                Path(segments.reshape(-1, 2), codes),
                fill=False,
                edgecolor=self.edge_color or style.edge_color,
                linewidth=(0.6 if self.edge_color is None else 1.0) * style.line_width,
                capstyle="projecting",
                zorder=2,
            )
            ax.add_artist(edge)


def panel_of(
    array: Any,
    title: str,
    units: str,
    scale: Scale | None = None,
    colormap: Any = BRIGHTNESS,
    overlays: Overlays | None = None,
    view: Box | None = None,
) -> Panel:
    """The panel of an array."""
    overlays = Overlays() if overlays is None else overlays
    return Panel(frame_from(array), title, units, scale, colormap, overlays, view)


def dress(ax: Any, view: Box, style: Style, title: str) -> None:
    """Limits, ticks and title of axes on the sky."""
    from matplotlib.ticker import AutoMinorLocator, FuncFormatter, MaxNLocator

    ax.set_xlim(view[0], view[1])
    ax.set_ylim(view[2], view[3])
    ax.set_aspect("equal")
    for side, axis, ends in (
        ("bottom", ax.xaxis, view[:2]),
        ("left", ax.yaxis, view[2:]),
    ):
        locator = MaxNLocator(nbins=_TICKS, steps=[1, 2, 5, 10])
        if style.is_static:
            places = inside(locator.tick_values(*ends), *ends)
            draw_ticks(ax, side, places, [*map(_tick_text, places)], style.tick_size)
            draw_minor_ticks(ax, side, half_way(places, *ends))
            continue
        axis.set_major_locator(locator)
        axis.set_major_formatter(FuncFormatter(_tick_text))
        axis.set_minor_locator(AutoMinorLocator(2))
    if not style.is_static:
        ax.tick_params(which="minor", length=1.2, width=0.4)
        ax.tick_params(labelsize=style.tick_size, length=2.0, width=0.5, pad=1.5)
    for spine in ax.spines.values():
        spine.set_linewidth(0.5)
    # With a height, for which matplotlib would look at all that is above the axes.
    ax.set_title(title, fontsize=style.title_size, pad=3.0, y=1.0)


def label_axes(
    ax: Any, style: Style, unit: str = "arcsec", x: bool = True, y: bool = True
) -> None:
    """Names and units of the axes."""
    if x:
        ax.set_xlabel(f"x [{unit}]", fontsize=style.label_size, labelpad=1.0)
        if style.is_static:
            place_name_below(ax, style.tick_size)
    if y:
        ax.set_ylabel(f"y [{unit}]", fontsize=style.label_size, labelpad=1.0)


def draw_colour_bar(
    ax: Any, image: Any, scale: tuple[Scale, str], units: str, style: Style
) -> None:
    """A colour bar exactly as high as the panel, whatever its aspect.

    Parameters
    ----------
    scale
        The scale, and which ends are open.
    """
    from matplotlib.ticker import MaxNLocator

    norm, extend = scale
    locator = MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10])
    ticks = norm.ticks()
    span = np.max(np.abs([norm.vmin, norm.vmax]))
    if ticks is None and 1e-3 <= span < 1e4:
        ticks = inside(locator.tick_values(norm.vmin, norm.vmax), norm.vmin, norm.vmax)
    if style.is_static and ticks is not None:
        named = ticks, tick_labels(ticks)
        box = 1.0 + _BAR_GAP, _BAR_WIDTH
        draw_static_bar(ax, image, box, extend, named, units, style)
        return
    bar_axes = ax.inset_axes((1.0 + _BAR_GAP, 0.0, _BAR_WIDTH, 1.0))
    bar = ax.figure.colorbar(
        image,
        cax=bar_axes,
        extend=extend,
        extendfrac=TIP,
        ticks=locator if ticks is None else [],
    )
    if ticks is not None:
        bar.minorticks_off()
        bar.set_ticks(ticks, labels=tick_labels(ticks))
    bar.outline.set_linewidth(0.5)
    bar_axes.tick_params(
        labelsize=style.tick_size, length=MARK_LENGTH, width=0.5, pad=1.5
    )
    bar_axes.yaxis.get_offset_text().set_fontsize(style.tick_size)
    # Above the bar, so that the length of the tick labels cannot push it off the page.
    bar_axes.set_title(
        units, fontsize=style.label_size, loc="left", pad=UNIT_PAD, y=1.0
    )


def tick_labels(values: Sequence[float]) -> list[str]:
    """Numbers as short as they can be written, all in the same way."""
    sizes = [abs(value) for value in values if value != 0.0]
    plainly = not sizes or (min(sizes) >= 1e-3 and max(sizes) < 1e5)
    return [_number(value, plainly) for value in values]


def _tick_text(value: float, _position: int | None = None) -> str:
    return tick_labels([value if abs(value) > 1e-12 else 0.0])[0]


def _number(value: float, plainly: bool) -> str:
    sign, size = "−" if value < 0.0 else "", abs(value)
    if plainly or size == 0.0:
        # Rounded far below any tick, so that 0.30000000000000004 reads 0.3.
        return sign + f"{size:.6f}".rstrip("0").rstrip(".")
    power = int(np.floor(np.log10(size) + 1e-9))
    factor = f"{size / 10.0**power:.3g}"
    text = f"10^{{{power}}}" if factor == "1" else rf"{factor}\times10^{{{power}}}"
    return f"${'-' if sign else ''}{text}$"
