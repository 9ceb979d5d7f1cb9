"""What the configuration says of a parameter: its prior, its label, its table.

The one module of the inference models that reads configuration.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

from autolens_like import conf, exc
from autolens_like.model.prior import (
    Constant,
    GaussianPrior,
    LogGaussianPrior,
    LogUniformPrior,
    PeriodicPrior,
    Prior,
    TruncatedGaussianPrior,
    UniformPrior,
)
from autolens_like.model.width_modifier import (
    AbsoluteWidthModifier,
    RelativeWidthModifier,
    WidthModifier,
)

PRIOR_TYPES: dict[str, type] = {
    "Uniform": UniformPrior,
    "LogUniform": LogUniformPrior,
    "Periodic": PeriodicPrior,
    "Gaussian": GaussianPrior,
    "TruncatedGaussian": TruncatedGaussianPrior,
    "LogGaussian": LogGaussianPrior,
    "Constant": Constant,
}
WIDTH_TYPES: dict[str, type[WidthModifier]] = {
    "Absolute": AbsoluteWidthModifier,
    "Relative": RelativeWidthModifier,
}


def default_for(cls: type, parameter: str, part: str | None = None) -> Any:
    """A new prior, or a `Constant`, for one parameter of a class.

    Sought in ``priors/by_class.yaml`` (the class and those it derives from,
    then the rooms they live in), then in ``priors/by_name.yaml``.

    Parameters
    ----------
    cls
        Any class.
    parameter
        An argument of its constructor.
    part
        The part of a tuple argument, for example ``centre_0`` of ``centre``.

    Returns
    -------
    Prior, Constant or None
        None where the configuration has no entry.

    Raises
    ------
    exc.ConfigException
        When the entry is malformed; names file and place.
    """
    names = (parameter,) if part is None else (part, parameter)
    for place, section in _sections(cls):
        for name in names:
            entry = section.get(name)
            if entry is not None:
                return prior_from(entry, f"{place}.{name}")
    return None


def prior_from(entry: Any, place: str) -> Prior | Constant:
    """The prior that a configuration entry describes.

    Parameters
    ----------
    entry
        A mapping with ``type`` and that type's arguments.
    place
        Where it stands; errors name it.
    """
    if not _is_entry(entry):
        raise exc.ConfigException(
            f"{place} is {entry!r}; write 'type: Uniform' (or "
            f"{', '.join(PRIOR_TYPES)}) and that type's arguments."
        )
    cls = _chosen(PRIOR_TYPES, entry["type"], place)
    arguments = {key: value for key, value in entry.items() if key != "type"}
    if "width_modifier" in arguments and cls is not Constant:
        arguments["width_modifier"] = _width_modifier(
            arguments["width_modifier"], f"{place}.width_modifier"
        )
    _check_arguments(cls, arguments, place)
    return _built(cls, arguments, place)


def notation_for(parameter: str) -> tuple[str, str]:
    """The (label, latex) of a parameter name; the name itself where unknown."""
    parameters = conf.instance.section("notation", "parameters")
    if parameter not in parameters:
        return parameter, r"{\rm " + parameter.replace("_", r"\_") + "}"
    entry = parameters[parameter]
    if not isinstance(entry, Mapping) or {*entry} != {"label", "latex"}:
        raise exc.ConfigException(
            f"config/notation.yaml parameters.{parameter} is {entry!r}; "
            "give it the keys label and latex."
        )
    return str(entry["label"]), str(entry["latex"])


def info_whitespace_length() -> int:
    """The column where the values of a text table start."""
    return conf.instance.value("general", "output", "info_whitespace_length")


def model_results_decimal_places() -> int:
    """Decimal places of the values in a table of results."""
    return conf.instance.value("general", "output", "model_results_decimal_places")


def _sections(cls: type) -> Iterator[tuple[str, Mapping[str, Any]]]:
    by_class = conf.instance.section("priors/by_class")
    found = [(base.__name__, _room(base, by_class)) for base in cls.__mro__]
    rooms = [(name, room) for name, room in found if room is not None]
    for name, room in rooms:
        section = by_class[room].get(name)
        if isinstance(section, Mapping) and not _is_entry(section):
            yield f"config/priors/by_class.yaml {room}.{name}", section
    for _, room in rooms:
        yield f"config/priors/by_class.yaml {room}", by_class[room]
    yield "config/priors/by_name.yaml", conf.instance.section("priors/by_name")


def _room(cls: type, by_class: Mapping[str, Any]) -> str | None:
    """The innermost part of the class's module that the file has a key for."""
    parts = reversed(cls.__module__.split("."))
    return next(
        (part for part in parts if isinstance(by_class.get(part), Mapping)), None
    )


def _is_entry(value: Any) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get("type"), str)


def _chosen(types: Mapping[str, type], name: Any, place: str) -> type:
    if not isinstance(name, str) or name not in types:
        raise exc.ConfigException(
            f"{place}: there is no type {name!r}. {exc.suggestion(str(name), types)}"
        )
    return types[name]


def _width_modifier(entry: Any, place: str) -> WidthModifier:
    if not _is_entry(entry):
        raise exc.ConfigException(
            f"{place} is {entry!r}; write {{type: Absolute, value: 0.1}} (or Relative)."
        )
    cls = _chosen(WIDTH_TYPES, entry["type"], place)
    arguments = {key: value for key, value in entry.items() if key != "type"}
    _check_arguments(cls, arguments, place)
    return _built(cls, arguments, place)


def _built(cls: type, arguments: Mapping[str, Any], place: str) -> Any:
    try:
        return cls(**arguments)
    except exc.ModelException as error:
        raise exc.ConfigException(f"{place}: {error}") from error


def _check_arguments(cls: type, arguments: Mapping[str, Any], place: str) -> None:
    signature = inspect.signature(cls).parameters
    for name in arguments:
        if name not in signature:
            raise exc.ConfigException(
                f"{place}: unknown key '{name}'. {exc.suggestion(name, signature)}"
            )
    absent = [
        name
        for name, parameter in signature.items()
        if parameter.default is parameter.empty and name not in arguments
    ]
    if absent:
        raise exc.ConfigException(f"{place}: the key '{absent[0]}' is missing.")
