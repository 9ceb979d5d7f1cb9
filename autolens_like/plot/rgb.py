"""Colour pictures of three bands, on one frame of the sky."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.dataset.imaging import Imaging
from autolens_like.dataset.multi_imaging import MultiImaging
from autolens_like.plot.frame import Box, Frame
from autolens_like.plot.output import finish, named_keywords, output_from
from autolens_like.plot.overlay import ON_DARK, Overlays, overlays_from
from autolens_like.plot.panel import dress
from autolens_like.plot.sheet import Sheet
from autolens_like.plot.style import Style, configured_style
from autolens_like.structures.array import Array2D
from autolens_like.structures.geometry import Geometry2D
from autolens_like.structures.placement import Placement
from autolens_like.typing import PathLike

#: The percentile of each band that is brought to one where no weights are given.
_BRIGHT = 99.5
#: Noise up to so many sigmas is black, or the sky would be a field of coloured dots.
_BLACK = 1.5
#: Of a normal distribution: σ over the median deviation.
_SIGMA_OF_DEVIATION = 1.4826
#: The most pixels that a side of the common frame has.
_MOST_PIXELS = 2000
#: Of the weights of an interpolation, whose sum is one.
_ROUNDING = 1e-6


@dataclasses.dataclass(frozen=True, eq=False)
class ColourPanel:
    """A colour picture on axes in arcseconds.

    Parameters
    ----------
    values : (rows, columns, 3)
        Red, green and blue from 0 to 255.
    geometry
        Where the pixels are.
    title
        Its name.
    overlays
        What is drawn over it.
    is_seen : (rows, columns)
        Which pixels are drawn; None is all of them.
    """

    values: np.ndarray
    geometry: Geometry2D
    title: str = ""
    overlays: Overlays = dataclasses.field(default_factory=Overlays)
    is_seen: np.ndarray | None = None

    @property
    def unit(self) -> str:
        """Of the axes."""
        return "arcsec"

    @property
    def view(self) -> Box:
        """The box of the pixels that are drawn, with a margin inside the frame."""
        if self.is_seen is None or not self.is_seen.any():
            return self.geometry.extent
        values = np.ma.array(self.values[..., 0])
        return Frame(values, self.geometry, ~self.is_seen).snug_view

    def draw(self, ax: Any, style: Style) -> Any:
        """Draw on axes.

        Returns
        -------
        matplotlib.image.AxesImage
        """
        values = self.values
        if self.is_seen is not None:
            opaque = np.where(self.is_seen, 255, 0).astype(values.dtype)
            values = np.dstack([values, opaque])
        ax.set_facecolor(style.masked_color)
        image = ax.imshow(
            values,
            origin="upper",
            extent=self.geometry.extent,
            interpolation="nearest",
            aspect="equal",
        )
        self.overlays.draw(ax, ON_DARK, style.line_width)
        dress(ax, self.view, style, self.title)
        return image


def colour_panel_of(
    images: Sequence[Array2D],
    placements: Sequence[Placement] | None = None,
    weights: Sequence[float] | None = None,
    black: Sequence[float] | None = None,
    stretch: tuple[float, float] = (0.12, 8.0),
    title: str = "",
    overlays: Overlays | None = None,
) -> ColourPanel:
    """The colour picture of three images, red first.

    They are brought to the finest of their pixels, on the part of the sky that all of
    them show, by linear interpolation. Pixels that not all of them have stay neutral.
    Colours do not depend on brightness: Lupton et al. 2004 (PASP 116, 133).

    Parameters
    ----------
    images
        Red, green and blue.
    placements
        Where each lies on the sky.
    weights
        What each is multiplied with; None brings the bright parts of all to one.
    black
        What is subtracted from each before; None is nothing.
    stretch
        Of the arcsinh: brightness up to which it is linear, and its softening Q.
    """
    from astropy.visualization import make_lupton_rgb

    placements = (Placement(),) * 3 if placements is None else placements
    if len(images) != 3 or len(placements) != 3:
        raise exc.PlotException(
            f"{len(images)} images and {len(placements)} placements came; give three "
            "of each: red, green and blue."
        )
    geometry, bands = bands_on_one_frame(images, placements, black)
    if weights is None:
        weights = [weight_of(band) for band in bands]
    factors = _three(weights, "weights")
    scaled = [factor * band for factor, band in zip(factors, bands, strict=True)]
    # Astropy divides zero by zero in the dark, and puts the result right.
    with np.errstate(invalid="ignore"):
        values = make_lupton_rgb(*scaled, stretch=stretch[0], Q=stretch[1])
    # One band without the others has a colour, but not that of the sky.
    has_all = [
        is_covered(*pair, geometry) for pair in zip(images, placements, strict=True)
    ]
    is_seen = np.all(has_all, axis=0)
    return ColourPanel(values, geometry, title, overlays or Overlays(), is_seen)


def bands_on_one_frame(
    images: Sequence[Array2D],
    placements: Sequence[Placement],
    black: Sequence[float] | None,
) -> tuple[Geometry2D, list[np.ndarray]]:
    """The frame that three images share, and each of them there, less its black."""
    geometry = common_geometry_of(images, placements)
    darkest = _three(black, "black") if black is not None else (0.0,) * 3
    return geometry, [
        resampled(image, placement, geometry) - dark
        for image, placement, dark in zip(images, placements, darkest, strict=True)
    ]


def _three(values: Any, name: str) -> Any:
    if np.shape(values) != (3,) or not np.all(np.isfinite(values)):
        raise exc.PlotException(
            f"{name}={values!r} came; give one finite number for red, one for green "
            "and one for blue."
        )
    return values


def weight_of(band: np.ndarray) -> float:
    """What brings the bright parts of a band to one."""
    lit = band[band > 0.0]
    if not lit.size:
        raise exc.PlotException(
            "An image has nothing above zero where all three overlap, so that it has "
            "no colour to show; give weights, or other images."
        )
    return 1.0 / float(np.percentile(lit, _BRIGHT))


def common_geometry_of(
    images: Sequence[Array2D], placements: Sequence[Placement]
) -> Geometry2D:
    """The frame of the sky that all images show, in the finest of their pixels.

    Raises
    ------
    PlotException
        There is no such part of the sky.
    """
    boxes = [_sky_box(*pair) for pair in zip(images, placements, strict=True)]
    x0, y0 = (max(box[side] for box in boxes) for side in (0, 2))
    x1, y1 = (min(box[side] for box in boxes) for side in (1, 3))
    scale = min(min(image.pixel_scales) for image in images)
    scale = max(scale, max(x1 - x0, y1 - y0) / _MOST_PIXELS)
    rows, columns = (int(np.rint(side / scale)) for side in (y1 - y0, x1 - x0))
    if rows < 1 or columns < 1:
        raise exc.PlotException(
            "The three images do not overlap on the sky; look at their offsets."
        )
    return Geometry2D(
        (rows, columns), (scale, scale), (0.5 * (y0 + y1), 0.5 * (x0 + x1))
    )


def _sky_box(image: Array2D, placement: Placement) -> Box:
    """The box on the sky around an image's frame."""
    x0, x1, y0, y1 = image.geometry.extent
    corners = np.array([(y, x) for y in (y0, y1) for x in (x0, x1)])
    y, x = placement.sky(*corners.T)
    return float(x.min()), float(x.max()), float(y.min()), float(y.max())


def resampled(image: Array2D, placement: Placement, geometry: Geometry2D) -> np.ndarray:
    """(rows, columns) an image on another frame, zero where it has no values."""
    values = np.nan_to_num(np.asarray(image.native.array, dtype=float))
    return _interpolated(values, image, placement, geometry)


def is_covered(
    image: Array2D, placement: Placement, geometry: Geometry2D
) -> np.ndarray:
    """(rows, columns) where an image has values on another frame: all neighbours that
    they are interpolated from are unmasked and finite."""
    values = np.asarray(image.native.array, dtype=float)
    usable = np.isfinite(values) & ~np.asarray(image.mask.array)
    share = _interpolated(usable.astype(float), image, placement, geometry)
    return share > 1.0 - _ROUNDING


def _interpolated(
    values: np.ndarray, image: Array2D, placement: Placement, geometry: Geometry2D
) -> np.ndarray:
    from scipy.ndimage import map_coordinates

    sky = geometry.coordinates_native()
    y, x = placement.exposure(sky[..., 0], sky[..., 1])
    pixels = image.geometry.pixels_from(np.stack([y, x], axis=-1))
    return map_coordinates(values, np.moveaxis(pixels, -1, 0), order=1, cval=0.0)


@named_keywords
def plot_rgb(
    images: Any,
    bands: Sequence[int | str] | None = None,
    placements: Sequence[Placement] | None = None,
    weights: Sequence[float] | None = None,
    black: Sequence[float] | None = None,
    stretch: tuple[float, float] = (0.12, 8.0),
    title: str | None = None,
    output_path: PathLike | None = None,
    output_filename: str | None = None,
    output_format: str | Sequence[str] | None = None,
    positions: Any = None,
    lines: Any = None,
    line_colors: Any = None,
) -> list[Path]:
    """A colour picture of three bands on axes in arcseconds.

    The images may have other pixels, offsets and rotations; they are interpolated to
    one frame. Colours do not depend on brightness: Lupton et al. 2004 (PASP 116, 133).

    Parameters
    ----------
    images
        A `MultiImaging`, or three `Array2D`: red, green, blue.
    bands
        Names or numbers of the exposures that are red, green and blue; by default the
        last, the middle one and the first, as in lists that begin with the bluest.
    placements
        Where each of three `Array2D` lies on the sky.
    weights
        What each is multiplied with, red first; None brings the bright parts of all
        three to the same. The inverse of the flux scaling shows colours as they are.
    black
        What is subtracted from each before, so that it is black; None is 1.5 σ of the
        noise of a `MultiImaging`, and nothing of bare images.
    stretch
        Brightness up to which the picture is linear where the bright parts are at
        one, and how flat it is above (Q).

    The other parameters are those of `plot_array`; the file's name is "rgb" by
    default.

    Returns
    -------
    list of pathlib.Path
        The files that were written.

    Raises
    ------
    PlotException
        Not three images, or three that do not overlap.
    """
    style = configured_style()
    output = output_from(output_path, output_filename, output_format, "rgb", style)
    if isinstance(images, MultiImaging):
        chosen = _chosen(images, bands)
        names = [images.names[number] for number in chosen]
        named = zip("RGB", names, strict=True)
        title = " · ".join(map(" ".join, named)) if title is None else title
        if black is None:
            black = [faintest_of(images[number]) for number in chosen]
        placements = [images.placements[number] for number in chosen]
        images = [images[number].data for number in chosen]
    panel = colour_panel_of(
        images,
        placements,
        weights,
        black,
        stretch,
        title or "",
        overlays_from(positions, lines, line_colors),
    )
    x0, x1, y0, y1 = panel.view
    aspect = (y1 - y0) / (x1 - x0)
    sheet = Sheet(1, 1, style, output, width=style.column_width, aspect=aspect)
    sheet.draw(0, panel)
    return finish(sheet.figure, output)


def _chosen(dataset: MultiImaging, bands: Sequence[int | str] | None) -> list[int]:
    """The numbers of three exposures."""
    if bands is None:
        if len(dataset) < 3:
            raise exc.PlotException(
                f"{len(dataset)} exposures came; a colour picture needs three. Give "
                "bands with one of them twice."
            )
        bands = (len(dataset) - 1, len(dataset) // 2, 0)
    if len(bands) != 3:
        raise exc.PlotException(
            f"bands={bands!r} came; give three: red, green and blue."
        )
    return [dataset.index_of(band) for band in bands]


def faintest_of(exposure: Imaging) -> float:
    """What noise rarely exceeds.

    Noise maps of resampled images are larger than the scatter of their pixels, which
    light in a small mask raises in turn: the smaller of both is taken.
    """
    values = exposure.data.array[np.isfinite(exposure.data.array)]
    deviation = np.median(np.abs(values - np.median(values)))
    noise = np.median(exposure.noise_map.array)
    return _BLACK * float(min(_SIGMA_OF_DEVIATION * deviation, noise))
