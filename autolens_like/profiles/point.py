"""`al.ps`: point sources."""

from __future__ import annotations

from typing import ClassVar

from autolens_like.profiles.profile import Profile


class Point(Profile):
    """A source without extent.

    Parameters
    ----------
    centre
        (y, x) in its plane [arcsec].
    """

    centre: tuple[float, float] = (0.0, 0.0)


class PointFlux(Point):
    """A source without extent and with a flux.

    Parameters
    ----------
    centre
        (y, x) in its plane [arcsec].
    flux
        Before it is magnified, in the units of the observed fluxes.

    Raises
    ------
    ProfileException
        `flux` negative.
    """

    flux: float = 0.1

    def _check(self) -> None:
        self._require_not_negative("flux")
        super()._check()


class PointSolved(Profile):
    """A source without extent whose place (and flux) a fit solves for: no parameters.

    A fit that solves finds what is most likely for each lens, so that a search has two
    dimensions less.
    """

    #: What is solved for, which no prior is needed for.
    __solved_parameters__: ClassVar[tuple[str, ...]] = ("centre",)
