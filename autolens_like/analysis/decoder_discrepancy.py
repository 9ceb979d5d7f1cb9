"""What a decoder cannot say, measured: the prior of the correction of a source.

    python -m autolens_like.analysis.decoder_discrepancy --weights FILE

fits drawn galaxies that the decoder was not trained on, unlensed and with little noise,
and works out how likely every strength and length of a correction makes each of them:
the evidence that `al.corrected_source_from` has of a lens. The distribution of these
that makes all galaxies likely together is printed as a prior. No lens has a say in it.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

from autolens_like.analysis.correction_prior import CorrectionPrior
from autolens_like.analysis.correction_steps import Point, Problem
from autolens_like.analysis.imaging import AnalysisImaging
from autolens_like.dataset.imaging import Imaging
from autolens_like.exc import InputException, LensException
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.learned.canonical_frame import HALF_LIGHT_PIXELS, SIDE
from autolens_like.learned.galaxies import galaxy_stamp
from autolens_like.learned.stamp_fit import StampFit, fit_stamp
from autolens_like.model.composition import Collection, Model
from autolens_like.model.prior import GaussianPrior, LogUniformPrior, UniformPrior
from autolens_like.profiles.light import linear
from autolens_like.structures.array import Array2D
from autolens_like.structures.mask import Mask2D

#: Seed of the galaxies (those of seed 1 are trained on, those of 2 are what is judged)
#: and of their noise.
VALIDATION_SEED, NOISE_SEED = 3, 4
#: How many of them.
VALIDATION = 72
#: Noise of a pixel in units of a stamp's peak: that of a lens with a peak of 40 times
#: its noise, pixels of a fifth of the half-light radius and a magnification of 8, if
#: the same light fell on the pixels of a stamp.
NOISE = 0.01
#: Correlation lengths that are told apart, in half-light radii ...
LENGTHS = (0.25, 0.5, 1.0, 2.0)
#: ... and shares of the peak at which the evidence is looked at.
SHARES = np.exp(np.arange(math.log(1e-3), math.log(3.0), 0.5))
#: Of the image in half-light radii, beyond which nothing is corrected.
_RADIUS = 3.0
#: Between two logarithms of a share in the integrals.
_FINE = 0.05


def _model() -> Collection:
    """A galaxy without a lens, whose half-light radius is about 1 arcsec."""
    light = Model(linear.Decoder)
    light.centre_0 = GaussianPrior(mean=0.0, sigma=0.25)
    light.centre_1 = GaussianPrior(mean=0.0, sigma=0.25)
    light.half_light_radius = LogUniformPrior(lower_limit=0.3, upper_limit=3.0)
    light.angle = UniformPrior(lower_limit=-180.0, upper_limit=180.0)
    source = Model(Galaxy, redshift=1.0, light=light)
    return Collection(galaxies=Collection(source=source))


def galaxy_of_stamp(
    stamp: np.ndarray, noise: float, fit: StampFit, weights: str = ""
) -> tuple[Collection, AnalysisImaging, np.ndarray]:
    """A canonical stamp as the image of a galaxy: its model, analysis and parameters.

    Parameters
    ----------
    stamp
        (64, 64).
    noise
        Standard deviation of a pixel.
    fit
        The decoder's best image.
    weights
        Path of the decoder's weights.
    """
    scale, middle = 1.0 / HALF_LIGHT_PIXELS, (SIDE - 1) / 2
    mask = Mask2D.circular((SIDE, SIDE), pixel_scales=scale, radius=_RADIUS)
    # The rows of a stamp go up, those of an image down.
    data = Array2D.no_mask(stamp[::-1], scale)
    noise_map = Array2D.full(noise, (SIDE, SIDE), scale)
    dataset = Imaging(data, noise_map, over_sample_size_lp=1).apply_mask(mask)
    model = _model()
    model.galaxies.source.light.weights = weights
    frame = fit.frame
    values = {
        "centre_0": (frame.centre[0] - middle) * scale,
        "centre_1": (frame.centre[1] - middle) * scale,
        "angle": math.degrees(frame.angle),
        "half_light_radius": frame.half_light_radius * scale,
        **{f"latents_{number}": value for number, value in enumerate(fit.latents)},
    }
    names = [name.rpartition(".")[2] for name in model.parameter_names]
    vector = np.array([values[name] for name in names])
    return model, AnalysisImaging(dataset), vector


def log_evidences_of(
    first: tuple[Any, AnalysisImaging, np.ndarray],
    lengths: Sequence[float] = LENGTHS,
    shares: np.ndarray = SHARES,
    shape: tuple[int, int] = (30, 30),
) -> np.ndarray:
    """(L, S) log evidence of corrections of these lengths and strengths, over that of
    none.

    Parameters
    ----------
    first
        Model, analysis and best parameters of a galaxy.
    lengths
        In half-light radii.
    shares
        Standard deviations at the peak, as shares of it.
    shape
        Of the pixels.
    """
    equal = (1.0 / len(lengths),) * len(lengths)
    flat = CorrectionPrior(0.0, 1.0, tuple(lengths), equal)
    path = ("galaxies", "source")
    problem = Problem.of(first, path, shape, None, flat)
    at = Point(problem, problem.point_of(first[2]))
    system = problem.linear(at, at.system.without_pixels.reconstruction)
    without = system.without_pixels.log_evidence
    factors = 1.0 / (shares * problem.peak) ** 2
    geometry = at.fit.inversion.mappers[0].geometry
    return np.array(
        [
            [scaled.at(factor).log_evidence - without for factor in factors]
            for _, scaled, _ in problem.with_scales(system, geometry)
        ]
    )


def fitted_prior(
    tables: np.ndarray,
    lengths: Sequence[float] = LENGTHS,
    shares: np.ndarray = SHARES,
) -> CorrectionPrior:
    """The prior that makes all galaxies the likeliest.

    Parameters
    ----------
    tables
        (N, L, S) log evidences, as `log_evidences_of` gives them.
    lengths, shares
        Of the tables; the latter rise by the same factor.
    """
    from scipy.interpolate import PchipInterpolator
    from scipy.optimize import minimize

    logs = np.log(shares)
    # To where no data tell a correction from none.
    fine = np.arange(logs[0] - 3.0, logs[-1] + 0.5 * _FINE, _FINE)
    inside = np.clip(fine, logs[0], logs[-1])
    fall = np.exp(2.0 * (np.minimum(fine, logs[0]) - logs[0]))
    log_evidences = PchipInterpolator(logs, tables, axis=2)(inside) * fall

    def prior(numbers: np.ndarray) -> np.ndarray:
        """(L, F) log probabilities."""
        density = -0.5 * ((fine - numbers[0]) / np.exp(numbers[1])) ** 2
        density = density - np.logaddexp.reduce(density)
        return (numbers[2:] - np.logaddexp.reduce(numbers[2:]))[:, None] + density

    def cost(numbers: np.ndarray) -> float:
        both = (log_evidences + prior(numbers)).reshape(len(tables), -1)
        # Logarithms of probabilities have a common constant, which is held at zero.
        held = 0.5 * float(numbers[2:].sum() ** 2)
        # No length is impossible: as if a galaxy more had been seen of each.
        seen = float((numbers[2:] - np.logaddexp.reduce(numbers[2:])).sum())
        return held - seen - float(np.logaddexp.reduce(both, axis=1).sum())

    start = np.concatenate([[-3.0, 0.0], np.zeros(len(lengths))])
    found = minimize(cost, start, method="BFGS").x
    probabilities = np.exp(found[2:] - np.logaddexp.reduce(found[2:]))
    return CorrectionPrior(
        float(found[0]),
        float(np.exp(found[1])),
        tuple(lengths),
        tuple(probabilities.tolist()),
    )


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m autolens_like.analysis.decoder_discrepancy",
        description=__doc__.split("\n")[0],
    )
    parser.add_argument("--number", type=int, default=VALIDATION, help="of galaxies")
    parser.add_argument("--noise", type=float, default=NOISE, help="over the peak")
    parser.add_argument("--weights", default="", help="file; '' is the shipped one")
    return parser.parse_args(given)


def main(given: Sequence[str] | None = None) -> int:
    """Measure the prior of a decoder and print it.

    Returns
    -------
    int
        0; 2 where the input is no use.
    """
    chosen = _arguments(given)
    tables = []
    try:
        if chosen.number < 1:
            raise InputException(
                f"--number {chosen.number} came; give one galaxy at least."
            )
        for number in range(chosen.number):
            stamp = galaxy_stamp((VALIDATION_SEED, number))
            noise = chosen.noise * float(stamp.max())
            generator = np.random.default_rng((NOISE_SEED, number))
            stamp = stamp + generator.normal(0.0, noise, stamp.shape)
            fit = fit_stamp(stamp, noise, chosen.weights)
            first = galaxy_of_stamp(stamp, noise, fit, chosen.weights)
            tables.append(log_evidences_of(first))
            row, column = np.unravel_index(tables[-1].argmax(), tables[-1].shape)
            print(
                f"galaxy {number}: relative error {fit.relative_error:.4f}, log "
                f"evidence {tables[-1].max():+.1f} of {SHARES[column]:.3f} of the peak "
                f"over {LENGTHS[row]:g} half-light radii",
                flush=True,
            )
        print(f"strength=al.{fitted_prior(np.array(tables))}")
    except LensException as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
