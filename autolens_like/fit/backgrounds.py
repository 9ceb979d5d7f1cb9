"""`Background`: a free sky level, plane or polynomial under exposures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.dataset.multi_imaging import MultiImaging

#: The names of polynomials of low order.
_ORDERS = {"constant": 0, "plane": 1}
#: What backgrounds are called where components have their names.
BACKGROUND_NAME = "background"


def order_from(background: Any) -> int | None:
    """The order of the polynomial of a background; None where there is none.

    Parameters
    ----------
    background
        None, "constant", "plane", or the order as an integer.

    Raises
    ------
    InputException
        Anything else.
    """
    if background is None:
        return None
    if isinstance(background, str) and background in _ORDERS:
        return _ORDERS[background]
    whole = isinstance(background, (int, np.integer))
    if whole and not isinstance(background, bool) and background >= 0:
        return int(background)
    raise exc.InputException(
        f"background={background!r} came; give None, 'constant', 'plane' or the order "
        "of a polynomial, such as 2."
    )


@dataclass(frozen=True, eq=False)
class Background:
    """The polynomial of one exposure or of all exposures of one band.

    Every term y^i x^j has a coefficient of its own, in the units of the data; y and x
    are the coordinates on the sky from the middle of the frame (of all exposures of
    the scope together) over half of its longer side, so that they are at most 1.

    Parameters
    ----------
    scope
        Name of the exposure or band.
    order
        Of the polynomial.
    centre
        (y, x) of the middle [arcsec].
    radius
        Half of the longer side [arcsec].
    """

    scope: str
    order: int
    centre: tuple[float, float]
    radius: float

    @classmethod
    def of(
        cls, dataset: MultiImaging, scope: str, members: list[int], order: int
    ) -> Any:
        """The background of some exposures of a dataset.

        Parameters
        ----------
        members
            Numbers of the exposures, switched off ones too: a background does not
            change its units with what is fitted.
        """
        corners = np.concatenate([_corners(dataset, index) for index in members])
        low, high = corners.min(axis=0), corners.max(axis=0)
        centre = tuple(float(v) for v in 0.5 * (low + high))
        return cls(scope, order, centre, 0.5 * float((high - low).max()))

    @property
    def powers(self) -> list[tuple[int, int]]:
        """Powers of y and x of every term, the constant first."""
        return [(n - j, j) for n in range(self.order + 1) for j in range(n + 1)]

    @property
    def terms(self) -> tuple[str, ...]:
        """What the terms are called: "" (the constant), "y", "x", "y^2", "y x", ..."""
        texts = []
        for powers in self.powers:
            named = [
                name if power == 1 else f"{name}^{power}"
                for name, power in zip("yx", powers, strict=True)
                if power > 0
            ]
            texts.append(" ".join(named))
        return tuple(texts)

    def rows(self, y: np.ndarray, x: np.ndarray) -> np.ndarray:
        """(terms, n) values of the terms at coordinates on the sky [arcsec]."""
        y = (y - self.centre[0]) / self.radius
        x = (x - self.centre[1]) / self.radius
        return np.stack([y**i * x**j for i, j in self.powers])


def _corners(dataset: MultiImaging, index: int) -> np.ndarray:
    """(4, 2) corners of the frame of an exposure on the sky [arcsec]."""
    mask = dataset.exposures[index].mask
    half = 0.5 * np.array(mask.shape_native) * np.array(mask.pixel_scales)
    signs = np.array([(-1, -1), (-1, 1), (1, -1), (1, 1)])
    y, x = (np.array(mask.origin) + signs * half).T
    return np.stack(dataset.placements[index].sky(y, x), axis=-1)
