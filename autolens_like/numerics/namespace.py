"""The array namespace of a computation, read from the arrays that enter it.

A formula asks `array_namespace(*inputs)` once and then writes array-API names
(`xp.sqrt`, `xp.where`, ...). Nothing here imports JAX: where JAX has never been
imported, no array can be a JAX array.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.typing import ArrayLike, Namespace

#: What most numbers are, and what holds none; other such types join when first met,
#: because to ask whether one is JAX's takes as long as all the rest.
_NOT_JAX = {float, int, bool, str, type(None), np.ndarray, np.float64}


def is_jax(value: object) -> bool:
    """Whether `value` is a JAX array or tracer."""
    jax = sys.modules.get("jax")
    array_type = getattr(jax, "Array", None)
    return array_type is not None and isinstance(value, array_type)


def is_traced(value: object) -> bool:
    """Whether `value` stands for a number that JAX does not know yet."""
    core = getattr(sys.modules.get("jax"), "core", None)
    return core is not None and isinstance(value, core.Tracer)


def leaves(value: Any) -> Iterator[Any]:
    """The numbers and arrays inside nested tuples, lists, dicts and model objects."""
    # A stack, because generators inside generators make a walk through the hundred
    # profiles of a tracer last as long as its ray tracing.
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, (float, np.ndarray)):
            yield item
        elif isinstance(item, (tuple, list)):
            waiting.extend(reversed(item))
        elif isinstance(item, dict):
            waiting.extend(reversed(item.values()))
        elif hasattr(type(item), "dynamic_values"):
            waiting.extend(reversed(list(item.dynamic_values())))
        else:
            yield item


def array_namespace(*values: Any) -> Namespace:
    """The namespace that fits all of `values`: `jax.numpy` if any is JAX's, else numpy.

    Parameters
    ----------
    *values
        Numbers, arrays, nested containers or model objects. Pass everything
        that may be traced, parameters included.

    Returns
    -------
    module
        `numpy` or `jax.numpy`.
    """
    jax = sys.modules.get("jax")
    array_type = getattr(jax, "Array", None)
    if array_type is None:
        return np
    # The walk of `leaves` once more, as a loop without a generator and in any order,
    # because every kernel asks: the exact types of most values say enough.
    for item in values:
        if type(item) not in _NOT_JAX:
            break
    else:
        return np
    waiting = list(values)
    while waiting:
        item = waiting.pop()
        kind = type(item)
        if kind in _NOT_JAX:
            continue
        if kind is tuple or kind is list:
            waiting.extend(item)
        elif hasattr(kind, "dynamic_values"):
            waiting.extend(item.dynamic_values())
        elif isinstance(item, dict):
            waiting.extend(item.values())
        elif isinstance(item, (tuple, list)):
            waiting.extend(item)
        elif isinstance(item, array_type):
            return jax.numpy
        elif not is_traced(item):
            _NOT_JAX.add(kind)
    return np


def is_concrete(value: object) -> bool:
    """Whether `value` is a number or numpy array, so that its size may be checked."""
    return not is_jax(value)


def namespace_of_door(xp: Namespace | None, *values: Any) -> Namespace:
    """The namespace for a public method that has an `xp` switch.

    Parameters
    ----------
    xp
        What the user passed: `None` follows the arrays.
    *values
        What is followed.

    Raises
    ------
    InputException
        `xp` is neither numpy nor `jax.numpy`.
    """
    if xp is None:
        return array_namespace(*values)
    if xp is np or getattr(xp, "__name__", "") == "jax.numpy":
        return xp
    raise exc.InputException(
        f"xp={xp!r} is no array library that is known here; pass numpy, jax.numpy, "
        "or None to follow the arrays."
    )


def as_floats(value: ArrayLike, xp: Namespace) -> Any:
    """`value` as a float64 array of namespace `xp` (no copy where none is needed)."""
    if xp is np and is_jax(value):
        return np.asarray(value)
    return xp.asarray(value, dtype=float)


def jax_numpy() -> Namespace:
    """`jax.numpy`, for a switch such as `use_jax=True`.

    Raises
    ------
    MissingDependencyException
        JAX is not installed.
    """
    try:
        import jax.numpy as jnp
    except ImportError as error:
        raise exc.MissingDependencyException(
            "use_jax=True needs JAX, which is not installed: run `pip install jax`, or "
            "give use_jax=False."
        ) from error
    return jnp


def jax_devices() -> list[str]:
    """The devices that JAX computes on, such as "cpu" or "gpu NVIDIA H100".

    Raises
    ------
    MissingDependencyException
        JAX is not installed.
    """
    jax_numpy()
    devices = sys.modules["jax"].devices()
    return [
        device.platform
        if device.device_kind.lower() == device.platform
        else f"{device.platform} {device.device_kind}"
        for device in devices
    ]
