"""Makes `multi.json`: joint fits of exposures by lenstronomy, where it is right.

`make.py` runs it. Three exposures of other pixels, sky and flux scaling, one lens
light, two source components. Conventions that differ: rows go upwards; an amplitude is
a flux, 2 π σ² times the intensity for a Gaussian, and a column is brightness times the
area of a pixel, which is put into the `flux_scaling` that lenstronomy gets;
`log_likelihood` leaves the noise normalization out; `marginal` is what a flat prior
adds, with the same (2 π) left out. Amplitudes, covariance and `marginal` are converted
to intensities, backgrounds are not.

Left out, because lenstronomy is wrong there: exposures switched off with backgrounds (a
singular system, all zero), Gaussian priors (they are laid on the directions of the
covariance and do not change the solution), components of some exposures in a joint fit
(columns are matched by place), and frames that are not square (an error).
"""

import math

import lenstronomy
import numpy as np
from entries import write
from lenstronomy.ImSim.MultiBand.joint_linear import JointLinear
from lenstronomy.ImSim.MultiBand.joint_linear_vary_background import JointLinear_VaryBG
from lenstronomy.ImSim.MultiBand.multi_linear import MultiLinear
from lenstronomy.ImSim.MultiBand.single_band_multi_model import SingleBandMultiModel
from lenstronomy_conversions import axis_ratio
from lenstronomy_light import gaussian_light
from lenstronomy_mass import epl

MASS = {
    "centre": (0.02, -0.03), "ell_comps": (0.1, 0.05), "einstein_radius": 0.9,
    "slope": 2.1,
}  # fmt: skip
SHEAR = {"gamma_1": 0.03, "gamma_2": -0.02}
LENS = {"centre": (0.01, -0.02), "ell_comps": (0.05, 0.1), "sigma": 0.4}
SOURCE = [
    {"centre": (0.05, 0.08), "ell_comps": (0.1, -0.1), "sigma": 0.1},
    {"centre": (0.1, 0.0), "ell_comps": (0.0, 0.2), "sigma": 0.3},
]
#: Side, pixel scale, middle of the frame (y, x), flux scaling, sky, width of the PSF.
EXPOSURES = [
    (17, 0.2, (0.0, 0.0), 1.0, 0.3, 0.12),
    (17, 0.2, (0.07, -0.04), 1.3, -0.1, 0.15),
    (15, 0.25, (-0.1, 0.05), 0.6, 0.5, 0.2),
]
INTENSITIES = [1.5, 2.0, 0.4]
NOISE, KERNEL = 0.1, 5
MODELS = {
    "lens_model_list": ["EPL", "SHEAR"],
    "source_light_model_list": ["GAUSSIAN_ELLIPSE"] * 2,
    "lens_light_model_list": ["GAUSSIAN_ELLIPSE"],
}


def kernel_of(width, scale):
    y, x = (np.indices((KERNEL, KERNEL)) - KERNEL // 2) * scale
    # Neither even nor odd, so that a wrong orientation shows.
    values = np.exp(-0.5 * (y**2 + x**2) / width**2) * (1 + 0.3 * y / width)
    values = np.abs(values) + 0.02 * np.exp(x)
    return values / values.sum()


def mask_of(side):
    """True where pixels count: the kernel does not reach beyond the frame."""
    y, x = np.indices((side, side)) - (side - 1) / 2
    return (np.hypot(y, x) <= side / 2 - KERNEL // 2) & (np.abs(y - 1) > 0.5)


def band_of(data, exposure):
    side, scale, middle, scaling, _, width = exposure
    first = -(side - 1) / 2 * scale
    noise = NOISE * (1 + 0.5 * np.sin(np.arange(side * side)).reshape(side, side))
    return [
        {
            "image_data": data, "noise_map": noise,
            "ra_at_xy_0": first + middle[1], "dec_at_xy_0": first + middle[0],
            "transform_pix2angle": np.eye(2) * scale, "flux_scaling": scaling,
        },
        {"psf_type": "PIXEL", "kernel_point_source": kernel_of(width, scale)},
        {"supersampling_factor": 1},
    ]  # fmt: skip


def lens_and_light():
    lens = [
        {**epl(MASS)[0][1]},
        {"gamma1": SHEAR["gamma_1"], "gamma2": SHEAR["gamma_2"]},
    ]
    source = [gaussian_light({**p, "intensity": 1.0})[1] for p in SOURCE]
    light = [gaussian_light({**LENS, "intensity": 1.0})[1]]
    return {"kwargs_lens": lens, "kwargs_source": source, "kwargs_lens_light": light}


def factor_of(p):
    """Intensity of a Gaussian of flux 1."""
    return axis_ratio(p) / (2 * math.pi * p["sigma"] ** 2)


def converted(amplitudes, covariance, log_likelihoods):
    """Amplitudes in our order (lens, source) as intensities; backgrounds follow."""
    count = len(amplitudes)
    order = [2, 0, 1, *range(3, count)]
    factors = [factor_of(LENS), *map(factor_of, SOURCE), *[1.0] * (count - 3)]
    factors = np.array(factors)[:count]
    covariance = covariance[np.ix_(order, order)] * np.outer(factors, factors)
    plain, marginalized = log_likelihoods
    return {
        "amplitudes": (np.array(amplitudes)[order] * factors).tolist(),
        "covariance": covariance.tolist(),
        "log_likelihood": float(plain),
        "marginal": float(marginalized - plain + np.log(factors).sum()),
    }


def log_likelihoods_of(model, arguments):
    return [
        model.likelihood_data_given_model(**arguments, source_marg=marginal)[0]
        for marginal in (False, True)
    ]


def separate(bands, masks, arguments):
    entries = []
    for index in range(len(bands)):
        model = SingleBandMultiModel(bands, MODELS, masks, band_index=index)
        _, _, covariance, amplitudes = model.image_linear_solve(
            **arguments, inv_bool=True
        )
        found = log_likelihoods_of(model, arguments)
        entries.append(converted(amplitudes, covariance, found))
    return entries


def together(cls, bands, masks, arguments, active=None):
    model = cls(bands, MODELS, compute_bool=active, likelihood_mask_list=masks)
    _, _, covariance, amplitudes = model.image_linear_solve(**arguments, inv_bool=True)
    return converted(amplitudes, covariance, log_likelihoods_of(model, arguments))


def main():
    rng, arguments = np.random.default_rng(5), lens_and_light()
    masks = [mask_of(exposure[0]) for exposure in EXPOSURES]
    flux = [intensity / factor_of(p) for intensity, p in
            zip(INTENSITIES, [LENS, *SOURCE], strict=True)]  # fmt: skip
    lit = {
        **arguments,
        "kwargs_lens_light": [{**arguments["kwargs_lens_light"][0], "amp": flux[0]}],
        "kwargs_source": [{**kwargs, "amp": amp} for kwargs, amp in
                          zip(arguments["kwargs_source"], flux[1:], strict=True)],
    }  # fmt: skip
    bands = []
    for exposure in EXPOSURES:
        empty = band_of(np.zeros((exposure[0],) * 2), exposure)
        image = SingleBandMultiModel([empty], MODELS, band_index=0).image(**lit)
        # Pixels of unit area, as intensities are solved for.
        data = image / exposure[1] ** 2 + exposure[4]
        data = data + NOISE * rng.normal(size=data.shape)
        bands.append(band_of(data, exposure))
        bands[-1][0]["flux_scaling"] = exposure[3] / exposure[1] ** 2
    every = MultiLinear(bands, MODELS, likelihood_mask_list=masks)
    document = {
        "source": f"lenstronomy {lenstronomy.__version__}, test_autolens_like/"
        "reference/make_multi.py: SingleBandMultiModel, JointLinear, "
        "JointLinear_VaryBG, MultiLinear",
        "mass": MASS, "shear": SHEAR, "lens": LENS, "sources": SOURCE,
        "exposures": [
            {
                "pixel_scale": exposure[1], "middle": exposure[2],
                "flux_scaling": exposure[3],
                "data": band[0]["image_data"][::-1].tolist(),
                "noise_map": band[0]["noise_map"][::-1].tolist(),
                "psf": band[1]["kernel_point_source"][::-1].tolist(),
                "mask": (~mask[::-1]).tolist(),
            }
            for exposure, band, mask in zip(EXPOSURES, bands, masks, strict=True)
        ],
        "separate": separate(bands, masks, arguments),
        "separate_log_likelihood": float(log_likelihoods_of(every, arguments)[0]),
        "joint": together(JointLinear, bands, masks, arguments),
        "backgrounds": together(JointLinear_VaryBG, bands, masks, arguments),
        "without_the_second": together(
            JointLinear, bands, masks, arguments, [True, False, True]
        ),
    }  # fmt: skip
    write("multi", document, separators=(",", ":"))


if __name__ == "__main__":
    main()
