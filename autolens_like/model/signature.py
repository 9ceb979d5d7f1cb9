"""The parameters that the constructor of a class takes."""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass
from functools import cache
from typing import Any

import numpy as np

from autolens_like import exc

#: A default that stands for "there is none".
NO_DEFAULT: Any = inspect.Parameter.empty


#: A default that is made anew for every object, as ``field(default_factory=list)``.
MADE_ANEW: Any = type("MadeAnew", (), {"__repr__": lambda self: "made anew"})()


@dataclass(frozen=True)
class Parameter:
    """One argument of a constructor.

    Parameters
    ----------
    name
        Its name.
    default
        Its default, `NO_DEFAULT` or `MADE_ANEW`.
    length
        The number of parts where it is a tuple of numbers, else None.
    """

    name: str
    default: Any
    length: int | None

    @property
    def is_numeric(self) -> bool:
        """Whether its default is a number or a tuple of numbers."""
        return self.length is not None or is_number(self.default)


@dataclass(frozen=True)
class Signature:
    """Every parameter of a class, by name.

    Parameters
    ----------
    parameters
        In order of the constructor.
    is_open
        Whether it takes any further keyword (``**profiles``).
    """

    parameters: Mapping[str, Parameter]
    is_open: bool


def signature_of(cls: type) -> Signature:
    """The parameters of a class's constructor.

    Raises
    ------
    exc.ModelException
        When `cls` is not a class, or its constructor hides its arguments.
    """
    if not isinstance(cls, type):
        raise exc.ModelException(
            f"Model({cls!r}): a class is asked for, not an instance. "
            "Pass instances to a Collection or as a keyword; they stay fixed."
        )
    return _signature_of(cls)


def builder_of(cls: type, names: tuple[str, ...]) -> Callable[[tuple[Any, ...]], Any]:
    """The call of a class with arguments of these names, as a function of values.

    What a class takes as ``**components`` and drops is an attribute all the same.
    """
    further = [name for name in names if name not in signature_of(cls).parameters]

    def build(arguments: tuple[Any, ...]) -> Any:
        return cls(**dict(zip(names, arguments, strict=True)))

    def build_open(arguments: tuple[Any, ...]) -> Any:
        built = build(arguments)
        named = dict(zip(names, arguments, strict=True))
        for name in further:
            if not hasattr(built, name):
                setattr(built, name, named[name])
        return built

    # A galaxy keeps its profiles, which need not be asked for at every instance.
    is_kept = not further or hasattr(cls, "constructor_arguments")
    return build if is_kept else build_open


@cache
def _signature_of(cls: type) -> Signature:
    try:
        found = inspect.signature(cls).parameters.values()
    except (ValueError, TypeError) as error:
        raise exc.ModelException(
            f"Model({cls.__name__}): the arguments of its constructor cannot be "
            f"read ({error}); wrap it in a class with an __init__ of its own."
        ) from error
    fields = getattr(cls, "__dataclass_fields__", {}).values()
    anew = {item.name for item in fields if item.default_factory is not MISSING}
    named = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    parameters = {
        item.name: Parameter(
            item.name,
            MADE_ANEW if item.name in anew else item.default,
            _tuple_length(item),
        )
        for item in found
        if item.kind in named
    }
    is_open = any(item.kind is inspect.Parameter.VAR_KEYWORD for item in found)
    return Signature(parameters, is_open)


def is_number(value: Any) -> bool:
    """Whether a value is a real number (a bool is not)."""
    kinds = int | float | np.integer | np.floating
    return isinstance(value, kinds) and not isinstance(value, bool)


def is_finite_number(value: Any) -> bool:
    """Whether a value is a real number that a float can stand for."""
    try:
        return is_number(value) and math.isfinite(value)
    except OverflowError:
        return False


def _tuple_length(parameter: inspect.Parameter) -> int | None:
    default = parameter.default
    if isinstance(default, tuple) and default and all(map(is_number, default)):
        return len(default)
    if default is not NO_DEFAULT or parameter.annotation is NO_DEFAULT:
        return None
    annotation = str(parameter.annotation).replace(" ", "")
    match = re.fullmatch(
        r"(?:typing\.)?[tT]uple\[((?:float|int)(?:,(?:float|int))*)\]", annotation
    )
    return None if match is None else match.group(1).count(",") + 1
