"""Fit the lens of start_here.py with derivatives: its optimum, and its posterior.

    python workspace/gradient_searches.py              MultiStartLBFGS, then NUTS
    python workspace/gradient_searches.py --nested     and DynestyStatic, to compare
    python workspace/gradient_searches.py MY_LENS.yaml --dataset FOLDER --seed 2

The model is the one whose posterior `start_here.py` samples; its first searches, which
find it, are those of that script and are loaded if they were run before. Give --cores 1
there for times that can be compared with the ones printed here.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np

# The script beside this one.
import start_here

import autolens_like as al
from autolens_like import af, conf


def problem_from(given):
    """The model about the best fit, the likelihood, and what all searches share."""
    config = Path(given.config)
    settings = conf.checked(conf.read_yaml(config), start_here.KEYS, config)
    folder = config.resolve().parent / settings["dataset"]["folder"]
    if given.dataset is not None:
        folder = Path(given.dataset)
    common = {
        "path_prefix": settings["name"],
        "seed": given.seed,
        "output_path": given.output,
    }
    whole = start_here.dataset_from(settings["dataset"], folder)
    known = dict(settings["preparation"])
    threshold = known.pop("positions_threshold")
    found = al.preparation.prepare(whole, **known)
    analysis = al.AnalysisImaging(
        found.prepared(whole),
        positions_likelihood_list=found.positions_likelihood(threshold),
    )
    model = al.model_util.lens_model_from(
        found,
        lens_redshift=settings["lens"]["redshift"],
        source_redshift=settings["source"]["redshift"],
        light_parts=settings["lens"]["light_parts"],
    )
    best = start_here.best_fit_from(model, analysis, found, settings, common)
    return start_here.posterior_model_from(best), analysis, settings["search"], common


def searches_from(given, searching, common):
    """The searches by name, in the order in which they run."""
    searches = {
        # 32 draws from the priors climb together; the best third goes on, and so on.
        # The curvature at the optimum tells a first posterior, without sampling.
        "optimum": af.MultiStartLBFGS(
            name="gradient_optimum", n_starts=given.starts, **common
        ),
        # Chains in the valley that this curvature describes: its inverse is their mass
        # matrix, so that they need no long warm-up.
        "NUTS": af.NUTS(
            name="gradient_nuts",
            n_starts=given.starts,
            num_warmup=given.warmup,
            num_samples=given.samples,
            **common,
        ),
    }
    if given.nested:
        searches["nested"] = af.DynestyStatic(
            name="gradient_nested",
            nlive=given.live_points,
            walks=searching["walks"],
            dlogz=searching["dlogz"],
            sample="rwalk",
            **common,
        )
    return searches


def fitted(model, analysis, searches):
    """The result of every search, and the CPU time that it took [s]."""
    results, seconds = {}, {}
    with conf.with_config("visualize", "search_observers", value=[]):
        for name, search in searches.items():
            begun = time.process_time()
            results[name] = search.fit(model=model, analysis=analysis)
            seconds[name] = time.process_time() - begun
    return results, seconds


def moments_of(samples):
    """Means and standard deviations of the parameters."""
    weights = samples.weight_list / samples.weight_list.sum()
    return weights @ samples.parameter_lists, np.sqrt(
        np.diag(samples.covariance_matrix)
    )


def report(results, seconds):
    """Say what each search found, at what price, and how their posteriors differ."""
    print(f"{'search':<10}{'log L':>12}{'log Z':>12}{'likelihoods':>14}{'CPU [s]':>10}")
    for name, result in results.items():
        samples = result.samples
        evidence = samples.log_evidence
        if evidence is None:
            evidence = samples.info["laplace_log_evidence"]
        print(
            f"{name:<10}{result.log_likelihood:12.2f}{evidence:12.2f}"
            f"{samples.total_samples:14d}{seconds[name]:10.0f}"
        )
    sampled = results["NUTS"].samples
    print(
        f"NUTS: R-hat at most {max(sampled.info['r_hat']):.3f}, at least "
        f"{min(sampled.info['effective_sample_sizes']):.0f} effective samples, "
        f"{sampled.info['divergences']} divergences"
    )
    reference = "nested" if "nested" in results else "optimum"
    mean, width = moments_of(results[reference].samples)
    other_mean, other_width = moments_of(sampled)
    print(f"NUTS and {reference}: difference of means / sigma, ratio of widths")
    for row in zip(
        sampled.parameter_names,
        (other_mean - mean) / width,
        other_width / width,
        strict=True,
    ):
        print("  {:<45}{:8.2f}{:8.2f}".format(*row))


def main(arguments=None):
    """Run the searches; returns their results and times."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    here = start_here.HERE
    parser.add_argument("config", nargs="?", default=here / "start_here.yaml")
    parser.add_argument("--dataset", help="folder of the FITS files")
    parser.add_argument("--output", default=here / "output", help="folder of results")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--starts", type=int, default=32)
    parser.add_argument("--warmup", type=int, default=50, help="transitions of a chain")
    parser.add_argument("--samples", type=int, default=500, help="kept of each chain")
    parser.add_argument("--live-points", type=int, default=200, help="of DynestyStatic")
    parser.add_argument("--nested", action="store_true", help="run DynestyStatic, too")
    given = parser.parse_args(arguments)
    model, analysis, searching, common = problem_from(given)
    results, seconds = fitted(model, analysis, searches_from(given, searching, common))
    report(results, seconds)
    return results, seconds


if __name__ == "__main__":
    main()
