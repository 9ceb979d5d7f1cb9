"""The decoder profile: a galaxy whose shape a trained network knows.

The image is a stamp of 64 x 64 pixels that the decoder of a variational autoencoder
makes of 64 numbers; spiral arms, bars, clumps and companions are among what they say.
Where, how large, how turned and how bright it is are parameters of their own.

Parameters
    ``latents``, 64 numbers with independent standard normal priors; ``angle`` of the
    major axis, counter-clockwise from +x [degrees]; ``half_light_radius`` [arcsec];
    ``intensity``; ``weights``, a file of one's own training instead of the shipped one.
Radius
    A circle of the half-light radius holds half of the light, about.
Normalization
    ``intensity`` times 32 times a stamp whose squares sum to 1, about: an exponential
    disc has about this brightness at its half-light radius.
Limits
    Trained on drawn galaxies, not on real ones; no finer than an eighth of the
    half-light radius; no light beyond four of them. Where data are better than the
    stamp can be, the errors of a fit are too small. Its slope is continuous.
Elsewhere
    PyAutoLens and lenstronomy have no such profile.
"""

from __future__ import annotations

import math
from typing import Any

from autolens_like import exc
from autolens_like.learned.canonical_frame import HALF_LIGHT_PIXELS, SIDE
from autolens_like.learned.network import LATENTS, decoded
from autolens_like.learned.stamp_sampling import sampled
from autolens_like.learned.weights import decoder_weights
from autolens_like.numerics.model_object import static
from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.frames import shifted
from autolens_like.profiles.light.light_profile import LightProfile

#: Brightness of a stamp of unit norm at intensity 1.
_BRIGHTNESS = 32.0


class DecodedStamp(LightProfile):
    """A decoder profile whose stamp has been made: what is left is to look into it.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    sine, cosine
        Of the angle of the major axis.
    half_light_radius
        [arcsec].
    brightness
        What the stamp is multiplied by.
    stamp
        (64, 64).
    """

    sine: Any = 0.0
    cosine: Any = 1.0
    half_light_radius: Any = 1.0
    brightness: Any = 1.0
    stamp: Any = 0.0

    def frame(self, y: Any, x: Any) -> tuple[Any, Any]:
        """(y, x) relative to the centre [arcsec]."""
        return shifted(y, x, self.centre)

    def _intensity(self, frame: tuple[Any, Any]) -> Any:
        y, x = frame
        step = HALF_LIGHT_PIXELS / self.half_light_radius
        middle = (SIDE - 1) / 2
        rows = (self.cosine * y - self.sine * x) * step + middle
        columns = (self.cosine * x + self.sine * y) * step + middle
        return self.brightness * sampled(self.stamp, rows, columns)


class Decoder(LightProfile):
    """A galaxy of any shape that the trained decoder knows.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    angle
        Of the major axis, counter-clockwise from +x [degrees].
    half_light_radius
        Radius of the circle that holds about half of the light [arcsec].
    intensity
        Surface brightness, about that at the half-light radius of an exponential disc.
    latents
        64 numbers; all zero is the mean galaxy.
    weights
        Path of the weights, "" for those of the package.

    Raises
    ------
    ProfileException
        Another number of latents; `half_light_radius` not above zero.
    InputException
        When an image is asked for: the weights are missing, damaged or of another
        version.
    """

    angle: float = 0.0
    half_light_radius: float = 0.6
    intensity: float = 0.1
    latents: tuple[float, ...] = (0.0,) * LATENTS
    weights: str = static("")

    def _check(self) -> None:
        self._require_positive("half_light_radius")
        if isinstance(self.latents, float):
            self._check_number("latents", self.latents)
        if not isinstance(self.weights, str):
            raise exc.ProfileException(
                f"{type(self).__name__} got weights={self.weights!r}; give a path as a "
                "string, or leave it out."
            )
        super()._check()

    def _check_number(self, name: str, value: Any) -> None:
        if name == "latents" and not (
            isinstance(value, tuple) and len(value) == LATENTS
        ):
            count = f"{len(value)} of them" if isinstance(value, tuple) else "no list"
            raise exc.ProfileException(
                f"{type(self).__name__} got latents={value!r:.60}: {count}; give "
                f"{LATENTS} numbers as a tuple or list, for example "
                "tuple(an_array.tolist())."
            )
        super()._check_number(name, value)

    def prepared(self) -> DecodedStamp:
        """The profile with its stamp made."""
        xp = array_namespace(self)
        angle = xp.asarray(self.angle * (math.pi / 180.0))
        return DecodedStamp(
            centre=self.centre,
            sine=xp.sin(angle),
            cosine=xp.cos(angle),
            half_light_radius=self.half_light_radius,
            brightness=self.intensity * _BRIGHTNESS,
        ).replaced(stamp=self.stamp())

    def stamp(self) -> Any:
        """(64, 64) canonical stamp of the latents, rows along y."""
        xp = array_namespace(self.latents)
        latents = xp.stack([xp.asarray(value) for value in self.latents])
        return decoded(decoder_weights(self.weights), latents[None])[0]

    def frame(self, y: Any, x: Any) -> tuple[Any, Any]:
        """(y, x) relative to the centre [arcsec]."""
        return shifted(y, x, self.centre)

    def image(self, y: Any, x: Any) -> Any:
        """Surface brightness at sky coordinates [arcsec], bare arrays in and out."""
        return self.prepared().image(y, x)

    def _intensity(self, frame: tuple[Any, Any]) -> Any:
        return self.prepared()._intensity(frame)
