"""A fit as a script, for tests that kill it: SEARCH ROOT CORES DELAY [STEP NUMBER].

With a step it kills itself at the call of that number: of "replace" or "fsync" before
it is done, of "journal" when half of what is pending is written.
"""

import hashlib
import os
import signal
import sys

from autolens_like.search.journal import Journal
from autolens_like.search.mcmc.emcee import Emcee
from autolens_like.search.mcmc.nuts import NUTS
from autolens_like.search.mle.multi_start_lbfgs import MultiStartLBFGS
from autolens_like.search.mle.multi_start_levenberg_marquardt import (
    MultiStartLevenbergMarquardt,
)
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
    "least_squares": (MultiStartLevenbergMarquardt, {"n_starts": 30}),
    "nuts": (NUTS, {"n_starts": 8, "num_warmup": 40, "num_samples": 60}),
}


class Distances(GaussianAnalysis):
    """Its likelihood, and the residuals that have it."""

    def residuals_function(self, instance):
        centre, sigma = self.data
        return (instance - centre) / sigma


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
    if kind in ("multi_start", "least_squares", "nuts"):
        # What JAX compiles takes no time; a model that is built does.
        return search.fit(BoxModel(2, delay=delay), Distances())
    return search.fit(BoxModel(2), GaussianAnalysis(delay=delay))


def die_at(step, number):
    """Kill this process, as nothing can prevent, at a step of writing."""
    left = int(number)

    def dying(do):
        def done(*arguments):
            nonlocal left
            left -= 1
            if left == 0:
                if step == "journal":
                    half_written(*arguments)
                os.kill(os.getpid(), signal.SIGKILL)
            return do(*arguments)

        return done

    if step == "journal":
        Journal.flush = dying(Journal.flush)
    else:
        setattr(os, step, dying(getattr(os, step)))


def half_written(journal):
    if journal._stream is not None:
        content = b"".join(journal._pending)
        journal._stream.write(content[: len(content) // 2])


if __name__ == "__main__":
    kind, root, cores, delay, *step = sys.argv[1:]
    if step:
        die_at(*step)
    print("DIGEST", digest_of(run(kind, root, int(cores), float(delay))))
