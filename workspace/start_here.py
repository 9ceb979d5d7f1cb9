"""Fit a strong lens, from FITS images to the posterior of its model.

    python workspace/start_here.py                        the HST lens SLACS J0252+0039
    python workspace/start_here.py MY_LENS.yaml           a lens of yours
    python workspace/start_here.py MY_LENS.yaml --dataset FOLDER --seed 2 --cores 4

Copy `start_here.yaml`, change the names of the files and the redshifts, and run. All
that is particular to a lens stands there; this script is the same for every lens.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import autolens_like as al
import autolens_like.plot as aplt
from autolens_like import af, conf

HERE = Path(__file__).resolve().parent

# What a YAML file may hold: a type marks a key that it must give, None one that may
# stay empty. A misspelt key is an error that names the nearest right one.
KEYS = {
    "name": str,
    "dataset": {
        "folder": str,
        "data": str,
        "data_hdu": (int, str),
        "noise_map": str,
        "noise_map_hdu": (int, str),
        "psf": str,
        "psf_hdu": (int, str),
        "pixel_scale": None,
        "noise_masked_above": 1e8,
        "units": "e$^-$/s",
    },
    "lens": {"redshift": float, "light_parts": 2},
    "source": {"redshift": float, "most_parts": 8, "residual_ratio": 1.2},
    "preparation": {
        "light_centre": None,
        "einstein_radius": None,
        "positions": None,
        "mask_radius": None,
        "positions_threshold": 0.3,
    },
    "search": {"live_points": 75, "walks": 20, "dlogz": 0.5, "iterations": 25},
    "published": {"einstein_radius": None, "reference": ""},
}

#: The clumps found first, which are the brightest, keep free centres to the end.
FREE_CLUMPS = 3


def dataset_from(files, folder):
    """The image, its noise map and its point spread function."""
    return al.Imaging.from_fits(
        pixel_scales=files["pixel_scale"],  # None reads it from the WCS
        data_path=folder / files["data"],
        data_hdu=files["data_hdu"],
        noise_map_path=folder / files["noise_map"],
        noise_map_hdu=files["noise_map_hdu"],
        psf_path=folder / files["psf"],
        psf_hdu=files["psf_hdu"],
        # Archives write a huge noise where a neighbour or a gap is to be left out.
        noise_threshold=files["noise_masked_above"],
    )


def best_fit_from(model, analysis, found, settings, common):
    """The best model, its source grown until arcs and sky look alike."""
    searching = settings["search"]
    parts = 1
    # Their figures are not worth the time: those of the last search show everything.
    with conf.with_config("visualize", "search_observers", value=[]):
        search = af.LeastSquares(
            name="1_best_fit", iterations=searching["iterations"], **common
        )
        result = search.fit(model=model, analysis=analysis)
        while parts < settings["source"]["most_parts"]:
            arcs, sky = al.source_growth.residual_scatter(
                result.max_log_likelihood_fit, found
            )
            print(f"  residuals: {arcs:.3f} in the arcs, {sky:.3f} in the sky")
            if arcs <= settings["source"]["residual_ratio"] * sky:
                break
            # A galaxy is no ellipse: put another part where light is missing.
            model = al.source_growth.model_with_clump_from(
                result, found, name=f"clump_{parts}"
            )
            parts += 1
            search = af.LeastSquares(
                name=f"1_best_fit_{parts}_parts",
                n_starts=1,
                iterations=max(searching["iterations"] // 2, 1),
                **common,
            )
            result = search.fit(model=model, analysis=analysis)
    return result


def posterior_model_from(best):
    """The model whose posterior is wanted: priors of ±6 sigma about the best fit."""
    # Shapes of lens light and clumps stay at their best values, so do the centres of
    # all but the first clumps: the mass hardly depends on them.
    galaxies = best.instance.galaxies
    clumps = [name for name in galaxies.source.profiles if name.startswith("clump_")]
    fixed = ["galaxies.lens.light_*"]
    fixed += [f"galaxies.source.{name}.*ell_comps*" for name in clumps[:FREE_CLUMPS]]
    fixed += [f"galaxies.source.{name}.*" for name in clumps[FREE_CLUMPS:]]
    model = best.model_narrowed(sigmas=6.0, fixed=fixed)
    # Most Gaussians of the lens light are dark in the best fit: leave them out.
    fit = best.max_log_likelihood_fit
    for name, light in galaxies.lens.profiles.items():
        if name.startswith("light_"):
            shining = al.model_util.shining_part_of(light, fit)
            setattr(model.galaxies.lens, name, shining)
    return model


def main(arguments=None):
    """Fit the lens of a YAML file; returns the result."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("config", nargs="?", default=HERE / "start_here.yaml")
    parser.add_argument("--dataset", help="folder of the FITS files")
    parser.add_argument("--output", default=HERE / "output", help="folder of results")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cores", type=int, default=2)
    given = parser.parse_args(arguments)
    settings = conf.checked(conf.read_yaml(given.config), KEYS, given.config)
    units = settings["dataset"]["units"]
    with conf.with_config("visualize", "general", "units", value=units):
        return fitted(settings, given)


def fitted(settings, given):
    """The result of the fit that the settings describe."""
    folder = Path(given.config).resolve().parent / settings["dataset"]["folder"]
    if given.dataset is not None:
        folder = Path(given.dataset)
    common = {
        "path_prefix": settings["name"],
        "seed": given.seed,
        "output_path": given.output,
        "number_of_cores": given.cores,
    }

    # 1. The data, and what can be found in them without a model.
    whole = dataset_from(settings["dataset"], folder)
    known = dict(settings["preparation"])
    threshold = known.pop("positions_threshold")
    found = al.preparation.prepare(whole, **known)
    dataset = found.prepared(whole)
    print(found.info)
    # Open this picture before you trust anything else: are mask, sub-grid and images
    # where they should be? If not, give them under 'preparation:' in the YAML file.
    pictures = aplt.subplot_setup_checks(
        dataset,
        lens_subtracted_signal_to_noise_map=found.signal_to_noise_map,
        positions=found.positions,
        unmasked_dataset=whole,
        output_path=Path(given.output) / settings["name"],
    )
    print(f"check: {pictures[0]}")

    # 2. The best model. Images of one source that do not meet in its plane cost so much
    #    likelihood that wrong solutions (a lens without magnification) cannot win.
    analysis = al.AnalysisImaging(
        dataset, positions_likelihood_list=found.positions_likelihood(threshold)
    )
    # The light of the lens: sums of Gaussians of many widths on common ellipses. Their
    # brightnesses are no parameters: every likelihood solves for the best ones. The
    # mass: an isothermal ellipsoid near the light, with an external shear. The source:
    # one more sum of Gaussians, where the images trace back to.
    model = al.model_util.lens_model_from(
        found,
        lens_redshift=settings["lens"]["redshift"],
        source_redshift=settings["source"]["redshift"],
        light_parts=settings["lens"]["light_parts"],
    )
    best = best_fit_from(model, analysis, found, settings, common)

    # 3. The posterior of the mass and of where the source is.
    model = posterior_model_from(best)
    search = af.DynestyStatic(
        name="2_posterior",
        nlive=settings["search"]["live_points"],
        walks=settings["search"]["walks"],
        dlogz=settings["search"]["dlogz"],
        sample="rwalk",
        bound="multi",
        **common,
    )
    result = search.fit(model=model, analysis=analysis)
    report(result, found, settings["published"])
    return result


def report(result, found, published):
    """Say what came out, and where it is."""
    median, lower, upper = result.effective_einstein_radius
    arcs, sky = al.source_growth.residual_scatter(result.max_log_likelihood_fit, found)
    evidence, error = result.samples.log_evidence, result.samples.log_evidence_error
    limits = f"+{upper - median:.4f} -{median - lower:.4f}"
    print(f'effective Einstein radius  {median:.4f}" {limits} (1 sigma)')
    if published["einstein_radius"] is not None:
        print(
            f'published                  {published["einstein_radius"]}" '
            f"({published['reference']})"
        )
    print(f"log evidence               {evidence:.2f} +- {error:.2f}")
    print(f"rms of residuals           {arcs:.3f} in the arcs, {sky:.3f} in the sky")
    print(
        f"reduced chi-squared        {arcs**2:.3f} in the arcs, {sky**2:.3f} in the sky"
        " (where the noise map exceeds the scatter, below 1)"
    )
    print(f"results                    {result.paths.folder}")


# Every worker process reads this file again: without this line each of them would start
# the fit anew.
if __name__ == "__main__":
    main()
