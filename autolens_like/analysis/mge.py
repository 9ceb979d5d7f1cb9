"""Models that scripts compose often, of multi-Gaussian expansions: `al.model_util`."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.analysis.preparation import Preparation
from autolens_like.fit.imaging import FitImaging
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.model.composition import Collection, Model
from autolens_like.model.prior import (
    GaussianPrior,
    TruncatedGaussianPrior,
    UniformPrior,
)
from autolens_like.profiles.basis import Basis
from autolens_like.profiles.light import linear
from autolens_like.profiles.mass import ExternalShear, Isothermal

#: Half the width of a uniform prior on the centre [arcsec].
_CENTRE_HALF_WIDTH = 0.1
#: Not exactly round, where the derivative of the ellipticity has a corner.
_NEARLY_ROUND = (0.01, 0.01)


def mge_model_from(
    mask_radius: float,
    total_gaussians: int = 30,
    gaussian_per_basis: int = 1,
    centre_prior_is_uniform: bool = True,
    centre: tuple[float, float] = (0.0, 0.0),
    centre_fixed: tuple[float, float] | None = None,
    centre_per_basis: bool = False,
    centre_sigma: float = 0.3,
    ell_comps_prior_is_uniform: bool = False,
    ell_comps_uniform_width: float = 0.2,
    ell_comps_sigma: float = 0.3,
    use_spherical: bool = False,
    sigma_min: float = 1e-4,
    ell_comps_limit: float = 1.0,
    ell_comps: tuple[float, float] = (0.0, 0.0),
) -> Model:
    """A `Basis` of linear Gaussians whose widths are fixed and whose shape is free.

    Parameters
    ----------
    mask_radius
        Width σ of the widest Gaussian [arcsec]; the others are spaced evenly in log σ.
    total_gaussians
        Gaussians of each group.
    gaussian_per_basis
        Groups; the Gaussians of a group share one ellipticity.
    centre_prior_is_uniform
        Uniform prior of ±0.1" on the centre, else Gaussian of `centre_sigma`.
    centre
        Middle of that prior, (y, x) [arcsec].
    centre_fixed
        A centre that is not free.
    centre_per_basis
        A centre for every group, else one for all.
    centre_sigma
        Width of the Gaussian centre prior [arcsec].
    ell_comps_prior_is_uniform
        Uniform prior of ±`ell_comps_uniform_width`, else a Gaussian of
        `ell_comps_sigma` truncated at ±`ell_comps_limit`.
    use_spherical
        Round Gaussians.
    sigma_min
        Width of the narrowest Gaussian [arcsec].
    ell_comps
        Middle of the priors on the ellipticity.

    Returns
    -------
    Model
        Of a `Basis`.

    Raises
    ------
    ModelException
        Numbers of Gaussians below one, or widths that do not increase.
    """
    if total_gaussians < 1 or gaussian_per_basis < 1:
        raise exc.ModelException(
            f"total_gaussians={total_gaussians} and gaussian_per_basis="
            f"{gaussian_per_basis} came; both must be at least 1."
        )
    if not 0.0 < sigma_min < mask_radius:
        raise exc.ModelException(
            f"sigma_min={sigma_min} and mask_radius={mask_radius} came; the narrowest "
            "width must be above zero and below the widest."
        )

    def centre_priors() -> tuple[Any, Any]:
        if centre_fixed is not None:
            return tuple(float(value) for value in centre_fixed)
        if centre_prior_is_uniform:
            half = _CENTRE_HALF_WIDTH
            return tuple(UniformPrior(value - half, value + half) for value in centre)
        return tuple(GaussianPrior(value, centre_sigma) for value in centre)

    def ellipticity_priors() -> tuple[Any, Any]:
        if ell_comps_prior_is_uniform:
            half = ell_comps_uniform_width
            return tuple(UniformPrior(v - half, v + half) for v in ell_comps)
        limit = ell_comps_limit
        return tuple(
            TruncatedGaussianPrior(v, ell_comps_sigma, -limit, limit) for v in ell_comps
        )

    sigmas = np.geomspace(sigma_min, mask_radius, total_gaussians)
    shared_centre = centre_priors()
    gaussians = []
    for group in range(gaussian_per_basis):
        group_centre = centre_priors() if centre_per_basis and group else shared_centre
        shape = {} if use_spherical else {"ell_comps": ellipticity_priors()}
        cls = linear.GaussianSph if use_spherical else linear.Gaussian
        gaussians += [
            Model(cls, centre=group_centre, sigma=float(sigma), **shape)
            for sigma in sigmas
        ]
    return Model(Basis, profile_list=gaussians)


def shining_part_of(basis: Basis, fit: FitImaging) -> Basis:
    """A basis without the Gaussians that a fit has left dark.

    Of an expansion most amplitudes are exactly zero at the best fit. A later fit that
    holds its shape fixed is faster without them, and next to the same.

    Parameters
    ----------
    basis
        Linear light of the fit's tracer.
    fit
        Has solved for the amplitudes.
    """
    intensities = fit.linear_light_profile_intensity_dict
    shining = [p for p in basis.profile_list if intensities.get(p, 0.0) > 0.0]
    return Basis(profile_list=shining) if shining else basis


def mge_point_model_from(
    pixel_scales: float,
    total_gaussians: int = 10,
    centre: tuple[float, float] = (0.0, 0.0),
    sigma_min: float = 0.01,
) -> Model:
    """A compact round expansion for a point-like source of light.

    Parameters
    ----------
    pixel_scales
        Arcseconds per pixel; the widest Gaussian has twice that width.
    total_gaussians
        Number of Gaussians.
    centre
        Middle of the uniform ±0.1" prior on the centre, (y, x) [arcsec].
    sigma_min
        Width of the narrowest Gaussian [arcsec].
    """
    return mge_model_from(
        mask_radius=2.0 * pixel_scales,
        total_gaussians=total_gaussians,
        centre=centre,
        use_spherical=True,
        sigma_min=sigma_min,
    )


def lens_model_from(
    preparation: Preparation,
    lens_redshift: float,
    source_redshift: float,
    light_parts: int = 2,
) -> Collection:
    """The model of a first search, its priors about what was found in the image.

    The galaxy `lens` has its light in expansions `light_0`, ..., an isothermal `mass`
    and a `shear`; the galaxy `source` has one more expansion, `light`.

    Parameters
    ----------
    preparation
        What was found.
    lens_redshift, source_redshift
        Of the galaxies.
    light_parts
        Expansions of the light of the lens. Each has its own centre and shape, so that
        two of them follow twisting isophotes.
    """
    pixel, radius = preparation.mask.pixel_scale, preparation.einstein_radius
    near = {"centre_prior_is_uniform": False, "ell_comps_limit": 0.8}
    light = {
        f"light_{part}": mge_model_from(
            mask_radius=1.5 * preparation.mask_radius,
            sigma_min=0.25 * pixel,
            total_gaussians=16,
            centre=preparation.light_centre,
            centre_sigma=0.05,
            ell_comps=_NEARLY_ROUND if part else preparation.ell_comps,
            **near,
        )
        for part in range(light_parts)
    }
    # The mass is near the light; the shear is the pull of everything else.
    y, x = preparation.light_centre
    mass = Model(
        Isothermal,
        centre=(GaussianPrior(y, 0.05), GaussianPrior(x, 0.05)),
        ell_comps=tuple(TruncatedGaussianPrior(0.01, 0.3, -0.8, 0.8) for _ in range(2)),
        einstein_radius=UniformPrior(0.7 * radius, 1.3 * radius),
    )
    shear = Model(
        ExternalShear,
        gamma_1=UniformPrior(-0.3, 0.3),
        gamma_2=UniformPrior(-0.3, 0.3),
    )
    # Where the images trace back to.
    source_light = mge_model_from(
        mask_radius=0.5 * radius,
        sigma_min=0.4 * pixel,
        total_gaussians=8,
        centre=preparation.source_centre,
        centre_sigma=0.1,
        ell_comps=_NEARLY_ROUND,
        **near,
    )
    lens = Model(Galaxy, redshift=lens_redshift, mass=mass, shear=shear, **light)
    source = Model(Galaxy, redshift=source_redshift, light=source_light)
    return Collection(galaxies=Collection(lens=lens, source=source))
