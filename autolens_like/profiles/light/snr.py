"""`al.lp_snr`: light profiles that say how well they are seen, not how bright they are.

Each is the light profile of the same name with `signal_to_noise_ratio` in the place of
`intensity`; a simulator, which knows noise and lensing, finds the intensity.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from autolens_like import exc
from autolens_like.numerics.model_object import static
from autolens_like.profiles import light
from autolens_like.profiles.light.light_profile import LightProfile

__all__ = [
    "Chameleon",
    "ChameleonSph",
    "DevVaucouleurs",
    "DevVaucouleursSph",
    "ElsonFreeFall",
    "ElsonFreeFallSph",
    "Exponential",
    "ExponentialSph",
    "Gaussian",
    "GaussianSph",
    "LightProfileSNR",
    "Sersic",
    "SersicCore",
    "SersicCoreSph",
    "SersicSph",
]


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class _SignalToNoise:
    # Apart from the profiles, so that it is the first argument.
    signal_to_noise_ratio: float = 10.0


class LightProfileSNR(LightProfile, _SignalToNoise):
    """What marks a light profile whose intensity a simulator sets.

    Parameters
    ----------
    signal_to_noise_ratio
        In the brightest pixel of the observed image of this profile alone, lensed and
        blurred: its counts over the noise of these and of the sky.
    """

    intensity: float = static(0.0, init=False)

    def _check(self) -> None:
        self._require_positive("signal_to_noise_ratio")
        super()._check()

    def with_intensity(self, intensity: Any) -> LightProfile:
        """The ordinary light profile with the same parameters and this intensity."""
        twin = next(c for c in type(self).__mro__ if not issubclass(c, LightProfileSNR))
        names = [field.name for field in dataclasses.fields(self) if field.init]
        names.remove("signal_to_noise_ratio")
        values = {name: getattr(self, name) for name in names}
        return twin(**values, intensity=intensity)

    def _intensity(self, frame: Any) -> Any:
        raise exc.ProfileException(
            f"al.lp_snr.{type(self).__name__} has no intensity before it is simulated. "
            "SimulatorImaging.tracer_with_intensities_from(tracer, grid) gives the "
            "tracer with intensities; or use the profile of al.lp."
        )


class Sersic(LightProfileSNR, light.Sersic):
    """`al.lp.Sersic` with a signal-to-noise ratio for an intensity."""


class SersicSph(LightProfileSNR, light.SersicSph):
    """`al.lp.SersicSph` with a signal-to-noise ratio for an intensity."""


class SersicCore(LightProfileSNR, light.SersicCore):
    """`al.lp.SersicCore` with a signal-to-noise ratio for an intensity."""

    radius_break: float = 0.01


class SersicCoreSph(LightProfileSNR, light.SersicCoreSph):
    """`al.lp.SersicCoreSph` with a signal-to-noise ratio for an intensity."""


class Exponential(LightProfileSNR, light.Exponential):
    """`al.lp.Exponential` with a signal-to-noise ratio for an intensity."""


class ExponentialSph(LightProfileSNR, light.ExponentialSph):
    """`al.lp.ExponentialSph` with a signal-to-noise ratio for an intensity."""


class DevVaucouleurs(LightProfileSNR, light.DevVaucouleurs):
    """`al.lp.DevVaucouleurs` with a signal-to-noise ratio for an intensity."""


class DevVaucouleursSph(LightProfileSNR, light.DevVaucouleursSph):
    """`al.lp.DevVaucouleursSph` with a signal-to-noise ratio for an intensity."""


class Gaussian(LightProfileSNR, light.Gaussian):
    """`al.lp.Gaussian` with a signal-to-noise ratio for an intensity."""


class GaussianSph(LightProfileSNR, light.GaussianSph):
    """`al.lp.GaussianSph` with a signal-to-noise ratio for an intensity."""


class Chameleon(LightProfileSNR, light.Chameleon):
    """`al.lp.Chameleon` with a signal-to-noise ratio for an intensity."""


class ChameleonSph(LightProfileSNR, light.ChameleonSph):
    """`al.lp.ChameleonSph` with a signal-to-noise ratio for an intensity."""


class ElsonFreeFall(LightProfileSNR, light.ElsonFreeFall):
    """`al.lp.ElsonFreeFall` with a signal-to-noise ratio for an intensity."""


class ElsonFreeFallSph(LightProfileSNR, light.ElsonFreeFallSph):
    """`al.lp.ElsonFreeFallSph` with a signal-to-noise ratio for an intensity."""
