"""The fits of the benchmark: data, priors and settings, the same for every system.

Only numpy is needed, so that every system's interpreter can import this file.
"""

from __future__ import annotations

from typing import Any

PIXEL_SCALE, SIDE, MASK_RADIUS, OVER_SAMPLE = 0.1, 56, 2.5, 4
PSF_SIDE, PSF_SIGMA = 11, 0.1
#: Standard deviation of the noise of every pixel, and the seed of its draw.
NOISE, SEED = 0.6, 5
REDSHIFTS = 0.5, 1.0
#: Of each model the dotted names of the free parameters, their true values, and the
#: limits of their uniform priors, in the order in which the priors are made.
MASS = (
    ("lens.mass.ell_comps.ell_comps_0", 0.06, 0.0, 0.15),
    ("lens.mass.ell_comps.ell_comps_1", -0.04, -0.1, 0.05),
    ("lens.mass.einstein_radius", 1.5, 1.45, 1.55),
    ("lens.shear.gamma_1", 0.03, 0.0, 0.08),
    ("lens.shear.gamma_2", -0.02, -0.06, 0.02),
    ("source.bulge.centre.centre_0", 0.08, 0.0, 0.15),
    ("source.bulge.centre.centre_1", 0.05, 0.0, 0.15),
)
PARAMETERS = {
    "sersic": (
        *MASS,
        ("source.bulge.intensity", 1.0, 0.7, 1.4),
        ("source.bulge.effective_radius", 0.25, 0.2, 0.35),
    ),
    "gaussians": (
        *MASS,
        ("source.bulge.ell_comps.ell_comps_0", 0.1, -0.1, 0.3),
        ("source.bulge.ell_comps.ell_comps_1", 0.05, -0.15, 0.25),
        ("lens.bulge.ell_comps.ell_comps_0", 0.08, 0.0, 0.15),
        ("lens.bulge.ell_comps.ell_comps_1", -0.05, -0.12, 0.02),
    ),
}
#: What is known of the same profiles.
FIXED = {
    "sersic": {
        "lens.mass.centre": (0.0, 0.0),
        "source.bulge.ell_comps": (0.1, 0.05),
        "source.bulge.sersic_index": 1.0,
    },
    "gaussians": {"lens.mass.centre": (0.0, 0.0), "lens.bulge.centre": (0.0, 0.0)},
}
#: Gaussians of lens and source in "gaussians", and the widest of them [arcsec].
LENS_GAUSSIANS, LENS_WIDEST = 30, 2.5
SOURCE_GAUSSIANS, SOURCE_WIDEST = 20, 1.0
#: Light in the image of "gaussians", of Sersic profiles that have its parameters, too.
LIGHT = {
    "lens.bulge.intensity": 0.5,
    "lens.bulge.effective_radius": 0.8,
    "lens.bulge.sersic_index": 3.0,
    "source.bulge.intensity": 1.0,
    "source.bulge.effective_radius": 0.25,
    "source.bulge.sersic_index": 1.0,
}
#: Keywords of the searches.
SEARCHES: dict[str, dict[str, Any]] = {
    "DynestyStatic": {
        "nlive": 50,
        "dlogz": 0.1,
        "sample": "unif",
        "bound": "multi",
        "bootstrap": 0,
        "enlarge": 3.0,
    },
    "Nautilus": {"n_live": 100, "n_batch": 50, "n_eff": 300, "n_networks": 1},
}
#: Fits by the name of their job: the search and the model.
FITS = {
    "DynestyStatic": ("DynestyStatic", "sersic"),
    "Nautilus": ("Nautilus", "sersic"),
    "NautilusGaussians": ("Nautilus", "gaussians"),
}
TITLES = {
    "sersic": "Isothermal ellipsoid and shear, Sersic source: nine parameters",
    "gaussians": "The same with 30 Gaussians of lens light and a source of 20: "
    "eleven parameters",
}
#: Fits of the chain that is run and then loaded, and how few calls each has.
CHAIN, CHAIN_SETTINGS = 5, {"nlive": 20, "maxcall": 60, "sample": "rwalk"}
