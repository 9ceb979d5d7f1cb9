"""What arcs tell without a model: where they are, how wide they open, which images
belong together."""

from __future__ import annotations

import numpy as np

from autolens_like import exc
from autolens_like.analysis.frame import Frame

#: An arc is a connected region above this signal-to-noise [σ] ...
_THRESHOLD = 4.0
#: ... whose peak reaches this [σ], and this share of the highest peak,
_PEAK, _PEAK_SHARE = 5.0, 0.25
#: ... and which lies so many FWHM of the PSF off the lens.
_INNER_RADIUS = 1.5
#: Directions in which the arcs are measured.
_DIRECTIONS = 72
#: A counter image stands within this angle of the opposite side [radians],
_OPPOSITE = np.pi / 3.0
#: ... and has this share of the brightest image's signal-to-noise.
_COUNTER_SHARE = 0.2


def arcs_from(
    signal_to_noise: np.ndarray,
    used: np.ndarray,
    frame: Frame,
    centre: tuple[float, float],
) -> np.ndarray:
    """Where the arcs are, (rows, columns) of truth values.

    Parameters
    ----------
    signal_to_noise
        (rows, columns) map of the image without its lens.
    used
        (rows, columns) where it means anything.
    frame
        Gives coordinates and the width of the PSF.
    centre
        Of the lens [arcsec].

    Raises
    ------
    PositionsException
        There are none.
    """
    from scipy.ndimage import label

    outside = used & (frame.radius(centre) > _INNER_RADIUS * frame.psf_fwhm)
    labels, count = label((signal_to_noise > _THRESHOLD) & outside, np.ones((3, 3)))
    highest = float(signal_to_noise[outside].max(initial=0.0))
    smallest = np.pi * (0.5 * frame.psf_fwhm / frame.pixel_scale) ** 2
    arcs = np.zeros_like(used)
    for number in range(1, count + 1):
        region = labels == number
        peak = signal_to_noise[region].max()
        if region.sum() >= smallest and peak >= max(_PEAK, _PEAK_SHARE * highest):
            arcs |= region
    if not arcs.any():
        raise exc.PositionsException(
            "No arc was found: around the lens nothing as wide as the PSF exceeds a "
            f"signal-to-noise of {_PEAK:g} (the highest peak is {highest:.1f}). Look "
            "at the image without its lens; if you see the images, give "
            "einstein_radius and positions by hand, as arguments of prepare or under "
            "'preparation:' in the YAML file."
        )
    return arcs


def einstein_radius_from(
    signal_to_noise: np.ndarray,
    arcs: np.ndarray,
    frame: Frame,
    centre: tuple[float, float],
) -> float:
    """A first Einstein radius [arcsec]: half the distance of opposite images.

    For an isothermal lens that is exact in every direction in which both images of one
    source point are seen. Directions without an opposite image count only where no
    direction has one.
    """
    radius = frame.radius(centre)
    angle = np.arctan2(frame.y - centre[0], frame.x - centre[1]) % (2.0 * np.pi)
    sector = np.minimum((angle / (2.0 * np.pi) * _DIRECTIONS).astype(int), 71)
    radii = np.full(_DIRECTIONS, np.nan)
    weights = np.zeros(_DIRECTIONS)
    for number in np.unique(sector[arcs]):
        inside = arcs & (sector == number)
        peak = np.argmax(signal_to_noise[inside])
        radii[number] = radius[inside][peak]
        weights[number] = signal_to_noise[inside][peak]
    opposite = np.roll(radii, _DIRECTIONS // 2)
    both = np.isfinite(radii) & np.isfinite(opposite)
    if not both.any():
        seen = np.isfinite(radii)
        return float(np.average(radii[seen], weights=weights[seen]))
    joint = np.sqrt(weights * np.roll(weights, _DIRECTIONS // 2))[both]
    return float(np.average(0.5 * (radii + opposite)[both], weights=joint))


def positions_from(
    signal_to_noise: np.ndarray,
    arcs: np.ndarray,
    frame: Frame,
    centre: tuple[float, float],
) -> np.ndarray:
    """(n, 2) the brightest image and its counter image, if there is one [arcsec].

    The counter image is the brightest peak within 60 degrees of the opposite side.
    """
    from scipy.ndimage import maximum_filter

    reach = 2 * int(np.ceil(frame.psf_fwhm / frame.pixel_scale)) + 1
    peaks = arcs & (signal_to_noise == maximum_filter(signal_to_noise, size=reach))
    order = np.argsort(-signal_to_noise[peaks])
    height = signal_to_noise[peaks][order]
    y, x = frame.y[peaks][order], frame.x[peaks][order]
    angle = np.arctan2(y - centre[0], x - centre[1])
    off = np.abs(np.angle(np.exp(1j * (angle - angle[0] - np.pi))))
    counter = (off < _OPPOSITE) & (height > max(_PEAK, _COUNTER_SHARE * height[0]))
    chosen = [0, *np.flatnonzero(counter)[:1]]
    return np.stack([y[chosen], x[chosen]], axis=1)
