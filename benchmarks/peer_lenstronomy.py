"""lenstronomy as a system of the benchmark: the parametric case.

Conversions: rows run upwards; e1, e2 are `ell_comps[1]`, `ell_comps[0]`; its Einstein
radius is the geometric mean one, 2 sqrt(q) / (1 + q) times ours; its Sersic constant
b_n is a linear fit, which a change of radius and amplitude makes good exactly; its
images hold the brightness of a pixel, not of a square arcsecond.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cases
import lenstronomy
import numpy as np
import profiles
from astropy.io import fits
from lenstronomy.Data.imaging_data import ImageData
from lenstronomy.Data.psf import PSF
from lenstronomy.ImSim.image_model import ImageModel
from lenstronomy.LensModel.lens_model import LensModel
from lenstronomy.LightModel.light_model import LightModel
from lenstronomy.LightModel.Profiles.sersic import Sersic
from lenstronomy_profiles import b_n
from lenstronomy_profiles import function_from as profile_function_from


def versions() -> dict[str, str]:
    """What runs."""
    return {"lenstronomy": lenstronomy.__version__, "numpy": np.__version__}


def _upwards(path: Path) -> np.ndarray:
    with fits.open(path) as file:
        return np.ascontiguousarray(file[0].data[::-1], dtype=float)


def _light(values: dict[str, float]) -> dict[str, float]:
    n = values["sersic_index"]
    own = Sersic().b_n(n)
    return {
        "amp": values["intensity"] * np.exp(b_n(n) - own) / cases.PIXEL_SCALE**2,
        "R_sersic": values["effective_radius"] * (own / b_n(n)) ** n,
        "n_sersic": n,
        "e1": values["ell_comps_1"],
        "e2": values["ell_comps_0"],
        "center_x": values["centre_1"],
        "center_y": values["centre_0"],
    }


def _mass(values: dict[str, float]) -> dict[str, float]:
    f = np.hypot(values["ell_comps_0"], values["ell_comps_1"])
    q = (1.0 - f) / (1.0 + f)
    return {
        "theta_E": 2.0 * np.sqrt(q) / (1.0 + q) * values["einstein_radius"],
        "e1": values["ell_comps_1"],
        "e2": values["ell_comps_0"],
        "center_x": values["centre_1"],
        "center_y": values["centre_0"],
    }


def function_from(
    case: cases.Case, folder: Path, mode: str
) -> Callable[[np.ndarray], float]:
    """The log likelihood of a vector, `mode` "numpy"; or a mass profile.

    The frame is computed like autolens does it: sub-pixels inside the mask, one point
    a pixel round it.
    """
    if case.name in profiles.TRUTH:
        return profile_function_from(case, mode)
    if case.name != "parametric" or mode != "numpy":
        raise ValueError(f"lenstronomy runs the parametric case, not {case.name}")
    data, noise = _upwards(folder / "data.fits"), _upwards(folder / "noise_map.fits")
    side = data.shape[0]
    first = -(side - 1) / 2.0 * cases.PIXEL_SCALE
    y, x = np.indices(data.shape) * cases.PIXEL_SCALE + first
    inside = np.hypot(y, x) < cases.MASK_RADIUS
    model = ImageModel(
        ImageData(
            image_data=data,
            noise_map=noise,
            ra_at_xy_0=first,
            dec_at_xy_0=first,
            transform_pix2angle=np.eye(2) * cases.PIXEL_SCALE,
        ),
        PSF(psf_type="PIXEL", kernel_point_source=_upwards(folder / "psf.fits")),
        lens_model_class=LensModel(["SIE", "SHEAR"]),
        source_model_class=LightModel(["SERSIC_ELLIPSE"]),
        lens_light_model_class=LightModel(["SERSIC_ELLIPSE"]),
        kwargs_numerics={
            "supersampling_factor": cases.OVER_SAMPLE,
            "supersampling_convolution": False,
            "compute_mode": "adaptive",
            "supersampled_indexes": inside,
        },
    )
    wanted, sigma = data[inside], noise[inside]
    normalization = np.sum(np.log(2.0 * np.pi * sigma**2))

    def value(vector: np.ndarray) -> float:
        shear: dict[str, Any] = case.part(vector, "lens.shear")
        image = model.image(
            kwargs_lens=[
                _mass(case.part(vector, "lens.mass")),
                {"gamma1": shear["gamma_1"], "gamma2": shear["gamma_2"]},
            ],
            kwargs_source=[_light(case.part(vector, "source.bulge"))],
            kwargs_lens_light=[_light(case.part(vector, "lens.bulge"))],
        )
        residual = (wanted - image[inside]) / sigma
        return -0.5 * float(residual @ residual + normalization)

    return value
