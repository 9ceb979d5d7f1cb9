"""What PyAutoFit writes into ``model.json``, in the words of our own files.

The two forms differ in names alone. Classes stand there as paths of modules, which
cause no import here either: the registry says what we call them.
"""

from __future__ import annotations

from typing import Any

from autolens_like import exc
from autolens_like.model import registry

#: What only its files say.
_KINDS = ("tuple_prior", "compound", "modified")
_FORMULAS = {
    "SumPrior": "+",
    "MultiplePrior": "*",
    "DivisionPrior": "/",
    "FloorDivPrior": "//",
    "ModPrior": "%",
    "PowerPrior": "**",
    "NegativePrior": "negative",
    "AbsolutePrior": "abs",
    "Log": "log",
    "Log10": "log10",
}
_COMPARISONS = {
    "GreaterThanLessThanAssertion": "<",
    "GreaterThanLessThanEqualAssertion": "<=",
}
_CHAIN = "CompoundAssertion"
#: Switches of its tests, which no profile of ours has.
_WITHOUT_MEANING = ("respect_small_datasets",)


def is_from_autofit(entry: Any, depth: int) -> bool:
    """Whether something in a dictionary is said as PyAutoFit says it.

    Parameters
    ----------
    entry
        Read from a file, without trust.
    depth
        How deep to look.
    """
    if depth < 0:
        return False
    if isinstance(entry, list):
        return any(is_from_autofit(part, depth - 1) for part in entry)
    if not isinstance(entry, dict):
        return False
    if "class_path" in entry or entry.get("type") in _KINDS:
        return True
    return any(is_from_autofit(part, depth - 1) for part in entry.values())


def translated(entry: Any, depth: int) -> Any:
    """A dictionary in our words.

    Parameters
    ----------
    entry
        Read from a file, without trust.
    depth
        What is deeper stays as it is, and is refused by whoever reads it.

    Raises
    ------
    ModelException
        A formula or an assertion is of an unknown kind, or an object has no class.
    """
    if isinstance(entry, list) and depth >= 0:
        return [translated(part, depth - 1) for part in entry]
    if not isinstance(entry, dict) or depth < 0:
        return entry
    kind = entry.get("type")
    if kind in ("compound", "modified"):
        return _formula(entry, depth)
    if kind == "list":
        return translated(entry.get("values"), depth - 1)
    if kind == "LogGaussian":
        _check_log_gaussian(entry)
    made = {
        key: translated(part, depth - 1)
        for key, part in entry.items()
        if key not in ("class_path", "assertions", "arguments")
    }
    if kind in ("tuple_prior", "dict"):
        made["type"] = {"tuple_prior": "tuple", "dict": "mapping"}[kind]
    if kind in ("model", "instance"):
        made["class"] = _class_of(entry)
    if isinstance(entry.get("arguments"), dict):
        made["arguments"] = _arguments(entry, depth)
    if "assertions" in entry:
        made["assertions"] = _assertions(entry["assertions"], depth - 1)
    return made


def _arguments(entry: dict[str, Any], depth: int) -> dict[str, Any]:
    is_of_class = "class_path" in entry
    return {
        name: translated(part, depth - 2)
        for name, part in entry["arguments"].items()
        # Nothing is what an argument that is not given has.
        if not is_of_class or (part is not None and name not in _WITHOUT_MEANING)
    }


def _class_of(entry: dict[str, Any]) -> str:
    path = entry.get("class_path")
    if not isinstance(path, str):
        raise exc.ModelException(
            f"PyAutoFit wrote an object of {path or 'no class'} with the arguments "
            f"{list(entry.get('arguments') or ())}; replace it by its numbers."
        )
    return registry.name_for_path(path)


def _formula(entry: dict[str, Any], depth: int) -> dict[str, Any]:
    kind = entry.get("compound_type", entry.get("modified_type"))
    operands = [entry[name] for name in ("left", "right", "prior") if name in entry]
    return {
        "type": "formula",
        "operation": _known(kind, _FORMULAS, "formula"),
        "operands": [translated(part, depth - 1) for part in operands],
    }


def _check_log_gaussian(entry: dict[str, Any]) -> None:
    missing = [name for name in ("mean", "sigma") if name not in entry]
    if missing:
        raise exc.ModelException(
            f"The LogGaussian prior with the id {entry.get('id')} came without "
            f"{' and '.join(missing)}, which PyAutoFit does not write into model.json. "
            'Add "mean" and "sigma" to it there; model.info in the same folder has '
            "them."
        )


def _assertions(items: Any, depth: int) -> Any:
    """Those of a list, where a chain of two stands as one item of two parts."""
    if not isinstance(items, list):
        return items
    found = []
    for item in items:
        is_chain = isinstance(item, dict) and item.get("compound_type") == _CHAIN
        if is_chain and depth >= 0:
            parts = [item.get("assertion_1"), item.get("assertion_2")]
            found += _assertions(parts, depth - 1)
        else:
            found.append(_assertion(item, depth))
    return found


def _assertion(item: Any, depth: int) -> Any:
    if not isinstance(item, dict) or depth < 0:
        return item
    return {
        "left": translated(item.get("left"), depth),
        "comparison": _known(item.get("compound_type"), _COMPARISONS, "assertion"),
        "right": translated(item.get("right"), depth),
    }


def _known(kind: Any, table: dict[str, str], what: str) -> str:
    if not isinstance(kind, str) or kind not in table:
        raise exc.ModelException(
            f"PyAutoFit's {what} {kind!r} is not known here, which are "
            f"{', '.join(table)}; add it to the model after it was read."
        )
    return table[kind]
