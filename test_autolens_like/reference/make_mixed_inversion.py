"""Evidences of autolens 2026.10.26.1 for pixelizations among other things.

`make.py` runs it. The data are those of fit.json. Every case is a list of
galaxies: redshift, profiles, and perhaps a mesh with its regularization.
"""

import json

import autolens as al
from make_inversion import (
    BULGE,
    HERE,
    LINEAR,
    MASS,
    OVER_SAMPLE,
    dataset,
    listed,
    tuples,
)

SETTINGS = {"use_border_relocator": False, "use_edge_zeroed_pixels": False}
MASSES = {"mass": MASS["mass"], "shear": MASS["shear"]}
MIDDLE = {"mass": ["mp.IsothermalSph", {"centre": [0.1, 0.05], "einstein_radius": 0.2}]}
KNOWN = {"bulge": ["lp.Sersic", BULGE]}
FREE_LIGHT = {"bulge": ["lp_linear.Sersic", LINEAR]}
DISC = {
    "disc": [
        "lp_linear.Exponential",
        {"centre": [0.05, 0.1], "ell_comps": [0.1, 0.0], "effective_radius": 0.2},
    ]
}
GAUSSIANS = {
    "bulge": [
        "lp_basis.Basis",
        [
            ["lp_linear.Gaussian", {"ell_comps": [0.05, 0.1], "sigma": sigma}]
            for sigma in (0.05, 0.12, 0.3, 0.7)
        ],
    ]
}


def pixels(rows, columns, coefficient):
    # The zeroth order tells a constant source from a constant lens, which 1e-8 on the
    # diagonals would leave to rounding.
    values = {"coefficient_neighbor": coefficient, "coefficient_zeroth": 0.3}
    return [
        "RectangularUniform",
        {"shape": [rows, columns]},
        "ConstantZeroth",
        values,
    ]


def galaxy(redshift, profiles=None, pixelization=None):
    return {
        "redshift": redshift,
        "profiles": profiles or {},
        "pixelization": pixelization,
    }


SOURCE = pixels(9, 12, 2.0)
CASES = {
    "pixelized lens light": [
        galaxy(0.5, MASSES, pixels(8, 7, 1.5)),
        galaxy(1.0, {"disc": ["lp.Exponential", {**DISC["disc"][1], "intensity": 1}]}),
    ],
    "pixelized lens light and source": [
        galaxy(0.5, MASSES, pixels(8, 7, 1.5)),
        galaxy(1.0, None, SOURCE),
    ],
    "sources at two redshifts": [
        galaxy(0.5, {**MASSES, **KNOWN}),
        galaxy(1.0, MIDDLE, SOURCE),
        galaxy(2.0, None, pixels(7, 7, 0.8)),
    ],
    "two sources at one redshift": [
        galaxy(0.5, {**MASSES, **FREE_LIGHT}),
        galaxy(1.0, None, SOURCE),
        galaxy(1.0, None, pixels(6, 6, 5.0)),
    ],
    "linear light in lens and source": [
        galaxy(0.5, {**MASSES, **FREE_LIGHT}),
        galaxy(1.0, DISC, SOURCE),
    ],
    "Gaussians as lens light": [
        galaxy(0.5, {**MASSES, **GAUSSIANS}),
        galaxy(1.0, None, SOURCE),
    ],
}


def built(spec):
    if spec[0] == "lp_basis.Basis":
        return al.lp_basis.Basis(profile_list=[built(item) for item in spec[1]])
    module, cls = spec[0].split(".")
    return getattr(getattr(al, module), cls)(**tuples(spec[1]))


def galaxy_of(spec):
    parts = {name: built(profile) for name, profile in spec["profiles"].items()}
    if spec["pixelization"] is not None:
        mesh, shape, regularization, values = spec["pixelization"]
        parts["pixelization"] = al.Pixelization(
            mesh=getattr(al.mesh, mesh)(**tuples(shape)),
            regularization=getattr(al.reg, regularization)(**values),
        )
    return al.Galaxy(redshift=spec["redshift"], **parts)


def outcome(galaxies, masked, positive, sky):
    fit = al.FitImaging(
        dataset=masked,
        tracer=al.Tracer(galaxies=[galaxy_of(spec) for spec in galaxies]),
        dataset_model=al.DatasetModel(background_sky_level=sky),
        settings=al.Settings(use_positive_only_solver=positive, **SETTINGS),
    )
    found = {
        name: float(getattr(fit, name))
        for name in ("chi_squared", "log_evidence", "figure_of_merit")
    }
    names = ("regularization_term", "log_det_curvature_reg_matrix_term",
             "log_det_regularization_matrix_term")  # fmt: skip
    found |= {name: float(getattr(fit.inversion, name)) for name in names}
    found["model_data"] = listed(fit.model_data)
    return found


def main():
    masked = dataset()
    cases = {}
    for name, galaxies in CASES.items():
        for positive, sky in ((False, 0.0), (True, 0.0), (False, 0.03)):
            kind = "positive" if positive else "free"
            cases[f"{name}, {kind}, sky {sky}"] = {
                "galaxies": galaxies,
                "positive": positive,
                "sky": sky,
                "autolens": outcome(galaxies, masked, positive, sky),
            }
    content = {
        "versions": {"autolens": al.__version__},
        "over_sample_size_pixelization": OVER_SAMPLE,
        "settings": SETTINGS,
        "cases": cases,
    }
    text = json.dumps(content, separators=(",", ":"))
    (HERE / "mixed_inversion.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
