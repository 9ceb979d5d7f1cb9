"""`ExposureFit`: one exposure of a `FitMultiImaging`, with amplitudes of all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autolens_like.fit.backgrounds import Background
from autolens_like.fit.imaging import FitImaging
from autolens_like.fit.linear_objects import LinearComponent, LinearFit
from autolens_like.fit.pixelized_fit import PixelizedFit
from autolens_like.fit.pixelized_objects import linear_data_of
from autolens_like.inversion.mapper import Mapper
from autolens_like.numerics.cached import cached_property
from autolens_like.numerics.namespace import array_namespace

#: A galaxy that no component belongs to.
_NO_GALAXY = -1


@dataclass(frozen=True, eq=False)
class Share:
    """What one exposure has of the joint solution.

    Parameters
    ----------
    amplitudes
        Gives the (k,) amplitudes of its columns.
    covariance
        Gives their (k, k) covariance.
    total_light
        How many of them, the first ones, are those of linear light.
    image
        Gives the (N,) image of the columns of light without a pixelization, or None
        where it has no derivatives of its own.
    """

    amplitudes: Callable[[], Any]
    covariance: Callable[[], Any]
    total_light: int
    image: Callable[[], Any] = lambda: None


class SharedSolution:
    """Amplitudes of one exposure that all exposures have been solved for.

    Backgrounds are the last linear components.
    """

    share: Any

    @property
    def reconstruction(self) -> Any:
        """(K,) amplitudes of light and background, then brightness of source pixels."""
        return self.share.amplitudes()

    @property
    def reconstruction_covariance_matrix(self) -> Any:
        """(K, K) their covariance, all exposures taken together."""
        return self.share.covariance()

    @property
    def intensities(self) -> Any:
        """(L,) amplitudes of light."""
        return self.reconstruction[: self.share.total_light]


@dataclass(frozen=True, eq=False)
class SharedLinearFit(SharedSolution, LinearFit):
    """The linear light of one exposure, and its background, solved for elsewhere.

    Parameters
    ----------
    components, blurred, data, noise_map, inverse_covariance, settings, sharp
        As for `LinearFit`.
    share
        The part of the joint solution.
    """

    share: Share

    @property
    def _own_image(self) -> Any:
        return self.share.image()


class SharedPixelizedFit(SharedSolution, PixelizedFit):
    """The pixelizations and linear light of one exposure, solved for elsewhere.

    Parameters
    ----------
    share
        The part of the joint solution.
    *arguments
        As for `PixelizedFit`.
    """

    def __init__(self, share: Share, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.share = share


class ExposureFit(FitImaging):
    """A `FitImaging` whose amplitudes, and background, come from all exposures.

    Made by `FitMultiImaging`.

    Parameters
    ----------
    *arguments
        As for `FitImaging`.
    background
        What is solved for beside the light, or None.
    joint
        The `JointInversion` of all exposures.
    number
        Of the exposure among them.
    """

    def __init__(
        self,
        *arguments: Any,
        background: Background | None = None,
        joint: Any = None,
        number: int = 0,
    ) -> None:
        super().__init__(*arguments)
        self.__dict__.update(background=background, joint=joint, number=number)

    @cached_property
    def mappers(self) -> list[Mapper]:
        """The mappers of its pixelizations, on meshes that exposures share."""
        return self.joint.mappers_of(self)

    @cached_property
    def _components(self) -> list[LinearComponent]:
        return self.joint.light.components_of(self.tracer)

    @cached_property
    def _pixelized(self) -> list[Any]:
        return self.joint.light.pixelized_of(self.tracer)

    @property
    def components(self) -> list[LinearComponent]:
        """Its linear light."""
        return self._components

    @property
    def light(self) -> tuple[Any, list[LinearComponent], bool]:
        """What is evaluated: a tracer, its linear light, and whether of known light."""
        return self.tracer, self._varying, self._remembered[1] is None

    @property
    def light_key(self) -> tuple[Any, ...]:
        """What is equal for exposures that have the same `light`."""
        fixed, known = self._remembered
        return id(self.tracer), tuple(fixed), known is None

    def _light_rows(self) -> tuple[Any, Any, Any]:
        rows = self.joint.light_rows_of(self)
        return super()._light_rows() if rows is None else rows

    @property
    def pixelized(self) -> list[Any]:
        """Its pixelizations."""
        return self._pixelized

    @cached_property
    def _columns(self) -> Any:
        """(L, N) images of linear light, then of the background."""
        light, parts = self._rows[1], []
        if light is not None:
            parts.append(light)
        if self.background is not None:
            y, x = self.mask.derive_grid.unmasked.T
            parts.append(self.background.rows(*self.joint.sky(self, y, x)))
        if len(parts) == 1:
            return parts[0]
        if not parts:
            return np.zeros((0, self.mask.shape_slim))
        return array_namespace(*parts).concatenate(parts)

    @cached_property
    def inversion(self) -> SharedLinearFit | SharedPixelizedFit | None:
        """Its part of the joint solution; None where nothing is solved for."""
        light, images = self._components, self._columns
        beside = len(images) - len(light)
        components = light + beside * [LinearComponent(self.background, -1, _NO_GALAXY)]
        target = self._target
        share = self.joint.share_of(self)
        if self._pixelized:
            return self._pixelized_inversion(components, images, target, share)
        if not components:
            return None
        inverse = self.dataset.noise_covariance_matrix_inv
        rest = (self._noise, inverse, self.settings, share)
        return SharedLinearFit(components, images, target, *rest, sharp=self._rows[2])

    def _pixelized_inversion(
        self, components: list[Any], images: Any, target: Any, share: Share
    ) -> SharedPixelizedFit:
        mask, galaxies = self.mask, [part.galaxy for part in self._pixelized]
        adapt = [
            None if self.adapt_images is None else self.adapt_images.image_of(one, mask)
            for one in galaxies
        ]
        return SharedPixelizedFit(
            share,
            components,
            self._pixelized,
            images,
            self.mappers,
            linear_data_of(self.dataset, target, self.mappers),
            self.settings,
            adapt,
            None,
            mask,
        )
