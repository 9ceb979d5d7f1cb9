"""PyAutoLens as a system of the benchmark; runs in an environment that has it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import autofit as af
import autolens as al
import cases
import numpy as np
from compiled import compiled


def versions() -> dict[str, str]:
    """What runs."""
    jax = metadata.version("jax")
    return {"autolens": al.__version__, "numpy": np.__version__, "jax": jax}


def dataset_from(folder: Path) -> Any:
    """The masked data."""
    dataset = al.Imaging.from_fits(
        data_path=folder / "data.fits",
        noise_map_path=folder / "noise_map.fits",
        psf_path=folder / "psf.fits",
        pixel_scales=cases.PIXEL_SCALE,
        over_sample_size_lp=cases.OVER_SAMPLE,
    )
    mask = al.Mask2D.circular(
        shape_native=dataset.shape_native,
        pixel_scales=cases.PIXEL_SCALE,
        radius=cases.MASK_RADIUS,
    )
    return dataset.apply_mask(mask)


def model_from(case: cases.Case) -> Any:
    """The model; its priors are created in the order of the case's names."""
    if case.name == "parametric":
        lens_light = af.Model(al.lp.Sersic)
    else:
        lens_light = al.model_util.mge_model_from(
            mask_radius=cases.LENS_SIGMA,
            total_gaussians=cases.LENS_GAUSSIANS,
            gaussian_per_basis=cases.LENS_GROUPS,
        )
    mass, shear = af.Model(al.mp.Isothermal), af.Model(al.mp.ExternalShear)
    if case.name == "parametric":
        source_light = af.Model(al.lp.Sersic)
    else:
        source_light = al.model_util.mge_model_from(
            mask_radius=cases.SOURCE_SIGMA, total_gaussians=cases.SOURCE_GAUSSIANS
        )
    lens = af.Model(al.Galaxy, redshift=0.5, bulge=lens_light, mass=mass, shear=shear)
    source = af.Model(al.Galaxy, redshift=1.0, bulge=source_light)
    return af.Collection(galaxies=af.Collection(lens=lens, source=source))


def function_from(
    case: cases.Case, folder: Path, mode: str
) -> Callable[[np.ndarray], float]:
    """The log likelihood of a vector, as a search calls it.

    Parameters
    ----------
    mode
        "numpy", "jax" or "gradient" (value and gradient).
    """
    model, dataset = model_from(case), dataset_from(folder)
    analysis = al.AnalysisImaging(dataset=dataset, use_jax=mode != "numpy")
    if mode == "numpy":
        return lambda vector: analysis.log_likelihood_function(
            model.instance_from_vector(vector.tolist())
        )
    import jax
    import jax.numpy as jnp

    def value(vector: Any) -> Any:
        return analysis.log_likelihood_function(
            model.instance_from_vector(vector, xp=jnp)
        )

    return compiled(value, mode, jax)
