"""What the learned source is measured beside: other models of a stamp, at best fit."""

from __future__ import annotations

from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np
from scipy.optimize import least_squares, minimize

import autolens_like as al
from autolens_like.learned.canonical_frame import SIDE, placed
from autolens_like.learned.stamp_fit import FRAME_NUMBERS, fitted_frame
from autolens_like.numerics.polynomials import hermite_functions

GRID = al.Grid2D.uniform((SIDE, SIDE), pixel_scales=1.0, over_sample_size=2)


def relative_error(stamp: np.ndarray, model: np.ndarray) -> float:
    return float(((stamp - model) ** 2).sum() / (stamp**2).sum())


def linear_fit(stamp: np.ndarray, basis: np.ndarray) -> np.ndarray:
    """The combination of the rows of `basis` that is nearest to the stamp."""
    square = basis @ basis.T
    amplitudes, *_ = np.linalg.lstsq(square, basis @ stamp.ravel(), rcond=1e-12)
    return (amplitudes @ basis).reshape(stamp.shape)


def sersic_model(stamp: np.ndarray) -> np.ndarray:
    """Centre, ellipticity, radius and index, and an intensity that is solved for."""

    def model(numbers: np.ndarray) -> np.ndarray:
        y, x, e_y, e_x, log_radius, log_index = numbers
        length = np.hypot(e_y, e_x)
        shrink = np.tanh(length) / max(length, 1e-12) * 0.95
        profile = al.lp.Sersic(
            centre=(y, x),
            ell_comps=(e_y * shrink, e_x * shrink),
            effective_radius=np.exp(np.clip(log_radius, -1.0, 4.0)),
            sersic_index=np.exp(np.clip(log_index, -1.0, 2.0)),
            intensity=0.02,
        )
        # Rows of an image run down, those of a stamp up: y is turned over.
        image = profile.image_2d_from(GRID).native.array[::-1]
        return (stamp * image).sum() / (image * image).sum() * image

    start = np.array([0.1, 0.1, 0.01, 0.3, np.log(8.0), np.log(1.2)])
    found = least_squares(lambda n: (model(n) - stamp).ravel(), start, max_nfev=40)
    return model(found.x)


def shapelet_model(stamp: np.ndarray, order: int = 10) -> np.ndarray:
    """All Cartesian shapelets up to an order, their centre and their scale."""
    places = np.arange(SIDE) - (SIDE - 1) / 2

    def model(numbers: np.ndarray) -> np.ndarray:
        y, x, log_scale = numbers
        scale = np.exp(log_scale)
        v, u = (places - y) / scale, (places - x) / scale
        rows = [
            hermite_functions(n, v) * np.exp(-0.5 * v * v) for n in range(order + 1)
        ]
        columns = [
            hermite_functions(n, u) * np.exp(-0.5 * u * u) for n in range(order + 1)
        ]
        basis = [
            np.outer(rows[i], columns[j]).ravel()
            for i in range(order + 1)
            for j in range(order + 1 - i)
        ]
        return linear_fit(stamp, np.array(basis))

    start, errors = np.array([0.0, 0.0, np.log(4.0)]), []
    for scale in (2.5, 4.0, 6.0):
        start[2] = np.log(scale)
        errors.append((relative_error(stamp, model(start)), start.copy()))
    best = min(errors, key=lambda pair: pair[0])[1]
    found = minimize(
        lambda n: relative_error(stamp, model(n)),
        best,
        method="Nelder-Mead",
        options={"maxfev": 150, "xatol": 1e-3, "fatol": 1e-6},
    )
    return model(found.x)


def principal_model(basis: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """The fit by principal components, and by the same frame as the decoder's.

    Parameters
    ----------
    basis
        (65, 4096) mean stamp and components.
    """
    stamps = jnp.asarray(basis.reshape(-1, SIDE, SIDE), jnp.float32)

    @jax.jit
    def moved(numbers: jax.Array) -> jax.Array:
        return jax.vmap(lambda stamp: placed(stamp, fitted_frame(numbers)))(stamps)

    def fitted(stamp: np.ndarray) -> np.ndarray:
        def model(numbers: np.ndarray) -> np.ndarray:
            images = np.asarray(moved(jnp.asarray(numbers, jnp.float32)), dtype=float)
            return linear_fit(stamp, images.reshape(len(images), -1))

        def slopes(numbers: np.ndarray) -> np.ndarray:
            # Of single precision, smaller steps have no derivative.
            here, step = model(numbers), 0.02
            moves = [model(n) - here for n in numbers + step * np.eye(FRAME_NUMBERS)]
            return np.reshape(moves, (FRAME_NUMBERS, -1)).T / step

        found = least_squares(
            lambda numbers: (model(numbers) - stamp).ravel(),
            np.zeros(FRAME_NUMBERS),
            slopes,
            ftol=1e-5,
            max_nfev=20,
        )
        return model(found.x)

    return fitted
