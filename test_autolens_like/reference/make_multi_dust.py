"""Makes `multi_dust.json`: dust of another depth in every exposure, and a quasar.

`make.py` runs it. The exposures, the lens and the conventions of `make_multi.py`, with
free backgrounds. In "dusty" the light of the sources is dimmed by the optical depth of
a Gaussian, times tau0 of every exposure. In "quasar" one amplitude is that of four
images as bright as they are magnified (LENSED_POSITION with
`fixed_magnification_list`); it has no factor of the area of a pixel, so that it is
brightness times arcsec², and is divided here by the area of a pixel of the first
exposure. They are apart because dust does not dim point sources there.
"""

import lenstronomy
import numpy as np
from entries import write
from lenstronomy.ImSim.MultiBand.joint_linear_vary_background import JointLinear_VaryBG
from lenstronomy.ImSim.MultiBand.single_band_multi_model import SingleBandMultiModel
from lenstronomy_light import gaussian_light
from make_multi import (
    EXPOSURES,
    LENS,
    MODELS,
    NOISE,
    SOURCE,
    band_of,
    factor_of,
    lens_and_light,
    mask_of,
)

DUST = {"centre": (0.2, -0.1), "ell_comps": (0.1, 0.2), "sigma": 0.6}
DEPTHS = [0.3, 0.8, 1.7]
POSITIONS = [(0.94, 0.21), (-0.83, 0.17), (0.12, 0.87), (0.05, -0.92)]
FLUXES = [0.7, 3.0, 0.5, 0.5]
DUSTY = {
    **MODELS,
    "optical_depth_model_list": ["GAUSSIAN_ELLIPSE"],
    "tau0_index_list": [0, 1, 2],
}
QUASAR = {
    **MODELS,
    "point_source_model_list": ["LENSED_POSITION"],
    "fixed_magnification_list": [True],
}


def arguments_with(models, amplitudes):
    arguments = lens_and_light()
    arguments["kwargs_lens_light"][0]["amp"] = amplitudes[0]
    for kwargs, value in zip(arguments["kwargs_source"], amplitudes[1:3], strict=True):
        kwargs["amp"] = value
    if models is DUSTY:
        # A Gaussian whose brightness at its centre is one.
        depth = gaussian_light({**DUST, "intensity": 1.0})[1]
        arguments["kwargs_extinction"] = [depth]
        arguments["kwargs_special"] = {"tau0_list": DEPTHS}
    else:
        y, x = np.array(POSITIONS).T
        quasar = {"ra_image": x, "dec_image": y, "source_amp": amplitudes[3]}
        arguments["kwargs_ps"] = [quasar]
    return arguments


def solved(models, rng):
    count = 3 if models is DUSTY else 4
    factors = [*map(factor_of, (LENS, *SOURCE)), EXPOSURES[0][1] ** -2][:count]
    arguments = arguments_with(models, np.array(FLUXES[:count]) / factors)
    bands = [band_of(np.zeros((e[0],) * 2), e) for e in EXPOSURES]
    for band, exposure in zip(bands, EXPOSURES, strict=True):
        band[0]["flux_scaling"] = exposure[3] / exposure[1] ** 2
        # The kernel of a point is moved inside of its own frame, which cuts its rim.
        band[1]["kernel_point_source"] = np.pad(band[1]["kernel_point_source"], 1)
    for index, exposure in enumerate(EXPOSURES):
        image = SingleBandMultiModel(bands, models, band_index=index).image(**arguments)
        noise = NOISE * rng.normal(size=image.shape)
        bands[index][0]["image_data"] = image + exposure[4] + noise
    masks = [mask_of(exposure[0]) for exposure in EXPOSURES]
    model = JointLinear_VaryBG(bands, models, likelihood_mask_list=masks)
    _, _, covariance, found = model.image_linear_solve(**arguments, inv_bool=True)
    order = [2, 0, 1, *range(3, count + 3)]
    factors = np.array([*factors, 1.0, 1.0, 1.0])
    covariance = covariance[np.ix_(order, order)] * np.outer(factors, factors)
    return {
        "data": [band[0]["image_data"][::-1].tolist() for band in bands],
        "amplitudes": (np.array(found)[order] * factors).tolist(),
        "covariance": covariance.tolist(),
        "log_likelihood": float(model.likelihood_data_given_model(**arguments)[0]),
    }


def main():
    rng = np.random.default_rng(6)
    document = {
        "source": f"lenstronomy {lenstronomy.__version__}, test_autolens_like/"
        "reference/make_multi_dust.py: JointLinear_VaryBG",
        "dust": DUST,
        "depths": DEPTHS,
        "positions": POSITIONS,
        "dusty": solved(DUSTY, rng),
        "quasar": solved(QUASAR, rng),
    }
    write("multi_dust", document, separators=(",", ":"))


if __name__ == "__main__":
    main()
