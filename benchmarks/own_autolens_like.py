"""autolens_like as a system of the benchmark."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import cases
import numpy as np
import profiles
from compiled import compiled

# The checkout that this folder belongs to, whatever else is installed.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import autolens_like as al
from autolens_like import af


def versions() -> dict[str, str]:
    """What runs."""
    return {
        "autolens_like": al.__version__,
        "numpy": np.__version__,
        # Asked of the package list: the numpy path runs without JAX imported.
        "jax": metadata.version("jax"),
    }


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


def lens_light_from(case: cases.Case) -> Any:
    """The model of the lens light, an instance where all of it is fixed."""
    if case.has_gaussians:
        model = al.model_util.mge_model_from(
            mask_radius=cases.LENS_SIGMA,
            total_gaussians=cases.LENS_GAUSSIANS,
            gaussian_per_basis=cases.LENS_GROUPS,
        )
    else:
        model = af.Model(al.lp.Sersic)
    if not case.fixed:
        return model
    return model.instance_from_vector(list(case.fixed.values()))


def pixelization_from(case: cases.Case, mode: str) -> Any:
    """The pixelized source."""
    split = case.name == "delaunay_split"
    constant = (al.reg.ConstantSplit if split else al.reg.Constant)(cases.COEFFICIENT)
    if case.has_triangles:
        centres = al.image_mesh.Overlay(shape=cases.LATTICE)
        return al.Pixelization(al.mesh.Delaunay(), constant, centres)
    shape = cases.DOUBLED if mode == "doubled" else cases.RECTANGLE
    mesh = al.mesh.RectangularUniform(shape=shape)
    if case.name == "rectangular_adaptive":
        mesh = al.mesh.RectangularBilinearAdaptDensity(shape=shape)
    return al.Pixelization(mesh, constant)


def model_from(case: cases.Case, mode: str = "numpy") -> Any:
    """The model; its priors are created in the order of the case's names."""
    lens_light = lens_light_from(case)
    mass, shear = af.Model(al.mp.Isothermal), af.Model(al.mp.ExternalShear)
    lens = af.Model(al.Galaxy, redshift=0.5, bulge=lens_light, mass=mass, shear=shear)
    if case.has_pixels:
        pixels = pixelization_from(case, mode)
        source = af.Model(al.Galaxy, redshift=1.0, pixelization=pixels)
        return af.Collection(galaxies=af.Collection(lens=lens, source=source))
    if case.name in ("parametric", "instance"):
        source_light = af.Model(al.lp.Sersic)
    else:
        source_light = al.model_util.mge_model_from(
            mask_radius=cases.SOURCE_SIGMA, total_gaussians=cases.SOURCE_GAUSSIANS
        )
    source = af.Model(al.Galaxy, redshift=1.0, bulge=source_light)
    return af.Collection(galaxies=af.Collection(lens=lens, source=source))


def instances_from(model: Any) -> Callable[[np.ndarray], float]:
    """The function that makes the same instance again and again."""

    def made(vector: np.ndarray) -> float:
        entries = vector.tolist()
        for _ in range(cases.INSTANCES):
            instance = model.instance_from_vector(entries)
        return float(instance.galaxies.lens.mass.einstein_radius)

    return made


def function_from(
    case: cases.Case, folder: Path, mode: str
) -> Callable[[np.ndarray], float]:
    """The log likelihood of a vector, as a search calls it; or a mass profile.

    Parameters
    ----------
    mode
        "numpy", "jax", "gradient" (value and gradient), or "doubled": numpy with twice
        as many source pixels; for a mass profile those of `profiles.function_from`.
    """
    if case.name in profiles.TRUTH:
        return profiles.function_from(al, case, mode)
    if case.name == "instance":
        return instances_from(model_from(case, mode))
    dataset = dataset_from(folder)
    if case.name == "operator":
        return lambda vector: float(dataset.apply_sparse_operator_cpu() is None)
    if case.has_pixels:
        dataset = dataset.apply_sparse_operator_cpu()
    model, analysis = model_from(case, mode), al.AnalysisImaging(dataset)

    def value(vector: Any) -> Any:
        return analysis.log_likelihood_function(model.instance_from_vector(vector))

    if mode in ("numpy", "doubled"):
        return value
    import jax

    return compiled(value, mode, jax)
