"""The kinds of everything in the YAML file of a fit, and one line for each error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from autolens_like import exc
from autolens_like.cli.located import LocatedYaml, Place
from autolens_like.cli.sections import FitSections


def validated(file: LocatedYaml) -> FitSections:
    """The sections of a file.

    Raises
    ------
    exc.ConfigException
        With all errors, a line each, in the order of the file.
    """
    try:
        return FitSections.model_validate(file.content)
    except ValidationError as error:
        raise exc.ConfigException("\n".join(_lines_of(error, file))) from error


def _lines_of(error: ValidationError, file: LocatedYaml) -> Iterator[str]:
    found: dict[Place, list[str]] = {}
    for item in error.errors():
        place = _place_of(item["loc"], file.content)
        if item["type"] == "union_tag_invalid":
            place = (*place, "shape")
        reasons = found.setdefault(place, [])
        reason = _reason(item)
        if reason not in reasons:
            reasons.append(reason)
    for place in sorted(found, key=file.line_of):
        yield file.message(place, " ".join(found[place]))


def _reason(item: Any) -> str:
    kind, value, location = item["type"], item["input"], item["loc"]
    if kind == "extra_forbidden":
        allowed = _keys_at(location[:-1])
        return f"unknown key. {exc.suggestion(str(location[-1]), allowed)}"
    if kind == "missing":
        return f"the key '{location[-1]}' is missing; give it a value."
    if kind == "union_tag_not_found":
        return "the key 'shape' is missing; give it a value."
    if kind == "union_tag_invalid":
        given = str(item["ctx"]["tag"])
        tags = [name.strip(" '") for name in item["ctx"]["expected_tags"].split(",")]
        return f"there is no shape {given!r}. {exc.suggestion(given, tags)}"
    shown = "nothing" if value is None else repr(value)
    shown = shown if len(shown) < 60 else f"{shown[:57]}..."
    wanted = item["msg"].removeprefix("Input ").removeprefix("List ")
    return f"{shown} came; it {wanted}.{_remedy(value, kind)}"


def _remedy(value: Any, kind: str) -> str:
    if isinstance(value, str) and kind in ("float_type", "int_type"):
        try:
            float(value)
        except ValueError:
            return ""
        return " Take the number out of its quotes."
    if isinstance(value, bool) and kind == "string_type":
        return " Put the word in quotes: YAML reads yes, no, on and off as a switch."
    return ""


def _place_of(location: tuple[Any, ...], content: Any) -> Place:
    """The keys of the file in pydantic's location, which has tags of forms as well."""
    place: list[Any] = []
    for part in location:
        is_key = isinstance(content, dict) and part in content
        is_item = isinstance(content, list) and isinstance(part, int)
        if is_key or is_item:
            place.append(part)
            content = content[part]
    return tuple(place)


def _keys_at(location: tuple[Any, ...]) -> list[str]:
    """The keys of the section at a location."""
    classes: list[type[BaseModel]] = [FitSections]
    for part in location:
        inside = [cls.model_fields[part] for cls in classes if part in cls.model_fields]
        if inside:
            classes = [cls for field in inside for cls in _classes_in(field.annotation)]
            continue
        shaped = [cls for cls in classes if part in _shapes_of(cls)]
        classes = shaped or classes
    return [
        field.alias or name
        for cls in classes
        for name, field in cls.model_fields.items()
    ]


def _classes_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [cls for part in get_args(annotation) for cls in _classes_in(part)]


def _shapes_of(cls: type[BaseModel]) -> tuple[Any, ...]:
    field = cls.model_fields.get("shape")
    return () if field is None else get_args(field.annotation)
