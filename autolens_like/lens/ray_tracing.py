"""The multi-plane recursion: coordinates in every plane of a lens system.

θ_j = θ - Σ_{i<j} β_ij α_i(θ_i),  β_ij = D_ij D_s / (D_j D_is)

(Schneider, Ehlers & Falco 1992, chapter 9), where s is the last plane: every mass is
in units of the deflection that a source in the last plane sees.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from autolens_like.cosmology.distances import LensingCosmology
from autolens_like.deflection_field.hessian import Deflections
from autolens_like.numerics.namespace import array_namespace


def scaling_factors_from(
    cosmology: LensingCosmology, redshifts: tuple[float, ...]
) -> tuple[tuple[Any, ...], ...]:
    """β_ij of all pairs of planes, 0 where j is not behind i.

    Parameters
    ----------
    cosmology
        Gives the distances; one inside a JAX trace gives traced factors.
    redshifts
        (Z,) increasing.
    """
    concrete = array_namespace(cosmology) is np
    return (_cached_factors if concrete else _factors)(cosmology, redshifts)


def _factors(
    cosmology: LensingCosmology, redshifts: tuple[float, ...]
) -> tuple[tuple[Any, ...], ...]:
    last = redshifts[-1]
    return tuple(
        tuple(
            cosmology.scaling_factor_between_redshifts_from(front, back, last)
            if front < back
            else 0.0
            for back in redshifts
        )
        for front in redshifts
    )


_cached_factors = lru_cache(maxsize=64)(_factors)


def scaling_factors_at_redshift_from(
    cosmology: LensingCosmology, redshifts: Sequence[float], redshift: float
) -> tuple[Any, ...]:
    """β_i of every plane in front of a redshift; 0 for the last plane itself.

    Parameters
    ----------
    cosmology
        Gives the distances.
    redshifts
        (Z,) of the planes, increasing.
    redshift
        Of the plane that is looked at, which need not be one of them.
    """
    last = redshifts[-1]
    return tuple(
        cosmology.scaling_factor_between_redshifts_from(front, redshift, last)
        if front < last
        else 0.0
        for front in redshifts
        if front < redshift
    )


def deflected(
    y: Any, x: Any, angles: Sequence[Any], scaling: Sequence[Any]
) -> tuple[Any, Any]:
    """θ - Σ β_i α_i; the very arrays that came where nothing deflects.

    Parameters
    ----------
    y, x
        Coordinates in the first plane [arcsec].
    angles
        α_i (y, x) of each plane in front, or None where it has no mass.
    scaling
        β_i of each.
    """
    for pair, factor in zip(angles, scaling, strict=True):
        if pair is None:
            continue
        if isinstance(factor, float) and factor == 1.0:
            y, x = y - pair[0], x - pair[1]
        else:
            y, x = y - factor * pair[0], x - factor * pair[1]
    return y, x


def traced_planes(
    y: Any,
    x: Any,
    deflections: Sequence[Deflections | None],
    scaling: Sequence[Sequence[Any]],
) -> Iterator[tuple[Any, Any]]:
    """Coordinates in plane after plane; a plane costs nothing until it is asked for.

    Parameters
    ----------
    y, x
        Coordinates in the first plane [arcsec].
    deflections
        (Z,) formula of each plane, None where it has no mass.
    scaling
        (Z, Z) factors β_ij.

    Yields
    ------
    (y, x) of the shapes that came
    """
    angles: list[Any] = []
    here = (y, x)
    for plane in range(len(deflections)):
        if plane > 0:
            formula = deflections[plane - 1]
            angles.append(None if formula is None else formula(*here))
            here = deflected(y, x, angles, [scaling[i][plane] for i in range(plane)])
        yield here


def angles_of_planes(
    y: Any,
    x: Any,
    deflections: Sequence[Deflections | None],
    scaling: Sequence[Sequence[Any]],
) -> list[Any]:
    """α_i(θ_i) of every plane, None where it has no mass."""
    planes = traced_planes(y, x, deflections, scaling)
    return [
        None if formula is None else formula(*here)
        for formula, here in zip(deflections, planes, strict=True)
    ]
