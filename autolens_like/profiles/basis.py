"""`Basis`: several profiles as one component, and their images all at once.

A galaxy carries a sum of Gaussians or of shapelets as one light profile; with linear
profiles inside, a fit solves for all their intensities, with or without regularization.

Parameters
    ``profile_list``, the profiles; ``regularization``, None or a scheme from `al.reg`.
Radius
    That of each profile.
Normalization
    That of each profile; a basis adds no number of its own.
Limits
    Linear and ordinary profiles may stand together; mass profiles are summed.
Elsewhere
    PyAutoLens: the same.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.numerics.model_object import as_parameter, in_namespace
from autolens_like.numerics.namespace import array_namespace, namespace_of_door
from autolens_like.profiles.light.gaussian import GaussianFormula, gaussian_images
from autolens_like.profiles.light.light_profile import LightProfile
from autolens_like.profiles.light.linear import LinearLightProfile
from autolens_like.profiles.light.operated import is_operated
from autolens_like.profiles.light.point_source import PointSource
from autolens_like.profiles.light.shapelets import CartesianFormula
from autolens_like.profiles.mass.mass_profile import MassProfile
from autolens_like.profiles.profile import Profile
from autolens_like.structures.coordinates import array_like, over_sampled_values
from autolens_like.structures.sub_blocks import LateRows, sub_pixel_mean
from autolens_like.typing import GridLike, Namespace


def is_chosen(profile: Any, operated_only: bool | None) -> bool:
    """Whether light is among what is (True) or is not (False) convolved already."""
    return operated_only in (None, is_operated(profile))


def _check_part(profile: Any) -> None:
    if not isinstance(profile, (LightProfile, MassProfile)):
        raise exc.ProfileException(
            f"Basis got {profile!r} in its profile_list; give instances of "
            "light profiles or mass profiles, for example "
            "al.lp_linear.Gaussian(sigma=0.5)."
        )
    if isinstance(profile, PointSource):
        raise exc.ProfileException(
            f"Basis got {profile!r}, which has no image on coordinates; give it to the "
            "Galaxy by itself."
        )


class Basis(Profile):
    """Profiles that a galaxy carries as one, such as a sum of Gaussians.

    Parameters
    ----------
    profile_list
        Light profiles, linear or not, mass profiles, or profiles that are both; kept
        as a tuple. The image is the sum over the light, everything else over the mass.
    regularization
        What smooths the intensities of the linear ones, if anything: an object with a
        method `matrix`.

    Raises
    ------
    ProfileException
        Nothing in the list, or something other than a light or mass profile.
    """

    profile_list: tuple[Profile, ...] = ()
    regularization: Any = None

    def __post_init__(self) -> None:
        given = self.profile_list
        profiles = as_parameter(given) if isinstance(given, (tuple, list)) else given
        if not isinstance(profiles, tuple) or not profiles:
            raise exc.ProfileException(
                f"Basis got profile_list={given!r}; give a list of light profiles or "
                "mass profiles."
            )
        for profile in profiles:
            _check_part(profile)
        if self.regularization is not None and not callable(
            getattr(self.regularization, "matrix", None)
        ):
            raise exc.ProfileException(
                f"Basis got regularization={self.regularization!r}; give an object "
                "with a method `matrix`, or None."
            )
        object.__setattr__(self, "profile_list", profiles)

    @property
    def linear_light_profile_list(self) -> list[LinearLightProfile]:
        """The profiles whose intensities are solved for."""
        return [p for p in self.profile_list if isinstance(p, LinearLightProfile)]

    @property
    def light_profile_list(self) -> list[LightProfile]:
        """The profiles with intensities of their own."""
        return [
            p
            for p in self.profile_list
            if isinstance(p, LightProfile) and not isinstance(p, LinearLightProfile)
        ]

    @property
    def mass_profile_list(self) -> list[MassProfile]:
        """The profiles that deflect."""
        return [p for p in self.profile_list if isinstance(p, MassProfile)]

    def image(self, y: Any, x: Any, operated_only: bool | None = None) -> Any:
        """Summed brightness of the profiles that are not linear, bare arrays.

        Parameters
        ----------
        y, x
            Coordinates [arcsec].
        operated_only
            True for what is convolved already, False for what is not, None for both.
        """
        profiles = [p for p in self.light_profile_list if is_chosen(p, operated_only)]
        if not profiles:
            return 0.0 * y
        shape = y.shape
        matrix = image_matrix_from(profiles, y.reshape(-1), x.reshape(-1))
        return matrix.sum(axis=0).reshape(shape)

    def image_matrix(self, y: Any, x: Any) -> Any:
        """(M, n) images of all light profiles, see `image_matrix_from`."""
        lit = [p for p in self.profile_list if isinstance(p, LightProfile)]
        return image_matrix_from(lit, y, x)

    def deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        """Summed deflection angles (y, x) [arcsec], bare arrays."""
        angles = [p.deflections(y, x) for p in self.mass_profile_list]
        zero = 0.0 * (y + x)
        return sum((a[0] for a in angles), zero), sum((a[1] for a in angles), zero)

    def convergence(self, y: Any, x: Any) -> Any:
        """Summed convergence κ, bare arrays."""
        parts = (p.convergence(y, x) for p in self.mass_profile_list)
        return sum(parts, 0.0 * (y + x))

    def potential(self, y: Any, x: Any) -> Any:
        """Summed potential ψ [arcsec²], bare arrays."""
        parts = (p.potential(y, x) for p in self.mass_profile_list)
        return sum(parts, 0.0 * (y + x))

    deflections_yx_2d_from = MassProfile.deflections_yx_2d_from
    convergence_2d_from = MassProfile.convergence_2d_from
    potential_2d_from = MassProfile.potential_2d_from

    def image_2d_from(self, grid: GridLike, xp: Namespace | None = None) -> Any:
        """The summed image of the profiles that are not linear.

        Parameters and return as `LightProfile.image_2d_from`.
        """
        xp = namespace_of_door(xp, self, grid)
        basis = in_namespace(self, xp)
        return array_like(grid, over_sampled_values(grid, basis.image, xp, basis))


def image_matrix_from(profiles: Sequence[LightProfile], y: Any, x: Any) -> Any:
    """The image of every profile, each as one row.

    Parameters
    ----------
    profiles
        Light profiles; a linear one has the intensity 1.
    y, x
        (n,) coordinates [arcsec].

    Returns
    -------
    (M, n) array
        In the order of `profiles`.
    """
    return ImageStack(profiles)(y, x)


class ImageStack:
    """The images of many light profiles as one function of the coordinates.

    Profiles on the same ellipses (equal numbers, or in a trace the same objects)
    share their radii, and all Gaussians are evaluated together, as are all Cartesian
    shapelets of one scale. What does not depend on the coordinates is worked out once,
    here, so that one stack serves many blocks of coordinates.

    Parameters
    ----------
    profiles
        Light profiles; a linear one has the intensity 1.
    """

    def __init__(self, profiles: Sequence[LightProfile]) -> None:
        self.profiles = [profile.prepared() for profile in profiles]
        frames = _frames(self.profiles)
        self._gaussians, self._shapelets, self._others = [], [], []
        for members in frames:
            kinds = (GaussianFormula, CartesianFormula)
            gaussians, shapelets = (
                [i for i in members if isinstance(self.profiles[i], kind)]
                for kind in kinds
            )
            together = _of_one_scale(self.profiles, shapelets)
            own = {i for group in together for i in group} | set(gaussians)
            self._gaussians.append(gaussians)
            self._shapelets.append(together)
            self._others.append([i for i in members if i not in own])
        self._order = [i for members in self._gaussians for i in members]
        self._widths = [
            self._stacked([self.profiles[i].inverse_two_variance() for i in members])
            for members in self._gaussians
            if members
        ]
        self._intensities = self._gaussian_intensities()
        for together, others in zip(self._shapelets, self._others, strict=True):
            self._order += [i for members in [*together, others] for i in members]
        in_order = self._order == sorted(self._order)
        self._sorting = None if in_order else np.argsort(self._order)
        # Stands for the namespace of all parameters, which is slow to look up.
        self._zero = array_namespace(self.profiles).asarray(0.0)

    def _stacked(self, values: Sequence[Any]) -> Any:
        xp = array_namespace(list(values))
        return xp.stack([xp.asarray(value) for value in values])

    def _gaussian_intensities(self) -> Any:
        """(k, 1) intensities of the Gaussians; None where all are linear."""
        chosen = [self.profiles[i] for i in self._order]
        if all(isinstance(profile, LinearLightProfile) for profile in chosen):
            return None
        return self._stacked([profile.intensity for profile in chosen])[:, None]

    def __call__(self, y: Any, x: Any) -> Any:
        """(M, n) images at (n,) coordinates [arcsec], in the order of the profiles.

        Of (s, n) coordinates, the sub-pixels of n pixels, the mean over s.
        """
        xp = array_namespace(y, x, self._zero)
        parts, gaussian_radii = [], []
        kinds = (self._gaussians, self._shapelets, self._others)
        for gaussians, shapelets, others in zip(*kinds, strict=True):
            first = [*gaussians, *(i for group in shapelets for i in group), *others][0]
            frame = self.profiles[first].frame(y, x)
            if gaussians:
                gaussian_radii.append(frame)
            for group in shapelets:
                chosen = [self.profiles[i] for i in group]
                parts.append(CartesianFormula.images(chosen, frame))
            images = [self.profiles[i]._intensity(frame) for i in others]
            parts += [_mean_row(xp.atleast_2d(image)) for image in images]
        if gaussian_radii:
            images = gaussian_images(gaussian_radii, self._widths)
            if self._intensities is not None:
                images = images * self._intensities
            parts.insert(0, images)
        matrix = parts[0] if len(parts) == 1 else xp.concatenate(parts)
        return matrix if self._sorting is None else matrix[self._sorting]

    def late(self, y: Any, x: Any) -> Any:
        """The same as rows that may be written where they belong, where that pays."""
        groups = [group for own in self._shapelets for group in own]
        chosen = [self.profiles[i] for i in groups[0]] if groups else []
        linear = all(isinstance(profile, LinearLightProfile) for profile in chosen)
        if len(chosen) < len(self.profiles) or not linear:
            return self(y, x)
        frame = chosen[0].frame(y, x)

        def function(out: Any, first: int) -> Any:
            return CartesianFormula.images(chosen, frame, out, first)

        return LateRows(len(chosen), function)


def _mean_row(image: Any) -> Any:
    """(1, n) mean over the s sub-pixels of (s, n), which one alone is already."""
    return image if len(image) == 1 else sub_pixel_mean(image)[None]


def _of_one_scale(profiles: Sequence[Any], shapelets: list[int]) -> list[list[int]]:
    """Shapelets with the same β, where there are several."""
    scales: dict[Hashable, list[int]] = {}
    for i in shapelets:
        beta = profiles[i].beta
        scales.setdefault(beta if isinstance(beta, float) else id(beta), []).append(i)
    return [group for group in scales.values() if len(group) > 1]


def _frames(profiles: Sequence[LightProfile]) -> list[list[int]]:
    """Which profiles have the same radii, by the ellipses that they lie on."""
    if len(profiles) == 1:
        return [[0]]
    frames: dict[Hashable, list[int]] = {}
    names_of = {cls: cls.frame_names() for cls in set(map(type, profiles))}
    for i, profile in enumerate(profiles):
        numbers = tuple(
            # A tracer has no value to compare, only its identity.
            value if isinstance(value, float) else id(value)
            for name in names_of[type(profile)]
            for value in getattr(profile, name)
        )
        formula = type(profile).frame, type(profile).radius_squared
        frames.setdefault((formula, numbers), []).append(i)
    return list(frames.values())
