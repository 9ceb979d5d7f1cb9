"""Galaxies that are drawn by a procedure: the training set of the learned source.

A galaxy is a disc on warped ellipses with spiral arms, a ring, a bar, a bulge, clumps,
a dust lane, a texture and companions, or a spheroid alone, or a heap of unequal pieces;
most have only some of these. It is blurred as a telescope would, noise-free, and
brought to the canonical frame as any stamp is. Nothing of it is measured on real
galaxies: the ranges are wide on purpose, so that real ones lie inside.
"""

from __future__ import annotations

import math

import numpy as np

from autolens_like.learned.canonical_frame import SIDE, canonical_stamp, measured_frame

#: Pixels on a side of the image in which a galaxy is drawn, before it is brought to the
#: canonical frame, and the half-light radius that it shall have there.
_DRAWN_SIDE = 96
_DRAWN_RADIUS = 10.5
#: Drawing with every third pixel is enough to find the size.
_COARSE = 3
#: Half-light radii that leave the canonical stamp inside the drawn image.
_ALLOWED = (6.0, 14.0)


class DrawnGalaxy:
    """One galaxy as a function of place, with all of its random numbers drawn.

    Lengths are in scale lengths of its disc.

    Parameters
    ----------
    generator
        Where the random numbers come from.
    """

    def __init__(self, generator: np.random.Generator) -> None:
        draw = generator
        self.kind = draw.choice(["disc", "spheroid", "heap"], p=[0.72, 0.16, 0.12])
        # Uniform in the cosine of the inclination, with discs of finite thickness.
        self.axis_ratio = math.sqrt(0.04 + 0.96 * draw.uniform(0.0, 1.0) ** 2)
        self.warps = [
            (m, draw.normal(0.0, 0.09 / m), draw.uniform(0.0, 2.0 * math.pi))
            for m in (1, 2, 3, 4)
        ]
        self.parts = _parts(self.kind, draw)
        self.blur = math.exp(draw.uniform(math.log(0.5), math.log(2.6)))
        self.texture = (
            draw.uniform(0.1, 0.9) if draw.uniform() < 0.6 else 0.0,
            draw.uniform(2.0, 3.6),
            draw.standard_normal((2, SIDE, SIDE)),
        )

    def image(self, side: int, scale: float) -> np.ndarray:
        """(side, side) image; `scale` pixels are a scale length."""
        places = (np.arange(side) - (side - 1) / 2) / scale
        y, x = np.meshgrid(places, places, indexing="ij")
        plane = _DiscPlane(y, x, self.axis_ratio, self.warps)
        light = np.zeros_like(y)
        for part in self.parts:
            light += part(plane)
        return light

    def drawn(self, scale: float) -> np.ndarray:
        """The whole image: light, texture and blur."""
        light = self.image(_DRAWN_SIDE, scale)
        strength, slope, numbers = self.texture
        if strength:
            light = light * _texture(strength, slope, numbers)
        pixels = self.blur * _DRAWN_RADIUS / 8.0
        return _blurred(light, pixels)


class _DiscPlane:
    """Places in the plane of a disc: its warped radius, its angle, and the sky's."""

    def __init__(self, y: np.ndarray, x: np.ndarray, axis_ratio: float, warps) -> None:
        self.sky_y, self.sky_x = y, x
        self.y, self.x = y / axis_ratio, x
        self.angle = np.arctan2(self.y, self.x)
        radius = np.hypot(self.y, self.x)
        for m, strength, phase in warps:
            # Fades towards the centre, where an angle has no meaning.
            fade = radius / (radius + 0.5)
            radius = radius * (1.0 + strength * fade * np.cos(m * self.angle + phase))
        self.radius = radius


def _parts(kind: str, draw: np.random.Generator) -> list:
    """The components of a galaxy, as functions of a `_DiscPlane`."""
    if kind == "spheroid":
        parts = [_spheroid(draw, 1.0, (0.7, 1.6), (1.0, 6.0), (0.45, 1.0))]
    elif kind == "heap":
        pieces = draw.integers(2, 6)
        parts = [_piece(draw) for _ in range(pieces)]
        if draw.uniform() < 0.7:
            parts.append(_disc(draw))
    else:
        parts = [_disc(draw)]
        if draw.uniform() < 0.7:
            share = 2.5 * draw.uniform() ** 2
            parts.append(_spheroid(draw, share, (0.06, 0.5), (0.8, 4.0), (0.5, 1.0)))
        if draw.uniform() < 0.3:
            parts.append(_bar(draw))
        if draw.uniform() < 0.2:
            parts.append(_ring(draw))
    if kind != "spheroid" and draw.uniform() < 0.6:
        parts.append(_clumps(draw))
    if draw.uniform() < 0.25:
        parts.append(_companions(draw))
    return parts


def _disc(draw: np.random.Generator):
    """An exponential-like disc, often with arms and with a lane of dust."""
    index = draw.uniform(0.45, 1.4)
    hole = draw.uniform(0.0, 0.9) if draw.uniform() < 0.15 else 0.0
    arms = _arms(draw) if draw.uniform() < 0.6 else None
    dust = _dust(draw) if draw.uniform() < 0.12 else None

    def light(plane: _DiscPlane) -> np.ndarray:
        value = np.exp(-1.68 * np.maximum(plane.radius / 1.68, 1e-3) ** (1.0 / index))
        if hole:
            value = value * (1.0 - hole * np.exp(-((plane.radius / 0.6) ** 2)))
        if arms is not None:
            value = value * arms(plane)
        return value if dust is None else value * dust(plane)

    return light


def _arms(draw: np.random.Generator):
    """Logarithmic spirals, each arm with a strength of its own."""
    number = draw.choice([1, 2, 2, 2, 3, 4])
    pitch = math.radians(draw.uniform(8.0, 40.0)) * draw.choice([-1.0, 1.0])
    phase = draw.uniform(0.0, 2.0 * math.pi)
    strength, sharpness = draw.uniform(0.3, 3.5), draw.uniform(1.0, 5.0)
    start, end = draw.uniform(0.2, 1.2), draw.uniform(2.0, 6.0)
    uneven, side = draw.uniform(0.0, 0.7), draw.uniform(0.0, 2.0 * math.pi)

    def factor(plane: _DiscPlane) -> np.ndarray:
        winding = np.log(np.maximum(plane.radius, 0.02)) / math.tan(pitch)
        wave = np.cos(number * (plane.angle - winding) + phase)
        ridge = np.exp(sharpness * (wave - 1.0))
        radius = plane.radius
        gate = 1.0 / (1.0 + np.exp(-6.0 * (radius - start)))
        gate = gate / (1.0 + np.exp(3.0 * (radius - end)))
        lopsided = 1.0 + uneven * np.cos(plane.angle - side)
        return 1.0 + strength * ridge * gate * lopsided * (0.5 + 0.5 * radius)

    return factor


def _dust(draw: np.random.Generator):
    """A lane that takes light away along the major axis."""
    depth, width = draw.uniform(0.3, 0.9), draw.uniform(0.08, 0.3)
    offset = draw.normal(0.0, 0.15)

    def factor(plane: _DiscPlane) -> np.ndarray:
        lane = np.exp(-(((plane.sky_y - offset) / width) ** 2))
        return 1.0 - depth * lane * np.exp(-np.abs(plane.sky_x) / 3.0)

    return factor


def _spheroid(draw, share, radii, indices, axis_ratios, centre=(0.0, 0.0)):
    """A Sersic profile with about `share` of the light of the disc."""
    radius = math.exp(draw.uniform(*np.log(radii)))
    index, ratio = draw.uniform(*indices), draw.uniform(*axis_ratios)
    angle = draw.uniform(0.0, math.pi) if draw.uniform() < 0.3 else 0.0
    sine, cosine = math.sin(angle), math.cos(angle)
    constant = 2.0 * index - 1.0 / 3.0
    height = share * math.exp(-constant) / (radius**2 * index * ratio)

    def light(plane: _DiscPlane) -> np.ndarray:
        y, x = plane.sky_y - centre[0], plane.sky_x - centre[1]
        y, x = (cosine * y - sine * x) / ratio, cosine * x + sine * y
        # A core of a hundredth of the radius: what a pixel would average anyway.
        r = np.sqrt(y * y + x * x + (0.03 * radius + 0.03) ** 2) / radius
        return height * np.exp(constant * (1.0 - r ** (1.0 / index)))

    return light


def _piece(draw: np.random.Generator):
    """One piece of a heap, off the centre."""
    centre = draw.normal(0.0, 0.9, 2)
    share = math.exp(draw.normal(-0.5, 0.9))
    return _spheroid(draw, share, (0.2, 1.2), (0.5, 1.6), (0.25, 1.0), centre)


def _bar(draw: np.random.Generator):
    """A box of light through the centre of the disc."""
    angle, length = draw.uniform(0.0, math.pi), draw.uniform(0.4, 1.6)
    ratio, height = draw.uniform(0.15, 0.5), draw.uniform(0.3, 3.0)
    sine, cosine = math.sin(angle), math.cos(angle)

    def light(plane: _DiscPlane) -> np.ndarray:
        y = (cosine * plane.y - sine * plane.x) / ratio
        x = cosine * plane.x + sine * plane.y
        return height * np.exp(-(((y / length) ** 2 + (x / length) ** 2) ** 1.3))

    return light


def _ring(draw: np.random.Generator):
    """A ring in the disc, brighter on one side."""
    radius, width = draw.uniform(0.6, 3.0), draw.uniform(0.1, 0.5)
    height = draw.uniform(0.1, 1.5) * math.exp(-0.5 * radius)
    uneven, side = draw.uniform(0.0, 0.8), draw.uniform(0.0, 2.0 * math.pi)

    def light(plane: _DiscPlane) -> np.ndarray:
        ring = np.exp(-(((plane.radius - radius) / width) ** 2))
        return height * ring * (1.0 + uneven * np.cos(plane.angle - side))

    return light


def _clumps(draw: np.random.Generator):
    """Knots of light in the disc, few bright and many faint ones."""
    number = int(draw.integers(1, 40))
    radius = draw.gamma(2.0, 0.8, number)
    angle = draw.uniform(0.0, 2.0 * math.pi, number)
    size = np.exp(draw.uniform(math.log(0.06), math.log(0.4), number))
    light_of = np.exp(draw.normal(0.0, 1.0, number)) * draw.uniform(0.02, 0.8)
    height = light_of * np.exp(-0.6 * radius) / (size / 0.15)

    def light(plane: _DiscPlane) -> np.ndarray:
        # The sum of products of functions of one coordinate: a tenth of the time.
        y, x = plane.y[:, 0], plane.x[0]
        of_y = np.exp(-0.5 * ((y[:, None] - radius * np.sin(angle)) / size) ** 2)
        of_x = np.exp(-0.5 * ((x[:, None] - radius * np.cos(angle)) / size) ** 2)
        return (of_y * height) @ of_x.T

    return light


def _companions(draw: np.random.Generator):
    """One or two neighbours on the sky."""
    parts = []
    for _ in range(1 + int(draw.uniform() < 0.3)):
        distance, angle = draw.uniform(1.5, 6.0), draw.uniform(0.0, 2.0 * math.pi)
        centre = distance * math.sin(angle), distance * math.cos(angle)
        share = math.exp(draw.uniform(math.log(0.01), math.log(0.5)))
        parts.append(_spheroid(draw, share, (0.1, 0.7), (0.6, 2.5), (0.3, 1.0), centre))
    return lambda plane: sum(part(plane) for part in parts)


def _texture(strength: float, slope: float, numbers: np.ndarray) -> np.ndarray:
    """exp of a Gaussian random field with a power law spectrum, smooth in 96 pixels."""
    side = _DRAWN_SIDE
    low = numbers.shape[1]
    wave = np.fft.fftfreq(low) * low
    k = np.hypot(wave[:, None], wave[None, :])
    k[0, 0] = np.inf
    spectrum = (numbers[0] + 1j * numbers[1]) * k ** (-0.5 * slope)
    whole = np.zeros((side, side), dtype=complex)
    place = wave.astype(int) % side
    whole[np.ix_(place, place)] = spectrum
    field = np.fft.ifft2(whole).real
    return np.exp(strength * field / field.std())


def _blurred(light: np.ndarray, pixels: float) -> np.ndarray:
    """The convolution with a Gaussian; beyond the image there is no light."""
    side = light.shape[0]
    frequency = np.fft.rfftfreq(2 * side), np.fft.fftfreq(2 * side)
    squared = frequency[1][:, None] ** 2 + frequency[0][None, :] ** 2
    transfer = np.exp(-2.0 * (math.pi * pixels) ** 2 * squared)
    shape = (2 * side, 2 * side)
    padded = np.fft.irfft2(np.fft.rfft2(light, shape) * transfer, shape)
    return np.maximum(padded[:side, :side], 0.0)


def galaxy_stamp(seed: int | tuple[int, ...]) -> np.ndarray:
    """The canonical stamp of the galaxy of this seed.

    Returns
    -------
    (64, 64) array of unit norm
    """
    generator = np.random.default_rng(seed)
    while True:
        galaxy = DrawnGalaxy(generator)
        side = _DRAWN_SIDE // _COARSE
        coarse = measured_frame(galaxy.image(side, 6.0 / _COARSE))
        size = coarse.half_light_radius * _COARSE
        image = galaxy.drawn(6.0 * _DRAWN_RADIUS / size)
        frame = measured_frame(image)
        if _ALLOWED[0] < frame.half_light_radius < _ALLOWED[1]:
            return canonical_stamp(image, frame)
