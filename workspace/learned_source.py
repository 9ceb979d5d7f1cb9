"""Describe a galaxy, and the source of a lens, by the decoder that was trained on drawn
galaxies: `al.lp.Decoder`.

    python workspace/learned_source.py --output FOLDER

draws what a latent does and galaxies of two priors, fits galaxies that the decoder has
never seen, a drawn one and three real ones, and then lenses the drawn one and fits lens
and source together, corrects the source, and fits the same with a Sersic source. The
lens takes some minutes, half of them to compile; --without-lens leaves it out. Real
lenses are fitted by `workspace/learned_source_slacs.py`.

When not to trust it: the decoder has seen drawn galaxies only, its stamp is no finer
than an eighth of the half-light radius, and small companions and the fine structure of
clumpy galaxies come out smooth. The figure of the galaxies shows it: the drawn one
loses its companion, and M51 most of its arms. Where the source is not among the
galaxies that the decoder knows, the errors of the lens are too small, and χ² need not
show it: `al.corrected_source_from` gives the source pixels for what the decoder cannot
say, and marginalizes over them.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

import autolens_like as al
import autolens_like.plot as aplt
from autolens_like import af, conf
from autolens_like.learned.galaxies import galaxy_stamp
from autolens_like.learned.stamp_fit import fit_stamp
from autolens_like.profiles.light.decoder import DecodedStamp

#: Side of the images of the lens [pixels] and their scale [arcsec].
SIDE, SCALE = 100, 0.05
#: A seed that was not trained on.
UNSEEN = (2, 9)
#: Real galaxies, in the frame of the decoder and of unit norm, and how they are called:
#: HST F814W (COSMOS), JWST F150W (COSMOS-Web), and the middle of M51 (Hubble Heritage).
REAL = Path(__file__).resolve().parents[1] / "benchmarks/data/lensed_sources.npz"
NAMES = {"bright": "HST galaxy", "spiral": "JWST spiral", "m51": "M51"}
#: Half-light radius of the galaxies that are drawn [arcsec], 8 pixels of their stamp.
RADIUS = 0.6


def draw(path, rows):
    """Rows of (title, stamp, top or None for residuals) as one figure of a page."""
    shape = (len(rows), max(map(len, rows)))
    width = min(2.4, 7.1 / shape[1])
    size = (width * shape[1], (width - 0.3) * shape[0] + 0.3)
    figure, axes = plt.subplots(*shape, figsize=size, squeeze=False)
    for line, row in zip(axes, rows, strict=True):
        for axis, (title, values, top) in zip(line, row, strict=True):
            brightness = {"units": "unit norm", "stretch": "asinh", "vmax": top}
            residuals = {"units": "σ", "colormap": "signed", "vmin": -4, "vmax": 4}
            # Rows of a stamp run up, those of an image down.
            image = al.Array2D.no_mask(values[::-1], pixel_scales=RADIUS / 8.0)
            chosen = residuals if top is None else {**brightness, "vmin": 0.0}
            aplt.plot_array(image, title=title, ax=axis, **chosen)
            axis.label_outer()
    figure.tight_layout(pad=0.5)
    aplt.output_figure(figure, path.parent, path.stem, "png")
    plt.close(figure)


def traversals(latents=(0, 1, 2, 3, 5, 8), values=(-2.0, 0.0, 1.0, 2.0)):
    """Rows for `draw`: one latent runs, the others are zero."""
    rows = []
    for latent in latents:
        row = []
        for value in values:
            numbers = np.zeros(64)
            numbers[latent] = value
            stamp = al.lp.Decoder(latents=tuple(numbers.tolist())).stamp()
            row.append((f"latent {latent}: {value:+.0f}", stamp, stamp.max()))
        rows.append(row)
    return rows


def draws_of_priors(count=4):
    """Rows for `draw`: draws of the standard normal prior, and of that of galaxies."""
    rows = []
    fixed = {"centre": (0.0, 0.0), "angle": 0.0, "half_light_radius": RADIUS}
    normal = af.Model(al.lp.Decoder, intensity=0.1, **fixed)
    galaxies = al.decoder_model_from(False, intensity=0.1, **fixed)
    for title, model in (("standard normal", normal), ("galaxies", galaxies)):
        drawn = [model.random_instance(seed=seed).stamp() for seed in range(count)]
        rows.append([(title, stamp, stamp.max()) for stamp in drawn])
    return rows


def fit_of_a_galaxy(name, truth, noise=1e-3):
    """Row for `draw`: a galaxy with noise, the decoder's fit, and what is left."""
    data = truth + np.random.default_rng(1).normal(0.0, noise, truth.shape)
    fit = fit_stamp(data, noise)
    left = (data - fit.model) / noise
    print(
        f"{name}: χ² per pixel {np.mean(left**2):.2f} after {fit.evaluations} "
        f"evaluations, off the image without noise by "
        f"{np.sum((fit.model - truth) ** 2) / np.sum(truth**2):.4f} of its square"
    )
    top = truth.max()
    return [
        (name, data, top),
        ("decoder", fit.model, top),
        ("residual / noise", left, None),
    ]


def fits_of_galaxies():
    """Rows for `draw`: a drawn galaxy, and real ones."""
    with np.load(REAL) as stamps:
        real = {name: stamps[key].astype(float) for key, name in NAMES.items()}
    galaxies = {"drawn galaxy": galaxy_stamp(UNSEEN), **real}
    return [fit_of_a_galaxy(name, stamp) for name, stamp in galaxies.items()]


def lens_galaxy():
    """The lens of the simulation."""
    return al.Galaxy(
        redshift=0.5,
        mass=al.mp.Isothermal(
            centre=(0.01, -0.02), einstein_radius=1.3, ell_comps=(0.08, -0.05)
        ),
        shear=al.mp.ExternalShear(gamma_1=0.03, gamma_2=-0.02),
    )


def simulated_lens(stamp, signal_to_noise=40.0, seed=1):
    """A dataset with the arcs of a stamp that the decoder has never seen."""
    psf = al.Convolver.from_gaussian(
        shape_native=(11, 11), pixel_scales=SCALE, sigma=0.05, normalize=True
    )
    grid = al.Grid2D.uniform((SIDE, SIDE), pixel_scales=SCALE, over_sample_size=4)
    light = DecodedStamp(
        centre=(0.07, -0.05), half_light_radius=0.25, sine=0.5, cosine=0.75**0.5
    ).replaced(stamp=stamp)
    tracer = al.Tracer([lens_galaxy(), al.Galaxy(redshift=1.0, light=light)])
    image = tracer.blurred_image_2d_from(
        grid, psf, grid.blurring_grid_via_kernel_shape_from(psf.kernel.shape_native)
    ).native.array
    noise = image.max() / signal_to_noise
    data = image + np.random.default_rng(seed).normal(0.0, noise, image.shape)
    dataset = al.Imaging(
        al.Array2D.no_mask(data, SCALE),
        al.Array2D.full(noise, image.shape, SCALE),
        psf,
        over_sample_size_lp=2,
    )
    mask = al.Mask2D.circular(shape_native=image.shape, pixel_scales=SCALE, radius=2.2)
    arcs = image[~mask.array] > 2.0 * noise
    return dataset.apply_mask(mask), arcs


def model_with(source):
    """Lens and source with priors as wide as a first look at the arcs allows."""
    mass = af.Model(al.mp.Isothermal)
    mass.einstein_radius = af.UniformPrior(lower_limit=1.0, upper_limit=1.6)
    source.centre_0 = af.GaussianPrior(mean=0.0, sigma=0.15)
    source.centre_1 = af.GaussianPrior(mean=0.0, sigma=0.15)
    shear = af.Model(al.mp.ExternalShear)
    lens = af.Model(al.Galaxy, redshift=0.5, mass=mass, shear=shear)
    return af.Collection(
        galaxies=af.Collection(
            lens=lens, source=af.Model(al.Galaxy, redshift=1.0, light=source)
        )
    )


def told(name, fit, arcs, radius, seconds):
    """Print how good a fit of the lens is."""
    left = fit.normalized_residual_map.array[arcs]
    print(
        f"{name}: χ² per pixel of the arcs {np.mean(left**2):.3f}, "
        f"Einstein radius off by {100 * (radius / 1.3 - 1):+.3f} %, {seconds:.0f} s"
    )


def correction_of(model, analysis, result, arcs):
    """The fit of the decoder with the pixels that correct it."""
    begun = time.perf_counter()
    vector = result.samples.max_log_likelihood(as_instance=False)
    corrected = al.corrected_source_from(model, analysis, vector)
    print(f"stage: {corrected.stage}, log evidence of it {corrected.gain:+.1f}")
    radius = corrected.instance.galaxies.lens.mass.einstein_radius
    told("corrected", corrected.fit, arcs, radius, time.perf_counter() - begun)
    return corrected.fit


def fits_of_a_lens(stamp, output):
    """Fits of the lens, with a decoder, corrected, and with a Sersic source: drawn."""
    dataset, arcs = simulated_lens(stamp)
    analysis = al.AnalysisImaging(dataset)
    decoder, sersic = af.Model(al.lp_linear.Decoder), af.Model(al.lp_linear.Sersic)
    decoder.half_light_radius = af.LogUniformPrior(lower_limit=0.08, upper_limit=0.8)
    sersic.effective_radius = af.LogUniformPrior(lower_limit=0.05, upper_limit=1.0)
    fits = {}
    for name, source in (("decoder", decoder), ("sersic", sersic)):
        search = af.MultiStartLevenbergMarquardt(
            name=f"learned_{name}", seed=1, output_path=output
        )
        begun, model = time.perf_counter(), model_with(source)
        with conf.with_config("visualize", "search_observers", value=[]):
            result = search.fit(model=model, analysis=analysis)
        radius = result.max_log_likelihood_instance.galaxies.lens.mass.einstein_radius
        fits[name] = result.max_log_likelihood_fit
        told(name, fits[name], arcs, radius, time.perf_counter() - begun)
        if name == "decoder":
            fits["corrected"] = correction_of(model, analysis, result, arcs)
    for name, fit in fits.items():
        aplt.subplot_fit_imaging(
            fit,
            output_path=output,
            output_filename=f"lens_{name}",
            output_format="png",
            title_prefix=name,
        )
    return fits


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=Path("output"))
    parser.add_argument("--without-lens", action="store_true")
    given = parser.parse_args()
    draw(given.output / "latents.png", traversals())
    draw(given.output / "draws.png", draws_of_priors())
    draw(given.output / "galaxies.png", fits_of_galaxies())
    if not given.without_lens:
        fits_of_a_lens(galaxy_stamp(UNSEEN), given.output)
    print(f"figures: {given.output}")


if __name__ == "__main__":
    main()
