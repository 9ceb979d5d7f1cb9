"""A source of several parts: where the model lacks light, another part is put.

One multi-Gaussian expansion is round or elliptical; a real galaxy has knots and arms.
`model_with_clump_from` adds a small expansion at the place in the source plane where it
raises the likelihood most, the lens standing still meanwhile.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.analysis.mge import mge_model_from
from autolens_like.analysis.preparation import Preparation
from autolens_like.fit.imaging import FitImaging
from autolens_like.inversion.linear_system import amplitudes_from
from autolens_like.profiles.basis import image_matrix_from
from autolens_like.profiles.light import linear

#: Gaussians of a clump, their widest width [Einstein radii] and narrowest [pixels].
CLUMP_GAUSSIANS, CLUMP_WIDEST, CLUMP_NARROWEST = 4, 0.2, 0.4
#: Widths of the priors of its centre [arcsec] and the limit of its ellipticity.
_CENTRE_SIGMA, _ELLIPTICITY_LIMIT = 0.05, 0.8
#: Half side and step of the grid of centres that are tried [Einstein radii].
_HALF_SIDE, _STEPS = 0.44, 9
#: So many of the best centres are tried with elliptical shapes.
_BEST_CENTRES = 6
_SHAPES = tuple(
    (size * np.sin(2.0 * angle), size * np.cos(2.0 * angle))
    for angle in np.arange(4) * np.pi / 4.0
    for size in (0.3, 0.55)
)
#: Not exactly round, where the derivative of the ellipticity has a corner.
_NEARLY_ROUND = (0.01, 0.01)
_EVALUATIONS = 120
_SIMPLEX = (0.03, 0.03, 0.1, 0.1)
#: Arcs wider than the arcs found: share of the Einstein radius around it.
_ANNULUS, _ANNULUS_FWHM = 0.25, 1.2
#: The sky begins at so many Einstein radii.
_SKY_RADIUS = 1.4


def residual_scatter(fit: FitImaging, preparation: Preparation) -> tuple[float, float]:
    """Root mean square of the normalized residuals around the arcs and in the sky.

    A good model has the same in both: that of the sky says how far the noise map is
    from the scatter of the pixels.

    Parameters
    ----------
    fit
        Of a model to the prepared dataset.
    preparation
        Gives the arcs.
    """
    radius = fit.dataset.grids.lp.distances_to_coordinate_from(preparation.light_centre)
    radius = np.asarray(getattr(radius, "array", radius))
    width = max(
        _ANNULUS * preparation.einstein_radius, _ANNULUS_FWHM * preparation.psf_fwhm
    )
    around = np.abs(radius - preparation.einstein_radius) < width
    arcs = ~preparation.arcs.array[~fit.mask.array]
    sky = ~arcs & (radius > _SKY_RADIUS * preparation.einstein_radius)
    if not sky.any():
        raise exc.MaskException(
            "The mask leaves no sky beyond the arcs to compare them with; give a "
            "mask_radius of at least 1.5 Einstein radii."
        )
    residuals = np.asarray(fit.normalized_residual_map.array)
    rms = [float(np.sqrt(np.mean(residuals[where] ** 2))) for where in (around, sky)]
    return rms[0], rms[1]


class _Scan:
    """The likelihood of one more clump; lens and other light keep their shapes.

    Parameters
    ----------
    fit
        The best fit so far.
    widths
        Of the clump's Gaussians [arcsec].
    """

    def __init__(self, fit: FitImaging, widths: np.ndarray) -> None:
        self.dataset, self.settings = fit.dataset, fit.settings
        self.noise = fit.dataset.noise_map.array
        tracer, plane = fit.tracer, fit.tracer.total_planes - 1
        self.inside = fit.dataset.grids.lp_convolved.over_sampler
        self.around = fit.dataset.grids.blurring_convolved.over_sampler
        self.traced = tracer.traced(self.inside.y, self.inside.x)[plane]
        self.traced_around = tracer.traced(self.around.y, self.around.x)[plane]
        self.widths = [float(width) for width in widths]
        known = fit.inversion
        self.data = known.data / self.noise
        self.old = known.blurred / self.noise
        size = len(self.old) + len(widths)
        self.matrix, self.vector = np.zeros((size, size)), np.zeros(size)
        self.known = slice(0, len(self.old))
        self.new = slice(len(self.old), size)
        self.matrix[self.known, self.known] = self.old @ self.old.T
        self.vector[self.known] = self.old @ self.data

    def gain(self, clump: Any) -> float:
        """Log likelihood, but for a constant, with a clump (y, x, ell_comps)."""
        y, x, *ell_comps = (float(value) for value in clump)
        if np.hypot(*ell_comps) > _ELLIPTICITY_LIMIT:
            return -np.inf
        gaussians = [
            linear.Gaussian(centre=(y, x), ell_comps=tuple(ell_comps), sigma=width)
            for width in self.widths
        ]

        def function(y: Any, x: Any) -> Any:
            return image_matrix_from(gaussians, y, x)

        images = self.inside.evaluated(function, (), self.traced)
        around = function(*self.traced_around)
        rows = self.dataset.psf.state.blurred(images, around) / self.noise
        cross = rows @ self.old.T
        self.matrix[self.new, self.known] = cross
        self.matrix[self.known, self.new] = cross.T
        self.matrix[self.new, self.new] = rows @ rows.T
        self.vector[self.new] = rows @ self.data
        try:
            solved = amplitudes_from(self.matrix, self.vector, self.settings)
        except exc.InversionException:
            return -np.inf
        return float(solved @ self.vector - 0.5 * solved @ self.matrix @ solved)

    def best(self, middle: tuple[float, float], half: float) -> np.ndarray:
        """The best clump (y, x, ell_comps) within a square about a point."""
        from scipy.optimize import minimize

        offsets = np.arange(-_STEPS, _STEPS + 1) * half / _STEPS
        trials = [
            (middle[0] + dy, middle[1] + dx, *_NEARLY_ROUND)
            for dy in offsets
            for dx in offsets
        ]
        gains = np.array([self.gain(trial) for trial in trials])
        order = np.argsort(-gains)[:_BEST_CENTRES]
        finalists = [(gains[i], trials[i]) for i in order]
        for i in order:
            shaped = [(*trials[i][:2], *shape) for shape in _SHAPES]
            finalists += [(self.gain(trial), trial) for trial in shaped]
        start = np.array(max(finalists)[1])
        simplex = np.vstack([start, start + np.diag(_SIMPLEX)])
        options = {"maxfev": _EVALUATIONS, "initial_simplex": simplex}

        def loss(clump: np.ndarray) -> float:
            return -self.gain(clump)

        return minimize(loss, start, method="Nelder-Mead", options=options).x


def model_with_clump_from(
    result: Any, preparation: Preparation, name: str, galaxy: str = "source"
) -> Any:
    """The fitted model with one more clump of light in the source.

    Its priors stand about the best fit, so that a search goes on from there.

    Parameters
    ----------
    result
        Of a fit to the prepared dataset.
    preparation
        Gives sizes and places.
    name
        Of the new component, such as "clump_1".
    galaxy
        Name of the source among the galaxies of the model.
    """
    scale = preparation.mask.pixel_scale
    radius = preparation.einstein_radius
    sizes = {
        "mask_radius": CLUMP_WIDEST * radius,
        "sigma_min": CLUMP_NARROWEST * scale,
        "total_gaussians": CLUMP_GAUSSIANS,
    }
    widths = np.geomspace(sizes["sigma_min"], sizes["mask_radius"], CLUMP_GAUSSIANS)
    source = result.instance.galaxies[galaxy]
    middle = source.linear_light_profiles[0].centre
    scan = _Scan(result.max_log_likelihood_fit, widths)
    y, x, *ell_comps = (float(v) for v in scan.best(middle, _HALF_SIDE * radius))
    best = result.samples.max_log_likelihood(as_instance=False)
    model = result.model.mapper_from_centres(best)
    clump = mge_model_from(
        **sizes,
        centre=(y, x),
        centre_prior_is_uniform=False,
        centre_sigma=_CENTRE_SIGMA,
        ell_comps=tuple(ell_comps),
        ell_comps_limit=_ELLIPTICITY_LIMIT,
    )
    setattr(model.galaxies[galaxy], name, clump)
    return model
