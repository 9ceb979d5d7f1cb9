"""The intensity for which light has a given signal-to-noise ratio."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.galaxy.galaxies import Galaxies, with_replaced_profiles
from autolens_like.profiles.light.snr import LightProfileSNR
from autolens_like.structures.coordinates import array_like, over_sampled_values
from autolens_like.typing import GridLike, Namespace


class ProfileSeenAlone:
    """One light profile behind the mass of a lens system, and no other light.

    Parameters
    ----------
    profile
        The light profile.
    light
        The `Tracer` or `Galaxies` that it is part of.
    plane
        Index of its plane in a tracer.
    """

    point_sources: tuple[Any, ...] = ()

    def __init__(self, profile: Any, light: Any, plane: int) -> None:
        self.profile, self.light, self.plane = profile, light, plane

    def has(self, cls: Any) -> bool:
        """Whether it is an instance of `cls`."""
        return isinstance(self.profile, cls)

    def image_2d_from(
        self,
        grid: GridLike,
        xp: Namespace | None = None,
        operated_only: bool | None = None,
    ) -> Any:
        """The lensed image; as `Galaxy.image_2d_from`."""

        def image(y: Any, x: Any) -> Any:
            if not isinstance(self.light, Galaxies):
                y, x = self.light.traced(y, x)[self.plane]
            return self.profile.image(y, x)

        values = over_sampled_values(grid, image, xp or np, (self.profile, self.light))
        return array_like(grid, values)


def counts_for_signal_to_noise(ratio: float, background_counts: float) -> float:
    """The counts c with c / √(c + background) = ratio, the root of a quadratic."""
    squared = ratio * ratio
    return 0.5 * (squared + math.sqrt(squared * (squared + 4.0 * background_counts)))


def with_intensities_for_noise(
    light: Any,
    blurred: Callable[[Any], Any],
    exposure_time: float,
    background_sky_level: float,
) -> Any:
    """A tracer or galaxies with an intensity for every profile of `al.lp_snr`.

    Parameters
    ----------
    light
        `Tracer` or `Galaxies`.
    blurred
        Takes what has an `image_2d_from`, returns its observed image.
    exposure_time
        Seconds.
    background_sky_level
        Brightness of the sky in every pixel, per second.

    Raises
    ------
    DatasetException
        A profile that has no light in the frame.
    """
    found = {}
    for galaxy in light.galaxies:
        plane = 0 if isinstance(light, Galaxies) else light.plane_index_of(galaxy)
        for profile in galaxy.cls_list_from(LightProfileSNR):
            alone = ProfileSeenAlone(profile.with_intensity(1.0), light, plane)
            brightest = float(np.max(np.asarray(blurred(alone).array)))
            if not brightest > 0.0:
                raise exc.DatasetException(
                    f"{profile!r} has no light in the frame, so that no intensity has "
                    "that signal-to-noise ratio; move it or take a larger grid."
                )
            counts = counts_for_signal_to_noise(
                profile.signal_to_noise_ratio, background_sky_level * exposure_time
            )
            intensity = counts / (brightest * exposure_time)
            found[profile] = profile.with_intensity(intensity)
    return with_replaced_profiles(light, found) if found else light
