"""Reconstruct lensed sources on pixels: one that is known, and two that Hubble saw.

    python workspace/imaging/pixelization.py                       all three
    python workspace/imaging/pixelization.py simulated
    python workspace/imaging/pixelization.py slacs_j0252+0039 slacs_j1627-0053

On two quiet cores the simulated lens takes a minute and each real one three minutes.
Figures, and the source as FITS and CSV, are below `workspace/output/pixelization`. What
evidence and regularization are is in `evidence_and_regularization.py` beside this file.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from scipy.optimize import minimize, minimize_scalar

import autolens_like as al
import autolens_like.plot as aplt
from autolens_like import af, conf, exc

HERE = Path(__file__).resolve().parent

#: The real lenses: folder of the data is `workspace/dataset/NAME`.
LENSES = {
    "slacs_j0252+0039": {
        "redshifts": (0.280, 0.982),
        # A spot sharper than the PSF, where a source would have a counter-image.
        "left_out": [(-1.025, -0.575)],
        "published": '1.012" (Shajib et al. 2021), 1.04" (Bolton et al. 2008)',
    },
    "slacs_j1627-0053": {
        "redshifts": (0.208, 0.524),
        "left_out": [],
        "published": '1.227" (Shajib et al. 2021), 1.23" (Bolton et al. 2008)',
    },
}


# --- A simulated lens: its source is known --------------------------------------------


def simulated_galaxies():
    """A lens without light, and a source of a disc with clumps."""
    lens = al.Galaxy(
        redshift=0.5,
        mass=al.mp.Isothermal(einstein_radius=1.6, ell_comps=(0.1, 0.05)),
        shear=al.mp.ExternalShear(gamma_1=0.03, gamma_2=-0.02),
    )
    disc = al.lp.Exponential(
        centre=(0.0, 0.08), ell_comps=(0.1, 0.2), intensity=0.3, effective_radius=0.25
    )
    places = [(0.17, -0.12), (-0.15, 0.1), (0.22, 0.28), (-0.05, -0.2)]
    clumps = {
        f"clump_{number}": al.lp.Gaussian(
            centre=place, intensity=0.6 + 0.2 * number, sigma=0.04 + 0.01 * number
        )
        for number, place in enumerate(places)
    }
    return lens, al.Galaxy(redshift=1.0, disc=disc, **clumps)


def simulated_imaging(lens, source):
    """What a telescope sees of them."""
    grid = al.Grid2D.uniform((150, 150), pixel_scales=0.05, over_sample_size=4)
    simulator = al.SimulatorImaging(
        exposure_time=1000.0,
        background_sky_level=0.1,
        psf=al.Convolver.from_gaussian((11, 11), pixel_scales=0.05, sigma=0.05),
        noise_seed=1,
    )
    return simulator.via_tracer_from(al.Tracer([lens, source]), grid)


def reconstruct_simulated(output, shape=(40, 40)):
    """Reconstruct the known source on four meshes, and compare."""
    lens_galaxy, true_source = simulated_galaxies()
    imaging = simulated_imaging(lens_galaxy, true_source)

    # A circle around the arcs is fitted. The rest has no light of the source, and every
    # pixel costs time.
    mask = al.Mask2D.circular(
        shape_native=imaging.shape_native, pixel_scales=imaging.pixel_scales, radius=2.8
    )
    imaging = imaging.apply_mask(mask=mask)
    # What of the linear system depends on the data alone is made ready once.
    imaging = imaging.apply_sparse_operator_cpu()

    # Uniform squares; squares that are small where the lens magnifies; and cells or
    # triangles around points that are even in the image, traced to the source plane.
    meshes = {
        "rectangular": al.mesh.Rectangular(shape=shape),
        "rectangular_adaptive": al.mesh.RectangularAdaptDensity(shape=shape),
        "delaunay": al.mesh.DelaunayMagnification(shape=shape),
        "voronoi": al.mesh.VoronoiMagnification(shape=shape),
    }
    fits = {}
    for name, mesh in meshes.items():
        # How much to smooth is decided by the evidence: the probability of the data
        # given mesh, smoothing and mass, whatever the source.
        def fit_of(coefficient, mesh=mesh):
            pixelization = al.Pixelization(
                mesh=mesh, regularization=al.reg.Constant(coefficient=coefficient)
            )
            source_galaxy = al.Galaxy(redshift=1.0, pixelization=pixelization)
            tracer = al.Tracer.from_galaxies(galaxies=[lens_galaxy, source_galaxy])
            return al.FitImaging(dataset=imaging, tracer=tracer)

        found = minimize_scalar(
            lambda power, fit_of=fit_of: -fit_of(10.0**power).log_evidence,
            bracket=(0.5, 1.5),
            tol=0.03,
        )
        fits[name] = fit_of(10.0**found.x)
        draw_fit(fits[name], output, name)
    return compare_with_truth(true_source, fits, output)


def compare_with_truth(true_source, fits, output):
    """Print flux and picture of every reconstruction beside those of the source."""
    half, pixels = 0.65, 131
    middle = (0.02, 0.05)
    extent = (middle[1] - half, middle[1] + half, middle[0] - half, middle[0] + half)
    grid = al.Grid2D.uniform((pixels, pixels), 2.0 * half / pixels, origin=middle)
    truth = true_source.image_2d_from(grid).native.array
    # Brightness is per pixel of the image, in the source plane as well, so that a flux
    # is the sum of brightness times area over the area of an image pixel.
    wide = al.Grid2D.uniform((1500, 1500), pixel_scales=0.005)
    flux = float(true_source.image_2d_from(wide).array.sum()) * (0.005 / 0.05) ** 2

    figure = Figure(figsize=(3.3 * (len(fits) + 1), 6.2), layout="constrained")
    axes = figure.subplots(2, len(fits) + 1)
    draw_square(axes[0, 0], truth, extent, "True source", 0.0, truth.max())
    axes[1, 0].axis("off")
    print("\nsimulated lens: the source")
    print("mesh                  pixels  log evidence  flux             flux/true  rms")
    found = {}
    for column, (name, fit) in enumerate(fits.items(), 1):
        source = fit.inversion.sources[0]
        image = source.interpolated_reconstruction_from(grid).native.array
        error = image - truth
        rms = float(np.sqrt(np.mean(error**2)) / truth.max())
        title = name.replace("_", " ")
        draw_square(axes[0, column], image, extent, title, 0.0, truth.max())
        limit = 0.1 * truth.max()
        title = f"minus truth, rms {rms:.3f} of the peak"
        draw_square(axes[1, column], error, extent, title, -limit, limit)
        ratio = source.source_plane_flux / flux
        found[name] = {"flux_ratio": ratio, "rms": rms, "fit": fit}
        print(
            f"{name:<21} {source.mapper.pixels:6d} {fit.log_evidence:13.1f}"
            f"  {source.source_plane_flux:7.1f} ± {source.source_plane_flux_error:5.1f}"
            f" {ratio:10.3f} {rms:6.3f}"
        )
    print(f"{'true flux':<43} {flux:7.1f}")
    aplt.output_figure(figure, output, "source_and_truth")
    print(f"figures, FITS and CSV of the source: {output}")
    return found


def draw_square(ax, values, extent, title, low, high):
    """One picture of the source plane."""
    colours = "inferno" if low == 0.0 else "RdBu_r"
    image = ax.imshow(values, extent=extent, cmap=colours, vmin=low, vmax=high)
    ax.set_title(title, fontsize="medium")
    ax.set_xlabel("x [arcsec]")
    ax.figure.colorbar(image, ax=ax, fraction=0.046, pad=0.03)


def draw_fit(fit, output, name):
    """The pages of a fit with a pixelized source, and the source in files."""
    aplt.subplot_fit_imaging(fit, output_path=output, output_filename=f"{name}_fit")
    aplt.subplot_source_reconstruction(
        fit, output_path=output, output_filename=f"{name}_source"
    )
    aplt.subplot_fit_imaging_mappings(
        fit, output_path=output, output_filename=f"{name}_mappings"
    )
    source = fit.inversion.sources[0]
    source.output_to_fits(output / f"{name}_source.fits", overwrite=True)
    source.output_to_csv(output / f"{name}_source.csv")


# --- A real lens ----------------------------------------------------------------------


def dataset_from(folder, left_out=()):
    """The image, its noise map and its point spread function.

    `left_out` are places (y, x) without lens and source, which are not to be fitted.
    """
    imaging = al.Imaging.from_fits(
        pixel_scales=0.05,
        data_path=folder / "image.fits",
        noise_map_path=folder / "noise.fits",
        psf_path=folder / "psf.fits",
        # The archive writes a huge noise where a neighbour is to be left out.
        noise_threshold=1e8,
    )
    for place in left_out:
        spot = al.Mask2D.circular(
            shape_native=imaging.shape_native,
            pixel_scales=imaging.pixel_scales,
            radius=0.12,
            centre=place,
        )
        imaging = imaging.apply_noise_scaling(mask=spot, should_zero_data=False)
    return imaging


def pixelized_model(first, redshifts, shape, light):
    """The mass of the first result, to be refined, and a source of pixels.

    The light of the lens keeps its shapes; the brightnesses of its Gaussians are solved
    for together with the source pixels, in the same linear system.
    """
    narrowed = first.model_narrowed(
        sigmas=10.0, fixed=["galaxies.lens.light_*", "galaxies.source.*"]
    ).galaxies.lens
    # Rows and columns share the light of an earlier fit's source, so that they are
    # narrow where it is bright; smoothing is weak there and strong where it is faint.
    pixelization = af.Model(
        al.Pixelization,
        mesh=al.mesh.RectangularAdaptImage(shape=shape),
        regularization=af.Model(
            al.reg.Adapt,
            inner_coefficient=af.LogUniformPrior(1e-3, 1e2),
            outer_coefficient=af.LogUniformPrior(1e-1, 1e2),
            signal_scale=af.UniformPrior(0.0, 1.5),
        ),
    )
    mass = {"mass": narrowed.mass, "shear": narrowed.shear}
    lens = af.Model(al.Galaxy, redshift=redshifts[0], **mass, **light)
    source = af.Model(al.Galaxy, redshift=redshifts[1], pixelization=pixelization)
    return af.Collection(galaxies=af.Collection(lens=lens, source=source))


def light_model(first, redshifts, found):
    """The light of the lens, to be refined; mass and smoothing as they were found."""
    known = ["galaxies.lens.mass.*", "galaxies.lens.shear.*", "galaxies.source.*"]
    narrowed = first.model_narrowed(sigmas=10.0, fixed=known).galaxies.lens
    light = {"light_0": narrowed.light_0, "light_1": narrowed.light_1}
    mass = {"mass": found.galaxies.lens.mass, "shear": found.galaxies.lens.shear}
    lens = af.Model(al.Galaxy, redshift=redshifts[0], **mass, **light)
    return af.Collection(
        galaxies=af.Collection(lens=lens, source=found.galaxies.source)
    )


def shining_light(instance, fit):
    """The Gaussians of the lens light that a fit has not left dark."""
    return {
        name: al.model_util.shining_part_of(part, fit)
        for name, part in instance.galaxies.lens.profiles.items()
        if name.startswith("light_")
    }


def most_probable(model, analysis, calls, start=None):
    """The instance of the largest evidence, by a simplex in the cube of the priors.

    A maximum, without errors, and where in the cube it is; for a posterior give model
    and analysis to a search:
    `af.DynestyStatic(name="pixels", nlive=75, number_of_cores=2).fit(model, analysis)`.
    """

    def loss(unit_vector):
        try:
            instance = model.instance_from_unit_vector(unit_vector)
            return -analysis.log_likelihood_function(instance)
        except (exc.InversionException, exc.ResampleException):
            return np.inf

    # A small simplex where the maximum is near.
    size = 0.1 if start is None else 0.03
    start = np.full(model.prior_count, 0.5) if start is None else start
    corners = np.vstack([start, start + size * np.diag(np.where(start < 0.8, 1, -1))])
    found = minimize(
        loss,
        start,
        method="Nelder-Mead",
        bounds=[(0.001, 0.999)] * start.size,
        options={"initial_simplex": corners, "maxfev": calls, "xatol": 1e-3,
                 "fatol": 0.1, "adaptive": True},
    )  # fmt: skip
    return model.instance_from_unit_vector(found.x), found.x


def fit_real_lens(name, folder, output, shape=(30, 30), iterations=15, calls=300):
    """From the FITS files of a lens to the pixels of its source."""
    redshifts = LENSES[name]["redshifts"]
    whole = dataset_from(folder, LENSES[name]["left_out"])

    # 1. Mask, sub-grid, and the images that belong together, found in the image.
    found = al.preparation.prepare(whole)
    dataset = found.prepared(whole)
    print(f"\n{name}\n{found.info}")

    # 2. A source of a few Gaussians, which says where the mass is within percents.
    model = al.model_util.lens_model_from(found, *redshifts)
    analysis = al.AnalysisImaging(
        dataset, positions_likelihood_list=found.positions_likelihood()
    )
    search = af.LeastSquares(
        name="1_gaussians", path_prefix=name, n_starts=1, iterations=iterations,
        seed=1, output_path=output.parent,
    )  # fmt: skip
    with conf.with_config("visualize", "search_observers", value=[]):
        first = search.fit(model, analysis)

    # 3. The source on pixels. The images of its brightest point must meet in the source
    #    plane: without that guard a lens that hardly deflects fits as well, its source
    #    being the image itself.
    common = {
        "dataset": dataset.apply_sparse_operator_cpu(),
        "positions_likelihood_list": first.positions_likelihood_from(),
    }
    adapt_images = al.AdaptImages.from_result(first)
    analysis = al.AnalysisImaging(adapt_images=adapt_images, **common)
    light = shining_light(first.instance, first.max_log_likelihood_fit)
    model = pixelized_model(first, redshifts, shape, light)
    instance, place = most_probable(model, analysis, calls)

    # 4. The light of the lens once more: it had made up for what a few Gaussians lack.
    model = light_model(first, redshifts, instance)
    instance, _ = most_probable(model, analysis, calls)
    fit = analysis.fit_from(instance)

    # 5. Mass and smoothing with that light, and with pixels that follow this source,
    #    which has no noise, rather than the image of the first fit, which has.
    lensed_source = fit.galaxy_model_image_dict[fit.tracer.galaxies[1]]
    adapt_images = al.AdaptImages(
        galaxy_name_image_dict={"galaxies.source": lensed_source}
    )
    analysis = al.AnalysisImaging(adapt_images=adapt_images, **common)
    model = pixelized_model(first, redshifts, shape, shining_light(instance, fit))
    fit = analysis.fit_from(most_probable(model, analysis, calls, place)[0])

    draw_fit(fit, output, "pixels")
    fits = {"Gaussians": first.max_log_likelihood_fit, "pixels": fit}
    return report(name, fits, found, output)


def report(name, fits, found, output):
    """Say what came out. The arcs are fitted where they are as quiet as the sky."""
    # Resampling has correlated the pixels of these images: the scatter of the sky is
    # about 0.66 of the noise map, and so is that of the arcs under a perfect model.
    print("source      residuals in arcs, in sky [noise map]   Einstein radius")
    for kind, fit in fits.items():
        arcs, sky = al.source_growth.residual_scatter(fit, found)
        radius = al.LensCalc.from_tracer(fit.tracer).einstein_radius_from()
        print(f'{kind:<11} {arcs:17.3f} {sky:7.3f} {radius:29.4f}"')
    print(f"published   {'':<40} {LENSES[name]['published']}")
    source = fits["pixels"].inversion.sources[0]
    print(
        f"log evidence {fits['pixels'].log_evidence:.1f}, "
        f"{source.mapper.pixels} source pixels of which the data measure "
        f"{fits['pixels'].inversion.number_of_good_parameters:.0f}, "
        f"magnification {source.magnification:.1f} ± {source.magnification_error:.1f}"
    )
    print(f"figures, FITS and CSV of the source: {output}")
    return {"scatter": (arcs, sky), "einstein_radius": radius, **fits}


def main(arguments=None):
    """Reconstruct what is named; returns what was found, by name."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "names", nargs="*", default=["simulated", *LENSES], metavar="NAME",
        help=f"of {['simulated', *LENSES]}",
    )  # fmt: skip
    parser.add_argument("--output", default=HERE.parent / "output" / "pixelization")
    parser.add_argument("--dataset", default=HERE.parent / "dataset")
    parser.add_argument("--quick", action="store_true", help="coarse, to try it out")
    given = parser.parse_args(arguments)
    if unknown := set(given.names) - {"simulated", *LENSES}:
        parser.error(f"unknown: {unknown}; choose from {['simulated', *LENSES]}")
    coarse = {"shape": (12, 12)} if given.quick else {}
    few = {"iterations": 4, "calls": 30} if given.quick else {}
    results = {}
    for name in given.names:
        output = Path(given.output) / name
        if name == "simulated":
            results[name] = reconstruct_simulated(output, **coarse)
        else:
            folder = Path(given.dataset) / name
            with conf.with_config("visualize", "general", "units", value="e$^-$/s"):
                results[name] = fit_real_lens(name, folder, output, **coarse, **few)
    return results


if __name__ == "__main__":
    main()
