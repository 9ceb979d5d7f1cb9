"""How many likelihood evaluations a search will ask for: an estimate, said as one.

What a nested sampler needs grows with the information H that the data hold about the
parameters, which nobody knows before the fit. It is guessed from how far below that of
a perfect fit the likelihood is where the priors draw. The true number of calls mostly
lies within a factor of two or three.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from autolens_like.search.mle.multi_start_levenberg_marquardt import REPETITIONS
from autolens_like.search.search import Search

#: ln sqrt(2 pi e): the entropy of a normal distribution of unit width [nats].
_NORMAL = 0.5 * math.log(2.0 * math.pi * math.e)
#: A likelihood and its gradient take as long as so many likelihoods.
GRADIENT = 3.0
#: Evaluations of a slice for each new point of it: stepping out and shrinking.
_SLICE = 5.0
#: Share of points that are accepted, drawn uniformly from the bounds of dynesty and
#: from those that the networks of Nautilus draw.
_UNIFORM_SHARE, _NETWORK_SHARE = 0.15, 0.3


def information(dimensions: int, drop: float) -> float:
    """Nats between a prior and a posterior, for a normal likelihood.

    With uniform priors of width w and a posterior of width σ in every parameter, log L
    is on average (w / σ)² / 24 a parameter below its maximum, and the information is
    ln(w / σ) - ln sqrt(2πe) a parameter.

    Parameters
    ----------
    dimensions
        Free parameters.
    drop
        How far below its maximum log L typically is within the priors.
    """
    ratio = math.sqrt(24.0 * max(drop, 1.0) / dimensions)
    return dimensions * max(math.log(ratio) - _NORMAL, 0.5)


def information_of_width(dimensions: int, sigmas: float) -> float:
    """The same for uniform priors of ± `sigmas` widths of the posterior."""
    return dimensions * max(math.log(2.0 * sigmas) - _NORMAL, 0.1)


def expected_calls(search: Search, dimensions: int, nats: float) -> float | None:
    """Likelihood evaluations of a search, estimated.

    Parameters
    ----------
    search
        With its settings.
    dimensions
        Free parameters.
    nats
        The `information` of the data.

    Returns
    -------
    float or None
        None for a search that nothing is known of. Evaluations with a gradient count
        `GRADIENT`.
    """
    rule = _RULES.get(type(search).__name__)
    return None if rule is None else rule(search.own_settings, dimensions, nats)


def _dynesty_static(own: dict[str, Any], dimensions: int, nats: float) -> float:
    dlogz = own["dlogz"] or 1e-3 * (own["nlive"] - 1) + 0.01
    return _nested(own, dimensions, nats, own["nlive"], dlogz)


def _dynesty_dynamic(own: dict[str, Any], dimensions: int, nats: float) -> float:
    # Batches go over the bulk of the posterior again, about as long as the first run.
    first = _nested(own, dimensions, nats, own["nlive_init"], own["dlogz_init"])
    return first if own["maxbatch"] == 0 else 2.0 * first


def _nested(
    own: dict[str, Any], dimensions: int, nats: float, live: int, dlogz: float
) -> float:
    # ln X falls by 1/live an iteration (Skilling 2006). The bulk of the posterior is
    # at ln X = -H, as wide as sqrt(dimensions / 2); then what is left falls to dlogz.
    left = -math.log(math.expm1(min(dlogz, 1.0)))
    depth = nats + math.sqrt(2.0 * dimensions) + left
    calls = live * (1.0 + max(depth, 1.0) * _calls_of_a_point(own, dimensions))
    limits = [own["maxcall"]] if own["maxcall"] else []
    return min([calls, *limits])


def _calls_of_a_point(own: dict[str, Any], dimensions: int) -> float:
    sample = own["sample"]
    if sample == "auto":
        sample = (
            "unif" if dimensions < 10 else "rwalk" if dimensions <= 20 else "rslice"
        )
    if sample == "unif":
        return 1.0 / _UNIFORM_SHARE
    if sample == "rwalk":
        return own["walks"] or dimensions + 20
    slices = own["slices"] or 3 + dimensions
    return _SLICE * slices * (dimensions if sample == "slice" else 1)


def _nautilus(own: dict[str, Any], dimensions: int, nats: float) -> float:
    exploration = own["n_live"] * nats / (1.5 * _NETWORK_SHARE)
    calls = exploration + own["n_eff"] / _NETWORK_SHARE
    return min(calls, own["n_like_max"] or math.inf)


def _least_squares(own: dict[str, Any], dimensions: int, nats: float) -> float:
    quick = own["quick_iterations"] * (own["n_starts"] if own["n_starts"] > 1 else 0)
    return (quick + own["iterations"]) * (dimensions + 1)


def _descent(own: dict[str, Any], dimensions: int, nats: float) -> float:
    # A quasi-Newton descent takes some steps for every parameter.
    steps = min(own["maxiter"], 20 + 5 * dimensions)
    return steps * (GRADIENT if own["gradient"] == "jax" else 1.3 * (dimensions + 1))


def _multi_start(own: dict[str, Any], dimensions: int, nats: float) -> float:
    return GRADIENT * own["n_starts"] * own["n_steps"]


def _levenberg_marquardt(own: dict[str, Any], dimensions: int, nats: float) -> float:
    # The first round, the last ascent; a step follows every parameter forward. A
    # good model needs no restarts, a rough one mostly as many as tell that it is one.
    race = own["n_candidates"] + own["n_starts"] * own["round_steps"] * dimensions
    restarts = min(own["n_restarts"], REPETITIONS)
    return (1 + restarts) * (race + own["n_steps"] * dimensions)


def _nuts(own: dict[str, Any], dimensions: int, nats: float) -> float:
    # 2^3 leapfrog steps for every draw of a well-scaled posterior.
    draws = own["num_chains"] * (own["num_warmup"] + own["num_samples"])
    return _multi_start(own, dimensions, nats) + GRADIENT * 8 * draws


_RULES: dict[str, Callable[[dict[str, Any], int, float], float]] = {
    "DynestyStatic": _dynesty_static,
    "DynestyDynamic": _dynesty_dynamic,
    "Nautilus": _nautilus,
    "Emcee": lambda own, *_: own["nwalkers"] * own["nsteps"],
    "Drawer": lambda own, *_: own["total_draws"],
    "ParticleSwarm": lambda own, *_: own["n_particles"] * own["iters"],
    "LeastSquares": _least_squares,
    "BFGS": _descent,
    "LBFGS": _descent,
    "MultiStartAdam": _multi_start,
    "MultiStartADABelief": _multi_start,
    "MultiStartLion": _multi_start,
    "MultiStartProdigy": _multi_start,
    "MultiStartLBFGS": _multi_start,
    "MultiStartLevenbergMarquardt": _levenberg_marquardt,
    "NUTS": _nuts,
}
