"""Remakes the numbers of other codes that the tests compare with.

Run with a Python in which autolens 2026.10.26.1 and lenstronomy 1.14.2 are installed;
this package is not needed:

    python test_autolens_like/reference/make.py
    python test_autolens_like/reference/make.py --only dark light

Each `<name>.json` is written by `make_<name>.py`, which says what is compared, where
the conventions differ, and what is left out because the other code contradicts itself.
"""

import argparse
import importlib
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
#: In this order, because `inversion` reads the data of `fit`.
NAMES = (
    "profiles",
    "stellar",
    "dark",
    "light",
    "lenstronomy",
    "multi",
    "multi_dust",
    "lens",
    "arrival_times",
    "fit",
    "inversion",
    "mixed_inversion",
    "signatures",
)


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES)
    chosen = parser.parse_args(arguments).only
    sys.path.insert(0, str(HERE))
    for name in NAMES:
        if name in chosen:
            start = time.perf_counter()
            importlib.import_module(f"make_{name}").main()
            print(f"{name}.json in {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
