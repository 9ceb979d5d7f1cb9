"""From the optimum of one search to the priors of the next."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.model.prior import UniformPrior
from autolens_like.search.samples import Samples


def narrowed_model(
    samples: Samples, sigmas: float = 6.0, fixed: Iterable[str] = ()
) -> Any:
    """The model with some parameters fixed at the best fit and uniform priors of
    ± `sigmas` standard deviations about it for the others.

    The standard deviations are those that remain when the fixed parameters are known:
    a normal posterior of covariance C has, for the free ones, the covariance
    ((C⁻¹)_free)⁻¹. The limits of the earlier priors still hold.

    Parameters
    ----------
    samples
        A posterior that is close to normal, such as that of `LeastSquares`.
    sigmas
        Half the width of the new priors.
    fixed
        Names of parameters to fix; ``*`` stands for anything, so
        "galaxies.lens.bulge.*" is all of that component.

    Raises
    ------
    ModelException
        A name matches no parameter, or nothing would stay free.
    """
    names = samples.parameter_names
    fixed = list(fixed)
    for pattern in fixed:
        if not any(fnmatchcase(name, pattern) for name in names):
            raise exc.ModelException(
                f"fixed={pattern!r} matches no parameter. "
                f"{exc.suggestion(pattern, names)}"
            )
    is_free = np.array(
        [not any(fnmatchcase(name, pattern) for pattern in fixed) for name in names]
    )
    if not is_free.any():
        raise exc.ModelException(
            f"fixed={fixed!r} matches every parameter, so nothing would be left to fit."
        )
    best = samples.max_log_likelihood(as_instance=False)
    precision = np.linalg.pinv(samples.covariance_matrix, hermitian=True)
    covariance = np.linalg.pinv(precision[np.ix_(is_free, is_free)], hermitian=True)
    half = np.zeros(len(names))
    half[is_free] = sigmas * np.sqrt(np.diag(covariance))
    arguments: dict[Any, Any] = {}
    for prior, value, width in zip(
        samples.model.priors_ordered_by_id, best.tolist(), half.tolist(), strict=True
    ):
        lower = max(value - width, prior.lower_limit)
        upper = min(value + width, prior.upper_limit)
        arguments[prior] = (
            UniformPrior(lower, upper, width_modifier=prior.width_modifier)
            if width > 0.0
            else value
        )
    return samples.model.mapper_from_prior_arguments(arguments)
