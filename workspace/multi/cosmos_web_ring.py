"""The source of the COSMOS-Web ring in four bands of JWST, on one mesh, in colour.

    python workspace/multi/cosmos_web_ring.py

Two minutes on two quiet cores. Figures are below
`workspace/output/multi/cosmos_web_ring`. What the data are, and their noise, is in
`workspace/dataset/README.rst`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

import autolens_like as al
import autolens_like.plot as aplt
from autolens_like import af, conf, exc

HERE = Path(__file__).resolve().parent

BANDS = ("F115W", "F150W", "F277W", "F444W")
#: Of these the signal is the strongest for its resolution.
REFERENCE = "F277W"
#: Mercier et al. 2024, A&A 687, A61, and the photometric redshift of the source.
REDSHIFTS = (2.0, 5.10)
#: A galaxy beside the ring, (y, x) and radius [arcsec] of what is left out.
NEIGHBOUR, NEIGHBOUR_RADIUS = (1.17, 0.45), 0.33
#: The lens, (y, x), and what is fitted around it [arcsec].
CENTRE, RADIUS = (0.0, -0.05), 1.35

#: Rows and columns of the mesh in the source plane.
MESH = (28, 28)
#: Two images of the red spot in the colour picture, and where a round lens has it.
SPOT_IMAGES, SPOT_SOURCE = [(0.40, 0.50), (-0.35, -0.88)], (-0.05, -0.15)


# --- Where the exposures lie ----------------------------------------------------------


def dataset_from(folder):
    """The four exposures, whose headers have no WCS: placed on each other here."""
    dataset = al.MultiImaging.from_fits(
        [folder / f"{band}.fits" for band in BANDS], reference=REFERENCE
    )
    # The lens and its neighbour are seen in every band; where they are says how far an
    # exposure is displaced. Half a pixel would turn the colours of the source around.
    # The lens decides, which is the brightest; its neighbour agrees with it to half a
    # pixel of the finest.
    places = {
        name: (centroid_of(exposure, CENTRE), centroid_of(exposure, NEIGHBOUR))
        for name, exposure in zip(dataset.names, dataset, strict=True)
    }
    offsets = np.array([np.subtract(places[REFERENCE], p) for p in places.values()])
    print('offset (y, x) of an exposure by the lens, and by its neighbour ["]')
    for name, (lens, neighbour) in zip(dataset.names, offsets, strict=True):
        print(f"{name}  {lens.round(3)}  {neighbour.round(3)}")
    return dataset.with_placements(offsets=[tuple(lens) for lens, _ in offsets])


def centroid_of(exposure, place, width=0.1):
    """(y, x) of what shines near a place, under a Gaussian window of this width."""
    coordinates = exposure.mask.geometry.coordinates_native()
    place = np.array(place)
    for _ in range(50):
        squares = np.sum((coordinates - place) ** 2, axis=-1)
        weights = np.exp(-0.5 * squares / width**2) * exposure.data.native.array
        mean = np.sum(weights[..., None] * coordinates, axis=(0, 1)) / weights.sum()
        # The window pulls the mean towards its own middle.
        place = place + 1.5 * (mean - place)
    return place


def masked(dataset):
    """The ring in every band, without the neighbour."""
    rings = dataset.circular_masks(RADIUS, CENTRE)
    neighbours = dataset.circular_masks(NEIGHBOUR_RADIUS, NEIGHBOUR)
    masks = [
        al.Mask2D(ring.array | ~neighbour.array, ring.pixel_scales, ring.origin)
        for ring, neighbour in zip(rings, neighbours, strict=True)
    ]
    return dataset.apply_mask(masks)


# --- The lens -------------------------------------------------------------------------


def lens_of(dataset, output, iterations):
    """The lens, from the reference band and a source of two groups of Gaussians."""
    near = {"centre_prior_is_uniform": False, "ell_comps": (0.01, 0.01)}
    lens = af.Model(
        al.Galaxy,
        redshift=REDSHIFTS[0],
        light=al.model_util.mge_model_from(
            mask_radius=RADIUS, sigma_min=0.02, total_gaussians=15, centre=CENTRE,
            centre_sigma=0.02, **near,
        ),
        mass=al.mp.Isothermal,
        shear=al.mp.ExternalShear,
    )  # fmt: skip
    lens.mass.centre = lens.light.profile_list[0].centre
    lens.mass.ell_comps = tuple(af.GaussianPrior(0.01, 0.1) for _ in range(2))
    lens.shear.gamma_1 = af.UniformPrior(lower_limit=-0.1, upper_limit=0.1)
    lens.shear.gamma_2 = af.UniformPrior(lower_limit=-0.1, upper_limit=0.1)
    lens.mass.einstein_radius = af.UniformPrior(lower_limit=0.6, upper_limit=1.0)
    # The red spots and the blue arc of the picture are two places in the source.
    parts = {
        name: al.model_util.mge_model_from(
            mask_radius=size, sigma_min=0.01, total_gaussians=6, centre=SPOT_SOURCE,
            centre_sigma=0.1, **near,
        )
        for name, size in (("spot", 0.1), ("arc", 0.4))
    }  # fmt: skip
    source = af.Model(al.Galaxy, redshift=REDSHIFTS[1], **parts)
    model = af.Collection(galaxies=af.Collection(lens=lens, source=source))
    search = af.LeastSquares(
        name="lens", n_starts=4, iterations=iterations, seed=1, output_path=output
    )
    analysis = al.AnalysisImaging(
        dataset[REFERENCE], positions_likelihood_list=[positions_likelihood()]
    )
    with conf.with_config("visualize", "search_observers", value=[]):
        return search.fit(model, analysis)


def positions_likelihood():
    """The two images of the red spot come from one place in the source."""
    return al.PositionsLH(al.Grid2DIrregular(SPOT_IMAGES), threshold=0.1)


def refined(first, dataset, calls):
    """The mass with the largest evidence of a source of pixels, in the same band."""
    free = first.model_narrowed(sigmas=20.0).galaxies.lens
    shining = al.model_util.shining_part_of(
        first.instance.galaxies.lens.light, first.max_log_likelihood_fit
    )
    free.mass.centre = tuple(af.GaussianPrior(value, 0.03) for value in CENTRE)
    lens = af.Model(
        al.Galaxy, redshift=REDSHIFTS[0], light=shining, mass=free.mass,
        shear=free.shear,
    )  # fmt: skip
    model = af.Collection(
        galaxies=af.Collection(lens=lens, source=pixelized_source(
            af.LogUniformPrior(lower_limit=0.1, upper_limit=1000.0)
        ))
    )  # fmt: skip
    analysis = al.AnalysisImaging(
        dataset[REFERENCE].apply_sparse_operator_cpu(),
        positions_likelihood_list=[positions_likelihood()],
    )

    def loss(unit_vector):
        try:
            instance = model.instance_from_unit_vector(unit_vector)
            return -analysis.log_likelihood_function(instance)
        except (exc.InversionException, exc.ResampleException):
            return np.inf

    start = np.full(model.prior_count, 0.5)
    corners = np.vstack([start, start + 0.1 * np.eye(start.size)])
    found = minimize(
        loss,
        start,
        method="Nelder-Mead",
        bounds=[(0.001, 0.999)] * start.size,
        options={"initial_simplex": corners, "maxfev": calls, "xatol": 1e-3,
                 "fatol": 0.1, "adaptive": True},
    )  # fmt: skip
    return analysis.fit_from(model.instance_from_unit_vector(found.x))


def pixelized_source(coefficient):
    """The source on pixels that are small where the lens magnifies."""
    pixelization = af.Model(
        al.Pixelization,
        mesh=al.mesh.RectangularAdaptDensity(shape=MESH),
        regularization=af.Model(al.reg.Constant, coefficient=coefficient),
    )
    return af.Model(al.Galaxy, redshift=REDSHIFTS[1], pixelization=pixelization)


# --- The source in all bands ----------------------------------------------------------


def fit_of(dataset, lens, regularization, images=None):
    """All bands at once: source pixels, lens light and sky of every one are its own.

    The mesh is one for all bands, so that a pixel has four brightnesses: a colour. A
    regularization may follow what an earlier fit has seen of the source, an image a
    band.
    """
    pixelization = al.Pixelization(
        mesh=al.mesh.RectangularAdaptDensity(shape=MESH), regularization=regularization
    )
    source = al.Galaxy(redshift=REDSHIFTS[1], pixelization=pixelization)
    return al.FitMultiImaging(
        dataset,
        al.Tracer([lens, source]),
        amplitudes="separate",
        background="constant",
        adapt_images=None if images is None else [
            al.AdaptImages(galaxy_image_dict={source: image}) for image in images
        ],
    )  # fmt: skip


def sources_of(fit):
    """The reconstructed source of every band."""
    return [fit.fit_of(name).inversion.sources[0] for name in fit.dataset.names]


def reconstructed(dataset, lens, calls):
    """The source of every band, as smooth as the evidence of all of them prefers."""
    dataset = dataset.apply_over_sampling(over_sample_size_pixelization=2)
    dataset = dataset.apply_sparse_operator_cpu()
    # One strength of smoothing for all bands means the same in all of them where their
    # sources are equally bright: a first solution says how bright they are.
    first = fit_of(dataset, lens, al.reg.Constant(coefficient=10.0))
    sizes = [float(np.linalg.norm(one.reconstruction)) for one in sources_of(first)]
    largest = max(sizes)
    dataset = dataset.with_flux_scaling([size / largest for size in sizes])
    # It also says where: the red spot is sharper than what is faint around it.
    images = [one.model_images_of_planes_list[1] for one in first.fits]

    def fit_with(powers):
        inner, outer, scale = (10.0**power for power in powers)
        return fit_of(dataset, lens, al.reg.AdaptPower(inner, outer, scale), images)

    found = minimize(
        lambda powers: -fit_with(powers).log_evidence,
        [0.0, 1.0, -0.3],
        method="Nelder-Mead",
        # A signal scale below 0.1 is one of the logarithm of the signal: it gains
        # little, and the coefficients run away.
        bounds=[(-2.0, 3.0), (-1.0, 3.0), (-1.0, 0.5)],
        options={"maxfev": calls, "xatol": 0.03, "fatol": 0.5,
                 "initial_simplex": [[0.0, 1.0, -0.3], [-0.3, 1.0, -0.3],
                                     [0.0, 1.3, -0.3], [0.0, 1.0, -0.6]]},
    )  # fmt: skip
    return fit_with(found.x)


def draw(fit, output):
    """Every band, and colours: the image, the ring alone, and the source."""
    dataset, red_first = fit.dataset, ("F444W", "F277W", "F150W")
    numbers = [dataset.index_of(name) for name in red_first]
    title = " · ".join(map(" ".join, zip("RGB", red_first, strict=True)))
    aplt.subplot_multi_imaging(dataset, output_path=output, units="MJy/sr")
    aplt.subplot_fit_multi_imaging(fit, output_path=output, units="MJy/sr")
    aplt.plot_rgb(dataset, red_first, output_path=output, output_filename="rgb_data")
    rings = [fit.fits[i].subtracted_images_of_planes_list[1] for i in numbers]
    aplt.plot_rgb(
        rings,
        placements=[dataset.placements[number] for number in numbers],
        title=f"{title}: ring",
        black=[1.5 * float(np.median(fit.fits[i].noise_map.array)) for i in numbers],
        output_path=output,
        output_filename="rgb_ring",
    )
    grid = al.Grid2D.uniform((160, 160), pixel_scales=0.005, origin=SPOT_SOURCE)
    sources = sources_of(fit)
    colours = [sources[i].interpolated_reconstruction_from(grid) for i in numbers]
    caustics = al.LensCalc.from_tracer(fit.tracer).tangential_caustic_list_from()
    aplt.plot_rgb(
        colours,
        title=f"{title}: source",
        # What is fainter than a sixth of the bright parts is mostly noise.
        black=[float(np.percentile(colour.array, 99.5)) / 6.0 for colour in colours],
        lines=[np.asarray(caustic) for caustic in caustics],
        output_path=output,
        output_filename="rgb_source",
    )


def report(fit):
    """Say what came out. The sky of a perfect model has the χ² that the README says."""
    radius = al.LensCalc.from_tracer(fit.tracer).einstein_radius_from()
    print(f'Einstein radius {radius:.4f}" (published 0.77" to 0.78")')
    smoothing = fit.tracer.galaxies[1].pixelization.regularization
    print(f"log evidence {fit.log_evidence:.1f}, {smoothing}")
    print("band    χ² per pixel")
    rows = zip(fit.dataset.names, fit.chi_squared_list, fit.dataset, strict=True)
    for name, chi_squared, exposure in rows:
        print(f"{name}  {float(chi_squared) / exposure.shape_slim:12.3f}")


def main(arguments=None):
    """Reconstruct, draw and report; returns the fit."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--output", default=HERE.parent / "output" / "multi")
    parser.add_argument(
        "--dataset", default=HERE.parent / "dataset" / "cosmos_web_ring"
    )
    parser.add_argument("--quick", action="store_true", help="coarse, to try it out")
    given = parser.parse_args(arguments)
    output = Path(given.output) / "cosmos_web_ring"
    dataset = masked(dataset_from(Path(given.dataset)))
    first = lens_of(dataset, output, 1 if given.quick else 15)
    found = refined(first, dataset, 5 if given.quick else 250)
    # The light of the lens has the same Gaussians in all bands, each as bright as it is
    # there.
    heavy = found.tracer.galaxies[0]
    light = first.instance.galaxies.lens.light
    lens = al.Galaxy(
        redshift=REDSHIFTS[0], light=light, mass=heavy.mass, shear=heavy.shear
    )
    fit = reconstructed(dataset, lens, 3 if given.quick else 40)
    draw(fit, output)
    report(fit)
    print(f"figures: {output}")
    return fit


if __name__ == "__main__":
    main()
