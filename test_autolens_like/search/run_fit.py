"""A fit as a script, for tests that kill it: SEARCH ROOT CORES DELAY."""

import hashlib
import sys

from autolens_like.search.mcmc.emcee import Emcee
from autolens_like.search.mle.multi_start_lbfgs import MultiStartLBFGS
from autolens_like.search.nest.dynesty_dynamic import DynestyDynamic
from autolens_like.search.nest.dynesty_static import DynestyStatic
from autolens_like.search.nest.nautilus import Nautilus
from test_autolens_like.search.fakes import BoxModel, GaussianAnalysis

SEARCHES = {
    "static": (DynestyStatic, {"nlive": 30, "sample": "rwalk", "walks": 5}),
    "dynamic": (
        DynestyDynamic,
        {"nlive_init": 30, "maxbatch": 1, "sample": "rwalk", "walks": 5},
    ),
    "nautilus": (
        Nautilus,
        {"n_live": 60, "n_batch": 30, "n_eff": 60, "n_networks": 1},
    ),
    "emcee": (Emcee, {"nwalkers": 10, "nsteps": 60}),
    "multi_start": (MultiStartLBFGS, {"n_starts": 96}),
}


def digest_of(result):
    hasher = hashlib.sha256()
    samples = result.samples
    for values in (
        samples.parameter_lists,
        samples.log_likelihood_list,
        samples.weight_list,
    ):
        hasher.update(values.tobytes())
    return hasher.hexdigest()


def run(kind, root, cores=1, delay=0.0, **more):
    search_class, settings = SEARCHES[kind]
    search = search_class(
        "killed", number_of_cores=cores, output_path=root, **settings, **more
    )
    if kind == "multi_start":
        # What JAX compiles takes no time; a model that is built does.
        return search.fit(BoxModel(2, delay=delay), GaussianAnalysis())
    return search.fit(BoxModel(2), GaussianAnalysis(delay=delay))


if __name__ == "__main__":
    kind, root, cores, delay = sys.argv[1:]
    print("DIGEST", digest_of(run(kind, root, int(cores), float(delay))))
