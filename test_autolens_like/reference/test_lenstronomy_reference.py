"""Profiles against lenstronomy (see `make_lenstronomy.py` for what differs)."""

import json
from pathlib import Path

import numpy as np
import pytest

from autolens_like.profiles import light, mass

DOCUMENT = json.loads((Path(__file__).parent / "lenstronomy.json").read_text())
#: Where theirs is the less exact number, relative to the largest value:
#: `test_deflections_are_the_integral_of_the_convergence` says how exact ours are.
TOLERANCES = {
    # Sums of steep ellipsoids and of 20 Gaussians.
    ("NFW_ELLIPSE_CSE", "deflections"): 5e-6,
    ("NFW_ELLIPSE_CSE", "convergence"): 1e-5,
    ("GNFW_ELLIPSE_GAUSS_DEC", "deflections"): 1e-2,
    ("GNFW_ELLIPSE_GAUSS_DEC", "convergence"): 1e-2,
    # G and the mass of the sun of 2010: their product is 2.8e-4 off.
    ("NFW_MC", "deflections"): 3e-4,
    ("NFW_MC", "convergence"): 3e-4,
    ("NFW_MC", "potential"): 3e-4,
    # Differences of the deflection or of the potential.
    ("SIE", "convergence"): 5e-6,
    ("NIE", "convergence"): 5e-6,
    ("CHAMELEON", "convergence"): 5e-6,
    ("PJAFFE_ELLIPSE_POTENTIAL", "convergence"): 5e-6,
    ("SERSIC", "convergence"): 1e-5,
    ("SERSIC_ELLIPSE_KAPPA", "convergence"): 1e-5,
}


def label(entry):
    return f"{entry['name']}-{'-'.join(entry['models'])}"


@pytest.mark.parametrize("entry", DOCUMENT["mass"], ids=label)
def test_mass(entry):
    profile = getattr(mass, entry["name"])(**entry["parameters"])
    for method, expected in entry["values"].items():
        found = np.asarray(getattr(profile, method)(DOCUMENT["positions"]))
        expected = np.asarray(expected)
        if method == "potential_2d_from":
            # The zero of a potential means nothing.
            found, expected = found - found[0], expected - expected[0]
        quantity = method.split("_")[0]
        bound = TOLERANCES.get((entry["models"][0], quantity), 1e-8)
        limit = bound * np.abs(expected).max()
        np.testing.assert_allclose(found, expected, 0.0, limit, err_msg=method)


@pytest.mark.parametrize("entry", DOCUMENT["light"], ids=label)
def test_light(entry):
    profile = getattr(light, entry["name"])(**entry["parameters"])
    found = profile.image_2d_from(DOCUMENT["positions"])
    np.testing.assert_allclose(found, entry["values"]["image_2d_from"], rtol=1e-8)


def test_every_convention_is_written_down():
    for entry in (*DOCUMENT["mass"], *DOCUMENT["light"]):
        assert entry["convention"], label(entry)
