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


class Ordering:
    """A comparison of parameters, or a chain of them, for ``add_assertion``."""

    def parts(self) -> tuple[Comparison, ...]:
        """The comparisons that must all hold."""
        raise NotImplementedError

    def _then(self, symbol: str, other: Any) -> Chain:
        *_, last = parts = self.parts()
        if any(part.symbol[0] != symbol[0] for part in parts):
            raise exc.ModelException(
                f"The chain {self!r} {symbol} {other!r} changes its direction (Python "
                "also turns a number on the left round). Give its comparisons to "
                "model.add_assertion(...) one by one."
            )
        return Chain((*parts, Comparison(last.right, symbol, other)))

    def __gt__(self, other: Any) -> Chain:
        return self._then(">", other)

    def __ge__(self, other: Any) -> Chain:
        return self._then(">=", other)

    def __lt__(self, other: Any) -> Chain:
        return self._then("<", other)

    def __le__(self, other: Any) -> Chain:
        return self._then("<=", other)

    def __bool__(self) -> bool:
        # Python reads a > b > c as (a > b) and (b > c): answering with True here
        # would drop the first comparison without a word.
        raise exc.ModelException(
            f"The comparison '{self!r}' of priors is neither true nor false before a "
            "search. Give it to model.add_assertion(...); write a > b > c as "
            "(a > b) > c or as two assertions."
        )


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Ordering):
    """What ``prior_a > prior_b`` states, to be given to ``add_assertion``.

    Parameters
    ----------
    left, right
        A prior, a formula of priors or a number each.
    symbol
        One of ``<  <=  >  >=``.
    name
        What errors call the assertion; its formula when empty.
    """

    left: Any
    symbol: str
    right: Any
    name: str = ""

    def __post_init__(self) -> None:
        if self.symbol not in _OPERATORS:
            raise exc.ModelException(
                f"There is no comparison {self.symbol!r}. "
                f"{exc.suggestion(str(self.symbol), _OPERATORS)}"
            )

    def parts(self) -> tuple[Comparison, ...]:
        """Itself."""
        return (self,)

    def holds_for(self, left: Any, right: Any) -> Any:
        """Whether values of the two sides keep the ordering."""
        return _OPERATORS[self.symbol](left, right)

    def can_hold(self, left: tuple[float, float], right: tuple[float, float]) -> bool:
        """Whether some values within the limits of the two sides keep the ordering."""
        highest = 1 if self.symbol[0] == ">" else 0
        lowest = 1 - highest
        return bool(self.holds_for(left[highest], right[lowest]))

    def __repr__(self) -> str:
        return f"{self.left!r} {self.symbol} {self.right!r}"


@dataclass(frozen=True, eq=False, repr=False)
class Chain(Ordering):
    """What ``(prior_a > prior_b) > prior_c`` states: every neighbouring comparison.

    Parameters
    ----------
    comparisons
        From left to right, all of one direction.
    """

    comparisons: tuple[Comparison, ...]

    def parts(self) -> tuple[Comparison, ...]:
        """The comparisons that must all hold."""
        return self.comparisons

    def __repr__(self) -> str:
        first, *others = self.comparisons
        return repr(first) + "".join(f" {o.symbol} {o.right!r}" for o in others)
