"""`JointInversion`: everything that is solved for in a `FitMultiImaging`."""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.fit.amplitude_sharing import linear_names_of
from autolens_like.fit.backgrounds import BACKGROUND_NAME
from autolens_like.fit.exposure_fit import ExposureFit, Share
from autolens_like.fit.joint_light import JointLight
from autolens_like.fit.shared_mesh import SharedMesh, TracedExposure, shared_mesh_from
from autolens_like.inversion.joint_system import JointSystem, Smoothing
from autolens_like.inversion.mapper import Mapper
from autolens_like.inversion.pixelization import Pixelization
from autolens_like.inversion.unknowns import (
    BACKGROUND,
    LIGHT,
    PIXELS,
    ExposureSystem,
    UnknownGroup,
    connected,
)
from autolens_like.numerics.blocks import each_apart
from autolens_like.numerics.namespace import array_namespace


@lru_cache(maxsize=4096)
def _light_group(
    name: str, scope: str, prior: tuple[float, float] | None
) -> UnknownGroup:
    """The unknown of one linear profile, the same one in every fit."""
    return UnknownGroup(name, scope, prior=prior)


class JointInversion:
    """The amplitudes of all exposures of a fit.

    The unknowns stand in a fixed order: systems that have nothing in common follow
    each other in the order of their first exposure; inside of one, amplitudes of light
    (galaxy by galaxy, as first met), then backgrounds, then source pixels. `names` and
    `groups` say what each of them is. Pixels of exposures follow each other in the
    order of the dataset, those of an exposure as its slim arrays have them; exposures
    that are switched off, and masked pixels, are left out.

    Parameters
    ----------
    fit
        The `FitMultiImaging`.
    """

    def __init__(self, fit: Any) -> None:
        self._fit = fit

    @cached_property
    def light(self) -> JointLight:
        """The light of all exposures."""
        return JointLight(self._fit)

    @property
    def exposures(self) -> list[ExposureFit]:
        """The exposures that are switched on."""
        return [fit for fit in self._fit.fits if fit is not None]

    @property
    def _numbers(self) -> tuple[int, ...]:
        return self._fit.dataset.active_indices

    def _number_of(self, exposure: ExposureFit) -> int:
        return next(n for n in self._numbers if self._fit.fits[n] is exposure)

    @cached_property
    def _names(self) -> dict[tuple[int, int], str]:
        """Names of components by number of the galaxy and identity of the profile."""
        names = {}
        paths = self._fit.paths
        for number, galaxy in enumerate(self._fit.tracer.galaxies):
            own = linear_names_of(paths[number], galaxy)
            for name, component in galaxy.profiles.items():
                if isinstance(component, Pixelization):
                    own[id(component)] = f"{paths[number]}.{name}"
            names |= {(number, key): name for key, name in own.items()}
        return names

    def component_names_of(self, exposure: ExposureFit) -> list[str]:
        """Names of the linear light of an exposure, as its columns stand."""
        parts = exposure.components
        return [self._names[part.galaxy, id(part.profile)] for part in parts]

    def _groups_of(self, number: int) -> list[UnknownGroup]:
        """The unknowns of one exposure, in the order of its columns."""
        sharing, dataset = self._fit.sharing, self._fit.dataset
        exposure = self._fit.fits[number]
        groups = [
            _light_group(
                name, sharing.scope_of(dataset, number, name), sharing.prior_of(name)
            )
            for name in self.component_names_of(exposure)
        ]
        own = exposure.background
        if own is not None:
            prior = sharing.prior_of(f"{BACKGROUND_NAME}.{own.scope}")
            groups.append(
                UnknownGroup(
                    BACKGROUND_NAME,
                    own.scope,
                    len(own.terms),
                    BACKGROUND,
                    own.terms,
                    prior,
                )
            )
        for part, mapper in zip(exposure.pixelized, exposure.mappers, strict=True):
            name = self._names[part.galaxy, id(part.pixelization)]
            scope = sharing.scope_of(dataset, number, name)
            groups.append(UnknownGroup(name, scope, mapper.pixels, PIXELS))
        return groups

    @cached_property
    def _groups_by_exposure(self) -> dict[int, list[UnknownGroup]]:
        return {number: self._groups_of(number) for number in self._numbers}

    @cached_property
    def meshes(self) -> dict[str, SharedMesh]:
        """The mesh of every pixelization, by its name."""
        members: dict[str, dict[str, TracedExposure]] = {}
        components = {}
        for number in self._numbers:
            exposure = self._fit.fits[number]
            traced = TracedExposure(exposure) if exposure.pixelized else None
            for part in exposure.pixelized:
                name = self._names[part.galaxy, id(part.pixelization)]
                own = members.setdefault(name, {})
                own[self._fit.dataset.names[number]] = traced
                components[name] = part
        return {
            name: shared_mesh_from(components[name], some)
            for name, some in members.items()
        }

    def mappers_of(self, exposure: ExposureFit) -> list[Mapper]:
        """The mappers of the pixelizations of an exposure."""
        own = self._fit.dataset.names[self._number_of(exposure)]
        names = [self._names[p.galaxy, id(p.pixelization)] for p in exposure.pixelized]
        return [self.meshes[name].parts[own] for name in names]

    @cached_property
    def systems(self) -> list[JointSystem]:
        """Linear systems that have nothing in common, in the order of the exposures."""
        groups = {
            group.key: group
            for own in self._groups_by_exposure.values()
            for group in own
        }
        smoothings = {
            name: Smoothing(mesh.smoothing) for name, mesh in self.meshes.items()
        }
        solved = [n for n in self._numbers if self._groups_by_exposure[n]]
        systems = []
        for number, (curvature, vector) in self._normal_equations(solved).items():
            keys = tuple(group.key for group in self._groups_by_exposure[number])
            name = self._fit.dataset.names[number]
            systems.append(ExposureSystem(name, curvature, vector, keys))
        return [
            self._system_of(part, groups, smoothings) for part in connected(systems)
        ]

    def _normal_equations(self, numbers: list[int]) -> dict[int, tuple[Any, Any]]:
        """F and D of exposures, those of sources at the same time if not traced."""

        def normal(number: int) -> tuple[Any, Any]:
            inversion = self._fit.fits[number].inversion
            return inversion.curvature_matrix, inversion.data_vector

        # First, because threads would work it out more than once.
        self.light.rows  # noqa: B018
        sources = any(self._fit.fits[number].pixelized for number in numbers)
        if sources and self._fit.namespace is np:
            return dict(zip(numbers, each_apart(normal, numbers), strict=True))
        return {number: normal(number) for number in numbers}

    def _system_of(
        self, part: list[ExposureSystem], groups: Any, smoothings: Any
    ) -> JointSystem:
        met = dict.fromkeys(key for system in part for key in system.keys)
        own = [groups[key] for key in met]
        pixels = [group for group in own if group.kind == PIXELS]
        settings, allowed = self._fit.settings, {}
        if settings.use_positive_only_solver and settings.use_edge_zeroed_pixels:
            for group in pixels:
                geometry = self.meshes[group.component].mapper.geometry
                allowed[group.key] = ~geometry.zeroed
        preloads = self._fit.preloads
        return JointSystem(
            part,
            own,
            {group.key: smoothings[group.component] for group in pixels},
            settings,
            allowed,
            None if preloads is None else preloads[part[0].name].free_set,
        )

    @cached_property
    def _places(self) -> dict[str, tuple[JointSystem, np.ndarray]]:
        """The system of every exposure, and its columns' places there."""
        return {
            one.name: (system, system.layout.places_of(one.keys))
            for system in self.systems
            for one in system.systems
        }

    def share_of(self, exposure: ExposureFit) -> Share:
        """What an exposure has of the solution."""
        name = self._fit.dataset.names[self._number_of(exposure)]

        def amplitudes() -> Any:
            system, places = self._places[name]
            return system.amplitudes[places]

        def covariance() -> Any:
            system, places = self._places[name]
            return system.covariance[np.ix_(places, places)]

        return Share(amplitudes, covariance, len(exposure.components))

    def sky(self, exposure: ExposureFit, y: Any, x: Any) -> tuple[Any, Any]:
        """Coordinates of an exposure on the common sky, as the dataset has it."""
        return self._fit.dataset.placements[self._number_of(exposure)].sky(y, x)

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
        "background.y", "background.x", ...
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
            table[self._fit.dataset.names[number]] = own
        return table

    def _columns_of(self, number: int) -> np.ndarray:
        """Place among all unknowns of every column of an exposure."""
        own = [self.slices[group.key] for group in self._groups_by_exposure[number]]
        parts = [np.arange(part.start, part.stop) for part in own]
        return np.concatenate([np.zeros(0, dtype=int), *parts])

    @property
    def response_matrix(self) -> np.ndarray:
        """(K, n) what unit amplitudes add to the model, one unknown a row.

        Exposures stand side by side; an unknown that an exposure does not have is
        zero there. Flux scalings are in it.
        """
        blocks = []
        for number in self._numbers:
            exposure = self._fit.fits[number]
            block = np.zeros((self.total_params, exposure.mask.shape_slim))
            if exposure.inversion is not None:
                own = np.asarray(exposure.inversion.operated_mapping_matrix)
                block[self._columns_of(number)] = own.T
            blocks.append(block)
        return np.concatenate(blocks, axis=1)

    @property
    def data_response(self) -> Any:
        """(n,) what is fitted: the data less the light of known intensity."""
        parts = [fit._data - fit._known for fit in self.exposures]
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
