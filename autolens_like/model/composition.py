"""Models and collections of models: what a user composes a lens from."""

from __future__ import annotations

import difflib
from collections.abc import Callable, ItemsView, Iterator, KeysView, Mapping
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.model import registry
from autolens_like.model.abstract_model import AbstractModel
from autolens_like.model.array import Array
from autolens_like.model.assertion import Ordering
from autolens_like.model.defaults import default_for
from autolens_like.model.expression import Arithmetic
from autolens_like.model.identifier import dotted_name
from autolens_like.model.instance import ModelInstance
from autolens_like.model.prior import Constant
from autolens_like.model.signature import (
    MADE_ANEW,
    NO_DEFAULT,
    Parameter,
    Signature,
    builder_of,
    is_finite_number,
    is_number,
    signature_of,
)
from autolens_like.model.tree import Missing, Node
from autolens_like.model.tuple_prior import TuplePrior


class Model(AbstractModel):
    """A class whose constructor arguments are free, fixed, or models in turn.

    Parameters
    ----------
    cls
        Any class. Each argument of its constructor that is not given takes its
        prior from the configuration, by class or by name; without one there,
        a default that is no number is kept, and a number is missing: the model
        cannot be used before it is set.
    **arguments
        By name: a number (fixed), a prior, a tuple of them, a model, a
        collection, a class (which becomes a model) or an object (fixed). A
        class with ``**profiles`` takes any further names.

    Raises
    ------
    exc.ModelException
        For a name that the class does not take, with the nearest one it does,
        and for a value that cannot be its parameter.

    Examples
    --------
    >>> lens = Model(Galaxy, redshift=0.5, mass=Isothermal)  # doctest: +SKIP
    >>> lens.mass.centre = (0.0, 0.0)  # doctest: +SKIP
    """

    file_type = "model"

    def __init__(self, cls: type, /, **arguments: Any) -> None:
        signature = signature_of(cls)
        super().__init__()
        self._cls = cls
        for parameter in signature.parameters.values():
            if parameter.name in arguments:
                self._set(parameter.name, arguments.pop(parameter.name))
            elif parameter.default is not MADE_ANEW:
                self._put(parameter.name, _default(cls, parameter))
        for name, value in arguments.items():
            self._set(name, value)

    @property
    def cls(self) -> type:
        """The class that instances are made of."""
        return self._cls

    def file_entries(self) -> dict[str, Any]:
        """The name that the class is registered by."""
        return {"class": registry.name_of(self._cls)}

    @classmethod
    def from_file(
        cls, entries: dict[str, Any], children: dict[str, Any], place: str
    ) -> Model:
        """The model of a registered class; absent arguments have default priors."""
        return cls(registry.class_named(entries.get("class"), place), **children)

    def kind(self) -> str:
        """The name of the class."""
        return self._cls.__name__

    def class_path(self) -> str:
        """The dotted name of the class."""
        return dotted_name(self._cls)

    def builder(self, names: tuple[str, ...]) -> Callable[[tuple[Any, ...]], Any]:
        """The call of the class with arguments of these names."""
        return builder_of(self._cls, names)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name in self._children:
            return self._children[name]
        owner = self._tuple_of(name)
        if owner is None:
            raise self._unknown(name)
        return owner.children()[name]

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("_"):
            object.__setattr__(self, name, value)
        else:
            self._set(name, value)

    def __getitem__(self, name: str) -> Any:
        return self.__getattr__(name)

    def __setitem__(self, name: str, value: Any) -> None:
        self._set(name, value)

    def __contains__(self, name: str) -> bool:
        return name in self._children

    def __repr__(self) -> str:
        listed = ", ".join(f"{name}={child}" for name, child in self._children.items())
        return f"Model({self.kind()}, {listed})" if listed else f"Model({self.kind()})"

    def _set(self, name: str, value: Any) -> None:
        signature = signature_of(self._cls)
        place = f"{self.kind()}.{name}"
        if name in signature.parameters:
            self._put(name, _argument(value, signature.parameters[name], self.kind()))
            return
        owner = self._tuple_of(name)
        if owner is not None:
            setattr(owner, name, value)
        elif signature.is_open and not _is_misspelt(name, value, signature):
            self._put(name, _adopted(value, place))
        else:
            raise self._unknown(name)

    def _tuple_of(self, name: str) -> TuplePrior | None:
        for child in self._children.values():
            if isinstance(child, TuplePrior) and name in child.children():
                return child
        return None

    def _unknown(self, name: str) -> exc.UnknownParameterException:
        allowed = list(self._children)
        for child in self._children.values():
            if isinstance(child, TuplePrior):
                allowed += child.children()
        return exc.UnknownParameterException(
            f"{self.kind()} has no parameter '{name}'. {exc.suggestion(name, allowed)}"
        )


class Collection(AbstractModel):
    """Models by name or by position, which become a `ModelInstance`.

    Parameters
    ----------
    *items
        One mapping, one sequence, or the members themselves, which are then
        named ``0``, ``1`` and so on.
    **named
        Members by name: models, collections, classes, priors, numbers, objects,
        and mappings or sequences of these.
    """

    file_type = "collection"
    is_shared_when_fixed = False
    _keeps_lists = False

    def __init__(self, *items: Any, **named: Any) -> None:
        super().__init__()
        for name, value in (_members(items) | named).items():
            self._set(name, value)

    def builder(self, names: tuple[str, ...]) -> Callable[[tuple[Any, ...]], Any]:
        """The function to a `ModelInstance` of members of these names."""

        def build(arguments: tuple[Any, ...]) -> ModelInstance:
            return ModelInstance(dict(zip(names, arguments, strict=True)))

        return build

    def append(self, value: Any) -> None:
        """Add a member under the next free position."""
        position = len(self)
        while str(position) in self._children:
            position += 1
        self._set(str(position), value)

    def keys(self) -> KeysView[str]:
        """The names of the members."""
        return self._children.keys()

    def values(self) -> list[Any]:
        """The members."""
        return list(self._children.values())

    def items(self) -> ItemsView[str, Any]:
        """Pairs of a name and its member."""
        return self._children.items()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._children:
            raise exc.UnknownParameterException(
                f"The collection has no member '{name}'. "
                f"{exc.suggestion(name, self._children)}"
            )
        return self._children[name]

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("_"):
            object.__setattr__(self, name, value)
        else:
            self._set(name, value)

    def __getitem__(self, key: str | int) -> Any:
        if isinstance(key, int):
            return self.values()[key]
        return self.__getattr__(key)

    def __setitem__(self, key: str | int, value: Any) -> None:
        name = list(self._children)[key] if isinstance(key, int) else key
        self._set(name, value)

    def __contains__(self, name: str) -> bool:
        return name in self._children

    def __iter__(self) -> Iterator[Any]:
        return iter(self.values())

    def __len__(self) -> int:
        return len(self._children)

    def __repr__(self) -> str:
        listed = ", ".join(f"{name}={child}" for name, child in self.items())
        return f"{type(self).__name__}({listed})"

    def _set(self, name: str, value: Any) -> None:
        name = str(name)
        is_method = hasattr(type(self), name) or hasattr(ModelInstance, name)
        if not name or name.startswith("_") or "." in name or is_method:
            raise exc.ModelException(
                f"A member of a collection cannot be named '{name}': names of its "
                "methods, names with a dot and names that start with _ are taken."
            )
        self._put(name, _adopted(value, name, as_list=self._keeps_lists))


class ListModel(Collection):
    """The members of a list argument, such as the profiles of a basis."""

    file_type = "list"
    is_shared_when_fixed = True
    _keeps_lists = True

    def kind(self) -> str:
        """What the node becomes."""
        return "list"

    def builder(self, names: tuple[str, ...]) -> Callable[[tuple[Any, ...]], Any]:
        """The function to a list."""
        return list


def _members(items: tuple[Any, ...]) -> dict[str, Any]:
    if len(items) == 1:
        only = items[0]
        if isinstance(only, Mapping | ModelInstance) or type(only) is Collection:
            return {str(name): value for name, value in only.items()}
        if isinstance(only, list | tuple | ListModel):
            items = tuple(only)
    return {str(position): value for position, value in enumerate(items)}


def _default(cls: type, parameter: Parameter) -> Any:
    """The child of a parameter that was not given."""
    name = parameter.name
    if parameter.length is not None:
        parts = [f"{name}_{index}" for index in range(parameter.length)]
        found = [default_for(cls, name, part) for part in parts]
        entries = [
            Missing(cls.__name__, part) if entry is None else entry
            for part, entry in zip(parts, found, strict=True)
        ]
        return TuplePrior(**dict(zip(parts, entries, strict=True)))
    entry = default_for(cls, name)
    if entry is not None:
        return entry.value if isinstance(entry, Constant) else entry
    if parameter.default is NO_DEFAULT or parameter.is_numeric:
        return Missing(cls.__name__, name)
    return parameter.default


def _argument(value: Any, parameter: Parameter, owner: str) -> Any:
    """The child of a parameter that was given, of the kind of its default."""
    if parameter.length is not None:
        is_part = value is None or isinstance(value, Arithmetic | Constant | str | bool)
        is_sequence = isinstance(value, TuplePrior | list | tuple | np.ndarray)
        if is_part or is_sequence or is_number(value):
            return TuplePrior.of(parameter.name, value, parameter.length, owner)
    elif parameter.is_numeric and (
        value is None or isinstance(value, str | bool | list | tuple | TuplePrior)
    ):
        raise exc.ModelException(
            f"{owner}.{parameter.name} is {value!r}; a number or a prior is asked for."
        )
    if isinstance(parameter.default, type) and isinstance(value, type):
        return value  # an argument that chooses a class, not an object of it
    return _adopted(value, f"{owner}.{parameter.name}")


def _adopted(value: Any, place: str, as_list: bool = True) -> Any:
    """A value as a child: containers and classes become nodes.

    `as_list` keeps sequences lists in the instance; a collection makes
    collections of them.
    """
    if isinstance(value, Constant):
        value = value.value
    if isinstance(value, Node | Arithmetic):
        return value
    if isinstance(value, type):
        return Model(value)
    if isinstance(value, ModelInstance):
        return Collection(value)
    _check_nesting(value, place)
    if isinstance(value, Mapping):
        return Collection(value) if not as_list or _varies(value) else dict(value)
    if isinstance(value, list | tuple):
        if not as_list:
            return Collection(value)
        return ListModel(value) if _varies(value) else type(value)(value)
    if isinstance(value, np.ndarray) and value.dtype.hasobject:
        return Array.of(value, place)
    if isinstance(value, Ordering):
        raise exc.ModelException(
            f"{place} is the comparison of two priors; give it to add_assertion(...)."
        )
    if is_number(value) and not is_finite_number(value):
        raise exc.ModelException(f"{place} is {value}; a finite number is asked for.")
    return value


def _check_nesting(value: Any, place: str, above: tuple[int, ...] = ()) -> None:
    """Raise where a list or mapping contains itself."""
    if isinstance(value, Mapping):
        parts = list(value.values())
    elif isinstance(value, list | tuple):
        parts = list(value)
    else:
        return
    if id(value) in above:
        raise exc.ModelException(f"{place} is a container that contains itself.")
    for part in parts:
        _check_nesting(part, place, (*above, id(value)))


def _varies(value: Any) -> bool:
    """Whether priors, models or classes are somewhere in a container."""
    if isinstance(value, Mapping):
        value = value.values()
    elif not isinstance(value, list | tuple):
        return isinstance(value, Node | Arithmetic | type)
    return any(map(_varies, value))


def _is_misspelt(name: str, value: Any, signature: Signature) -> bool:
    """Whether a further name of an open class looks like one of its parameters.

    Profiles may have any name; a number under a name close to a parameter's
    is taken for that parameter with a slip.
    """
    is_value = is_number(value) or isinstance(value, Arithmetic | str | Constant)
    near = difflib.get_close_matches(name, list(signature.parameters), n=1, cutoff=0.6)
    return is_value and bool(near)
