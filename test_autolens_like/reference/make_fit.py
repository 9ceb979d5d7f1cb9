"""Likelihoods of autolens 2026.10.26.1 and lenstronomy 1.14.2 for the tests of fits.

`make.py` runs it. The file holds the inputs (one small data set, and each tracer as
names and numbers) and what `FitImaging` made of them, so that the test builds the same
with its own classes.

Where conventions differ:

- autolens draws Gaussians and Sersic profiles of axis ratio q with σ on the minor axis
  and the effective radius as geometric mean; so does autolens_like.
- Linear profiles: autolens adds 1e-3 (`no_regularization_add_to_curvature_diag_value`)
  to the diagonal of the curvature matrix; the same default here. Its chi-squared is of
  the image without that term, its own `chi_squared`.
- autolens blurs with the kernel normalized to sum 1, light round the mask included, one
  point a pixel there, whatever the over-sampling inside; the same here.
- `model_data` of autolens leaves `background_sky_level` out (it is taken off the data
  instead); autolens_like adds it, so that residual = data - model holds for everyone.
- Distances of autolens are off by 2e-7 (Simpson's rule), those of autolens_like agree
  with astropy to 1e-15; the case with three planes therefore stores the scaling factor
  that autolens used (astropy: 0.6739452581456857).
- lenstronomy: rows run upwards, e1 and e2 are `ell_comps[1]` and `[0]`, theta_E is
  2 √q / (1 + q) einstein_radius, its b_n is a linear fit, which another radius and
  amplitude make good, its images are square and of flux in a pixel.
"""

import autolens as al
import lenstronomy
import numpy as np
from entries import write
from lenstronomy.Data.imaging_data import ImageData
from lenstronomy.Data.psf import PSF
from lenstronomy.ImSim.image_model import ImageModel
from lenstronomy.LensModel.lens_model import LensModel
from lenstronomy.LightModel.light_model import LightModel
from lenstronomy.LightModel.Profiles.sersic import Sersic

SHAPE, SCALE, RADIUS = (21, 21), 0.1, 0.85
MASS = {
    "mass": [
        "mp.Isothermal",
        {"centre": [0.01, -0.02], "ell_comps": [0.08, -0.05], "einstein_radius": 0.55},
    ],
    "shear": ["mp.ExternalShear", {"gamma_1": 0.04, "gamma_2": -0.03}],
}
BULGE = {"centre": [0.01, -0.02], "ell_comps": [0.1, 0.07], "effective_radius": 0.3}
ARC = {"centre": [0.06, 0.04], "ell_comps": [-0.1, 0.2], "effective_radius": 0.12}


def sersic(name, shape, index, **more):
    return [name, {**shape, "sersic_index": index, **more}]


def gaussians(shape, widths):
    shape = {name: shape[name] for name in ("centre", "ell_comps")}
    return [["lp_linear.Gaussian", {**shape, "sigma": width}] for width in widths]


def lens(light, **more):
    return {"redshift": 0.5, "profiles": {"bulge": light, **MASS, **more}}


def source(light, redshift=1.0):
    return {"redshift": redshift, "profiles": {"bulge": light}}


PARAMETRIC = [
    lens(sersic("lp.Sersic", BULGE, 2.5, intensity=1.3)),
    source(sersic("lp.Sersic", ARC, 1.0, intensity=2.5)),
]
EXPANSIONS = [
    lens(gaussians(BULGE, [0.03, 0.06, 0.12, 0.25, 0.5])),
    source(gaussians(ARC, [0.02, 0.05, 0.1, 0.2])),
]
CASES = {
    "parametric": {"galaxies": PARAMETRIC},
    "sky and offset": {
        "galaxies": PARAMETRIC,
        "dataset_model": {"background_sky_level": 0.2, "grid_offset": [0.03, -0.02]},
    },
    "linear Sersic": {
        "galaxies": [
            lens(sersic("lp_linear.Sersic", BULGE, 2.5)),
            source(sersic("lp_linear.Sersic", ARC, 1.0)),
        ]
    },
    "Gaussians, positive": {
        "galaxies": EXPANSIONS,
        "settings": {"use_positive_only_solver": True},
    },
    "Gaussians, unconstrained": {
        "galaxies": EXPANSIONS,
        "settings": {"use_positive_only_solver": False},
    },
    "over-sampling by radius": {"galaxies": PARAMETRIC, "by_radius": True},
    "three planes": {
        "galaxies": [
            *PARAMETRIC[:1],
            {
                "redshift": 1.0,
                "profiles": {
                    "bulge": sersic("lp.Sersic", ARC, 1.0, intensity=2.5),
                    "mass": [
                        "mp.IsothermalSph",
                        {"centre": [0.06, 0.04], "einstein_radius": 0.15},
                    ],
                },
            },
            source(
                sersic(
                    "lp.Sersic",
                    {**ARC, "centre": [-0.1, 0.05]},
                    1.5,
                    intensity=1.5,
                ),
                redshift=2.0,
            ),
        ]
    },
}


def profile(name, values):
    module, cls = name.split(".")
    values = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
    return getattr(getattr(al, module), cls)(**values)


def component(spec):
    if isinstance(spec[0], str):
        return profile(*spec)
    return al.lp_basis.Basis(profile_list=[profile(*item) for item in spec])


def tracer(galaxies):
    return al.Tracer(
        galaxies=[
            al.Galaxy(
                redshift=galaxy["redshift"],
                **{name: component(s) for name, s in galaxy["profiles"].items()},
            )
            for galaxy in galaxies
        ]
    )


def arrays():
    """Data, noise and kernel: a bulge, a broken ring, noise from a seed."""
    random = np.random.default_rng(8)
    rows, columns = SHAPE
    y = (0.5 * (rows - 1) - np.arange(rows))[:, None] * SCALE
    x = (np.arange(columns) - 0.5 * (columns - 1))[None] * SCALE
    r, phi = np.hypot(y, x), np.arctan2(y, x)
    image = 3.0 * np.exp(-4.0 * r)
    image += np.exp(-0.5 * ((r - 0.55) / 0.1) ** 2) * (1.2 + np.sin(2.0 * phi + 0.4))
    noise = 0.05 + 0.02 * np.sqrt(image)
    data = image + noise * random.normal(size=SHAPE)
    ky, kx = np.indices((5, 5)) - 2.0
    # Neither round nor symmetric, so that a flipped kernel shows.
    kernel = np.exp(-0.5 * (ky**2 / 1.1 + kx**2 / 0.8 - 0.3 * ky * kx + 0.1 * ky))
    return data, noise, kernel / kernel.sum()


def dataset(data, noise, kernel, by_radius):
    def array(values):
        return al.Array2D.no_mask(values=values, pixel_scales=SCALE)

    mask = al.Mask2D.circular(shape_native=SHAPE, pixel_scales=SCALE, radius=RADIUS)
    masked = al.Imaging(
        data=array(data),
        noise_map=array(noise),
        psf=al.Convolver(kernel=array(kernel)),
        over_sample_size_lp=4,
    ).apply_mask(mask)
    if not by_radius:
        return masked
    sizes = al.util.over_sample.over_sample_size_via_radial_bins_from(
        grid=masked.grid,
        sub_size_list=[8, 4, 2],
        radial_list=[0.25, 0.6],
        centre_list=[(0.01, -0.02)],
    )
    return masked.apply_over_sampling(over_sample_size_lp=sizes)


def listed(values):
    return np.asarray(getattr(values, "array", values), dtype=float).tolist()


def outcome(case, masked):
    dataset_model = case.get("dataset_model")
    if dataset_model is not None:
        dataset_model = al.DatasetModel(
            background_sky_level=dataset_model["background_sky_level"],
            grid_offset=tuple(dataset_model["grid_offset"]),
        )
    settings = al.Settings(**case["settings"]) if "settings" in case else None
    fit = al.FitImaging(
        dataset=masked,
        tracer=tracer(case["galaxies"]),
        dataset_model=dataset_model,
        settings=settings,
    )
    found = {
        name: float(getattr(fit, name))
        for name in (
            "chi_squared",
            "reduced_chi_squared",
            "noise_normalization",
            "log_likelihood",
            "figure_of_merit",
        )
    }
    found["model_data"] = listed(fit.model_data)
    if fit.inversion is not None:
        found["reconstruction"] = listed(fit.inversion.reconstruction)
    return found


def lenstronomy_light(values):
    n = values["sersic_index"]
    own = Sersic().b_n(n)
    b_n = (
        2.0 * n - 1.0 / 3.0 + 4.0 / (405.0 * n) + 46.0 / (25515.0 * n**2)
        + 131.0 / (1148175.0 * n**3) - 2194697.0 / (30690717750.0 * n**4)
    )  # fmt: skip
    return {
        "amp": values["intensity"] * np.exp(b_n - own) / SCALE**2,
        "R_sersic": values["effective_radius"] * (own / b_n) ** n,
        "n_sersic": n,
        "e1": values["ell_comps"][1],
        "e2": values["ell_comps"][0],
        "center_x": values["centre"][1],
        "center_y": values["centre"][0],
    }


def lenstronomy_log_likelihood(data, noise, kernel):
    """The parametric case: sub-pixels inside the mask, one point a pixel round it."""
    rows, columns = SHAPE
    mass, shear = MASS["mass"][1], MASS["shear"][1]
    f = np.hypot(*mass["ell_comps"])
    q = (1.0 - f) / (1.0 + f)
    mask = al.Mask2D.circular(shape_native=SHAPE, pixel_scales=SCALE, radius=RADIUS)
    inside = ~np.asarray(mask.array if hasattr(mask, "array") else mask)[::-1]
    model = ImageModel(
        ImageData(
            image_data=data[::-1],
            noise_map=noise[::-1],
            ra_at_xy_0=-(columns - 1) / 2.0 * SCALE,
            dec_at_xy_0=-(rows - 1) / 2.0 * SCALE,
            transform_pix2angle=np.eye(2) * SCALE,
        ),
        PSF(psf_type="PIXEL", kernel_point_source=kernel[::-1]),
        lens_model_class=LensModel(["SIE", "SHEAR"]),
        source_model_class=LightModel(["SERSIC_ELLIPSE"]),
        lens_light_model_class=LightModel(["SERSIC_ELLIPSE"]),
        kwargs_numerics={
            "supersampling_factor": 4,
            "supersampling_convolution": False,
            "compute_mode": "adaptive",
            "supersampled_indexes": inside,
        },
    )
    image = model.image(
        kwargs_lens=[
            {
                "theta_E": 2.0 * np.sqrt(q) / (1.0 + q) * mass["einstein_radius"],
                "e1": mass["ell_comps"][1],
                "e2": mass["ell_comps"][0],
                "center_x": mass["centre"][1],
                "center_y": mass["centre"][0],
            },
            {"gamma1": shear["gamma_1"], "gamma2": shear["gamma_2"]},
        ],
        kwargs_source=[lenstronomy_light(PARAMETRIC[1]["profiles"]["bulge"][1])],
        kwargs_lens_light=[lenstronomy_light(PARAMETRIC[0]["profiles"]["bulge"][1])],
    )
    sigma = noise[::-1][inside]
    residual = (data[::-1] - image)[inside] / sigma
    return float(-0.5 * np.sum(residual**2 + np.log(2.0 * np.pi * sigma**2)))


def main():
    inputs = arrays()
    content = {
        "versions": {
            "autolens": al.__version__,
            "lenstronomy": lenstronomy.__version__,
        },
        "pixel_scales": SCALE,
        "mask_radius": RADIUS,
        "over_sample_size_lp": 4,
        "data": listed(inputs[0]),
        "noise_map": listed(inputs[1]),
        "psf": listed(inputs[2]),
        "cases": {},
    }
    for name, case in CASES.items():
        by_radius = case.pop("by_radius", False)
        masked = dataset(*inputs, by_radius)
        if by_radius:
            sizes = np.asarray(masked.grids.over_sample_size_lp.array, dtype=int)
            case["over_sample_size_lp"] = sizes.tolist()
        content["cases"][name] = {**case, "autolens": outcome(case, masked)}
    content["cases"]["parametric"]["lenstronomy"] = {
        "log_likelihood": lenstronomy_log_likelihood(*inputs)
    }
    factor = al.cosmo.Planck15().scaling_factor_between_redshifts_from(0.5, 1.0, 2.0)
    content["cases"]["three planes"]["scaling_factor"] = float(factor)
    write("fit", content, separators=(",", ":"))


if __name__ == "__main__":
    main()
