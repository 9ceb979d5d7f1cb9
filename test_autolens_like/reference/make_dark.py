"""Makes `dark.json`: numbers of autolens and lenstronomy for halos of dark matter.

Run with a Python in which autolens 2026.10.26.1 and lenstronomy 1.14.2 are installed:

    python test_autolens_like/reference/make_dark.py

Conventions that differ. autolens decomposes gNFW and cNFW into Gaussians, which is good
to some 1e-4; it has no potential of elliptical gNFW and cNFW halos. lenstronomy gives
the deflection at r_s of the halo without truncation, 4 κ_s r_s (1 - ln 2), in place of
κ_s, takes the radius √q R of an ellipse, and x before y.
"""

import json
import math
from pathlib import Path

import autolens as al
import lenstronomy
import numpy as np
from lenstronomy.LensModel.lens_model import LensModel

POSITIONS = [(0.3, 0.2), (0.1, -0.6), (1.0, -1.0), (-1.3, 0.7)]
ELLIPSE = {"centre": (0.1, -0.05), "ell_comps": (0.1, 0.2)}
FLAT = {"centre": (-0.2, 0.1), "ell_comps": (-0.3, 0.4)}
ROUND = {"centre": (0.1, -0.05)}

HALOS = [
    ("NFW", {**ELLIPSE, "kappa_s": 0.2, "scale_radius": 1.5}),
    ("NFW", {**FLAT, "kappa_s": 0.1, "scale_radius": 12.0}),
    ("gNFW", {**ELLIPSE, "kappa_s": 0.2, "inner_slope": 1.4, "scale_radius": 5.0}),
    ("gNFWSph", {**ROUND, "kappa_s": 0.2, "inner_slope": 0.6, "scale_radius": 5.0}),
    ("cNFW", {**ELLIPSE, "kappa_s": 0.2, "scale_radius": 4.0, "core_radius": 0.3}),
    ("cNFWSph", {**ROUND, "kappa_s": 0.2, "scale_radius": 4.0, "core_radius": 0.3}),
    (
        "NFWTruncatedSph",
        {**ROUND, "kappa_s": 0.2, "scale_radius": 1.5, "truncation_radius": 4.0},
    ),
    ("YangSIDMSph", {**ROUND, "kappa_s": 0.2, "scale_radius": 2.0, "tau": 0.4}),
    ("NFWMCRDuffySph", {**ROUND, "mass_at_200": 1e12}),
    ("NFWVirialMassConcSph", {**ROUND, "virial_mass": 1e12, "concentration": 8.0}),
    ("gNFWVirialMassgNFWConcSph", {**ROUND, "log10m_vir": 12.3, "inner_slope": 1.2}),
]
METHODS = ("deflections_yx_2d_from", "convergence_2d_from", "potential_2d_from")
#: Theirs are numerical integrals that fail, zeros, or missing.
WITHOUT_POTENTIAL = {"gNFW", "gNFWSph", "cNFW", "cNFWSph", "YangSIDMSph"}
WITHOUT_POTENTIAL |= {"NFWTruncatedSph", "gNFWVirialMassgNFWConcSph"}


def of_autolens(name, parameters):
    grid = al.Grid2DIrregular(POSITIONS)
    profile = getattr(al.mp, name)(**parameters)
    values = {
        method: np.asarray(getattr(profile, method)(grid=grid)).tolist()
        for method in METHODS
        if method != "potential_2d_from" or name not in WITHOUT_POTENTIAL
    }
    return {"name": name, "parameters": parameters, "values": values}


def of_lenstronomy(name, parameters, model, radius_factor=1.0, **others):
    y, x = np.array(POSITIONS).T
    radius = parameters["scale_radius"] * radius_factor
    keywords = {
        "Rs": radius,
        # Of the same central density: κ_s grows with r_s.
        "alpha_Rs": 4.0 * parameters["kappa_s"] * radius * (1.0 - math.log(2.0)),
        "center_y": parameters["centre"][0],
        "center_x": parameters["centre"][1],
        **others,
    }
    lens = LensModel([model])
    alpha_x, alpha_y = lens.alpha(x, y, [keywords])
    values = {
        "deflections_yx_2d_from": np.stack([alpha_y, alpha_x], -1).tolist(),
        "convergence_2d_from": lens.kappa(x, y, [keywords]).tolist(),
    }
    return {"name": name, "parameters": parameters, "values": values, "model": model}


def main():
    flat, truncated = dict(HALOS)["NFW"], dict(HALOS)["NFWTruncatedSph"]
    comps = flat["ell_comps"]
    q = (1 - math.hypot(*comps)) / (1 + math.hypot(*comps))
    document = {
        "source": f"autolens {al.__version__}: <class>(**parameters).<method>("
        f"Grid2DIrregular(positions)); lenstronomy {lenstronomy.__version__}: "
        "LensModel([model]); test_autolens_like/reference/make_dark.py",
        "positions": POSITIONS,
        "autolens": [of_autolens(*item) for item in HALOS],
        "lenstronomy": [
            of_lenstronomy(
                "NFW",
                flat,
                "NFW_ELLIPSE_CSE",
                math.sqrt(q),
                e1=comps[1],
                e2=comps[0],
            ),
            of_lenstronomy(
                "NFWTruncatedSph",
                truncated,
                "TNFW",
                r_trunc=truncated["truncation_radius"],
            ),
        ],
    }
    path = Path(__file__).with_name("dark.json")
    path.write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
