"""Makes `stellar.json`: numbers of autolens to compare stellar mass profiles with.

`make.py` runs it. Names, parameters and conventions are the same.
"""

import autolens as al
from entries import (
    ELLIPSE,
    METHODS,
    POSITIONS,
    ROUND,
    source_of_autolens,
    values_of_autolens,
    write,
)

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


def main():
    both = (*METHODS[:2], "image_2d_from")
    linear = [values_of_autolens(al.lmp_linear, *item, both) for item in LINEAR]
    document = {
        "source": source_of_autolens("make_stellar.py"),
        "positions": POSITIONS,
        "mp": [values_of_autolens(al.mp, *item, METHODS) for item in MASS],
        "lmp": [values_of_autolens(al.lmp, *item, both) for item in LIGHT_AND_MASS],
        "lmp_linear": linear,
    }
    write("stellar", document)


if __name__ == "__main__":
    main()
