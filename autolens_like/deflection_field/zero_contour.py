"""The names under which PyAutoLens traces curves along their zeros."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.deflection_field.critical_curves import RADIAL, TANGENTIAL
from autolens_like.deflection_field.einstein_radius import einstein_radius_along_rays
from autolens_like.deflection_field.lens_curves import LensCurves
from autolens_like.numerics.namespace import is_jax
from autolens_like.structures.irregular import Grid2DIrregular

#: What scripts may say of the tracing. The curves here lie on their zeros to 1e-10
#: whatever is said, so that all but `init_guess` is accepted and has no effect.
_OPTIONS = ("delta", "N", "pixel_scales", "tol", "max_newton")


def _require_options(options: dict[str, Any], also: tuple[str, ...] = ()) -> None:
    for name in options:
        if name not in (*_OPTIONS, *also):
            raise exc.InputException(
                f"There is no option '{name}'. "
                f"{exc.suggestion(name, ('init_guess', *_OPTIONS, *also))}"
            )


class ZeroContours(LensCurves):
    """`..._via_zero_contour_from` and `..._jit_from`.

    `init_guess` is (n, 2) points (y, x) around which curves are looked for in addition
    to the masses; None adds none. The other options of PyAutoLens (`delta`, `N`,
    `pixel_scales`, `tol`, `max_newton`) are taken and change nothing.
    """

    def _with_guess(
        self, kind: int, init_guess: Any, options: dict[str, Any]
    ) -> list[Grid2DIrregular]:
        _require_options(options)
        guesses = np.zeros((0, 2)) if init_guess is None else np.asarray(init_guess)
        places = [(float(y), float(x)) for y, x in guesses.reshape(-1, 2)]
        return self._critical_curves(kind, None, places)

    def tangential_critical_curve_list_via_zero_contour_from(
        self, init_guess: Any = None, **options: Any
    ) -> list[Grid2DIrregular]:
        """As `tangential_critical_curve_list_from`."""
        return self._with_guess(TANGENTIAL, init_guess, options)

    def radial_critical_curve_list_via_zero_contour_from(
        self, init_guess: Any = None, **options: Any
    ) -> list[Grid2DIrregular]:
        """As `radial_critical_curve_list_from`."""
        return self._with_guess(RADIAL, init_guess, options)

    def tangential_caustic_list_via_zero_contour_from(
        self, init_guess: Any = None, **options: Any
    ) -> list[Grid2DIrregular]:
        """As `tangential_caustic_list_from`."""
        curves = self.tangential_critical_curve_list_via_zero_contour_from(
            init_guess, **options
        )
        return self._caustics_of(curves)

    def radial_caustic_list_via_zero_contour_from(
        self, init_guess: Any = None, **options: Any
    ) -> list[Grid2DIrregular]:
        """As `radial_caustic_list_from`."""
        curves = self.radial_critical_curve_list_via_zero_contour_from(
            init_guess, **options
        )
        return self._caustics_of(curves)

    def einstein_radius_list_via_zero_contour_from(
        self, init_guess: Any = None, **options: Any
    ) -> list[float]:
        """As `einstein_radius_list_from`."""
        curves = self.tangential_critical_curve_list_via_zero_contour_from(
            init_guess, **options
        )
        return self._einstein_radii_of(curves)

    def einstein_radius_via_zero_contour_from(
        self, init_guess: Any = None, **options: Any
    ) -> float:
        """As `einstein_radius_from`."""
        radii = self.einstein_radius_list_via_zero_contour_from(init_guess, **options)
        return float(np.sqrt(np.sum(np.square(radii))))

    def einstein_radius_jit_from(self, init_guess: Any = None, **options: Any) -> Any:
        """The effective Einstein radius, for `jax.jit` and `jax.grad` [arcsec].

        That of the curve which every ray from the first mass (or from the mean of
        `init_guess`) crosses; companions with curves of their own do not count, see
        `einstein_radius_from`.

        Raises
        ------
        LensException
            A ray crosses no curve; inside a trace the radius is NaN.
        """
        _require_options(options, ("seed_grid_shape", "seed_grid_extent"))
        if init_guess is None:
            centre = self._first_centre
        else:
            y, x = np.mean(np.asarray(init_guess).reshape(-1, 2), axis=0)
            centre = (float(y), float(x))
        radius = einstein_radius_along_rays(self.deflections, centre)
        if is_jax(radius):
            return radius
        if not np.isfinite(radius):
            raise exc.LensException(
                f"No tangential critical curve surrounds {centre}: the mass there is "
                "too weak. Use einstein_radius_from, or give init_guess, points on a "
                "curve."
            )
        return float(radius)
