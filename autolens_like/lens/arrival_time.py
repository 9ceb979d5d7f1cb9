"""The time that light takes through any number of planes.

Relative to a straight ray to the same point of the source plane n,

T = Σ_{i<n} (D_Δt(i, i+1) / c) ½ |θ_i - θ_{i+1}|² - Σ_{i<n} (D_Δt(i, s) / c) ψ_i(θ_i),

D_Δt(i, j) = (1 + z_i) D_i D_j / D_ij (Schneider, Ehlers & Falco 1992, section 9.2;
McCully et al. 2014, MNRAS 443, 3631), where the potentials ψ_i have, as the deflection
angles, the units of a source in the last plane s.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from autolens_like.cosmology.distances import LensingCosmology
from autolens_like.numerics.namespace import array_namespace

#: Of each plane: the factors of ½ |θ_i - θ_{i+1}|² and of ψ_i.
Weights = tuple[tuple[Any, Any], ...]


def arrival_weights_from(
    cosmology: LensingCosmology, redshifts: tuple[float, ...], first: int, source: int
) -> Weights:
    """Factors of the detours and of the potentials, over D_Δt(first, source).

    Parameters
    ----------
    cosmology
        Gives the distances; a cosmology inside a JAX trace gives traced factors.
    redshifts
        (Z,) of the planes, increasing; the last one gives the unit of the potentials.
    first
        The nearest plane that deflects; no detour is made in front of it.
    source
        The plane of the source.

    Returns
    -------
    (source - first,) pairs
    """
    concrete = array_namespace(cosmology) is np
    weights = _cached_weights if concrete else _weights
    return weights(cosmology, redshifts, first, source)


def _weights(
    cosmology: LensingCosmology, redshifts: tuple[float, ...], first: int, source: int
) -> Weights:
    distance = cosmology.time_delay_distance_from
    unit = distance(redshifts[first], redshifts[source])
    return tuple(
        (
            distance(redshifts[i], redshifts[i + 1]) / unit,
            distance(redshifts[i], redshifts[-1]) / unit,
        )
        for i in range(first, source)
    )


_cached_weights = lru_cache(maxsize=64)(_weights)


def fermat_potential(
    planes: Sequence[tuple[Any, Any]], potentials: Sequence[Any], weights: Weights
) -> Any:
    """The arrival time over D_Δt(first, source) / c [arcsec²].

    Parameters
    ----------
    planes
        Coordinates (y, x) in each plane from the first that deflects to the source.
    potentials
        ψ_i of each plane but the source's, None where it has no mass.
    weights
        As `arrival_weights_from` gives them.
    """
    (y, x), behind = planes[0], planes[1:]
    result = 0.0 * y
    pieces = zip(behind, potentials, weights, strict=True)
    for (next_y, next_x), potential, (detour, depth) in pieces:
        result = result + 0.5 * detour * ((y - next_y) ** 2 + (x - next_x) ** 2)
        if potential is not None:
            result = result - depth * potential
        y, x = next_y, next_x
    return result
