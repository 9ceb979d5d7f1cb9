"""Makes `profiles.json`: numbers of autolens to compare this package's profiles with.

Run with a Python in which autolens 2026.10.26.1 is installed:

    python test_autolens_like/reference/make_profiles.py
"""

import json
from pathlib import Path

import autolens as al
import numpy as np

POSITIONS = [(0.3, 0.2), (0.1, -0.6), (1.0, -1.0), (-1.3, 0.7)]
ELLIPSE = {"centre": (0.1, -0.05), "ell_comps": (0.1, 0.2)}
FLAT = {"centre": (-0.2, 0.1), "ell_comps": (-0.3, 0.4)}
ROUND = {"centre": (0.1, -0.05)}

LIGHT = [
    ("Sersic", {**ELLIPSE, "intensity": 0.3, "effective_radius": 0.7}),
    ("Sersic", {**FLAT, "effective_radius": 1.2, "sersic_index": 0.9}),
    ("SersicSph", {**ROUND, "intensity": 0.3, "sersic_index": 2.5}),
    (
        "SersicCore",
        {
            **ELLIPSE,
            "intensity": 0.3,
            "effective_radius": 0.7,
            "sersic_index": 3.0,
            "radius_break": 0.08,
            "gamma": 0.3,
            "alpha": 2.5,
        },
    ),
    ("SersicCoreSph", {**ROUND, "radius_break": 0.05, "gamma": 0.1}),
    ("Exponential", {**ELLIPSE, "effective_radius": 0.4}),
    ("ExponentialSph", {**ROUND, "intensity": 2.0}),
    ("DevVaucouleurs", {**ELLIPSE, "effective_radius": 0.4}),
    ("DevVaucouleursSph", {**ROUND, "intensity": 2.0}),
    ("Gaussian", {**ELLIPSE, "intensity": 2.0, "sigma": 0.4}),
    ("GaussianSph", {**ROUND, "intensity": 2.0, "sigma": 0.7}),
]
MASS = [
    ("Isothermal", {**ELLIPSE, "einstein_radius": 1.2}),
    ("Isothermal", {**FLAT, "einstein_radius": 0.8}),
    ("IsothermalSph", {**ROUND, "einstein_radius": 1.2}),
    ("PowerLaw", {**ELLIPSE, "einstein_radius": 1.2, "slope": 2.2}),
    ("PowerLaw", {**FLAT, "einstein_radius": 0.8, "slope": 1.6}),
    ("PowerLawSph", {**ROUND, "einstein_radius": 1.2, "slope": 1.7}),
    ("PointMass", {**ROUND, "einstein_radius": 0.9}),
    ("ExternalShear", {"gamma_1": 0.05, "gamma_2": -0.08}),
    ("MassSheet", {**ROUND, "kappa": 0.2}),
    ("NFWSph", {**ROUND, "kappa_s": 0.1, "scale_radius": 1.5}),
]


def values_of(profile, method, grid):
    return np.asarray(getattr(profile, method)(grid=grid)).tolist()


def entry(namespace, name, parameters, methods):
    grid = al.Grid2DIrregular(POSITIONS)
    profile = getattr(namespace, name)(**parameters)
    values = {method: values_of(profile, method, grid) for method in methods}
    return {"name": name, "parameters": parameters, "values": values}


def methods_of(name):
    methods = ["deflections_yx_2d_from"]
    if name != "PointMass":
        methods.append("convergence_2d_from")
    # The potential of their MassSheet is about the origin instead of its centre, so
    # that its gradient is not its deflection.
    return methods if name == "MassSheet" else [*methods, "potential_2d_from"]


def main():
    document = {
        "source": f"autolens {al.__version__}, test_autolens_like/reference/"
        "make_profiles.py: <class>(**parameters).<method>(Grid2DIrregular(positions))",
        "positions": POSITIONS,
        "light": [entry(al.lp, *item, ["image_2d_from"]) for item in LIGHT],
        "mass": [entry(al.mp, *item, methods_of(item[0])) for item in MASS],
    }
    path = Path(__file__).with_name("profiles.json")
    path.write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
