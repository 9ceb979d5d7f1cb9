"""Factors of the light of exposures that are solved for beside its amplitudes.

The model of a calibrated exposure is g L s / μ + B b, with the columns L of its light
(worked out at the mean μ of the factor's prior), backgrounds B and the factor g. It is
linear in s and in g, but not in both: Gauss-Newton puts c = L s / μ of the step before
as one more column beside (g / μ) L and B, whose amplitude is g, and adds g c to the
data. Only the normal equations are needed, so that a step costs no pixels. Where it
ends, the covariance of the fluxes holds what is not known of the factors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.inversion.joint_system import JointSystem
from autolens_like.inversion.unknowns import BACKGROUND, ExposureSystem, UnknownGroup
from autolens_like.numerics.namespace import array_namespace, is_concrete

#: What factors are called where components have their names.
CALIBRATION_NAME = "flux_scaling"
#: Steps of the iteration in a compiled program, and the most there are outside of one.
_STEPS, _MOST_STEPS = 8, 100
#: A factor that moves by less of itself is found.
_TOLERANCE = 1e-11

Make = Callable[[Sequence[ExposureSystem], Sequence[UnknownGroup]], JointSystem]


@dataclass(frozen=True, eq=False)
class Calibration:
    """The factor of one exposure.

    Parameters
    ----------
    scope
        Name of the exposure, or of the band whose exposures share the factor.
    prior
        Mean and standard deviation.
    """

    scope: str
    prior: tuple[float, float]

    @property
    def group(self) -> UnknownGroup:
        """The unknown."""
        return UnknownGroup(
            CALIBRATION_NAME, self.scope, 1, BACKGROUND, ("",), self.prior
        )


def check_calibration(
    calibration: Mapping[str, tuple[float, float]], dataset: Any, tracer: Any
) -> None:
    """Refuse factors that cannot be solved for.

    Parameters
    ----------
    calibration
        Priors by the names of exposures or bands.
    dataset, tracer
        What is fitted.

    Raises
    ------
    InputException
        A name that there is not, a mean that is not above zero, or light of known
        intensity.
    """
    places = dict.fromkeys((*dataset.names, *dataset.bands))
    for key, (mean, _) in calibration.items():
        if key not in places:
            raise exc.InputException(
                f"calibration names {key!r}, which is no band or exposure of the "
                f"dataset. {exc.suggestion(str(key), places)}"
            )
        if mean <= 0.0:
            raise exc.InputException(
                f"calibration[{key!r}] has the mean {mean}; give one above zero, such "
                "as (1.0, 0.05)."
            )
    known = [p for galaxy in tracer.galaxies for p in galaxy.light_profiles]
    if calibration and known:
        raise exc.InputException(
            f"calibration came with a {type(known[0]).__name__} of known intensity, "
            "which has no factor to be solved for; take al.lp_linear, or a "
            "DatasetModel with a free flux_scaling."
        )


def column_factors(groups: Sequence[UnknownGroup], factor: Any) -> Any:
    """(k,) by what the columns of an exposure are multiplied: all but backgrounds.

    Parameters
    ----------
    groups
        Its unknowns, in the order of the columns.
    factor
        That of its light; None is 1, of all columns.
    """
    if factor is None:
        return 1.0
    kinds = [group.kind != BACKGROUND for group in groups for _ in range(group.size)]
    return array_namespace(factor).where(np.array(kinds), factor, 1.0)


def calibrated(
    system: JointSystem, calibrations: Mapping[str, Calibration], make: Make
) -> tuple[JointSystem, dict[str, Any]]:
    """The solution of a system with the factors of its exposures.

    Parameters
    ----------
    system
        Of columns at the means of the factors.
    calibrations
        By the name of the exposure, of those that are calibrated.
    make
        Makes a system of the normal equations of exposures and their unknowns.

    Returns
    -------
    system
        With the factors among its unknowns.
    factors
        g / μ by the name of the exposure; that of others is 1.

    Raises
    ------
    InversionException
        The factors do not settle: data and priors leave them open.
    """
    own = {
        one.name: calibrations[one.name]
        for one in system.systems
        if one.name in calibrations
    }
    if not own:
        return system, {}
    added = {calibration.group.key: calibration.group for calibration in own.values()}
    groups = [*system.layout.groups, *added.values()]
    factors: dict[Any, Any] = {key: group.prior[0] for key, group in added.items()}
    solved = system
    for step in range(_MOST_STEPS):
        parts = []
        for one in system.systems:
            calibration = own.get(one.name)
            if calibration is not None:
                amplitudes = solved.amplitudes[solved.layout.places_of(one.keys)]
                factor = factors[calibration.group.key]
                light = _is_light(system, one)
                one = _linearized(one, calibration, light, amplitudes, factor)
            parts.append(one)
        solved = make(parts, groups)
        before = factors
        factors = {
            key: solved.amplitudes[solved.layout.places_of([key])[0]] for key in added
        }
        if not is_concrete(solved.amplitudes):
            if step + 1 == _STEPS:
                break
        elif all(_is_near(factors[key], before[key]) for key in added):
            break
    else:
        names = " and ".join(scope for _, scope in added)
        raise exc.InversionException(
            f"The flux scaling of {names} does not settle after {_MOST_STEPS} steps, "
            "because data and priors leave it open; give it a narrower prior, or "
            "leave one exposure without."
        )
    relative = {name: before[one.group.key] / one.prior[0] for name, one in own.items()}
    return solved, relative


def _is_near(new: Any, old: Any) -> bool:
    return bool(abs(new - old) <= _TOLERANCE * abs(new))


def _is_light(system: JointSystem, one: ExposureSystem) -> np.ndarray:
    """(k,) which columns of an exposure the factor is of: all but backgrounds."""
    places = system.layout.places_of(one.keys)
    return ~system.layout.is_kind(BACKGROUND)[places]


def _linearized(
    one: ExposureSystem,
    calibration: Calibration,
    light: np.ndarray,
    amplitudes: Any,
    factor: Any,
) -> ExposureSystem:
    """The normal equations of an exposure with its factor as one more unknown.

    Parameters
    ----------
    one
        Of columns at the mean of the factor.
    light
        (k,) which columns the factor is of.
    amplitudes
        (k,) of the step before.
    factor
        That of the step before.
    """
    xp = array_namespace(one.curvature, one.vector, amplitudes, factor)
    mean = calibration.prior[0]
    scale = xp.where(light, factor / mean, 1.0)
    shape = light * amplitudes / mean
    beside = scale * (one.curvature @ shape)
    alone = shape @ one.curvature @ shape
    inside = scale[:, None] * one.curvature * scale
    curvature = xp.concatenate(
        [
            xp.concatenate([inside, beside[:, None]], axis=1),
            xp.concatenate([beside, alone[None]])[None],
        ]
    )
    vector = xp.concatenate(
        [
            scale * one.vector + factor * beside,
            (shape @ one.vector + factor * alone)[None],
        ]
    )
    keys = (*one.keys, calibration.group.key)
    return replace(one, curvature=curvature, vector=vector, keys=keys)
