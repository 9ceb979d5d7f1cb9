"""Assertions: orderings that the parameters of a model must keep."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autolens_like import exc

_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, eq=False)
class Comparison:
    """What ``prior_a > prior_b`` states, to be given to ``add_assertion``.

    Parameters
    ----------
    left, right
        A prior or a number each.
    symbol
        One of ``<  <=  >  >=``.
    name
        What errors call the assertion; its formula when empty.
    """

    left: Any
    symbol: str
    right: Any
    name: str = ""

    def holds_for(self, left: Any, right: Any) -> Any:
        """Whether values of the two sides keep the ordering."""
        return _OPERATORS[self.symbol](left, right)

    def __bool__(self) -> bool:
        raise exc.ModelException(
            f"The comparison '{self.left!r} {self.symbol} {self.right!r}' of priors is "
            "neither true nor false before a search. Give it to "
            "model.add_assertion(...); write a > b > c as two assertions."
        )
