"""Every profile is compared with another code, or it says why it cannot be."""

import json
from pathlib import Path

import pytest

from autolens_like.profiles import light, mass
from test_autolens_like.profiles.family import profiles_in
from test_autolens_like.reference.make import NAMES

HERE = Path(__file__).parent
#: The cored halos by mass of autolens do not have the mass inside r_200.
CORED = {
    f"cNFWMCR{scatter}Ludlow{form}"
    for scatter in ("", "Scatter")
    for form in ("", "Sph")
}
NOT_SHARED = {
    # Others have none, or on pixels alone (test_multi_reference.py has lenstronomy's);
    # the last is round in both codes that have it.
    "light": {"Decoder", "LensedPointSource", "PointSource", "ShapeletExponential"},
    # autolens gives one black hole of a pair `mass_ratio` solar masses; it has
    # exponential gradients among `lmp` alone, where they are compared.
    "mass": {"SMBHBinary", "ExponentialGradient", "ExponentialGradientSph", *CORED}
    # Maps: every code has another surface through the pixels, or other waves.
    | {"GaussianRandomField", "InputDeflections", "InputPotential"},
}


def compared(kind):
    """The classes that a comparison file holds numbers of."""
    found = set()
    for file, keys in {
        "profiles": [kind],
        "lenstronomy": [kind],
        **({"light": ["light"]} if kind == "light" else {}),
        **({"dark": ["autolens"], "stellar": ["mp"]} if kind == "mass" else {}),
    }.items():
        document = json.loads((HERE / f"{file}.json").read_text())
        found |= {entry["name"] for key in keys for entry in document[key]}
    return found


@pytest.mark.parametrize("room", [light, mass], ids=["light", "mass"])
def test_every_profile_is_compared_or_says_why_not(room):
    kind = room.__name__.split(".")[-1]
    names = {cls.__name__ for cls in profiles_in(room)}
    assert names - compared(kind) == NOT_SHARED[kind]


def test_one_script_makes_every_file():
    assert {path.stem for path in HERE.glob("*.json")} == set(NAMES)
    assert {path.stem for path in HERE.glob("make_*.py")} == {
        f"make_{name}" for name in NAMES
    }
