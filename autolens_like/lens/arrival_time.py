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

from autolens_like import exc
from autolens_like.cosmology.distances import LensingCosmology
from autolens_like.galaxy.doors import LightAndMassDoors, entered, total
from autolens_like.lens.planes import Planes
from autolens_like.lens.ray_tracing import traced_planes
from autolens_like.numerics.namespace import array_namespace
from autolens_like.structures.coordinates import array_like, coordinates_from
from autolens_like.typing import GridLike, Namespace

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


class ArrivalTimes(LightAndMassDoors, Planes):
    """Fermat potentials and time delays of the planes of a `Tracer`."""

    def fermat_potential(self, y: Any, x: Any, plane_index: int = -1) -> Any:
        """The arrival time over that of one arcsec² [arcsec²], bare arrays.

        ½ |θ - β|² - ψ(θ) of two planes; of more the sum of `lens/arrival_time.py`, in
        units of D_Δt / c of the first plane with mass and the plane of the source.

        Parameters
        ----------
        y, x
            Coordinates in the first plane [arcsec].
        plane_index
            The plane of the source.

        Raises
        ------
        RayTracingException
            There is no plane in front of the source.
        """
        first, source = self._planes_of_delay(plane_index)
        redshifts = self.plane_redshifts
        weights = arrival_weights_from(self.cosmology, redshifts, first, source)
        formulas = self.plane_deflections()[: source + 1]
        planes = list(traced_planes(y, x, formulas, self.scaling))[first:]
        potentials = [
            total((m.potential(*here) for m in members if m.mass_profiles), here[0])
            if formula is not None
            else None
            for members, formula, here in zip(
                self.members_of_planes[first:source],
                formulas[first:source],
                planes[:-1],
                strict=True,
            )
        ]
        return fermat_potential(planes, potentials, weights)

    def _planes_of_delay(self, plane_index: int) -> tuple[int, int]:
        """The nearest plane with mass (the first where none has), and the source's."""
        source = self._plane_in_range(plane_index)
        if source == 0:
            raise exc.RayTracingException(
                f"A time delay to plane {plane_index} was asked for; this tracer has "
                f"planes at redshifts {self.plane_redshifts} and none in front of it. "
                "Give a source behind the lens."
            )
        massive = [i for i, f in enumerate(self.plane_deflections()) if f is not None]
        first = massive[0] if massive and massive[0] < source else 0
        return first, source

    def time_delays_from(
        self, grid: GridLike, xp: Namespace | None = None, plane_index: int = -1
    ) -> Any:
        """Arrival time at coordinates [days], relative to an undeflected ray.

        Of any number of planes, see `lens/arrival_time.py`. Only differences between
        the images of one source can be observed.

        Parameters
        ----------
        grid, xp
            As for `image_2d_from`.
        plane_index
            The plane of the source.

        Raises
        ------
        RayTracingException
            There is no plane in front of the source.
        """
        this, xp = entered(self, xp, grid)
        y, x = coordinates_from(grid, xp)
        first, source = self._planes_of_delay(plane_index)
        ends = self.plane_redshifts[first], self.plane_redshifts[source]
        days = self.cosmology.days_per_fermat_arcsec2_from(*ends)
        return array_like(grid, days * this.fermat_potential(y, x, source))
