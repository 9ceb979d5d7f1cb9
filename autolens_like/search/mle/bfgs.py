"""Quasi-Newton steps in coordinates without limits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from autolens_like.search import settings
from autolens_like.search.mle.scipy_descent import Climb, ScipyDescent
from autolens_like.search.unconstrained import points_from


class BFGS(ScipyDescent):
    """A maximum of the posterior by BFGS (Nocedal & Wright 2006; scipy), and the normal
    posterior about it.

    It climbs in coordinates in which all priors are standard normal distributions and
    limits are at infinity, from the medians of the priors or from the best of some
    draws. The samples are those of `LBFGS`.

    Parameters
    ----------
    name, path_prefix, unique_tag
        Folders of the result below the output folder.
    tol
        Another name of `gtol`.
    gtol
        Stop when no derivative of the log posterior is above this, in its change over
        one standard deviation of a prior.
    maxiter
        Iterations, at most.
    gradient, eps, draws
        As in `LBFGS`.
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
        gtol: float = 1e-03,
        maxiter: int = 15000,
        gradient: str = "auto",
        eps: float = 1e-5,
        draws: int = 500,
        **common: Any,
    ):
        tol = settings.optional_real_number("tol", tol)
        own = {
            "gtol": tol or settings.real_number("gtol", gtol),
            "maxiter": settings.whole_number("maxiter", maxiter),
        }
        super().__init__(
            name, path_prefix, unique_tag, own, gradient, eps, draws, common
        )

    def _climb(self, climb: Climb, start: np.ndarray) -> Any:
        from scipy.optimize import minimize

        found = minimize(
            climb.unconstrained,
            points_from(start),
            jac=True,
            method="BFGS",
            options={"gtol": self.gtol, "maxiter": self.maxiter},
        )
        return found, found.x
