"""How bright an earlier image is at each source pixel, and what follows from it."""

from __future__ import annotations

from typing import Any

from autolens_like import exc
from autolens_like.numerics.namespace import array_namespace


def scaled_signals(signals: Any, scale: Any, owner: Any) -> Any:
    """(M,) signals to a power; pixels without any stay at zero, whatever the power.

    Parameters
    ----------
    signals
        (M,) from 0 to 1.
    scale
        The power.
    owner
        The regularization, named in the error.

    Raises
    ------
    PixelizationException
        No signals.
    """
    if signals is None:
        raise exc.PixelizationException(
            f"{type(owner).__name__} regularization needs an image of the source from "
            "an earlier fit; pass adapt_images=al.AdaptImages(galaxy_image_dict="
            "{galaxy: image}) to FitImaging."
        )
    xp = array_namespace(signals, scale)
    dark = signals <= 0.0
    # No power of zero is taken: its derivative in the power is not finite.
    return xp.where(dark, 0.0, xp.where(dark, 1.0, signals) ** scale)


def between(inner: Any, outer: Any, signals: Any) -> Any:
    """(M,) coefficients from `outer` at dark pixels to `inner` at the brightest."""
    return inner * signals + outer * (1.0 - signals)
