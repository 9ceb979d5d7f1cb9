"""Names, arguments and defaults are those of autolens, but for what is listed here."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import pytest

import autolens_like as al

REFERENCE = json.loads(
    (Path(__file__).parent / "reference" / "signatures.json").read_text()
)["names"]

#: Names that are not offered, and why.
ABSENT = {
    "lp_linear": {
        "LightProfileLinearObjFuncList": "part of their inversion, not of the profiles",
    },
    "lmp": {"LightMassProfile": "their base class; a profile here is light and mass"},
    "lmp_linear": {
        "LightMassProfile": "their base class; a profile here is light and mass"
    },
    "mp": {
        "LinearNDInterpolatorExt": "part of their InputPotential",
    },
    "convert": {
        "Periodic": "an object of their corner plots",
        "latent_ellipse_from": "a declaration for their corner plots",
        "latent_light_multipole_3_from": "a declaration for their corner plots",
        "latent_light_multipole_4_from": "a declaration for their corner plots",
        "latent_light_multipoles_from": "a declaration for their corner plots",
        "latent_multipole_from": "a declaration for their corner plots",
        "latent_scaled_multipole_from": "a declaration for their corner plots",
        "latent_shear_from": "a declaration for their corner plots",
    },
}
#: Bases, and what else has other arguments because it is made in another way.
DIFFERENT = {
    ("lp_linear", "LightProfile"): "a base",
    ("lp_linear", "LightProfileLinear"): "a base",
    ("lp_operated", "LightProfileOperated"): "a base",
    ("lp_snr", "LightProfileSNR"): "a base",
    ("lp_basis", "LightProfile"): "a base",
    ("lp_basis", "MassProfile"): "a base",
    ("mp", "MassProfile"): "a base",
    ("lp_linear", "ShapeletPolarSph"): "their `phi` turns it; no other shapelet has it",
    (
        "lmp",
        "Chameleon",
    ): "their default core_radius_1 makes negative light",
    ("lmp", "ChameleonSph"): "as Chameleon",
    ("mp", "InputDeflections"): "no extrapolation, no operators of differences",
    ("mp", "InputPotential"): "no extrapolation, no operators of differences",
    ("mp", "KaplinghatCoredNFWSph"): "interaction_radius=0.0 stands for their None",
}
#: Their light of intensity 1 and their mass of `intensity` can disagree.
WITHOUT = {"lmp_linear": ("intensity",)}
CASES = [(space, name) for space, names in REFERENCE.items() for name in names]


def arguments_of(thing: Any) -> dict[str, Any]:
    found = inspect.signature(thing).parameters.values()
    return {p.name: p.default for p in found if p.name not in ("self", "xp")}


def is_same(ours: Any, theirs: list[Any]) -> bool:
    if not theirs:
        # What they require may have a default here.
        return True
    if isinstance(theirs[0], dict):
        return type(ours).__name__ == theirs[0]["of class"]
    return ours == (tuple(theirs[0]) if isinstance(theirs[0], list) else theirs[0])


@pytest.mark.parametrize("namespace", REFERENCE)
def test_names_of_autolens(namespace: str) -> None:
    missing = {
        n for n in REFERENCE[namespace] if not hasattr(getattr(al, namespace), n)
    }
    assert missing == ABSENT.get(namespace, {}).keys()


@pytest.mark.parametrize(("namespace", "name"), CASES)
def test_arguments_of_autolens(namespace: str, name: str) -> None:
    if name in ABSENT.get(namespace, {}) or (namespace, name) in DIFFERENT:
        return
    ours = arguments_of(getattr(getattr(al, namespace), name))
    left_out = WITHOUT.get(namespace, ())
    theirs = {n: rest for n, *rest in REFERENCE[namespace][name] if n not in left_out}
    if "options" in ours:
        # `..._via_zero_contour_from` checks the names of its options by itself.
        theirs = {n: rest for n, rest in theirs.items() if n in ours}
    assert list(ours)[: len(theirs)] == list(theirs)
    if namespace != "LensCalc":
        for argument, default in theirs.items():
            assert is_same(ours[argument], default), argument
    for argument in list(ours)[len(theirs) :]:
        # What comes in addition must not be needed.
        assert ours[argument] is not inspect.Parameter.empty or argument == "options"


@pytest.mark.parametrize(("namespace", "name"), DIFFERENT)
def test_a_listed_difference_is_one(namespace: str, name: str) -> None:
    ours = arguments_of(getattr(getattr(al, namespace), name))
    theirs = {n: rest for n, *rest in REFERENCE[namespace][name]}
    same = list(ours) == list(theirs) and all(
        is_same(ours[n], rest) for n, rest in theirs.items()
    )
    assert not same
