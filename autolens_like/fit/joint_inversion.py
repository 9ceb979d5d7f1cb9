"""`JointInversion`: everything that is solved for in a `FitMultiImaging`."""

from __future__ import annotations

from functools import lru_cache, partial
from itertools import chain
from typing import Any
from weakref import WeakValueDictionary

import numpy as np

from autolens_like.fit.backgrounds import BACKGROUND_NAME
from autolens_like.fit.component_names import linear_names_of
from autolens_like.fit.exposure_fit import ExposureFit, Share
from autolens_like.fit.flux_calibration import (
    Calibration,
    calibrated,
)
from autolens_like.fit.joint_light import JointLight
from autolens_like.fit.joint_solution import JointSolution
from autolens_like.fit.shared_mesh import SharedMesh, TracedExposure, shared_mesh_from
from autolens_like.inversion.joint_system import JointSystem
from autolens_like.inversion.mapper import Mapper
from autolens_like.inversion.pixelization import Pixelization
from autolens_like.inversion.smoothing import Smoothing
from autolens_like.inversion.unknowns import (
    BACKGROUND,
    PIXELS,
    ExposureSystem,
    UnknownGroup,
    connected,
)
from autolens_like.numerics.blocks import each_apart
from autolens_like.numerics.cached import cached_property


@lru_cache(maxsize=4096)
def _light_group(
    name: str, scope: str, prior: tuple[float, float] | None
) -> UnknownGroup:
    """The unknown of one linear profile, the same one in every fit."""
    return UnknownGroup(name, scope, prior=prior)


class JointInversion(JointSolution):
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
        A `FitMultiImaging` that says what is fitted to what; its own inversion, and
        fits of exposures, are not asked for.
    """

    def __init__(self, fit: Any) -> None:
        self._fit = fit
        # They hold this object, which therefore must not hold them.
        self._made: WeakValueDictionary[int, ExposureFit] = WeakValueDictionary()
        # By the identity of components, which `light` keeps.
        self._joint_groups: dict[int, list[UnknownGroup]] = {}

    @cached_property
    def light(self) -> JointLight:
        """The light of all exposures."""
        return JointLight(self._fit.dataset, self._fit.dataset_models)

    def light_rows_of(self, exposure: ExposureFit) -> tuple[Any, Any, Any] | None:
        """Its light as the telescope sees it; None if it has to be seen by itself."""
        return self.light.rows_of(exposure, lambda: self.exposures)

    def exposure(self, number: int) -> ExposureFit:
        """The fit of one exposure: the same one, as long as anybody holds it."""
        fit = self._made.get(number)
        if fit is None:
            fit = self._made[number] = self._fit.exposure_of(number, self)
        return fit

    @property
    def exposures(self) -> list[ExposureFit]:
        """The exposures that are switched on."""
        return [self.exposure(number) for number in self._numbers]

    @property
    def _numbers(self) -> tuple[int, ...]:
        return self._fit.dataset.active_indices

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
        exposure = self.exposure(number)
        groups = list(self._light_groups_of(exposure))
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
        pixelized = exposure.pixelized
        mappers = exposure.mappers if pixelized else ()
        for part, mapper in zip(pixelized, mappers, strict=True):
            name = self._names[part.galaxy, id(part.pixelization)]
            scope = sharing.scope_of(dataset, number, name)
            groups.append(UnknownGroup(name, scope, mapper.pixels, PIXELS))
        return groups

    def _light_groups_of(self, exposure: ExposureFit) -> list[UnknownGroup]:
        """The unknowns of its linear light, worked out once where they are joint."""
        sharing, dataset = self._fit.sharing, self._fit.dataset
        number, key = exposure.number, id(exposure.components)
        is_joint = sharing.amplitudes == "joint"
        if is_joint and key in self._joint_groups:
            return self._joint_groups[key]
        groups = [
            _light_group(
                name, sharing.scope_of(dataset, number, name), sharing.prior_of(name)
            )
            for name in self.component_names_of(exposure)
        ]
        if is_joint:
            self._joint_groups[key] = groups
        return groups

    @cached_property
    def _groups_by_exposure(self) -> dict[int, list[UnknownGroup]]:
        return {number: self._groups_of(number) for number in self._numbers}

    @cached_property
    def meshes(self) -> dict[str, SharedMesh]:
        """The mesh of every pixelization, by its name."""
        members: dict[str, dict[str, TracedExposure]] = {}
        components = {}
        for exposure in self.exposures:
            traced = TracedExposure(exposure) if exposure.pixelized else None
            for part in exposure.pixelized:
                name = self._names[part.galaxy, id(part.pixelization)]
                own = members.setdefault(name, {})
                own[self._fit.dataset.names[exposure.number]] = traced
                components[name] = part
        return {
            name: shared_mesh_from(components[name], some)
            for name, some in members.items()
        }

    def mappers_of(self, exposure: ExposureFit) -> list[Mapper]:
        """The mappers of the pixelizations of an exposure."""
        own = self._fit.dataset.names[exposure.number]
        names = [self._names[p.galaxy, id(p.pixelization)] for p in exposure.pixelized]
        return [self.meshes[name].parts[own] for name in names]

    @property
    def systems(self) -> list[JointSystem]:
        """Linear systems that have nothing in common, in the order of the exposures."""
        return [system for system, _ in self._calibrated]

    @property
    def _factors(self) -> dict[str, Any]:
        """Factors of the light that are solved for, over their means, by exposure."""
        return {k: factor for _, own in self._calibrated for k, factor in own.items()}

    @cached_property
    def _calibrated(self) -> list[tuple[JointSystem, dict[str, Any]]]:
        """The systems, and the factors of their exposures."""
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
        found = []
        also = {name: [one.group.key] for name, one in self._calibrations.items()}
        for part in connected(systems, also):
            own = list(dict.fromkeys(chain.from_iterable(one.keys for one in part)))
            make = partial(self._system_of, smoothings=smoothings)
            system = make(part, [groups[key] for key in own])
            found.append(calibrated(system, self._calibrations, make))
        return found

    @cached_property
    def _calibrations(self) -> dict[str, Calibration]:
        """Factors of exposures that are solved for, by the name of the exposure."""
        sharing, dataset = self._fit.sharing, self._fit.dataset
        every = {n: sharing.calibration_of(dataset, n) for n in self._numbers}
        return {dataset.names[n]: one for n, one in every.items() if one is not None}

    def _normal_equations(self, numbers: list[int]) -> dict[int, tuple[Any, Any]]:
        """F and D of exposures, at the same time if not traced."""

        def normal(fit: ExposureFit) -> tuple[Any, Any]:
            inversion = fit.inversion
            return inversion.curvature_matrix, inversion.data_vector

        # First, because threads would work it out more than once.
        self.light.means_of(lambda: self.exposures)
        fits = [self.exposure(number) for number in numbers]
        if self._fit.namespace is not np:
            found = [normal(fit) for fit in fits]
        else:
            size = sum(len(one.components) * one.mask.shape_slim for one in fits)
            is_pixelized = any(one.pixelized for one in fits)
            found = each_apart(normal, fits, None if is_pixelized else size)
        return dict(zip(numbers, found, strict=True))

    def _system_of(
        self, part: list[ExposureSystem], own: list[UnknownGroup], smoothings: Any
    ) -> JointSystem:
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
    def _places(self) -> dict[str, tuple[JointSystem, np.ndarray, Any]]:
        """The system of every exposure, its columns' places there and factors."""
        places = {}
        for system in self.systems:
            for one in system.systems:
                number = self._fit.dataset.index_of(one.name)
                # Without the factor of a calibration, which comes last.
                keys = one.keys[: len(self._groups_by_exposure[number])]
                own = system.layout.places_of(keys)
                places[one.name] = (system, own, self._factor_of(number))
        return places

    def share_of(self, exposure: ExposureFit) -> Share:
        """What an exposure has of the solution."""
        name = self._fit.dataset.names[exposure.number]

        def amplitudes() -> Any:
            system, places, factor = self._places[name]
            return factor * system.amplitudes[places]

        def covariance() -> Any:
            system, places, factor = self._places[name]
            own = system.covariance[np.ix_(places, places)]
            return factor * (factor * own).T

        def image() -> Any:
            return self._images.get(name)

        return Share(amplitudes, covariance, len(exposure.components), image)

    @cached_property
    def _images(self) -> dict[str, Any]:
        """Images of exposures whose light is known before it is blurred."""
        images: dict[str, Any] = {}
        for system in [] if self._calibrations else self.systems:
            names = [one.name for one in system.systems]
            every = [
                self.exposure(self._fit.dataset.index_of(name)).inversion
                for name in names
            ]
            if all(getattr(one, "sharp", None) is not None for one in every):
                found = system.images_of(
                    [
                        one.columns_at(self._places[name][1])
                        for name, one in zip(names, every, strict=True)
                    ]
                )
                images |= dict(zip(names, found, strict=True))
        return images

    def sky(self, exposure: ExposureFit, y: Any, x: Any) -> tuple[Any, Any]:
        """Coordinates of an exposure on the common sky, as the dataset has it."""
        return self._fit.dataset.placements[exposure.number].sky(y, x)
