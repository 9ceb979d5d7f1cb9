"""Derived parameters: formulas of priors, worked out anew for every instance.

``model.b = 2 * model.a`` leaves one free parameter, ``a``; ``b`` follows it.
Formulas are immutable, and a prior has no parts: so no formula contains itself,
and ``model.a = model.a + 1`` keeps the earlier ``a`` as the free parameter.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.model.assertion import Comparison, Ordering
from autolens_like.model.signature import is_finite_number, is_number

#: Formulas in formulas; deeper ones would exhaust Python's stack.
MAXIMUM_DEPTH = 100

#: From the values of a vector, in order, to the value of a formula.
Function = Callable[[Sequence[Any]], Any]


def _elementary(name: str) -> Callable[[Any], Any]:
    """A function for numbers, arrays and JAX tracers, by its array-API name."""
    of_number = getattr(math, name)

    def function(value: Any) -> Any:
        if isinstance(value, int | float):
            return of_number(value)
        namespace = getattr(value, "__array_namespace__", None)
        return getattr(np if namespace is None else namespace(), name)(value)

    return function


#: Symbol to (function, number of operands).
OPERATIONS: dict[str, tuple[Callable[..., Any], int]] = {
    "+": (operator.add, 2),
    "-": (operator.sub, 2),
    "*": (operator.mul, 2),
    "/": (operator.truediv, 2),
    "//": (operator.floordiv, 2),
    "%": (operator.mod, 2),
    "**": (operator.pow, 2),
    "negative": (operator.neg, 1),
    "abs": (operator.abs, 1),
    "log": (_elementary("log"), 1),
    "log10": (_elementary("log10"), 1),
    "exp": (_elementary("exp"), 1),
    "sqrt": (_elementary("sqrt"), 1),
}


class Arithmetic:
    """What may stand in a formula or a comparison: a prior, or a formula of them."""

    #: Numbers of numpy leave the operation to this class.
    __array_ufunc__ = None

    def leaves(self) -> tuple[Arithmetic, ...]:
        """The priors it depends on, each once, from left to right."""
        return (self,)

    def __add__(self, other: Any) -> Expression:
        return _formula("+", self, other)

    def __radd__(self, other: Any) -> Expression:
        return _formula("+", other, self)

    def __sub__(self, other: Any) -> Expression:
        return _formula("-", self, other)

    def __rsub__(self, other: Any) -> Expression:
        return _formula("-", other, self)

    def __mul__(self, other: Any) -> Expression:
        return _formula("*", self, other)

    def __rmul__(self, other: Any) -> Expression:
        return _formula("*", other, self)

    def __truediv__(self, other: Any) -> Expression:
        return _formula("/", self, other)

    def __rtruediv__(self, other: Any) -> Expression:
        return _formula("/", other, self)

    def __floordiv__(self, other: Any) -> Expression:
        return _formula("//", self, other)

    def __rfloordiv__(self, other: Any) -> Expression:
        return _formula("//", other, self)

    def __mod__(self, other: Any) -> Expression:
        return _formula("%", self, other)

    def __rmod__(self, other: Any) -> Expression:
        return _formula("%", other, self)

    def __pow__(self, other: Any) -> Expression:
        return _formula("**", self, other)

    def __rpow__(self, other: Any) -> Expression:
        return _formula("**", other, self)

    def __neg__(self) -> Expression:
        return _formula("negative", self)

    def __abs__(self) -> Expression:
        return _formula("abs", self)

    def __gt__(self, other: Any) -> Ordering:
        return _compared(self, ">", other)

    def __ge__(self, other: Any) -> Ordering:
        return _compared(self, ">=", other)

    def __lt__(self, other: Any) -> Ordering:
        return _compared(self, "<", other)

    def __le__(self, other: Any) -> Ordering:
        return _compared(self, "<=", other)


@dataclass(frozen=True, eq=False, repr=False)
class Expression(Arithmetic):
    """A formula of priors and numbers.

    Parameters
    ----------
    symbol
        A key of `OPERATIONS`.
    operands
        Priors, formulas and finite numbers.

    Raises
    ------
    exc.ModelException
        For another symbol, another number of operands, an operand that is none, and
        formulas nested deeper than `MAXIMUM_DEPTH`.
    """

    symbol: str
    operands: tuple[Any, ...]

    def __post_init__(self) -> None:
        if self.symbol not in OPERATIONS:
            raise exc.ModelException(
                f"There is no operation {self.symbol!r} of priors. "
                f"{exc.suggestion(str(self.symbol), OPERATIONS)}"
            )
        count = OPERATIONS[self.symbol][1]
        if len(self.operands) != count or not all(map(_is_operand, self.operands)):
            raise exc.ModelException(
                f"The operation {self.symbol!r} takes {count} priors, formulas of "
                f"priors or finite numbers; {self.operands!r} came."
            )
        plain = tuple(
            p.item() if isinstance(p, np.generic) else p for p in self.operands
        )
        object.__setattr__(self, "operands", plain)
        depth = 1 + max(getattr(part, "_depth", 0) for part in plain)
        if depth > MAXIMUM_DEPTH:
            raise exc.ModelException(
                f"A formula of priors is nested deeper than {MAXIMUM_DEPTH} times; "
                "take its pieces together otherwise."
            )
        object.__setattr__(self, "_depth", depth)

    def leaves(self) -> tuple[Arithmetic, ...]:
        """The priors it depends on, each once, from left to right."""
        found = [p.leaves() for p in self.operands if isinstance(p, Arithmetic)]
        return tuple(dict.fromkeys(leaf for leaves in found for leaf in leaves))

    def function(self, index: Mapping[Any, int]) -> Function:
        """The formula as a function of the values of its priors.

        Parameters
        ----------
        index
            The place of the value of each prior.

        Returns
        -------
        callable
            It raises `exc.ResampleException` where the result is no finite number.
        """
        inner = _compiled(self, index)

        def value(entries: Sequence[Any]) -> Any:
            try:
                result = inner(entries)
            except (ArithmeticError, ValueError) as error:
                raise self._undefined(error) from error
            if isinstance(result, complex) or (
                isinstance(result, float) and not math.isfinite(result)
            ):
                raise self._undefined(f"it is {result}")
            return result

        return value

    def replaced(self, arguments: Mapping[Any, Any]) -> Any:
        """The formula with some priors replaced; a number where no prior is left."""
        if not any(prior in arguments for prior in self.leaves()):
            return self
        operands = tuple(
            part.replaced(arguments)
            if isinstance(part, Expression)
            else arguments.get(part, part)
            if isinstance(part, Arithmetic)
            else part
            for part in self.operands
        )
        changed = Expression(self.symbol, operands)
        return changed if changed.leaves() else changed.function({})(())

    def text(self, name_of: Callable[[Any], str]) -> str:
        """The formula to read, such as ``2.0 * [0] + [1]``.

        Parameters
        ----------
        name_of
            What a prior is called.
        """
        parts = [
            part.text(name_of)
            if isinstance(part, Expression)
            else name_of(part)
            if isinstance(part, Arithmetic)
            else repr(part)
            for part in self.operands
        ]
        if len(parts) == 1:
            return f"{'-' if self.symbol == 'negative' else self.symbol}({parts[0]})"
        is_infix = [
            isinstance(part, Expression) and len(part.operands) == 2
            for part in self.operands
        ]
        left, right = (
            f"({part})" if bracketed else part
            for part, bracketed in zip(parts, is_infix, strict=True)
        )
        return f"{left} {self.symbol} {right}"

    def __repr__(self) -> str:
        return self.text(repr)

    def __copy__(self) -> Expression:
        return self

    def __deepcopy__(self, memo: Any) -> Expression:
        return self

    def _undefined(self, reason: Any) -> exc.ResampleException:
        return exc.ResampleException(
            f"The derived parameter {self!r} has no finite value for this parameter "
            f"vector: {reason}."
        )


def Add(left: Any, right: Any) -> Expression:
    """The sum of two priors, formulas or numbers."""
    return Expression("+", (left, right))


def Multiply(left: Any, right: Any) -> Expression:
    """Their product."""
    return Expression("*", (left, right))


def Divide(left: Any, right: Any) -> Expression:
    """Their quotient."""
    return Expression("/", (left, right))


def Mod(left: Any, right: Any) -> Expression:
    """The remainder of a division, with the sign of the divisor."""
    return Expression("%", (left, right))


def Power(left: Any, right: Any) -> Expression:
    """The left one to the power of the right one."""
    return Expression("**", (left, right))


def Abs(value: Any) -> Expression:
    """The modulus of a prior or a formula."""
    return Expression("abs", (value,))


def Log(value: Any) -> Expression:
    """The natural logarithm of a prior or a formula."""
    return Expression("log", (value,))


def Log10(value: Any) -> Expression:
    """The decimal logarithm of a prior or a formula."""
    return Expression("log10", (value,))


def Exp(value: Any) -> Expression:
    """The exponential of a prior or a formula."""
    return Expression("exp", (value,))


def Sqrt(value: Any) -> Expression:
    """The square root of a prior or a formula."""
    return Expression("sqrt", (value,))


def _is_operand(value: Any) -> bool:
    return isinstance(value, Arithmetic) or is_finite_number(value)


def _formula(symbol: str, *operands: Any) -> Any:
    if not all(isinstance(part, Arithmetic) or is_number(part) for part in operands):
        return NotImplemented
    return Expression(symbol, operands)


def _compared(left: Any, symbol: str, right: Any) -> Ordering:
    if not isinstance(right, Ordering):
        return Comparison(left, symbol, right)
    first, *others = right.parts()
    chain: Ordering = Comparison(left, symbol, first.left)
    for part in (first, *others):
        chain = chain._then(part.symbol, part.right)
    return chain


def _compiled(part: Any, index: Mapping[Any, int]) -> Function:
    if isinstance(part, Expression):
        function, count = OPERATIONS[part.symbol]
        inner = [_compiled(operand, index) for operand in part.operands]
        if count == 1:
            (only,) = inner
            return lambda entries: function(only(entries))
        left, right = inner
        return lambda entries: function(left(entries), right(entries))
    if isinstance(part, Arithmetic):
        return operator.itemgetter(index[part])
    return lambda entries: part
