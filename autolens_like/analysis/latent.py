"""Latent quantities of lens models: Einstein radius, fluxes, magnification."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cached_property
from operator import attrgetter
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.fit.imaging import FitImaging
from autolens_like.fit.pixelized_fit import PixelizedFit
from autolens_like.lens.quantities import LensCalc
from autolens_like.lens.tracer import Tracer

#: What stands in brackets behind a name.
UNITS = {
    "effective_einstein_radius": "arcsec",
    "total_lens_flux": "data",
    "total_lensed_source_flux": "data",
    "total_source_flux": "data",
}


class LatentLens:
    """One draw of the posterior, and what follows from it.

    Parameters
    ----------
    fit
        Its fit to the data.
    """

    def __init__(self, fit: FitImaging) -> None:
        self.fit = fit

    @cached_property
    def tracer(self) -> Tracer:
        """The tracer, with the intensities of linear light put in."""
        return self.fit.tracer_linear_light_profiles_to_light_profiles

    @property
    def effective_einstein_radius(self) -> float:
        """Radius of the circle with the area inside the tangential critical curve
        [arcsec]; NaN without such a curve."""
        try:
            return float(LensCalc.from_tracer(self.fit.tracer).einstein_radius_from())
        except exc.LensException:
            return math.nan

    @property
    def total_lens_flux(self) -> float:
        """Light of the first plane inside the mask."""
        return self._seen(0)

    @property
    def total_lensed_source_flux(self) -> float:
        """Light of the last plane inside the mask, lensed."""
        return self._seen(len(self.tracer.planes) - 1)

    @cached_property
    def total_source_flux(self) -> float:
        """Light of the last plane, unlensed: on the grid of the mask, or of all
        pixels of a pixelized source."""
        last = len(self.tracer.planes) - 1
        image = self.tracer.planes[last].image_2d_from(self.fit.grid)
        return float(np.sum(image.array)) + sum(
            source.source_plane_flux for source in self._sources(last)
        )

    @property
    def magnification(self) -> float:
        """Lensed over unlensed flux of the last plane; NaN without flux."""
        flux = self.total_source_flux
        return self.total_lensed_source_flux / flux if flux > 0.0 else math.nan

    @cached_property
    def _images(self) -> list[Any]:
        return self.tracer.image_2d_list_from(self.fit.grid)

    def _seen(self, plane: int) -> float:
        return float(np.sum(self._images[plane].array)) + sum(
            source.image_plane_flux for source in self._sources(plane)
        )

    def _sources(self, plane: int) -> list[Any]:
        inversion = self.fit.inversion
        if not isinstance(inversion, PixelizedFit):
            return []
        pairs = zip(inversion.pixelized, inversion.sources, strict=True)
        return [source for part, source in pairs if part.plane == plane]


#: Name to function of a `LatentLens`; config/latent.yaml switches them.
LATENT_FUNCTIONS: dict[str, Callable[[LatentLens], float]] = {
    name: attrgetter(name)
    for name in (
        "effective_einstein_radius",
        "total_lens_flux",
        "total_lensed_source_flux",
        "total_source_flux",
        "magnification",
    )
}
#: Those of the mass alone, which are the same in every image of the lens.
ONCE = ("effective_einstein_radius",)
