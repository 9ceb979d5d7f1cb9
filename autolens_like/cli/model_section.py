"""The model of a fit's YAML file: the form of `model.to_yaml`, or a shorter one.

In the shorter form a mapping with a `class` is a model and its other keys are the
arguments of that class; a mapping without one is a galaxy where it stands among
`galaxies`, and a collection elsewhere; a mapping with a `recipe` is what that function
makes. A mapping with a `type` (a prior, a formula, a whole node) is in the form of
`model.to_yaml`, so that priors with one `id` are one parameter in both forms.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from autolens_like import exc
from autolens_like.analysis import mge
from autolens_like.cli.located import LocatedYaml, Place
from autolens_like.model.composition import Model
from autolens_like.model.reading import model_from
from autolens_like.model.writing import dictionary_from

#: Functions that make a part of a model from numbers.
RECIPES: dict[str, Callable[..., Model]] = {
    "mge_model_from": mge.mge_model_from,
    "mge_point_model_from": mge.mge_point_model_from,
}
#: Collections whose members are galaxies.
GALAXIES = ("galaxies", "extra_galaxies", "scaling_galaxies")
#: Ids of the priors of a recipe begin here, above all that a user counts to.
_RECIPE_IDS = 1_000_000


def model_of(file: LocatedYaml) -> Any:
    """The model that the section `model` of a file describes.

    Raises
    ------
    exc.ConfigException
        With line and key, for an unknown class, argument or recipe, a malformed prior,
        or a parameter without a value.
    """
    section = file.content["model"]
    try:
        model = model_from(_Expansion(file).of_section(section))
        _ = model.prior_count
        model.instance_from_prior_medians(ignore_assertions=True)
    except exc.ConfigException as error:
        if str(error).startswith(f"{file.path}:"):
            raise
        raise file.error_from(error, ("model",)) from error
    except (exc.LensException, TypeError) as error:
        raise file.error_from(error, ("model",)) from error
    return model


class _Expansion:
    """Writes the shorter form out as the form of `model.to_yaml`."""

    def __init__(self, file: LocatedYaml) -> None:
        self.file = file
        self.recipes = 0

    def of_section(self, section: dict[str, Any]) -> Any:
        if "type" in section:
            return section
        if "galaxies" not in section:
            nearest = next(
                (key for key in section if exc.nearest(key, ["galaxies"])), None
            )
            place = ("model",) if nearest is None else ("model", nearest)
            question = "" if nearest is None else " Did you mean 'galaxies'?"
            raise self.file.error(
                place,
                f"the key 'galaxies' is missing.{question} It has one entry a galaxy.",
            )
        return self._collection(section, ("model",))

    def _written(self, value: Any, place: Place) -> Any:
        if isinstance(value, list):
            return [
                self._written(part, (*place, index)) for index, part in enumerate(value)
            ]
        if not isinstance(value, dict) or "type" in value:
            return value
        if "recipe" in value:
            return self._from_recipe(value, place)
        if "class" in value:
            return self._model(value["class"], value, place)
        if len(place) > 1 and place[-2] in GALAXIES:
            return self._model("Galaxy", value, place)
        return self._collection(value, place)

    def _collection(self, value: dict[str, Any], place: Place) -> dict[str, Any]:
        return {"type": "collection", "arguments": self._arguments(value, place)}

    def _model(self, name: Any, value: dict[str, Any], place: Place) -> dict[str, Any]:
        return {
            "type": "model",
            "class": name,
            "arguments": self._arguments(value, place),
        }

    def _arguments(self, value: dict[str, Any], place: Place) -> dict[str, Any]:
        return {
            key: self._written(part, (*place, key))
            for key, part in value.items()
            if key != "class"
        }

    def _from_recipe(self, value: dict[str, Any], place: Place) -> dict[str, Any]:
        name = value["recipe"]
        if not isinstance(name, str) or name not in RECIPES:
            raise self.file.error(
                (*place, "recipe"),
                f"there is no recipe {name!r}. {exc.suggestion(str(name), RECIPES)}",
            )
        given = {key: part for key, part in value.items() if key != "recipe"}
        signature = inspect.signature(RECIPES[name]).parameters
        for key, part in given.items():
            if key not in signature:
                raise self.file.error(
                    (*place, key),
                    f"{name} has no argument '{key}'. {exc.suggestion(key, signature)}",
                )
            _check_kind(self.file, (*place, key), part, signature[key])
        for key, parameter in signature.items():
            if parameter.default is parameter.empty and key not in given:
                raise self.file.error(
                    place, f"{name} needs the argument '{key}'; give it a value."
                )
        try:
            model = RECIPES[name](**given)
        except exc.LensException as error:
            raise self.file.error_from(error, place) from error
        self.recipes += 1
        return _with_ids_from(dictionary_from(model), _RECIPE_IDS * self.recipes)


def _check_kind(
    file: LocatedYaml, place: Place, value: Any, parameter: inspect.Parameter
) -> None:
    """Refuse text where a recipe takes a number, and so on, by its default."""
    default = parameter.default
    if isinstance(default, bool):
        wanted, fits = "true or false", isinstance(value, bool)
    elif isinstance(default, int):
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        wanted, fits = "a whole number", is_whole
    elif isinstance(default, tuple) or default is None:
        is_pair = isinstance(value, list) and len(value) == 2
        wanted = "a list of two numbers"
        fits = is_pair and all(map(_is_number, value))
    else:
        wanted, fits = "a number", _is_number(value)
    if not fits:
        raise file.error(place, f"is {value!r}; {wanted} is asked for.")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _with_ids_from(entry: Any, first: int) -> Any:
    """An entry of a model file with its ids raised, so that no other part has them."""
    if isinstance(entry, list):
        return [_with_ids_from(part, first) for part in entry]
    if not isinstance(entry, dict):
        return entry
    raised = {key: _with_ids_from(part, first) for key, part in entry.items()}
    # An id is a number beside a type; a part of a model may be called id as well.
    if "type" in entry and isinstance(entry.get("id"), int):
        raised["id"] = entry["id"] + first
    return raised
