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
#: Dotted names of the free parameters, their true values, and the limits of their
#: uniform priors, in the order in which the priors are made.
PARAMETERS = (
    ("lens.mass.ell_comps.ell_comps_0", 0.06, 0.0, 0.15),
    ("lens.mass.ell_comps.ell_comps_1", -0.04, -0.1, 0.05),
    ("lens.mass.einstein_radius", 1.5, 1.45, 1.55),
    ("lens.shear.gamma_1", 0.03, 0.0, 0.08),
    ("lens.shear.gamma_2", -0.02, -0.06, 0.02),
    ("source.bulge.centre.centre_0", 0.08, 0.0, 0.15),
    ("source.bulge.centre.centre_1", 0.05, 0.0, 0.15),
    ("source.bulge.intensity", 1.0, 0.7, 1.4),
    ("source.bulge.effective_radius", 0.25, 0.2, 0.35),
)
#: What is known of the same profiles.
FIXED = {
    "lens.mass.centre": (0.0, 0.0),
    "source.bulge.ell_comps": (0.1, 0.05),
    "source.bulge.sersic_index": 1.0,
}
#: Keywords of the searches. Both have names of their own for live points and the end.
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
#: Fits of the chain that is run and then loaded, and how few calls each has.
CHAIN, CHAIN_SETTINGS = 5, {"nlive": 20, "maxcall": 60, "sample": "rwalk"}
