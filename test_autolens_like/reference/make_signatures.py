"""Makes `signatures.json`: the names of autolens with their arguments and defaults.

`make.py` runs it.
"""

import inspect
import json
import re
from pathlib import Path

import autolens as al

NAMESPACES = (
    "lp", "lp_linear", "lp_operated", "lp_linear_operated", "lp_snr", "lp_basis", "lmp",
    "lmp_linear", "mp", "ps", "sr", "convert", "cosmo", "LensCalc",
)  # fmt: skip


def arguments_of(thing):
    """[name, default] of each argument; of an object its class."""
    found = []
    for parameter in inspect.signature(thing).parameters.values():
        if parameter.name in ("self", "xp"):
            continue
        default = parameter.default
        if default is inspect.Parameter.empty:
            found.append([parameter.name])
        elif default is None or isinstance(default, (bool, int, float, str, tuple)):
            found.append([parameter.name, default])
        else:
            found.append([parameter.name, {"of class": type(default).__name__}])
    return found


def names_of(namespace):
    """The classes and functions that are defined in the package, not imported to it."""
    found = {}
    for name in dir(namespace):
        thing = getattr(namespace, name)
        ours = (getattr(thing, "__module__", None) or "").startswith("auto")
        if not name.startswith("_") and callable(thing) and ours:
            found[name] = arguments_of(thing)
    return found


def main():
    document = {
        "source": f"autolens {al.__version__}, test_autolens_like/reference/"
        "make_signatures.py: inspect.signature(al.<namespace>.<name>)",
        "names": {name: names_of(getattr(al, name)) for name in NAMESPACES},
    }
    text = json.dumps(document, indent=1)
    # One line a name.
    text = re.sub(r"\[\s+", "[", re.sub(r",\n {4,}", ", ", re.sub(r"\s+\]", "]", text)))
    (Path(__file__).parent / "signatures.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
