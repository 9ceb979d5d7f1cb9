"""Makes `profiles.json`: numbers of autolens to compare this package's profiles with.

`make.py` runs it. Names, parameters and conventions are the same; what is left out, and
why, stands at `LEFT_OUT`.
"""

import autolens as al
from entries import (
    ELLIPSE,
    FLAT,
    METHODS,
    POSITIONS,
    ROUND,
    source_of_autolens,
    values_of_autolens,
    write,
)

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
CORE = {"core_radius": 0.2}
BROKEN = {
    "einstein_radius": 1.2,
    "inner_slope": 1.3,
    "outer_slope": 1.8,
    "break_radius": 0.6,
}
MULTIPOLE = {"einstein_radius": 1.2, "slope": 2.2, "multipole_comps": (0.03, 0.05)}
LENSTOOL = {"sigma": 250.0, "r_core": 0.2, "r_cut": 3.0}
THIRD = {"tau_1": 0.02, "tau_2": -0.03, "delta_1": 0.04, "delta_2": 0.01}
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
    ("IsothermalCore", {**ELLIPSE, "einstein_radius": 1.2, "core_radius": 0.2}),
    ("IsothermalCore", {**FLAT, "einstein_radius": 0.8, "core_radius": 0.05}),
    ("IsothermalCoreSph", {**ROUND, "einstein_radius": 1.2, "core_radius": 0.2}),
    ("PowerLawCore", {**ELLIPSE, "einstein_radius": 1.2, "slope": 2.3, **CORE}),
    ("PowerLawCore", {**FLAT, "einstein_radius": 0.8, "slope": 1.6, **CORE}),
    ("PowerLawCoreSph", {**ROUND, "einstein_radius": 1.2, "slope": 2.3, **CORE}),
    ("PowerLawBroken", {**ELLIPSE, **BROKEN}),
    ("PowerLawBroken", {**ELLIPSE, **BROKEN, "outer_slope": 2.6}),
    ("PowerLawBrokenSph", {**ROUND, **BROKEN}),
    ("PowerLawIntermediate", {**ELLIPSE, "einstein_radius": 1.2, "slope": 2.2}),
    *(("PowerLawMultipole", {**ROUND, **MULTIPOLE, "m": m}) for m in (1, 2, 3, 4)),
    ("PIEMass", {**ELLIPSE, "ra": 0.2, "b0": 1.1}),
    ("dPIEMassB0", {**ELLIPSE, "ra": 0.2, "rs": 3.0, "b0": 1.1}),
    ("dPIEMassB0", {**FLAT, "ra": 0.1, "rs": 0.7, "b0": 0.9}),
    ("dPIEMassB0Sph", {**ROUND, "ra": 0.2, "rs": 3.0, "b0": 1.1}),
    ("dPIEMass", {**ROUND, "ellipticity": 0.4, "angle_pos": 30.0, **LENSTOOL}),
    ("dPIEMassSph", {**ROUND, **LENSTOOL}),
    ("dPIEPotential", {**ELLIPSE, "ra": 0.2, "rs": 3.0, "b0": 1.1}),
    ("dPIEPotentialSph", {**ROUND, "ra": 0.2, "rs": 3.0, "b0": 1.1}),
    ("ExternalPotential", {**ROUND, "gamma_1": 0.05, "gamma_2": -0.08, **THIRD}),
    ("SMBH", {**ROUND, "mass": 3e10, "redshift_object": 0.3}),
]


#: What is not compared: quantities that their class lacks, or in which it contradicts
#: itself. The potential of their MassSheet is about the origin instead of its centre;
#: the deflections of their dPIEPotential lack a factor √(1 ∓ f), so that they are no
#: gradient, and its potential is that of no field of theirs; their multipoles have the
#: potential 0, and for m = 1 deflections that differ from ours by a constant. The
#: convergence of their point masses is missing or zero.
LEFT_OUT = {
    "PointMass": {"convergence"},
    "SMBH": {"convergence"},
    "MassSheet": {"potential"},
    "PIEMass": {"potential"},
    "PowerLawBroken": {"potential"},
    "PowerLawBrokenSph": {"potential"},
    "PowerLawMultipole": {"potential"},
    "dPIEPotential": {"deflections_yx", "potential"},
}
#: Where the zero of the potential is elsewhere: compared as differences.
CONSTANT = {
    "IsothermalCore",
    "IsothermalCoreSph",
    "dPIEMass",
    "dPIEMassSph",
    "dPIEMassB0",
    "dPIEMassB0Sph",
    "dPIEPotentialSph",
}


def methods_of(name, parameters):
    left_out = LEFT_OUT.get(name, set())
    if parameters.get("m") == 1:
        left_out = left_out | {"deflections_yx"}
    return [m for m in METHODS if m.removesuffix("_2d_from") not in left_out]


def main():
    image = ["image_2d_from"]
    document = {
        "source": source_of_autolens("make_profiles.py"),
        "positions": POSITIONS,
        "light": [values_of_autolens(al.lp, *item, image) for item in LIGHT],
        "mass": [values_of_autolens(al.mp, *item, methods_of(*item)) for item in MASS],
        "constant_in_potential": sorted(CONSTANT),
    }
    write("profiles", document)


if __name__ == "__main__":
    main()
