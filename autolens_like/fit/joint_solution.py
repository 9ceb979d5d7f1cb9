"""`JointSolution`: what was solved for in several exposures, by name and by pixel."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.fit.backgrounds import BACKGROUND_NAME
from autolens_like.fit.flux_calibration import (
    CALIBRATION_NAME,
    Calibration,
    column_factors,
)
from autolens_like.inversion.joint_system import JointSystem
from autolens_like.inversion.unknowns import LIGHT, PIXELS, UnknownGroup
from autolens_like.numerics.cached import cached_property
from autolens_like.numerics.namespace import array_namespace


class JointSolution:
    """Amplitudes, their covariance and the response of the data to them.

    Of linear systems that have nothing in common, one after the other.
    """

    systems: list[JointSystem]
    #: The exposures that are switched on, and one of them by its number.
    exposures: list[Any]
    exposure: Callable[[int], Any]
    _fit: Any
    #: The unknowns of every exposure, by its number, in the order of its columns.
    _groups_by_exposure: dict[int, list[UnknownGroup]]
    #: Factors of light that are solved for, and what they are over their means, by the
    #: name of the exposure.
    _calibrations: dict[str, Calibration]
    _factors: dict[str, Any]

    @property
    def groups(self) -> list[UnknownGroup]:
        """The unknowns, in their order."""
        return [group for system in self.systems for group in system.layout.groups]

    @property
    def names(self) -> list[str]:
        """(K,) what the unknowns are called."""
        return [name for group in self.groups for name in group.names]

    @property
    def total_params(self) -> int:
        """K, the number of unknowns; one that exposures share counts once."""
        return sum(group.size for group in self.groups)

    @cached_property
    def slices(self) -> dict[tuple[str, str], slice]:
        """Where the unknowns of every component and scope stand."""
        ends = np.cumsum([0, *(group.size for group in self.groups)])
        return {
            group.key: slice(int(first), int(last))
            for group, (first, last) in zip(self.groups, pairwise(ends), strict=True)
        }

    @cached_property
    def amplitudes(self) -> Any:
        """(K,) the solution."""
        parts = [system.amplitudes for system in self.systems]
        return array_namespace(parts).concatenate(parts) if parts else np.zeros(0)

    @cached_property
    def covariance(self) -> Any:
        """(K, K) covariance of the amplitudes; zero between systems."""
        xp = array_namespace([system.covariance for system in self.systems])
        size, first, rows = self.total_params, 0, []
        for system in self.systems:
            own = system.covariance
            after = size - first - len(own)
            rows.append(xp.pad(own, ((0, 0), (first, after))))
            first += len(own)
        return xp.concatenate(rows) if rows else np.zeros((0, 0))

    @property
    def errors(self) -> Any:
        """(K,) standard deviations of the amplitudes."""
        parts = [system.covariance.diagonal() for system in self.systems]
        xp = array_namespace(parts)
        return xp.sqrt(xp.concatenate(parts)) if parts else np.zeros(0)

    def by_name(self, values: Any) -> dict[str, dict[str, Any]]:
        """(K,) numbers by exposure and component, those of source pixels as arrays.

        Coefficients of a background are called "background" (the constant),
        "background.y", "background.x", ..., and a factor that is solved for is called
        "flux_scaling".
        """
        table: dict[str, dict[str, Any]] = {}
        for number, groups in self._groups_by_exposure.items():
            own: dict[str, Any] = {}
            for group in groups:
                part = values[self.slices[group.key]]
                if group.kind == LIGHT:
                    own[group.component] = part[0]
                elif group.kind == PIXELS:
                    own[group.component] = part
                else:
                    for term, value in zip(group.terms, part, strict=True):
                        own[
                            f"{BACKGROUND_NAME}.{term}" if term else BACKGROUND_NAME
                        ] = value
            calibration = self._calibrations.get(self._fit.dataset.names[number])
            if calibration is not None:
                part = values[self.slices[calibration.group.key]]
                own[CALIBRATION_NAME] = part[0]
            table[self._fit.dataset.names[number]] = own
        return table

    def _factor_of(self, number: int) -> Any:
        """(k,) by what the columns of an exposure are multiplied; 1 without one."""
        factor = self._factors.get(self._fit.dataset.names[number])
        return column_factors(self._groups_by_exposure[number], factor)

    def _columns_of(self, number: int) -> np.ndarray:
        """Place among all unknowns of every column of an exposure."""
        own = [self.slices[group.key] for group in self._groups_by_exposure[number]]
        parts = [np.arange(part.start, part.stop) for part in own]
        return np.concatenate([np.zeros(0, dtype=int), *parts])

    @property
    def response_matrix(self) -> np.ndarray:
        """(K, n) what unit amplitudes add to the model, one unknown a row.

        Exposures stand side by side; an unknown that an exposure does not have is
        zero there. Flux scalings are in it; rows of factors that are solved for are
        left zero.
        """
        blocks = []
        for number in self._fit.dataset.active_indices:
            exposure = self.exposure(number)
            block = np.zeros((self.total_params, exposure.mask.shape_slim))
            if exposure.inversion is not None:
                own = np.asarray(exposure.inversion.operated_mapping_matrix)
                own = own * self._factor_of(number)
                block[self._columns_of(number)] = own.T
            blocks.append(block)
        return np.concatenate(blocks, axis=1)

    @property
    def data_response(self) -> Any:
        """(n,) what is fitted: the data less the light of known intensity."""
        parts = [fit._target for fit in self.exposures]
        return array_namespace(parts).concatenate(parts)

    @property
    def error_response(self) -> np.ndarray:
        """(n,) variance of the noise."""
        return np.concatenate([fit._noise**2 for fit in self.exposures])

    @property
    def conditioning_text(self) -> str:
        """Rank, condition and the combinations that are least known, by name."""
        return "".join(
            system.conditioning.text(system.names) for system in self.systems
        )

    def require_some(self) -> None:
        """Refuse a fit in which nothing is solved for.

        Raises
        ------
        InversionException
            There is no linear light, pixelization or background.
        """
        if not self.systems:
            raise exc.InversionException(
                "Nothing in this fit is solved for, so that there are no amplitudes; "
                "give a galaxy linear light (al.lp_linear) or a pixelization."
            )
