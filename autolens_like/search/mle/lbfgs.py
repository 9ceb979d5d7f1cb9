"""Limited-memory quasi-Newton steps inside the unit cube."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from autolens_like.search import settings
from autolens_like.search.mle.scipy_descent import Climb, ScipyDescent
from autolens_like.search.unconstrained import points_from


class LBFGS(ScipyDescent):
    """A maximum of the likelihood within the limits of the priors, by L-BFGS-B (Byrd,
    Lu, Nocedal & Zhu 1995; scipy), and the normal posterior about it.

    It climbs in the unit cube from the medians of the priors, or from the best of some
    draws where these have no likelihood. The samples are draws of the Laplace
    approximation in coordinates in which all priors are standard normal distributions:
    inside all limits, with a covariance from the second derivatives of likelihood and
    priors. Their log likelihoods are those of the approximation; its evidence is
    ``samples.info["laplace_log_evidence"]``.

    Parameters
    ----------
    name, path_prefix, unique_tag
        Folders of the result below the output folder.
    tol
        Sets `ftol` and `gtol` at once.
    ftol
        Stop when a step raises the log likelihood by less than this share of it.
    gtol
        Stop when no derivative in the unit cube is above this.
    maxcor
        Steps that are remembered for the curvature.
    maxfun, maxiter
        Evaluations and iterations, at most.
    maxls
        Evaluations along one line, at most.
    gradient
        Derivatives by ``"jax"`` or by ``"differences"``; ``"auto"`` is jax if the
        analysis has ``use_jax=True``.
    eps
        Step of the differences, in standard deviations of the priors.
    draws
        Samples drawn from the approximation.
    **common
        Keywords of `CommonSettings`: number_of_cores and pool (for the differences),
        seed, iterations_per_quick_update, iterations_per_full_update, silence,
        output_path.

    Raises
    ------
    SearchException
        A keyword is unknown or its value is not possible; when it runs, no start has a
        likelihood.
    """

    def __init__(
        self,
        name: str | None = None,
        path_prefix: str | Path | None = None,
        unique_tag: str | None = None,
        tol: float | None = None,
        ftol: float = 2.220446049250313e-09,
        gtol: float = 1e-05,
        maxcor: int = 10,
        maxfun: int = 15000,
        maxiter: int = 15000,
        maxls: int = 20,
        gradient: str = "auto",
        eps: float = 1e-5,
        draws: int = 500,
        **common: Any,
    ):
        tol = settings.optional_real_number("tol", tol)
        own = {
            "ftol": tol or settings.real_number("ftol", ftol),
            "gtol": tol or settings.real_number("gtol", gtol),
            "maxcor": settings.whole_number("maxcor", maxcor),
            "maxfun": settings.whole_number("maxfun", maxfun),
            "maxiter": settings.whole_number("maxiter", maxiter),
            "maxls": settings.whole_number("maxls", maxls),
        }
        super().__init__(
            name, path_prefix, unique_tag, own, gradient, eps, draws, common
        )

    def _climb(self, climb: Climb, start: np.ndarray) -> Any:
        from scipy.optimize import minimize

        names = ("ftol", "gtol", "maxcor", "maxfun", "maxiter", "maxls")
        found = minimize(
            climb.in_cube,
            start,
            jac=True,
            method="L-BFGS-B",
            bounds=[(0.0, 1.0)] * len(start),
            options={name: self.own_settings[name] for name in names},
        )
        return found, points_from(found.x)
