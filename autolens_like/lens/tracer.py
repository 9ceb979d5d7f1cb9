"""`Tracer`: a lens system, whose light is traced back through all of its planes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autolens_like import exc
from autolens_like.cosmology.standard import cosmology_from
from autolens_like.galaxy.doors import (
    centres_of,
    entered,
    first_centre_of,
    require_redshift,
    total,
    total_pairs,
)
from autolens_like.galaxy.galaxies import galaxies_from, with_prepared_light
from autolens_like.galaxy.galaxy import Galaxy, MassField
from autolens_like.lens.arrival_time import ArrivalTimes
from autolens_like.lens.ray_tracing import (
    angles_of_planes,
    deflected,
    scaling_factors_at_redshift_from,
    traced_planes,
)
from autolens_like.lens.seen_centres import seen_centres_from
from autolens_like.lens.slicing import sliced_galaxies_from
from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.light.point_source import point_image
from autolens_like.structures.coordinates import (
    array_like,
    coordinates_from,
    over_sampled_values,
    pairs_in_blocks,
    vectors_on,
)
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.irregular import Grid2DIrregular
from autolens_like.typing import GridLike, Namespace

#: Takes (y, x), gives a list of (y, x).
Trace = Callable[[Any, Any], list[tuple[Any, Any]]]


class Tracer(ArrivalTimes):
    """A lens system: galaxies (and mass fields) in planes of equal redshift.

    Every mass is in units of the deflection that the last plane sees.

    Parameters
    ----------
    galaxies
        List of `Galaxy`, in any order.
    cosmology
        A cosmology of this package or of astropy; by default Planck 2015. With two
        planes it matters to time delays alone.
    fields
        `MassField`, or list of them, which join the planes of their redshifts.

    Raises
    ------
    RayTracingException
        Not a list of galaxies, an empty list, an unknown cosmology, or all mass in the
        last of several planes (a source in front of its lens).
    """

    def __init__(
        self, galaxies: Any, cosmology: Any = None, fields: Any = None
    ) -> None:
        error = exc.RayTracingException
        fields = [fields] if isinstance(fields, MassField) else fields or ()
        self._sort(
            galaxies_from(galaxies, Galaxy, error),
            galaxies_from(fields, MassField, error),
            cosmology_from(cosmology),
        )

    @classmethod
    def from_galaxies(cls, galaxies: list[Galaxy], cosmology: Any = None) -> Tracer:
        """Another name of the constructor, which earlier scripts use."""
        return cls(galaxies, cosmology)

    @classmethod
    def sliced_tracer_from(
        cls,
        lens_galaxies: list[Galaxy],
        line_of_sight_galaxies: list[Galaxy],
        source_galaxies: list[Galaxy],
        planes_between_lenses: list[int],
        cosmology: Any = None,
        fields: Any = None,
    ) -> Tracer:
        """A tracer whose line-of-sight galaxies are moved to a few common redshifts.

        Parameters
        ----------
        lens_galaxies, source_galaxies
            Galaxies that keep their redshifts.
        line_of_sight_galaxies
            Galaxies that move to the nearest slice.
        planes_between_lenses
            Slices in front of the first lens, between lenses, and before the source:
            one number more than there are lens redshifts.
        cosmology, fields
            As for the class.
        """
        moved = sliced_galaxies_from(
            lens_galaxies,
            line_of_sight_galaxies,
            source_galaxies,
            planes_between_lenses,
        )
        return cls([*lens_galaxies, *moved, *source_galaxies], cosmology, fields)

    def prepared(self) -> Tracer:
        """The same with every light profile prepared, see `LightProfile.prepared`."""
        return with_prepared_light(self)

    def traced(self, y: Any, x: Any) -> list[tuple[Any, Any]]:
        """(Z,) coordinates (y, x) in every plane, bare arrays [arcsec]."""
        return list(traced_planes(y, x, self.plane_deflections(), self.scaling))

    @property
    def point_sources(self) -> list[Any]:
        """The light without extent of all galaxies, see `point_sources_of`."""
        return [p for galaxy in self.galaxies for p in self.point_sources_of(galaxy)]

    def images_of_galaxies(
        self, y: Any, x: Any, operated_only: bool | None = None
    ) -> list[Any]:
        """The lensed image of every galaxy, in the order of `galaxies`; bare arrays.

        A galaxy without light of its own is None, and nothing is traced for it.
        """
        lit = {g: self.plane_index_of(g) for g in self.galaxies if g.light_profiles}
        planes = traced_planes(y, x, self.plane_deflections(), self.scaling)
        images = {}
        for plane in range(max(lit.values(), default=-1) + 1):
            here = next(planes)
            images |= {
                g: g.image(*here, operated_only) for g, i in lit.items() if i == plane
            }
        return [images.get(galaxy) for galaxy in self.galaxies]

    def image(self, y: Any, x: Any, operated_only: bool | None = None) -> Any:
        """The lensed image of all light that is not linear, see `Galaxy.image`."""
        images = self.images_of_galaxies(y, x, operated_only)
        return total((image for image in images if image is not None), y)

    def images_of_planes(self, y: Any, x: Any) -> Any:
        """(Z, ...) lensed image of every plane, bare arrays."""
        images = self.images_of_galaxies(y, x)
        planes = [self.plane_index_of(galaxy) for galaxy in self.galaxies]
        lit = [(i, image) for i, image in zip(planes, images, strict=True)]
        sums = [
            total((im for i, im in lit if i == plane and im is not None), y)
            for plane in range(self.total_planes)
        ]
        return array_namespace(self, y, x).stack(sums)

    def deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        """θ - θ_Z, the deflection (y, x) from first to last plane [arcsec].

        A tracer of one plane gives the deflection angles of that plane.
        """
        formulas = self.plane_deflections()
        if len(formulas) > 1:
            formulas[-1] = None
        angles = angles_of_planes(y, x, formulas, self.scaling)
        return total_pairs((pair for pair in angles if pair is not None), y, x)

    def deflections_between_planes(
        self, y: Any, x: Any, plane_i: int, plane_j: int
    ) -> tuple[Any, Any]:
        """θ_i - θ_j (y, x) [arcsec], bare arrays."""
        planes = self.traced(y, x)
        y_i, x_i = planes[self._plane_in_range(plane_i)]
        y_j, x_j = planes[self._plane_in_range(plane_j)]
        return y_i - y_j, x_i - x_j

    @property
    def _first_centre(self) -> tuple[Any, Any]:
        return first_centre_of([p for m in self._members for p in m.mass_profiles])

    @property
    def mass_centres(self) -> list[tuple[float, float]]:
        """(y, x) of every mass where it is seen, behind others several times [arcsec].

        The origin where there is none.
        """
        planes = [
            [p for member in members for p in member.mass_profiles]
            for members in self.members_of_planes[: max(1, self.total_planes - 1)]
        ]
        centres: list[tuple[float, float]] = []
        number = sum(map(len, planes[1:]))
        for plane, profiles in enumerate(planes):
            found = [] if not profiles else centres_of(profiles)
            if centres and found:
                found = [
                    image
                    for centre in found
                    for image in seen_centres_from(
                        centre, self._tracing_to(plane), centres, number
                    )
                ]
            centres += found
        return list(dict.fromkeys(centres)) or [(0.0, 0.0)]

    def _tracing_to(self, plane: int) -> Callable[[Any, Any], tuple[Any, Any]]:
        formulas = self.plane_deflections()[: plane + 1]
        scaling = self.scaling
        return lambda y, x: list(traced_planes(y, x, formulas, scaling))[plane]

    @property
    def has_several_planes(self) -> bool:
        """Whether more than one plane in front of the last deflects."""
        formulas = self.plane_deflections()[:-1]
        return sum(formula is not None for formula in formulas) > 1

    def convergence(self, y: Any, x: Any) -> Any:
        """κ summed over all planes as if they were one, bare arrays."""
        members = self._members
        return total((m.convergence(y, x) for m in members if m.mass_profiles), y)

    def potential(self, y: Any, x: Any) -> Any:
        """ψ [arcsec²] summed over all planes as if they were one, bare arrays."""
        members = self._members
        return total((m.potential(y, x) for m in members if m.mass_profiles), y)

    def traced_grid_2d_list_from(
        self,
        grid: GridLike,
        xp: Namespace | None = None,
        plane_index_limit: int | None = None,
    ) -> list[Any]:
        """The grid in every plane, nearest first.

        Parameters
        ----------
        grid
            As for `image_2d_from`; of a `Grid2D` the sub-grid is traced too.
        xp
            `numpy` or `jax.numpy`; None follows the arrays.
        plane_index_limit
            The last plane to trace to; None traces to all.
        """
        this, xp = entered(self, xp, grid)
        number = this.total_planes
        if plane_index_limit is not None:
            number = min(number, plane_index_limit + 1)
        formulas = this.plane_deflections()[:number]

        def trace(y: Any, x: Any) -> list[tuple[Any, Any]]:
            return list(traced_planes(y, x, formulas, this.scaling))

        return _traced_grids(grid, trace, number, xp)

    def grid_2d_at_redshift_from(
        self, grid: GridLike, redshift: float, xp: Namespace | None = None
    ) -> Any:
        """The grid at any redshift, also between two planes.

        Raises
        ------
        RayTracingException
            The redshift is behind the last plane and that plane has mass, whose
            effect there has no unit.
        GalaxyException
            The redshift is negative, or JAX traces it.
        """
        redshift = require_redshift(redshift, "grid_2d_at_redshift_from")
        this, xp = entered(self, xp, grid)
        formulas = this.plane_deflections()
        if redshift > this.plane_redshifts[-1] and formulas[-1] is not None:
            raise exc.RayTracingException(
                f"Redshift {redshift} lies behind the last plane at "
                f"{this.plane_redshifts[-1]}, which has mass; add a galaxy at that "
                "redshift to the tracer."
            )
        factors = scaling_factors_at_redshift_from(
            this.cosmology, this.plane_redshifts, redshift
        )

        def trace(y: Any, x: Any) -> list[tuple[Any, Any]]:
            angles = angles_of_planes(y, x, formulas[: len(factors)], this.scaling)
            return [deflected(y, x, angles, factors)]

        return _traced_grids(grid, trace, 1, xp)[0]

    def deflections_between_planes_from(
        self,
        grid: GridLike,
        xp: Namespace | None = None,
        plane_i: int = 0,
        plane_j: int = -1,
    ) -> Any:
        """Deflection angles between two planes; as `deflections_yx_2d_from`."""
        this, xp = entered(self, xp, grid)

        def deflections(y: Any, x: Any) -> tuple[Any, Any]:
            return this.deflections_between_planes(y, x, plane_i, plane_j)

        return vectors_on(grid, deflections, xp)

    def image_2d_list_from(
        self, grid: GridLike, xp: Namespace | None = None
    ) -> list[Any]:
        """The lensed image of every plane, nearest first; see `image_2d_from`."""
        this, xp = entered(self, xp, grid)
        images = list(over_sampled_values(grid, this.images_of_planes, xp, this))
        for galaxy in this.galaxies:
            points = this.point_sources_of(galaxy)
            if points:
                plane = this.plane_index_of(galaxy)
                images[plane] = images[plane] + point_image(points, grid, xp)
        return [array_like(grid, image) for image in images]

    def galaxy_image_2d_dict_from(
        self, grid: GridLike, xp: Namespace | None = None
    ) -> dict[Galaxy, Any]:
        """The lensed image of every galaxy, by galaxy; see `image_2d_from`."""
        this, xp = entered(self, xp, grid)

        def images(y: Any, x: Any) -> Any:
            parts = this.images_of_galaxies(y, x)
            filled = [0.0 * y if part is None else part for part in parts]
            return array_namespace(this, y, x).stack(filled)

        values = list(over_sampled_values(grid, images, xp, this))
        for index, galaxy in enumerate(this.galaxies):
            points = this.point_sources_of(galaxy)
            if points:
                values[index] = values[index] + point_image(points, grid, xp)
        keys = zip(self.galaxies, values, strict=True)
        return {galaxy: array_like(grid, image) for galaxy, image in keys}


def _traced_grids(
    grid: GridLike, trace: Trace, number: int, xp: Namespace
) -> list[Any]:
    """`trace` of a grid, wrapped as what came; in a `Grid2D` the sub-grid as well."""
    y, x = coordinates_from(grid, xp)
    values = pairs_in_blocks(trace, number, y, x)
    if isinstance(grid, Grid2DIrregular):
        return [Grid2DIrregular(value) for value in values]
    if not isinstance(grid, Grid2D):
        return values
    subs = pairs_in_blocks(trace, number, *coordinates_from(grid.over_sampled, xp))
    return [
        Grid2D(value, grid.mask, over_sampled=sub, over_sampler=grid.over_sampler)
        for value, sub in zip(values, subs, strict=True)
    ]
