"""Colour maps that show equal steps of a value as equal steps of lightness."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from autolens_like import exc

#: Surface brightness: dark sky, and no hue that the cyan overlays could be lost in.
BRIGHTNESS = "inferno"
#: Other quantities without a sign.
QUANTITY = "viridis"
#: Quantities with a sign, white at zero.
SIGNED = "signed"

# OKLab lightness of the ends and of the middle, and the hues of the arms: blue and
# orange-red stay apart for every common kind of colour blindness.
_DARK, _LIGHT = 0.38, 0.985
_BLUE, _RED = np.deg2rad(258.0), np.deg2rad(38.0)
_STEPS = 257


def colormap_from(colormap: Any) -> Any:
    """A matplotlib colour map.

    Parameters
    ----------
    colormap
        Its name, or the map itself, which is returned.

    Raises
    ------
    PlotException
        No map has that name.
    """
    from matplotlib import colormaps
    from matplotlib.colors import Colormap

    if isinstance(colormap, Colormap):
        return colormap
    if colormap == SIGNED:
        return _signed()
    if not isinstance(colormap, str) or colormap not in colormaps:
        raise exc.PlotException(
            f"colormap={colormap!r} is not known. "
            f"{_closest(str(colormap), [*colormaps, SIGNED])}"
        )
    return colormaps[colormap]


def _closest(name: str, names: list[str]) -> str:
    """A suggestion without the list: matplotlib knows some 180 maps."""
    text = exc.suggestion(name, names)
    first = text.split("Allowed:")[0].strip()
    return f"{first} Give any name of matplotlib.colormaps, or a colour map.".strip()


@functools.cache
def _signed() -> Any:
    from matplotlib.colors import ListedColormap

    return ListedColormap(signed_colors(), name=SIGNED)


def signed_colors() -> np.ndarray:
    """(257, 3) sRGB from blue through white to red.

    Lightness is linear on both sides and the same at equal distance from the middle;
    chroma vanishes in the middle.
    """
    position = np.linspace(-1.0, 1.0, _STEPS)
    away = np.abs(position)
    lightness = _LIGHT + (_DARK - _LIGHT) * away
    # As much chroma as sRGB can show at these hues: little where it is light or dark.
    chroma = np.minimum(0.32 * away, 0.32 - 0.20 * away)
    hue = np.where(position < 0.0, _BLUE, _RED)
    lab = np.stack([lightness, chroma * np.cos(hue), chroma * np.sin(hue)], axis=-1)
    return _srgb_from_oklab(lab)


def _srgb_from_oklab(lab: np.ndarray) -> np.ndarray:
    """sRGB in [0, 1] (Ottosson 2020, "A perceptual color space for image processing").

    Colours outside sRGB are clipped.
    """
    to_cone = np.array(
        [
            [1.0, 0.3963377774, 0.2158037573],
            [1.0, -0.1055613458, -0.0638541728],
            [1.0, -0.0894841775, -1.2914855480],
        ]
    )
    to_linear = np.array(
        [
            [4.0767416621, -3.3077115913, 0.2309699292],
            [-1.2684380046, 2.6097574011, -0.3413193965],
            [-0.0041960863, -0.7034186147, 1.7076147010],
        ]
    )
    linear = np.clip((lab @ to_cone.T) ** 3 @ to_linear.T, 0.0, 1.0)
    curved = 1.055 * linear ** (1.0 / 2.4) - 0.055
    return np.clip(np.where(linear <= 0.0031308, 12.92 * linear, curved), 0.0, 1.0)
