"""`al.ps`: point sources."""

from __future__ import annotations

from autolens_like.profiles.profile import Profile


class Point(Profile):
    """A source without extent.

    Parameters
    ----------
    centre
        (y, x) in its plane [arcsec].
    """

    centre: tuple[float, float] = (0.0, 0.0)
