"""`Planes`: which galaxies and fields share a redshift, and how planes scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autolens_like import exc
from autolens_like.cosmology.distances import LensingCosmology
from autolens_like.deflection_field.hessian import Deflections
from autolens_like.galaxy.doors import extracted, total_pairs
from autolens_like.galaxy.galaxies import Galaxies
from autolens_like.galaxy.galaxy import Components, Galaxy, MassField
from autolens_like.lens.lensed_points import images_of_point
from autolens_like.lens.ray_tracing import scaling_factors_from
from autolens_like.numerics.cached import cached_property
from autolens_like.numerics.model_object import ModelObject, static
from autolens_like.profiles.light.lensed_point_source import LensedPointSource
from autolens_like.profiles.light.point_source import PointSource


def _require_source_behind(members: Sequence[Components], redshifts: Any) -> None:
    """Raise where all mass is in the last of several planes and lenses nothing."""
    massive = [m.redshift for m in members if m.mass_profiles]
    if len(redshifts) > 1 and massive and min(massive) == redshifts[-1]:
        raise exc.RayTracingException(
            f"All mass is at redshift {redshifts[-1]}, and the other galaxies at "
            f"{', '.join(str(z) for z in redshifts[:-1])} lie in front of it, so that "
            "nothing is lensed. The source must lie behind the lens: give it the "
            "larger redshift."
        )


def _deflections_of(members: Sequence[Components]) -> Deflections | None:
    """The summed deflection angles of one plane as a formula, None without mass."""
    profiles = [profile for member in members for profile in member.mass_profiles]
    if not profiles:
        return None
    if len(profiles) == 1:
        return profiles[0].deflections
    return lambda y, x: total_pairs((p.deflections(y, x) for p in profiles), y, x)


class Planes(ModelObject):
    """Galaxies and mass fields sorted into planes of equal redshift.

    Parameters
    ----------
    galaxies, fields
        What is sorted.
    cosmology
        Gives the scaling factors and time delays; JAX may trace its numbers.

    Raises
    ------
    RayTracingException
        No galaxies, or all mass lies in the last of several planes.
    """

    galaxies: tuple[Galaxy, ...]
    fields: tuple[MassField, ...]
    cosmology: LensingCosmology
    plane_redshifts: tuple[float, ...] = static()

    def _sort(
        self,
        galaxies: tuple[Galaxy, ...],
        fields: tuple[MassField, ...],
        cosmology: LensingCosmology,
    ) -> None:
        if not galaxies:
            raise exc.RayTracingException(
                "An empty list of galaxies came; a tracer needs at least one galaxy."
            )
        members = (*galaxies, *fields)
        redshifts = tuple(sorted({member.redshift for member in members}))
        _require_source_behind(members, redshifts)
        object.__setattr__(self, "galaxies", galaxies)
        object.__setattr__(self, "fields", fields)
        object.__setattr__(self, "cosmology", cosmology)
        object.__setattr__(self, "plane_redshifts", redshifts)

    @cached_property
    def scaling(self) -> tuple[tuple[Any, ...], ...]:
        """(Z, Z) factors β_ij, traced where the cosmology is."""
        return scaling_factors_from(self.cosmology, self.plane_redshifts)

    @cached_property
    def has_point_sources(self) -> bool:
        """Whether any light, linear or not, is without extent."""
        return self.has(PointSource)

    @property
    def _members(self) -> tuple[Components, ...]:
        return (*self.galaxies, *self.fields)

    @property
    def total_planes(self) -> int:
        """Z, the number of distinct redshifts."""
        return len(self.plane_redshifts)

    @property
    def planes(self) -> list[Galaxies]:
        """The galaxies of every plane, nearest first (fields not included)."""
        return [
            Galaxies([g for g in self.galaxies if g.redshift == redshift])
            for redshift in self.plane_redshifts
        ]

    @property
    def members_of_planes(self) -> list[list[Components]]:
        """The galaxies and fields of every plane, nearest first."""
        members = self._members
        return [[m for m in members if m.redshift == z] for z in self.plane_redshifts]

    @property
    def galaxies_ascending_redshift(self) -> list[Galaxy]:
        """The galaxies, nearest first."""
        return sorted(self.galaxies, key=lambda galaxy: galaxy.redshift)

    def plane_deflections(self) -> list[Deflections | None]:
        """(Z,) formula of the deflection angles of each plane, None without mass."""
        return [_deflections_of(members) for members in self.members_of_planes]

    def point_sources_of(self, galaxy: Components) -> list[Any]:
        """The light without extent of one galaxy, every image of it by itself.

        Raises
        ------
        RayTracingException
            It lies behind mass, where it would have images elsewhere.
        """
        every = galaxy.point_sources
        return [one for point in every for one in self.images_of_point(point, galaxy)]

    def images_of_point(self, point: PointSource, galaxy: Components) -> list[Any]:
        """A point source as it is seen: itself, or its magnified images.

        Raises
        ------
        RayTracingException
            It lies behind mass, where it would have images elsewhere.
        """
        if isinstance(point, LensedPointSource):
            return images_of_point(self, point, self.plane_index_of(galaxy))
        self.require_no_mass_in_front(galaxy)
        return [point]

    def require_no_mass_in_front(self, galaxy: Components) -> None:
        """Raise where the light of a point source in a galaxy would be bent.

        Raises
        ------
        RayTracingException
            There is mass in a plane before it.
        """
        index = self.plane_index_of(galaxy)
        if any(formula is not None for formula in self.plane_deflections()[:index]):
            raise exc.RayTracingException(
                f"A PointSource at redshift {galaxy.redshift} lies behind mass, so "
                "that it has images elsewhere; give al.lp.LensedPointSource their "
                "positions, fit them with al.ps.Point, or take a narrow "
                "al.lp.Gaussian."
            )

    def plane_index_of(self, galaxy: Components) -> int:
        """The plane that a galaxy or field is in.

        Raises
        ------
        RayTracingException
            It is none of this tracer's.
        """
        if galaxy.redshift not in self.plane_redshifts:
            raise exc.RayTracingException(
                f"Redshift {galaxy.redshift} is none of this tracer's planes "
                f"{self.plane_redshifts}."
            )
        return self.plane_redshifts.index(galaxy.redshift)

    def _plane_in_range(self, index: int) -> int:
        """The index of a plane, counted from the front."""
        if not -self.total_planes <= index < self.total_planes:
            raise exc.RayTracingException(
                f"Plane {index} was asked for; this tracer has planes 0 to "
                f"{self.total_planes - 1}, at redshifts {self.plane_redshifts}."
            )
        return index % self.total_planes

    def plane_index_via_redshift_from(self, redshift: float) -> int | None:
        """The plane at a redshift, or None."""
        known = redshift in self.plane_redshifts
        return self.plane_redshifts.index(redshift) if known else None

    def has(self, cls: type | tuple[type, ...]) -> bool:
        """Whether any galaxy or field has a component of a class."""
        return any(member.has(cls) for member in self._members)

    def cls_list_from(self, cls: type | tuple[type, ...]) -> list[Any]:
        """The components of a class, plane by plane."""
        members = [m for plane in self.members_of_planes for m in plane]
        return [component for m in members for component in m.cls_list_from(cls)]

    def extract_attribute(self, cls: type, attr_name: str) -> Any:
        """One attribute of every component of a class, see `Galaxy`."""
        found = self.cls_list_from(cls)
        return extracted(
            [getattr(p, attr_name) for p in found if hasattr(p, attr_name)]
        )

    def _member_with(self, profile_name: str) -> Components:
        members = self._members
        names = [name for member in members for name in member.names]
        for member in members:
            if profile_name in member.names:
                return member
        raise exc.RayTracingException(
            f"No galaxy of this tracer has a component '{profile_name}'. "
            f"{exc.suggestion(profile_name, dict.fromkeys(names))}"
        )

    def extract_profile(self, profile_name: str) -> Any:
        """The first component of this name.

        Raises
        ------
        RayTracingException
            There is none.
        """
        return self._member_with(profile_name).profiles[profile_name]

    def extract_plane_index_of_profile(self, profile_name: str) -> int:
        """The plane of the first component of this name."""
        return self.plane_index_of(self._member_with(profile_name))

    def __repr__(self) -> str:
        fields = f", fields={list(self.fields)!r}" if self.fields else ""
        return (
            f"{type(self).__name__}(galaxies={list(self.galaxies)!r}, "
            f"cosmology={self.cosmology!r}{fields})"
        )
