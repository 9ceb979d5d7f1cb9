"""Makes `stellar.json`: numbers of autolens to compare stellar mass profiles with.

Run with a Python in which autolens 2026.10.26.1 is installed:

    python test_autolens_like/reference/make_stellar.py
"""

import json
from pathlib import Path

import autolens as al
import numpy as np

POSITIONS = [(0.3, 0.2), (0.1, -0.6), (1.0, -1.0), (-1.3, 0.7)]
ELLIPSE = {"centre": (0.1, -0.05), "ell_comps": (0.1, 0.2)}
ROUND = {"centre": (0.1, -0.05)}
RATIO = {"intensity": 0.3, "mass_to_light_ratio": 1.7}
CORES = {"core_radius_0": 0.1, "core_radius_1": 0.4}
BASE = {"mass_to_light_ratio_base": 1.5, "mass_to_light_radius": 0.8}

MASS = [
    ("Sersic", {**ELLIPSE, **RATIO}),
    ("Sersic", {**ELLIPSE, **RATIO, "effective_radius": 1.1, "sersic_index": 3.2}),
    ("SersicSph", {**ROUND, **RATIO, "sersic_index": 2.5}),
    ("Exponential", {**ELLIPSE, **RATIO}),
    ("ExponentialSph", {**ROUND, **RATIO}),
    ("DevVaucouleurs", {**ELLIPSE, **RATIO}),
    ("DevVaucouleursSph", {**ROUND, **RATIO}),
    ("SersicGradient", {**ELLIPSE, **RATIO, "mass_to_light_gradient": 0.4}),
    ("SersicGradientSph", {**ROUND, **RATIO, "mass_to_light_gradient": -0.3}),
    ("SersicCore", {**ELLIPSE, **RATIO, "radius_break": 0.1}),
    ("SersicCoreSph", {**ROUND, **RATIO, "radius_break": 0.1}),
    ("Gaussian", {**ELLIPSE, **RATIO, "sigma": 0.7}),
    ("GaussianGradient", {**ELLIPSE, **BASE, "mass_to_light_gradient": 0.4}),
    ("Chameleon", {**ELLIPSE, **RATIO, **CORES}),
    ("ChameleonSph", {**ROUND, **RATIO, **CORES}),
]
LIGHT_AND_MASS = [
    ("ExponentialGradient", {**ELLIPSE, **RATIO, "mass_to_light_gradient": 0.4}),
    ("ExponentialGradientSph", {**ROUND, **RATIO, "mass_to_light_gradient": 0.4}),
]
LINEAR = [("Sersic", {**ELLIPSE, "mass_to_light_ratio": 1.7})]
METHODS = ("deflections_yx_2d_from", "convergence_2d_from", "potential_2d_from")


def entry(namespace, name, parameters, methods):
    grid = al.Grid2DIrregular(POSITIONS)
    profile = getattr(namespace, name)(**parameters)
    values = {
        method: np.asarray(getattr(profile, method)(grid=grid)).tolist()
        for method in methods
    }
    return {"name": name, "parameters": parameters, "values": values}


def main():
    both = (*METHODS[:2], "image_2d_from")
    document = {
        "source": f"autolens {al.__version__}, test_autolens_like/reference/"
        "make_stellar.py: <class>(**parameters).<method>(Grid2DIrregular(positions))",
        "positions": POSITIONS,
        "mp": [entry(al.mp, *item, METHODS) for item in MASS],
        "lmp": [entry(al.lmp, *item, both) for item in LIGHT_AND_MASS],
        "lmp_linear": [entry(al.lmp_linear, *item, both) for item in LINEAR],
    }
    path = Path(__file__).with_name("stellar.json")
    path.write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
