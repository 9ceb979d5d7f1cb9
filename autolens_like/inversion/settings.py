"""`Settings` of the linear solve behind linear light profiles and pixelizations."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from autolens_like import exc

#: Settings of PyAutoLens that choose between ways to the same numbers, which here has
#: but one. Scripts may set them.
WITHOUT_EFFECT = (
    "use_mixed_precision",
    "log_det_method",
    "regularization_term_method",
    "positive_only_solver",
    "nnls_solver_tol",
    "nnls_max_iter",
    "nnls_warm_start_memo",
    "nnls_warm_start_error_tolerance",
    "nnls_preconditioning_no_mapper",
    "certified_pass_budget",
    "certified_fallback",
    "certified_tau_rel",
)


@dataclass(frozen=True, init=False)
class Settings:
    """How the linear amplitudes of a fit are solved for.

    Parameters
    ----------
    use_positive_only_solver
        Amplitudes may not be negative (the default), or may have any sign.
    use_border_relocator
        Move points that are traced outside the source-plane border on to it.
    use_edge_zeroed_pixels
        Keep the edge pixels of rectangular meshes at zero in a positive solution.
    no_regularization_add_to_curvature_diag_value
        Added to the diagonal of the curvature matrix for components without
        regularization, which keeps nearly equal components apart. In units of the
        matrix, (image / noise)², whose own diagonal is typically 1e2 to 1e8.
    without_effect
        Names in `WITHOUT_EFFECT` are accepted for scripts that set them: everything is
        solved exactly and in double precision.

    Each of the first four may be None, which is its default.

    Raises
    ------
    InputException
        An unknown name, or a value of another type.
    """

    use_positive_only_solver: bool = True
    use_border_relocator: bool = True
    use_edge_zeroed_pixels: bool = True
    no_regularization_add_to_curvature_diag_value: float = 1e-3

    def __init__(
        self,
        *,
        use_positive_only_solver: bool | None = None,
        use_border_relocator: bool | None = None,
        use_edge_zeroed_pixels: bool | None = None,
        no_regularization_add_to_curvature_diag_value: float | None = None,
        **without_effect: Any,
    ) -> None:
        given = {
            "use_positive_only_solver": use_positive_only_solver,
            "use_border_relocator": use_border_relocator,
            "use_edge_zeroed_pixels": use_edge_zeroed_pixels,
            "no_regularization_add_to_curvature_diag_value": (
                no_regularization_add_to_curvature_diag_value
            ),
        }
        for name in without_effect:
            if name not in WITHOUT_EFFECT:
                raise exc.InputException(
                    f"Settings has no '{name}'. "
                    f"{exc.suggestion(name, [*given, *WITHOUT_EFFECT])}"
                )
        for field in fields(self):
            value = given[field.name]
            value = field.default if value is None else value
            _check(field.name, value, type(field.default))
            object.__setattr__(self, field.name, value)


def _check(name: str, value: Any, kind: type) -> None:
    if kind is bool and isinstance(value, (bool, np.bool_)):
        return
    if kind is float and not isinstance(value, bool):
        number = isinstance(value, (int, float, np.integer, np.floating))
        if number and 0.0 <= value < np.inf:
            return
    allowed = "True or False" if kind is bool else "a number that is not negative"
    raise exc.InputException(f"Settings got {name}={value!r}; give {allowed}.")
