"""`Settings` of the linear solve behind linear light profiles and pixelizations."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
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
    """

    use_positive_only_solver: bool = True
    use_border_relocator: bool = True
    use_edge_zeroed_pixels: bool = True
    no_regularization_add_to_curvature_diag_value: float = 1e-3
