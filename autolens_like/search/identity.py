"""The fingerprint of whatever a fit depends on, as SHA-256 in hex."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from typing import Any

import numpy as np

#: How deep objects inside objects are followed.
MAXIMUM_DEPTH = 6


def digest(value: Any) -> str:
    """The SHA-256 hex digest of a value and everything it holds.

    Arrays enter by type, shape and bytes; numbers and strings by their exact
    text; objects by their own ``identity()`` where they have one, else by
    their attributes. Private attributes and cached properties are left out,
    because they may appear after the first use of an object.

    Parameters
    ----------
    value
        Anything made of arrays, numbers, strings, containers and objects.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    hasher = hashlib.sha256()
    _feed(hasher, value, MAXIMUM_DEPTH)
    return hasher.hexdigest()


def canonical_json(value: Any) -> str:
    """JSON with sorted keys and without spaces, the same for equal values."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), default=_json_default
    )


def attributes_of(value: Any) -> dict[str, Any]:
    """The public attributes an object was given, without cached properties."""
    kind = type(value)
    return {
        name: item
        for name, item in vars(value).items()
        if not name.startswith("_")
        and not isinstance(getattr(kind, name, None), functools.cached_property)
    }


def _json_default(value: Any) -> Any:
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return digest(value)
    return repr(value)


def _feed(hasher, value: Any, depth: int) -> None:
    if value is None or isinstance(value, (bool, int, float, complex, str, bytes)):
        hasher.update(f"{type(value).__name__}:{value!r};".encode())
    elif isinstance(value, (np.ndarray, np.generic)) or hasattr(value, "__array__"):
        _feed_array(hasher, np.asarray(value), depth)
    elif isinstance(value, Mapping):
        hasher.update(b"{")
        for key in sorted(value, key=repr):
            _feed(hasher, repr(key), depth)
            _feed(hasher, value[key], depth)
        hasher.update(b"}")
    elif isinstance(value, (list, tuple)):
        hasher.update(b"[")
        for item in value:
            _feed(hasher, item, depth)
        hasher.update(b"]")
    elif isinstance(value, (set, frozenset)):
        hasher.update("".join(sorted(digest(item) for item in value)).encode())
    else:
        _feed_object(hasher, value, depth)


def _feed_array(hasher, array: np.ndarray, depth: int) -> None:
    hasher.update(f"array:{array.dtype.str}:{array.shape};".encode())
    if array.dtype.hasobject:
        _feed(hasher, array.tolist(), depth)
    else:
        hasher.update(np.ascontiguousarray(array).tobytes())


def _feed_object(hasher, value: Any, depth: int) -> None:
    if isinstance(value, type) or callable(value):
        name = getattr(value, "__qualname__", type(value).__qualname__)
        hasher.update(f"name:{name};".encode())
        return
    hasher.update(f"object:{type(value).__qualname__};".encode())
    identity = getattr(value, "identity", None)
    if callable(identity):
        hasher.update(canonical_json(identity()).encode())
    elif depth > 0 and hasattr(value, "__dict__"):
        _feed(hasher, attributes_of(value), depth - 1)
