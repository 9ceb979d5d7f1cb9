"""Widths of the priors that one search hands to the next."""

from __future__ import annotations

import math
from dataclasses import dataclass

from autolens_like import exc


@dataclass(frozen=True)
class WidthModifier:
    """The rule for the width of a prior centred on an earlier result.

    Parameters
    ----------
    value
        A positive number; its meaning is the subclass's.
    """

    value: float

    def __post_init__(self) -> None:
        value = self.value
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not (is_number and math.isfinite(value) and value > 0):
            raise exc.ModelException(
                f"{type(self).__name__}({value!r}): the width must be a positive, "
                "finite number."
            )

    def __call__(self, mean: float) -> float:
        """The width of a prior centred on `mean`."""
        raise NotImplementedError


@dataclass(frozen=True)
class AbsoluteWidthModifier(WidthModifier):
    """The same width wherever the prior is centred: `value` itself."""

    def __call__(self, mean: float) -> float:
        return float(self.value)


@dataclass(frozen=True)
class RelativeWidthModifier(WidthModifier):
    """A width in proportion to the centre: `value` times its modulus."""

    def __call__(self, mean: float) -> float:
        return float(self.value) * abs(mean)
