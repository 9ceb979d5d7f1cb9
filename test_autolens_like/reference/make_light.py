"""Makes `light.json`: numbers of other codes to compare light profiles with.

`make.py` runs it. Left out because the conventions differ: `ChameleonSph` there has a
hidden ellipticity of 1e-5; `ShapeletExponential` there depends on r² in the place of r,
takes the absolute value of y and x, and has no ellipticity; `ShapeletPolar` of m other
than 0 there takes the angle in the frame of the ellipse before it is stretched, the
radius after it. These shapelets are compared with lenstronomy, which has the cosine for
both signs of m.
"""

import autolens as al
import lenstronomy
import numpy as np
from entries import (
    ELLIPSE,
    FLAT,
    POSITIONS,
    ROUND,
    source_of_autolens,
    values_of_autolens,
    write,
)
from lenstronomy.LightModel.Profiles import shapelets_polar

# The major axis at -60 degrees, which is 120.
STEEP = {"centre": (-0.2, 0.1), "ell_comps": (-0.3, -0.173)}
BENT = {"multipole_3_comps": (0.05, -0.02), "multipole_4_comps": (-0.03, 0.06)}

LIGHT = [
    ("ExponentialCore", {**ELLIPSE, "effective_radius": 0.7, "gamma": 0.5}),
    ("ExponentialCoreSph", {**ROUND, "radius_break": 0.05, "alpha": 2.0}),
    ("Chameleon", {**ELLIPSE, "core_radius_0": 0.1, "core_radius_1": 0.5}),
    ("Chameleon", {**FLAT, "intensity": 2.0}),
    ("ElsonFreeFall", {**ELLIPSE, "effective_radius": 0.4, "eta": 1.2}),
    ("ElsonFreeFallSph", {**ROUND, "intensity": 2.0, "eta": 2.5}),
    ("Moffat", {**ELLIPSE, "alpha": 0.7, "beta": 3.0}),
    ("Moffat", {**FLAT, "intensity": 2.0}),
    ("MoffatSph", {**ROUND, "intensity": 2.0, "alpha": 0.3}),
    ("SersicMultipole", {**ELLIPSE, **BENT, "sersic_index": 1.5}),
    ("SersicMultipole", {**ROUND, **BENT}),
    ("GaussianMultipole", {**FLAT, **BENT, "intensity": 2.0}),
    ("GaussianMultipole", {**STEEP, **BENT}),
    ("ShapeletCartesian", {"n_y": 2, "n_x": 3, **ELLIPSE, "beta": 0.6}),
    ("ShapeletCartesian", {"n_y": 1, "n_x": 0, **STEEP}),
    ("ShapeletCartesianSph", {"n_y": 0, "n_x": 5, **ROUND, "intensity": 3.0}),
    ("ShapeletPolar", {"n": 4, "m": 0, **ELLIPSE, "beta": 0.6}),
    ("ShapeletPolarSph", {"n": 3, "m": 1, "centre": (0.2, 0.1), "intensity": 3.0}),
    ("ShapeletPolarSph", {"n": 5, "m": -3, **ROUND}),
    ("ShapeletPolarSph", {"n": 4, "m": 0, **ROUND}),
]

SHAPELETS = [
    ("ShapeletPolar", 3, -1),
    ("ShapeletPolar", 6, -4),
    ("ShapeletExponential", 0, 0),
    ("ShapeletExponential", 1, 0),
    ("ShapeletExponential", 1, -1),
    ("ShapeletExponential", 3, -2),
    ("ShapeletExponential", 4, -1),
]


def shapelet(name, n, m):
    theirs = {
        "ShapeletPolar": shapelets_polar.ShapeletsPolar,
        "ShapeletExponential": shapelets_polar.ShapeletsPolarExp,
    }[name]
    y, x = np.array(POSITIONS).T
    values = theirs().function(x, y, 2.0, 0.7, n, m, False, -0.05, 0.1)
    parameters = {"n": n, "m": m, **ROUND, "intensity": 2.0, "beta": 0.7}
    values = {"image_2d_from": np.real(values).tolist()}
    return {"name": f"{name}Sph", "parameters": parameters, "values": values}


def main():
    image = ["image_2d_from"]
    document = {
        "source": f"{source_of_autolens('make_light.py')}; the last {len(SHAPELETS)} "
        f"lenstronomy {lenstronomy.__version__}",
        "positions": POSITIONS,
        "light": [
            *(values_of_autolens(al.lp, *item, image) for item in LIGHT),
            *(shapelet(*item) for item in SHAPELETS),
        ],
    }
    write("light", document)


if __name__ == "__main__":
    main()
