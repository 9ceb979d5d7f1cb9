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
import profiles
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


def centres_from(mask: Any) -> Any:
    """The centres of Delaunay source pixels in the image plane."""
    overlay = al.image_mesh.Overlay(shape=cases.LATTICE)
    return overlay.image_plane_mesh_grid_from(mask=mask, adapt_data=None)


def model_from(case: cases.Case, mask: Any) -> Any:
    """The model; its priors are created in the order of the case's names."""
    lens_light = lens_light_from(case)
    mass, shear = af.Model(al.mp.Isothermal), af.Model(al.mp.ExternalShear)
    lens = af.Model(al.Galaxy, redshift=0.5, bulge=lens_light, mass=mass, shear=shear)
    if case.has_pixels:
        if case.has_triangles:
            mesh = al.mesh.Delaunay(pixels=len(centres_from(mask)))
        elif case.name == "rectangular_adaptive":
            mesh = al.mesh.RectangularBilinearAdaptDensity(shape=cases.RECTANGLE)
        else:
            mesh = al.mesh.RectangularUniform(shape=cases.RECTANGLE)
        split = case.name == "delaunay_split"
        kind = al.reg.ConstantSplit if split else al.reg.Constant
        constant = kind(coefficient=cases.COEFFICIENT)
        pixels = al.Pixelization(mesh=mesh, regularization=constant)
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


def analysis_from(case: cases.Case, dataset: Any, use_jax: bool) -> Any:
    """The likelihood; of a pixelized source with the settings that we have as well."""
    if not case.has_pixels:
        return al.AnalysisImaging(dataset=dataset, use_jax=use_jax)
    adapt_images = None
    if case.has_triangles:
        name = "('galaxies', 'source')"
        grids = {name: centres_from(dataset.mask)}
        adapt_images = al.AdaptImages(galaxy_name_image_plane_mesh_grid_dict=grids)
    return al.AnalysisImaging(
        dataset=dataset,
        adapt_images=adapt_images,
        settings=al.Settings(
            use_positive_only_solver=True,
            use_border_relocator=True,
            use_edge_zeroed_pixels=True,
        ),
        raise_inversion_positions_likelihood_exception=False,
        use_jax=use_jax,
    )


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
        "numpy", "jax" or "gradient" (value and gradient). With numpy a pixelized
        source goes through the sparse operator, the fastest way that autolens has. For
        a mass profile the modes are those of `profiles.function_from`.
    """
    if case.name in profiles.TRUTH:
        return profiles.function_from(al, case, mode)
    if case.name == "instance":
        return instances_from(model_from(case, None))
    dataset = dataset_from(folder)
    if case.name == "operator":
        return lambda vector: float(dataset.apply_sparse_operator_cpu() is None)
    if case.has_pixels and mode == "numpy":
        dataset = dataset.apply_sparse_operator_cpu()
    model = model_from(case, dataset.mask)
    analysis = analysis_from(case, dataset, mode != "numpy")
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
