"""Fit a lens that Euclid saw in VIS and in Y, J and H of NISP: one mass, four bands.

    python workspace/multi/euclid.py

A minute or two on two quiet cores. Figures are below `workspace/output/multi/euclid`.
What the data are, and their noise, is in `workspace/dataset/README.rst`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

import autolens_like as al
import autolens_like.plot as aplt
from autolens_like import af, conf

HERE = Path(__file__).resolve().parent

#: What is fitted: a circle around the lens [arcsec].
RADIUS = 2.2
#: Not measured; the Einstein radius does not depend on them.
REDSHIFTS = (0.5, 1.0)


def dataset_from(folder):
    """All four exposures of one file, masked.

    Zero points become the flux scaling: light is in the units of the first exposure,
    VIS, so that amplitudes of the bands can be compared.
    """
    dataset = al.MultiImaging.from_fits(
        folder / "euclid.fits",
        # The archive writes a huge noise where it has no data.
        noise_threshold=1e10,
    )
    return dataset.apply_mask(dataset.circular_masks(RADIUS)).apply_over_sampling(2)


def model_from(dataset):
    """Light and mass of the lens and a source, each at one place in all bands."""
    lens = af.Model(
        al.Galaxy,
        redshift=REDSHIFTS[0],
        light=al.model_util.mge_model_from(
            mask_radius=RADIUS, sigma_min=0.03, total_gaussians=14,
            ell_comps=(0.01, 0.01),
        ),
        mass=al.mp.Isothermal,
        shear=al.mp.ExternalShear,
    )  # fmt: skip
    lens.mass.centre = lens.light.profile_list[0].centre
    lens.mass.ell_comps = tuple(af.GaussianPrior(0.01, 0.15) for _ in range(2))
    lens.mass.einstein_radius = af.UniformPrior(lower_limit=0.6, upper_limit=1.0)
    lens.shear.gamma_1 = af.UniformPrior(lower_limit=-0.15, upper_limit=0.15)
    lens.shear.gamma_2 = af.UniformPrior(lower_limit=-0.15, upper_limit=0.15)
    # The arc is to the right of the lens, and its counter-image closer, on the left.
    # The PSF of NISP is as wide as the ring: wider Gaussians would take still more of
    # the diffuse light of the lens there, and pull the Einstein radius up by 0.01".
    source = af.Model(
        al.Galaxy,
        redshift=REDSHIFTS[1],
        light=al.model_util.mge_model_from(
            mask_radius=0.25, sigma_min=0.01, total_gaussians=8, centre=(0.05, 0.15),
            centre_prior_is_uniform=False, centre_sigma=0.1, ell_comps=(0.01, 0.01),
        ),
    )  # fmt: skip
    # The frames of NISP were put on the pixels of VIS; how well is a part of the model.
    registration = {
        name: af.Model(
            al.DatasetModel,
            background_sky_level=0.0,
            grid_offset=tuple(af.GaussianPrior(0.0, 0.03) for _ in range(2)),
            grid_rotation_angle=0.0,
            flux_scaling=1.0,
        )
        for name in dataset.names[1:]
    }
    return af.Collection(
        galaxies=af.Collection(lens=lens, source=source),
        dataset_model=af.Collection(**registration),
    )


def main(arguments=None):
    """Fit, draw and report; returns the result of the search."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--output", default=HERE.parent / "output" / "multi")
    parser.add_argument(
        "--dataset", default=HERE.parent / "dataset" / "euclid_q1_102018665"
    )
    parser.add_argument("--quick", action="store_true", help="coarse, to try it out")
    given = parser.parse_args(arguments)
    output = Path(given.output) / "euclid"
    dataset = dataset_from(Path(given.dataset))

    analysis = al.AnalysisMultiImaging(
        dataset,
        # Every Gaussian has a brightness of its own in every band: light may have
        # another profile there. What is not linear is shared.
        amplitudes="grouped",
        background="constant",
    )
    search = af.LeastSquares(
        name="fit", n_starts=1 if given.quick else 2, seed=1, output_path=output,
        iterations=1 if given.quick else 6,
    )  # fmt: skip
    with conf.with_config("visualize", "search_observers", value=[]):
        result = search.fit(model_from(dataset), analysis)
    fit = result.max_log_likelihood_fit
    draw(fit, output)
    report(result, fit)
    print(f"figures: {output}")
    return result


def draw(fit, output):
    """Every exposure, data and fit; and colours."""
    dataset = fit.dataset
    pages = {"output_path": output, "units": "ADU"}
    aplt.subplot_multi_imaging(dataset, **pages)
    aplt.subplot_fit_multi_imaging(fit, **pages)
    aplt.plot_rgb(
        dataset, bands=("NIR_H", "NIR_Y", "VIS"), output_path=output,
        output_filename="rgb_data",
    )  # fmt: skip
    # The lensed source of the same bands, as the model has it. In NISP its widest
    # Gaussians take diffuse light of the lens too: only the arcs are the source.
    sources = [
        fit.fit_of(name).galaxy_model_image_dict[fit.fit_of(name).tracer.galaxies[1]]
        for name in ("NIR_H", "NIR_Y", "VIS")
    ]
    aplt.plot_rgb(
        sources, output_path=output, output_filename="rgb_lensed_source",
        title="R NIR_H · G NIR_Y · B VIS: lensed source",
    )  # fmt: skip


def report(result, fit):
    """Say what came out. χ² counts pixels as independent, which they are not."""
    place = result.model.parameter_names.index("galaxies.lens.mass.einstein_radius")
    low, high = result.samples.values_at_sigma(1.0)[place]
    best = result.instance.galaxies.lens.mass.einstein_radius
    print(f'Einstein radius {best:.4f}", 1 sigma {low:.4f}" to {high:.4f}"')
    # The sky of a perfect model scatters by less than its noise map: see the README.
    print("exposure  χ² per pixel   offset (y, x)      background")
    models = dict(zip(fit.dataset.names, fit.dataset_models, strict=True))
    pairs = zip(fit.dataset.names, fit.chi_squared_list, fit.dataset, strict=True)
    for name, chi_squared, exposure in pairs:
        offset = np.round(models[name].grid_offset, 3)
        sky = fit.amplitude_dict[name]["background"]
        per_pixel = float(chi_squared) / exposure.shape_slim
        print(f"{name:9} {per_pixel:12.3f}   {offset!s:18} {sky:.4f}")


if __name__ == "__main__":
    main()
