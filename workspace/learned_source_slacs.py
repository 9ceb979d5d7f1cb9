"""Fit two real lenses with the learned source, `al.lp_linear.Decoder`, and with a
Sersic source.

    python workspace/learned_source_slacs.py --output FOLDER

SLACS J0252+0039 and J0737+3216 in HST F814W. The light of the lens is taken off before
the fit, by sums of Gaussians that leave the arcs out, and what is left near its centre
is masked; mass, shear and source are unknown. The decoder has 64 latent numbers with
standard normal priors, so that many more parameters than the arcs could tell do no
harm. Both fits are of the same data with the same priors of the lens; the Einstein
radii are beside those of Shajib et al. (2021, MNRAS 503, 2380).
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np

import autolens_like as al
import autolens_like.plot as aplt
from autolens_like import af, conf

DATA = Path(__file__).resolve().parent / "dataset"
#: Redshifts of lens and source; published Einstein radius and its error [arcsec].
LENSES = {
    "slacs_j0252+0039": (0.280, 0.982, 1.012, 0.004),
    "slacs_j0737+3216": (0.322, 0.581, 0.976, 0.008),
}
#: In Einstein radii: within the first the light of the lens leaves its traces, and
#: beyond the second is sky.
RING = (0.45, 1.8)


def prepared(name):
    """Data without the light of the lens, and what was found in the image."""
    folder = DATA / name
    whole = al.Imaging.from_fits(
        pixel_scales=0.05,
        data_path=folder / "image.fits",
        noise_map_path=folder / "noise.fits",
        psf_path=folder / "psf.fits",
        noise_threshold=1e8,
    )
    found = al.preparation.prepare(whole)
    neighbours = np.asarray(whole.mask.array)
    noise = np.where(neighbours, 1e8, np.asarray(whole.noise_map.native.array))
    left = al.Imaging(
        found.lens_subtracted_image,
        al.Array2D.no_mask(noise, whole.pixel_scales),
        whole.psf,
        over_sample_size_lp=2,
    )
    y, x = np.moveaxis(np.asarray(left.grids.lp.native.array), -1, 0)
    radius = np.hypot(y - found.light_centre[0], x - found.light_centre[1])
    radius = radius / found.einstein_radius
    outside = (radius < RING[0]) | (radius > RING[1]) | np.asarray(found.mask.array)
    mask = al.Mask2D(outside, pixel_scales=whole.pixel_scales)
    return left.apply_mask(mask), found


def model_of(found, redshifts, source):
    """Mass, shear and source, each near where the image says."""
    mass = af.Model(al.mp.Isothermal)
    mass.einstein_radius = af.UniformPrior(
        lower_limit=0.7 * found.einstein_radius,
        upper_limit=1.3 * found.einstein_radius,
    )
    mass.centre_0 = af.GaussianPrior(mean=found.light_centre[0], sigma=0.03)
    mass.centre_1 = af.GaussianPrior(mean=found.light_centre[1], sigma=0.03)
    source.centre_0 = af.GaussianPrior(mean=found.source_centre[0], sigma=0.2)
    source.centre_1 = af.GaussianPrior(mean=found.source_centre[1], sigma=0.2)
    radius = "half_light_radius" if hasattr(source, "latents") else "effective_radius"
    setattr(source, radius, af.LogUniformPrior(lower_limit=0.03, upper_limit=0.6))
    shear = af.Model(al.mp.ExternalShear)
    lens = af.Model(al.Galaxy, redshift=redshifts[0], mass=mass, shear=shear)
    source = af.Model(al.Galaxy, redshift=redshifts[1], light=source)
    return af.Collection(galaxies=af.Collection(lens=lens, source=source))


def fitted(name, source, output):
    """The result of one fit, and the pixels of the arcs."""
    lens_redshift, source_redshift, published, error = LENSES[name]
    dataset, found = prepared(name)
    model = model_of(found, (lens_redshift, source_redshift), af.Model(source))
    search = af.MultiStartLevenbergMarquardt(
        name=f"{name}_{source.__name__.lower()}", seed=1, output_path=output
    )
    begun = time.perf_counter()
    with conf.with_config("visualize", "search_observers", value=[]):
        result = search.fit(model=model, analysis=al.AnalysisImaging(dataset))
    fit = result.max_log_likelihood_fit
    inside = ~np.asarray(dataset.mask.array)
    arcs = ~np.asarray(found.arcs.array)[inside]
    left = fit.normalized_residual_map.array
    radius = result.max_log_likelihood_instance.galaxies.lens.mass.einstein_radius
    print(
        f"{name}, {source.__name__}: Einstein radius {radius:.4f} "
        f"(published {published} +- {error}, {100 * (radius / published - 1):+.1f} %), "
        f"χ² per pixel {np.mean(left[arcs] ** 2):.3f} in the arcs, "
        f"{np.mean(left[~arcs] ** 2):.3f} elsewhere, "
        f"{time.perf_counter() - begun:.0f} s with compilation",
        flush=True,
    )
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--output", type=Path, default=Path("output"))
    parser.add_argument("--lenses", nargs="*", choices=list(LENSES), default=LENSES)
    given = parser.parse_args()
    for name in given.lenses:
        for source in (al.lp_linear.Decoder, al.lp_linear.Sersic):
            result = fitted(name, source, given.output)
            aplt.subplot_fit_imaging(
                result.max_log_likelihood_fit,
                output_path=given.output,
                output_filename=f"{name}_{source.__name__}",
                output_format="png",
                title_prefix=f"{name}, {source.__name__}",
            )
    print(f"figures: {given.output}")


if __name__ == "__main__":
    main()
