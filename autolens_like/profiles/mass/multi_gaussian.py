"""Any elliptical mass as a sum of Gaussians (Cappellari 2002, MNRAS 333, 400).

κ = Σ A exp(-½ ρ² / s²) on the same ellipses, at the cost of one profile; and the sum
that is closest to the convergence of another profile (`MGEDecomposer`).

Parameters
    ``amplitudes`` A; ``dispersions`` s [arcsec], as many; ``ell_comps``.
Radius
    ρ = √q R is the geometric mean, and s is a dispersion of it.
Normalization
    A is κ of each at the centre; the mass is Σ 2 π s² A.
Einstein radius
    No closed form: `einstein_radius_from`.
Limits
    `relative_error_from` measures how close a decomposition is. ψ is 0 at the centre.
Elsewhere
    lenstronomy's MULTI_GAUSSIAN_ELLIPSE_KAPPA: amp = 2 π s² A.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.frames import axis_ratio_from
from autolens_like.profiles.mass.gaussian import Gaussian
from autolens_like.profiles.mass.homoeoidal import HomoeoidalFormula
from autolens_like.profiles.mass.mass_profile import EllipticalMassProfile, MassProfile
from autolens_like.typing import GridLike, Namespace

#: Radii of the fit for each Gaussian, and how many times more the error is taken at.
_RADII, _DENSER = 6, 5
#: The fit runs up to this part of the largest dispersion. Inside this many times the
#: smallest its weight falls with this power of the radius: a cusp needs Gaussians
#: narrower than its innermost radius.
_OUTERMOST, _INNERMOST, _FADING = 0.7, 10.0, 4
#: The mass inside that radius, which deflects everywhere, counts as much as this.
_MASS_WEIGHT = 100.0
#: Errors are relative to κ, or to this part of the innermost κ where that is larger.
_FLOOR = 1e-8
#: Singular values below this part of the largest are left out of the fit.
_CONDITION = 1e-12


def _sum_of_gaussians(radius_squared: Any, *numbers: Any) -> Any:
    """Σ A exp(-½ ρ² / σ²), of the amplitudes and then as many dispersions."""
    xp = array_namespace(radius_squared, list(numbers))
    half = len(numbers) // 2
    pairs = zip(numbers[:half], numbers[half:], strict=True)
    return sum(a * xp.exp(radius_squared * (-0.5 / s**2)) for a, s in pairs)


class MultiGaussian(HomoeoidalFormula, EllipticalMassProfile):
    """Many Gaussians on the same ellipses, at the cost of one profile.

    κ = Σ A exp(-½ ρ² / s²) with the geometric-mean radius ρ.

    Parameters
    ----------
    centre, ell_comps
        As in `Gaussian`.
    amplitudes
        κ of each Gaussian at the centre.
    dispersions
        s of each along the geometric-mean radius [arcsec].

    Raises
    ------
    ProfileException
        `ell_comps` outside the unit disc; not as many dispersions as amplitudes.
    """

    amplitudes: tuple[float, ...] = (0.1, 0.1)
    dispersions: tuple[float, ...] = (0.5, 1.0)
    _radial = staticmethod(_sum_of_gaussians)

    def _check(self) -> None:
        number = len(self.amplitudes)
        matching = number > 0 and len(self.dispersions) == number
        self._require("dispersions", matching, f"as many as amplitudes ({number})")
        super()._check()

    def _amplitude(self) -> Any:
        return 1.0

    def _scale_radius(self) -> Any:
        return 1.0

    def _shape(self) -> tuple[Any, ...]:
        return (*self.amplitudes, *self.dispersions)


class MGEDecomposer:
    """The sum of Gaussians that is closest to the convergence of a mass profile.

    The amplitudes of Gaussians with given dispersions are the least-squares solution
    for the relative error at radii that are equally spaced in their logarithm; no
    starting point and no iteration is involved. `relative_error_from` measures how
    large the error ε of κ is from ten times the smallest to 0.7 times the largest
    dispersion (40 dispersions over four decades: 1e-5 for Sersic profiles with n ≥ 2
    and NFW halos, 1e-4 for an isothermal cusp; n < 1 needs 60). What the mass in this
    range adds to the deflections has an error below ε (1 + f) / (1 - f) of itself,
    f = (1 - q) / (1 + q), because the deflections of two shells with the same mass are
    within this factor of each other; the mass further inside is matched as a whole.

    Parameters
    ----------
    mass_profile
        A profile whose convergence is constant on similar ellipses.

    Raises
    ------
    ProfileException
        No mass profile, or one whose convergence is not constant on ellipses.
    """

    def __init__(self, mass_profile: MassProfile) -> None:
        if not isinstance(mass_profile, MassProfile):
            raise exc.ProfileException(
                f"MGEDecomposer got {mass_profile!r}; give an instance of a mass "
                "profile, for example al.mp.Sersic()."
            )
        self.mass_profile = mass_profile
        self.centre = mass_profile.centre
        self.ell_comps = getattr(mass_profile, "ell_comps", (0.0, 0.0))
        along, across = (self._convergence(np.ones(1), t) for t in (0.0, 1.1))
        if not np.allclose(along, across, rtol=1e-6, atol=0.0) or np.all(along == 0.0):
            raise exc.ProfileException(
                f"The convergence of {mass_profile!r} is not constant on ellipses "
                "around its centre, so that no sum of Gaussians describes it."
            )

    def _ellipse(self, radius: Any, phase: Any) -> tuple[Any, Any, Any]:
        """ζ and sky coordinates (y, x) at geometric-mean radii, ζ at angle `phase`."""
        e = complex(self.ell_comps[1], self.ell_comps[0])
        zeta = radius * np.sqrt(1.0 - abs(e) ** 2) * np.exp(1j * phase)
        # The inverse of ζ = z - e z*, where |ζ|² = (1 - |e|²) ρ².
        z = (zeta + e * zeta.conjugate()) / (1.0 - abs(e) ** 2)
        return zeta, z.imag + self.centre[0], z.real + self.centre[1]

    def _convergence(self, radius: np.ndarray, phase: float = 0.0) -> np.ndarray:
        return np.asarray(
            self.mass_profile.convergence(*self._ellipse(radius, phase)[1:])
        )

    def _mean_convergence(self, radius: float) -> float:
        """The mean of κ inside an ellipse, which is the mean of α / ζ along it."""
        phase = 2.0 * np.pi * np.arange(128) / 128
        zeta, y, x = self._ellipse(radius, phase)
        deflection_y, deflection_x = self.mass_profile.deflections(y, x)
        return float(np.mean((deflection_x + 1j * deflection_y) / zeta).real)

    def decompose_convergence_via_mge(
        self, sigma_log_list: Sequence[float] | None = None, positive: bool = False
    ) -> tuple[np.ndarray, np.ndarray]:
        """The amplitudes and dispersions of the Gaussians.

        Parameters
        ----------
        sigma_log_list
            Dispersions along the geometric-mean radius [arcsec], ascending, best
            equally spaced in the logarithm; by default 50 from 0.001 to 30.
        positive
            Whether amplitudes below zero are forbidden, which costs precision.

        Returns
        -------
        amplitudes, dispersions : (M,) arrays
            κ at the centre, and [arcsec].

        Raises
        ------
        InputException
            Dispersions that are not above zero, not ascending or within a factor 20.
        ProfileException
            No convergence of the fit with amplitudes above zero.
        """
        sigmas = _checked(sigma_log_list)
        radii = _radii(sigmas, _RADII)
        kappa = self._convergence(radii)
        scale = _scale(kappa)
        matrix = np.exp(-0.5 * (radii[:, None] / sigmas) ** 2)
        weight = np.minimum(1.0, (radii / (_INNERMOST * sigmas[0])) ** _FADING) / scale
        # The mass of the cusp as a row of its own: the mean of κ inside.
        inner = _INNERMOST * sigmas[0]
        inside = 2.0 * (sigmas / inner) ** 2
        inside = inside * -np.expm1(-0.5 * (inner / sigmas) ** 2)
        inside = inside * (_MASS_WEIGHT / self._mean_convergence(inner))
        matrix = np.vstack([matrix * weight[:, None], inside])
        target = np.append(kappa * weight, _MASS_WEIGHT)
        # Amplitudes in units of κ at one dispersion, so that none runs away.
        units = np.interp(sigmas, radii, scale)
        solve = _positive if positive else _least_squares
        return solve(matrix * units, target) * units, sigmas

    def relative_error_from(self, amplitudes: np.ndarray, sigmas: np.ndarray) -> float:
        """The largest relative error of κ, at five times the radii of the fit.

        They reach from ten times the smallest to 0.7 times the largest dispersion;
        where κ is below 1e-8 of the innermost, the error is relative to that.
        """
        radii = _radii(np.asarray(sigmas, dtype=float), _RADII * _DENSER)
        radii = radii[radii >= _INNERMOST * sigmas[0]]
        kappa = self._convergence(radii)
        found = _sum_of_gaussians(radii**2, *amplitudes, *sigmas)
        return float(np.abs((found - kappa) / _scale(kappa)).max())

    def mass_profile_via_mge_from(
        self, sigma_log_list: Sequence[float] | None = None, positive: bool = False
    ) -> MultiGaussian:
        """The sum as one mass profile; arguments as `decompose_convergence_via_mge`."""
        found = self.decompose_convergence_via_mge(sigma_log_list, positive)
        amplitudes, dispersions = (values.tolist() for values in found)
        return MultiGaussian(
            centre=self.centre,
            ell_comps=self.ell_comps,
            amplitudes=tuple(amplitudes),
            dispersions=tuple(dispersions),
        )

    def gaussian_list_via_mge_from(
        self, sigma_log_list: Sequence[float] | None = None, positive: bool = False
    ) -> list[Gaussian]:
        """The sum as a list of `al.mp.Gaussian`, whose σ is along the minor axis."""
        found = self.decompose_convergence_via_mge(sigma_log_list, positive)
        root = float(np.sqrt(axis_ratio_from(self.ell_comps)))
        frame = {"centre": self.centre, "ell_comps": self.ell_comps}
        return [
            Gaussian(**frame, intensity=float(a), sigma=float(s) * root)
            for a, s in zip(*found, strict=True)
        ]

    def convergence_2d_via_mge_from(
        self, grid: GridLike, xp: Namespace | None = None, **options: Any
    ) -> Any:
        """κ of the sum; `options` as `decompose_convergence_via_mge`."""
        profile = self.mass_profile_via_mge_from(**options)
        return profile.convergence_2d_from(grid, xp=xp)

    def deflections_2d_via_mge_from(
        self, grid: GridLike, xp: Namespace | None = None, **options: Any
    ) -> Any:
        """α of the sum [arcsec]; `options` as `decompose_convergence_via_mge`."""
        profile = self.mass_profile_via_mge_from(**options)
        return profile.deflections_yx_2d_from(grid, xp=xp)

    def potential_2d_via_mge_from(
        self, grid: GridLike, xp: Namespace | None = None, **options: Any
    ) -> Any:
        """ψ of the sum [arcsec²]; `options` as `decompose_convergence_via_mge`."""
        profile = self.mass_profile_via_mge_from(**options)
        return profile.potential_2d_from(grid, xp=xp)


def _checked(sigma_log_list: Sequence[float] | None) -> np.ndarray:
    if sigma_log_list is None:
        return np.geomspace(1e-3, 30.0, 50)
    sigmas = np.asarray(sigma_log_list, dtype=float)
    if sigmas.ndim != 1 or sigmas.size < 2 or np.any(np.diff(sigmas) <= 0.0):
        raise exc.InputException(
            f"sigma_log_list={sigma_log_list!r} is not allowed: give two or more "
            "dispersions [arcsec], ascending, for example np.geomspace(0.01, 10, 30)."
        )
    if not sigmas[0] > 0.0 or sigmas[-1] < 20.0 * sigmas[0]:
        raise exc.InputException(
            f"sigma_log_list runs from {sigmas[0]!r} to {sigmas[-1]!r}; "
            "dispersions are above zero and span at least a factor of 20."
        )
    return sigmas


def _radii(sigmas: np.ndarray, number: int) -> np.ndarray:
    """Radii of the fit, `number` for each dispersion [arcsec]."""
    ends = (sigmas[0], _OUTERMOST * sigmas[-1])
    return np.geomspace(*ends, number * sigmas.size)


def _scale(kappa: np.ndarray) -> np.ndarray:
    return np.maximum(np.abs(kappa), _FLOOR * np.abs(kappa[0]))


def _least_squares(matrix: np.ndarray, target: np.ndarray) -> np.ndarray:
    return np.linalg.lstsq(matrix, target, rcond=_CONDITION)[0]


def _positive(matrix: np.ndarray, target: np.ndarray) -> np.ndarray:
    from scipy.optimize import nnls

    try:
        return nnls(matrix, target, maxiter=100 * matrix.shape[1])[0]
    except RuntimeError as error:
        raise exc.ProfileException(
            "The fit of Gaussians with positive=True did not converge; give fewer "
            "dispersions in sigma_log_list, or positive=False."
        ) from error
