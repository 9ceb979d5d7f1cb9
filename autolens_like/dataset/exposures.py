"""What makes a list of exposures usable, and what is said when it is not."""

from __future__ import annotations

import numbers
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.dataset.imaging import Imaging
from autolens_like.structures.placement import Placement


def exposures_from(exposures: Any) -> tuple[Imaging, ...]:
    """The checked exposures of a list."""
    if isinstance(exposures, Imaging):
        raise exc.DatasetException(
            "One Imaging came where exposures are wanted; give a list of them."
        )
    checked = tuple(exposures)
    if not checked:
        raise exc.DatasetException(
            "No exposure came; give a list of at least one al.Imaging."
        )
    for index, exposure in enumerate(checked):
        if not isinstance(exposure, Imaging):
            raise exc.DatasetException(
                f"exposures[{index}] is a {type(exposure).__name__}; give an "
                "al.Imaging."
            )
    return checked


def _one_each(values: Any, count: int, name: str) -> tuple[Any, ...]:
    is_listed = isinstance(values, (Sequence, np.ndarray))
    if isinstance(values, str) or not is_listed or len(values) != count:
        raise exc.DatasetException(
            f"{name}={values!r} came for {count} exposures; give a list with one entry "
            "an exposure, those switched off included."
        )
    return tuple(values)


def names_from(names: Any, count: int) -> tuple[str, ...]:
    """Checked names, every one of them once."""
    if names is None:
        return tuple(f"exposure_{index}" for index in range(count))
    checked = texts_from(names, count, "names")
    for name in checked:
        if checked.count(name) > 1:
            raise exc.DatasetException(
                f"The name '{name}' came {checked.count(name)} times in {checked}; "
                "every exposure has its own name. Exposures of one band share it in "
                "bands instead."
            )
    return checked


def texts_from(values: Any, count: int, name: str) -> tuple[str, ...]:
    """Checked texts, one an exposure."""
    checked = _one_each(values, count, name)
    for value in checked:
        if not isinstance(value, str) or not value:
            raise exc.DatasetException(
                f"{name} holds {value!r}; give texts that are not empty."
            )
    return tuple(str(value) for value in checked)


def flux_scaling_from(flux_scaling: Any, count: int) -> tuple[float, ...]:
    """Checked factors, all above zero."""
    if flux_scaling is None:
        return (1.0,) * count
    return numbers_from(flux_scaling, count, "flux_scaling")


def numbers_from(values: Any, count: int, name: str) -> tuple[float, ...]:
    """Checked finite numbers above zero, one an exposure."""
    checked = _one_each(values, count, name)
    for index, value in enumerate(checked):
        is_real = isinstance(value, numbers.Real) and not isinstance(value, bool)
        if not is_real or not np.isfinite(value) or not value > 0.0:
            raise exc.DatasetException(
                f"{name}[{index}]={value!r} is not usable; give a finite number above "
                "zero. An exposure that shall not count is switched off with active."
            )
    return tuple(float(value) for value in checked)


def placements_from(
    offsets: Any, rotations: Any, names: tuple[str, ...]
) -> tuple[Placement, ...]:
    """Checked places of the exposures on the sky."""
    count = len(names)
    offsets = ((0.0, 0.0),) * count if offsets is None else offsets
    rotations = (0.0,) * count if rotations is None else rotations
    return tuple(
        of_exposure(name, Placement, offset, rotation)
        for name, offset, rotation in zip(
            names,
            _one_each(offsets, count, "offsets"),
            _one_each(rotations, count, "rotations"),
            strict=True,
        )
    )


def active_from(active: Any, names: tuple[str, ...]) -> tuple[bool, ...]:
    """Which exposures are switched on, at least one of them.

    Parameters
    ----------
    active
        One boolean an exposure, or the names of those that are on.
    """
    if active is None:
        return (True,) * len(names)
    if isinstance(active, str):
        active = [active]
    values = list(active)
    if all(isinstance(value, str) for value in values):
        for value in values:
            index_of(value, names)
        values = [name in values for name in names]
    values = list(_one_each(values, len(names), "active"))
    for value in values:
        if not isinstance(value, (bool, np.bool_)):
            raise exc.DatasetException(
                f"active holds {value!r}; give True or False for every exposure, or "
                f"names of those that are on: {', '.join(names)}."
            )
    if not any(values):
        raise exc.DatasetException(
            "No exposure is switched on, so that there is nothing to fit; give at "
            f"least one of {', '.join(names)}."
        )
    return tuple(bool(value) for value in values)


def index_of(key: Any, names: tuple[str, ...]) -> int:
    """The place of an exposure that is named or numbered."""
    if isinstance(key, str):
        if key not in names:
            raise exc.DatasetException(
                f"There is no exposure '{key}'. {exc.suggestion(key, names)}"
            )
        return names.index(key)
    if not isinstance(key, numbers.Integral) or isinstance(key, bool):
        raise exc.DatasetException(
            f"An exposure is asked for by its name or number, not by {key!r}. "
            "Exposures are switched on and off with with_active."
        )
    if not -len(names) <= key < len(names):
        # An IndexError ends the iteration over a sequence.
        raise IndexError(f"There are {len(names)} exposures; number {key} came.")
    return int(key) % len(names)


def in_order_of(
    values: Any, names: tuple[str, ...], name: str, repeated: type | tuple[type, ...]
) -> tuple[Any, ...]:
    """One value an exposure, from one for all, a list, or a mapping by name.

    Parameters
    ----------
    values
        A mapping may leave exposures out, which get None.
    name
        Of the argument, for errors.
    repeated
        The type of one value for all.
    """
    if values is None or isinstance(values, repeated):
        return (values,) * len(names)
    if isinstance(values, Mapping):
        for key in values:
            index_of(key, names)
        return tuple(values.get(key) for key in names)
    return _one_each(values, len(names), name)


def of_exposure(name: str, function: Callable[..., Any], *arguments: Any) -> Any:
    """The result of a function, with the exposure named in what it raises."""
    try:
        return function(*arguments)
    except exc.InputException as error:
        raise type(error)(f"Exposure '{name}': {error}") from error
