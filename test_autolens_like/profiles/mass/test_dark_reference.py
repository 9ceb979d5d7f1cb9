"""Halos of dark matter against autolens (see `make_dark.py`)."""

import json
from pathlib import Path

import numpy as np
import pytest

from autolens_like.profiles import mass

DOCUMENT = json.loads(
    (Path(__file__).parents[2] / "reference" / "dark.json").read_text()
)
#: Where the other code is the less accurate one, relative to the largest value: their
#: multi-Gaussian expansions, tables and constants of nature.
TOLERANCES = {
    ("gNFW", "deflections_yx_2d_from"): 5e-5,
    ("gNFWSph", "deflections_yx_2d_from"): 5e-5,
    ("cNFW", "deflections_yx_2d_from"): 2e-4,
    ("cNFW", "convergence_2d_from"): 5e-4,
    ("cNFWSph", "convergence_2d_from"): 5e-4,
    ("NFW", "potential_2d_from"): 3e-5,
    ("YangSIDMSph", "deflections_yx_2d_from"): 1e-5,
    ("YangSIDMSph", "convergence_2d_from"): 1e-5,
}


def tolerance(name, method):
    if "Ludlow" in name or name == "NFWTruncatedMCRDuffySph":
        # The fit in the place of the model; where a halo is truncated.
        return 2e-2
    if name == "KaplinghatCoredNFWSph":
        return 2e-5
    if "Mass" in name or "MCR" in name:
        return 5e-5
    return TOLERANCES.get((name, method), 1e-9)


@pytest.mark.parametrize("entry", DOCUMENT["autolens"], ids=lambda e: e["name"])
def test_numbers_of_autolens(entry):
    profile = getattr(mass, entry["name"])(**entry["parameters"])
    for method, values in entry["values"].items():
        found = np.asarray(getattr(profile, method)(DOCUMENT["positions"]))
        limit = tolerance(entry["name"], method) * np.abs(values).max()
        np.testing.assert_allclose(found, values, rtol=0.0, atol=limit, err_msg=method)
