"""A tuple of parameters, such as the two coordinates of a centre."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.model.expression import Arithmetic
from autolens_like.model.prior import Constant
from autolens_like.model.signature import is_finite_number
from autolens_like.model.tree import Missing, Node


class TuplePrior(Node):
    """Parameters that a class takes together as one tuple.

    Parameters
    ----------
    **entries
        Priors or numbers by name, for example ``centre_0`` and ``centre_1``.
    """

    file_type = "tuple"
    is_hidden_in_names = True

    def __init__(self, **entries: Any) -> None:
        super().__init__()
        for name, value in entries.items():
            self._put(name, _entry(name, value))

    @classmethod
    def of(cls, name: str, values: Any, length: int, owner: str) -> TuplePrior:
        """A tuple parameter from a sequence or from another tuple's entries.

        Raises
        ------
        exc.ModelException
            When `values` is no sequence of `length` numbers and priors.
        """
        if isinstance(values, TuplePrior):
            values = list(values)
        several = isinstance(values, tuple | list | np.ndarray)
        if not several or len(values) != length:
            names = ", ".join(f"{name}_{index}" for index in range(min(length, 3)))
            names += f", ..., {name}_{length - 1}" if length > 3 else ""
            count = f", {len(values)} of them" if several else ""
            raise exc.ModelException(
                f"{owner}.{name} is {values!r:.60}{count}; a tuple of {length} numbers "
                f"or priors is asked for. One part is set by its own name: {names}."
            )
        return cls(**{f"{name}_{index}": part for index, part in enumerate(values)})

    def kind(self) -> str:
        """What the node becomes."""
        return "tuple"

    def builder(self, names: tuple[str, ...]) -> Callable[[tuple[Any, ...]], Any]:
        """The values themselves, which already are a tuple."""
        return tuple

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._children:
            raise self._unknown(name)
        return self._children[name]

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("_"):
            object.__setattr__(self, name, value)
        elif name not in self._children:
            raise self._unknown(name)
        else:
            self._put(name, _entry(name, value))

    def __getitem__(self, index: int) -> Any:
        return list(self._children.values())[index]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._children.values())

    def __len__(self) -> int:
        return len(self._children)

    def __repr__(self) -> str:
        listed = ", ".join(f"{name}={value}" for name, value in self._children.items())
        return f"TuplePrior({listed})"

    def _unknown(self, name: str) -> exc.UnknownParameterException:
        return exc.UnknownParameterException(
            f"The tuple has no entry '{name}'. {exc.suggestion(name, self._children)}"
        )


def _entry(name: str, value: Any) -> Any:
    if isinstance(value, Constant):
        value = value.value
    is_finite = is_finite_number(value)
    if not (is_finite or isinstance(value, Arithmetic | Missing)):
        raise exc.ModelException(
            f"The entry '{name}' is {value!r}; a finite number or a prior is asked for."
        )
    return value
