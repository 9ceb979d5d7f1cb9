"""What every prior is: a distribution of one parameter, mapped from [0, 1].

Priors are immutable, and each is a parameter of its own: two priors with the
same limits are two parameters, one prior at two places of a model is one.
"""

from __future__ import annotations

import itertools
import math
from abc import ABC, abstractmethod
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Self

import numpy as np

from autolens_like import exc
from autolens_like.model.expression import Arithmetic
from autolens_like.model.width_modifier import RelativeWidthModifier, WidthModifier

_ids = itertools.count()


@dataclass(frozen=True, eq=False, repr=False)
class Prior(Arithmetic, ABC):
    """The distribution of one free parameter.

    Parameters
    ----------
    width_modifier
        The width of the prior that a later search centres on this one's result.

    Attributes
    ----------
    id
        An integer that increases in order of creation; it orders the entries
        of a parameter vector.
    """

    width_modifier: WidthModifier = field(
        default=RelativeWidthModifier(0.5), kw_only=True
    )
    id: int = field(init=False, default=-1)

    #: The arguments that define the distribution, in order of the signature.
    argument_names: ClassVar[tuple[str, ...]] = ()
    #: Whether the upper limit is the lower limit again, as for an angle.
    is_periodic: ClassVar[bool] = False

    def __post_init__(self) -> None:
        for name in self.argument_names:
            object.__setattr__(self, name, self._number(name))
        if not isinstance(self.width_modifier, WidthModifier):
            raise exc.ModelException(
                f"{type(self).__name__}: width_modifier is {self.width_modifier!r}; "
                "give an AbsoluteWidthModifier or a RelativeWidthModifier."
            )
        self._check()
        object.__setattr__(self, "id", next(_ids))

    def value_for(self, unit: Any) -> Any:
        """The value below which a fraction `unit` of the probability lies.

        Parameters
        ----------
        unit : float or array
            Numbers in [0, 1]. The result has its shape and is always finite.
        """
        if not isinstance(unit, float):
            unit = np.asarray(unit, dtype=float)
            if unit.ndim:
                if not np.all((unit >= 0.0) & (unit <= 1.0)):
                    raise self._unit_error(unit)
                return self._quantile(unit)
        if not 0.0 <= unit <= 1.0:
            raise self._unit_error(unit)
        return float(self._quantile(float(unit)))

    def unit_value_for(self, value: Any) -> Any:
        """The fraction of the probability below `value`, in [0, 1]."""
        value = np.asarray(value, dtype=float)
        inside = np.clip(value, self.lower_limit, self.upper_limit)
        unit = np.clip(self._cumulative(inside), 0.0, 1.0)
        return unit if unit.ndim else float(unit)

    def log_prior_from_value(self, value: Any) -> Any:
        """The natural logarithm of the normalised density, -inf outside limits."""
        value = np.asarray(value, dtype=float)
        inside = (value >= self.lower_limit) & (value <= self.upper_limit)
        inside &= np.isfinite(value) & self._has_density(value)
        density = self._log_density(np.where(inside, value, self.median))
        log_prior = np.where(inside, density, -np.inf)
        return log_prior if log_prior.ndim else float(log_prior)

    def new(self) -> Self:
        """Another parameter of the same distribution."""
        return replace(self)

    @property
    def median(self) -> float:
        """The value that divides the probability in halves."""
        return self.value_for(0.5)

    @property
    def arguments(self) -> dict[str, float]:
        """The numbers that define the distribution, by name."""
        return {name: getattr(self, name) for name in self.argument_names}

    @abstractmethod
    def _check(self) -> None:
        """Raise where the arguments contradict each other."""

    @abstractmethod
    def _quantile(self, unit: Any) -> Any: ...

    @abstractmethod
    def _cumulative(self, value: Any) -> Any: ...

    @abstractmethod
    def _log_density(self, value: Any) -> Any: ...

    def _has_density(self, value: Any) -> Any:
        return True

    def _number(self, name: str) -> float:
        value = getattr(self, name)
        is_number = isinstance(value, int | float | np.integer | np.floating)
        if not is_number or isinstance(value, bool):
            raise self._error(f"{name} is {value!r}; a number is asked for")
        try:
            number = float(value)
        except OverflowError as error:
            raise self._error(f"{name} is a whole number beyond all floats") from error
        if math.isnan(number):
            raise self._error(f"{name} is {value!r}; a number is asked for")
        return number

    def _check_limits(self) -> None:
        lower, upper = self.lower_limit, self.upper_limit
        if not lower < upper:
            raise self._error(
                f"lower_limit {lower} is not below upper_limit {upper}; "
                + ("swap them" if lower > upper else "fix the parameter to a number")
            )

    def _check_finite(self, *names: str) -> None:
        for name in names:
            if not math.isfinite(getattr(self, name)):
                raise self._error(f"{name} is {getattr(self, name)}; it must be finite")

    def _check_sigma(self) -> None:
        self._check_finite("mean", "sigma")
        if self.sigma <= 0.0:
            raise self._error(f"sigma is {self.sigma}; it must be positive")

    def _error(self, problem: str) -> exc.ModelException:
        return exc.ModelException(f"{type(self).__name__}: {problem}.")

    def _unit_error(self, unit: Any) -> exc.ModelException:
        return self._error(f"the unit value {unit} lies outside [0, 1]")

    def __repr__(self) -> str:
        listed = ", ".join(f"{name}={value}" for name, value in self.arguments.items())
        return f"{type(self).__name__}({listed})"

    def __copy__(self) -> Prior:
        return self

    def __deepcopy__(self, memo: Any) -> Prior:
        # A copied model keeps its parameters: the copy's priors are the same ones.
        return self

    def __setstate__(self, state: dict[str, Any]) -> None:
        global _ids
        self.__dict__.update(state)
        # Priors made after one arrives from another process must not take its id.
        _ids = itertools.count(max(next(_ids), self.id + 1))


def by_column(method: str, priors: Sequence[Prior], values: np.ndarray) -> np.ndarray:
    """What a method of every prior says of its column of values (..., n).

    Those of the same arguments, such as the latents of a decoder, are asked together.

    Parameters
    ----------
    method
        Of numbers and arrays: "value_for", for example.
    priors
        In the order of the columns.
    values
        (..., n).
    """
    alike: dict[Hashable, list[int]] = {}
    for index, prior in enumerate(priors):
        key = (type(prior), *prior.arguments.values())
        alike.setdefault(key, []).append(index)
    columns = np.empty_like(values)
    for places in alike.values():
        function = getattr(priors[places[0]], method)
        if values.ndim == 1 and len(places) == 1:
            # A number takes a third of the time of an array of one.
            columns[places[0]] = function(float(values[places[0]]))
        else:
            columns[..., places] = function(values[..., places])
    return columns
