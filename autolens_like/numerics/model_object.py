"""`ModelObject`: a frozen dataclass that JAX understands without being told.

A subclass is written as plain annotated fields. It becomes a frozen dataclass with
identity equality and, as soon as JAX is imported (before or after this package), a
JAX pytree whose leaves are its fields, so that `jax.jit`, `jax.grad` and `jax.vmap`
take profiles, galaxies, tracers and fits as they are. At that same moment double
precision is switched on, because likelihoods of 1e5 nats drown in single precision.
"""

from __future__ import annotations

import dataclasses
import functools
import importlib.abc
import importlib.util
import numbers
import operator
import sys
from collections.abc import Callable
from typing import Any, TypeVar, dataclass_transform

Self = TypeVar("Self", bound="ModelObject")

_classes: list[type[ModelObject]] = []


def static(default: Any = dataclasses.MISSING, **options: Any) -> Any:
    """A dataclass field that JAX holds fixed: a redshift, a mask, a switch."""
    metadata = {**options.pop("metadata", {}), "static": True}
    return dataclasses.field(default=default, metadata=metadata, **options)


@dataclass_transform(frozen_default=True, field_specifiers=(dataclasses.field, static))
class ModelObject:
    """The base of profiles, galaxies, tracers and fits."""

    #: Whether a door that is asked for JAX turns the numbers into JAX arrays.
    _follows_doors = True

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        dataclasses.dataclass(frozen=True, eq=False, repr=False)(cls)
        _classes.append(cls)
        jax = sys.modules.get("jax")
        if jax is not None and hasattr(jax, "tree_util"):
            _register(cls)

    @classmethod
    def field_names(cls) -> tuple[str, ...]:
        """The names of all fields, in constructor order."""
        return _names_of(cls)[0]

    @classmethod
    def dynamic_names(cls) -> tuple[str, ...]:
        """The names of the fields that JAX may trace."""
        return _names_of(cls)[1]

    def dynamic_values(self) -> tuple[Any, ...]:
        """The values of the fields that JAX may trace."""
        return _values_of(type(self))(self)

    def replaced(self: Self, **changes: Any) -> Self:
        """A copy with some fields changed, unchecked (numbers may be traced)."""
        values = {name: getattr(self, name) for name in self.field_names()}
        return _rebuilt(type(self), {**values, **changes})

    def __repr__(self) -> str:
        # What the constructor takes: a repr is a line of code that makes the object.
        names = [field.name for field in dataclasses.fields(self) if field.init]
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__name__}({fields})"


@functools.cache
def _names_of(cls: type[ModelObject]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of all fields, and of those that JAX may trace."""
    fields = dataclasses.fields(cls)
    dynamic = [field.name for field in fields if not field.metadata.get("static")]
    return tuple(field.name for field in fields), tuple(dynamic)


@functools.cache
def _values_of(cls: type[ModelObject]) -> Callable[[ModelObject], tuple[Any, ...]]:
    """What reads the fields that JAX may trace, which every formula asks for."""
    names = cls.dynamic_names()
    if len(names) < 2:
        return lambda instance: tuple(getattr(instance, name) for name in names)
    return operator.attrgetter(*names)


def _rebuilt(cls: type[Self], values: dict[str, Any]) -> Self:
    instance = object.__new__(cls)
    instance.__dict__.update(values)
    return instance


def as_parameter(value: Any) -> Any:
    """A field as it is stored: numbers as float, sequences as tuples, the rest kept."""
    if type(value) is float:
        return value
    if isinstance(value, numbers.Real) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, (tuple, list)):
        return tuple(as_parameter(item) for item in value)
    return value


def in_namespace(value: Any, xp: Any) -> Any:
    """`value` with every number in it turned into an array of namespace `xp`."""
    if isinstance(value, ModelObject):
        if not value._follows_doors:
            return value
        return value.replaced(
            **{n: in_namespace(getattr(value, n), xp) for n in value.dynamic_names()}
        )
    if isinstance(value, (tuple, list)):
        return type(value)(in_namespace(item, xp) for item in value)
    if isinstance(value, dict):
        return {key: in_namespace(item, xp) for key, item in value.items()}
    if isinstance(value, numbers.Real) and not isinstance(value, bool):
        return xp.asarray(float(value))
    return value


def _register(cls: type[ModelObject]) -> None:
    """Tell JAX how an instance falls into leaves and is put together again."""
    jax = sys.modules["jax"]
    dynamic = cls.dynamic_names()
    fixed = tuple(name for name in cls.field_names() if name not in dynamic)

    def flatten_with_keys(instance: ModelObject) -> tuple[Any, Any]:
        children = [
            (jax.tree_util.GetAttrKey(name), getattr(instance, name))
            for name in dynamic
        ]
        return children, tuple(getattr(instance, name) for name in fixed)

    def unflatten(auxiliary: Any, children: Any) -> ModelObject:
        values = dict(zip(dynamic, children, strict=True))
        return _rebuilt(cls, values | dict(zip(fixed, auxiliary, strict=True)))

    jax.tree_util.register_pytree_with_keys(cls, flatten_with_keys, unflatten)


def _register_all() -> None:
    sys.modules["jax"].config.update("jax_enable_x64", True)
    for cls in _classes:
        _register(cls)


class _JaxArrival(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Registers the classes at the moment that anybody imports JAX.

    JAX has no protocol by which an object says that it is a pytree, and to import
    JAX in order to register would cost every user half a second.
    """

    _looking = False

    def find_spec(self, name: str, path: Any, target: Any = None) -> Any:
        if name != "jax" or self._looking:
            return None
        self._looking = True
        try:
            spec = importlib.util.find_spec(name)
        finally:
            self._looking = False
        if spec is not None and spec.loader is not None:
            self._loader, spec.loader = spec.loader, self
        return spec

    def create_module(self, spec: Any) -> Any:
        return self._loader.create_module(spec)

    def exec_module(self, module: Any) -> None:
        # Only now, because others may look for JAX without importing it.
        sys.meta_path.remove(self)
        module.__spec__.loader = module.__loader__ = self._loader
        self._loader.exec_module(module)
        _register_all()


if "jax" in sys.modules:
    sys.modules["jax"].config.update("jax_enable_x64", True)
else:
    sys.meta_path.insert(0, _JaxArrival())
