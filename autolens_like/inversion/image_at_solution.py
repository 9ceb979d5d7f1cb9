"""Images of solved amplitudes, whose derivatives convolve few images instead of many.

Rows of B = R K are the blurred images of R, with K the convolution. At the solution s
of (B W Bᵀ + H) s = B W d + H m, with the residual r = d - Bᵀ s,

    A ds = dB W r + B W (dd - dBᵀ s),    A = B W Bᵀ + H

(variable projection: Golub & Pereyra 1973, SIAM J. Numer. Anal. 10, 413). dB stands
there next to an image or to the amplitudes alone: dB W r = dR (K W r) and dBᵀ s =
Kᵀ (dRᵀ s) convolve one image each, where dB convolves as many as there are amplitudes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from autolens_like.inversion.linear_system import solution, weighted_by_noise
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.nnls import solution_of_free


@dataclass(frozen=True, eq=False)
class SharpRows:
    """Images of components before they are blurred.

    Parameters
    ----------
    inside, around
        (L, n) and (L, b) values in the pixels and around them; None where there is
        nothing around.
    blur
        Takes (1, n) and (1, b) such values, returns the (1, N) blurred image.
    """

    inside: Any
    around: Any
    blur: Callable[[Any, Any], Any]

    def seen(self, amplitudes: Any, inside: Any, around: Any) -> Any:
        """(N,) blurred image of the sum of (L, n) and (L, b) values."""
        outer = None if around is None else (amplitudes @ around)[None]
        return self.blur((amplitudes @ inside)[None], outer)[0]

    def through(self, function: Callable[[Any], Any]) -> SharpRows:
        """The same with the values replaced by a function of them."""
        return SharpRows(function(self.inside), function(self.around), self.blur)


@dataclass(frozen=True, eq=False)
class SolvedColumns:
    """Columns of one exposure in a linear system.

    Parameters
    ----------
    blurred
        (k, N) their images.
    sharp
        The first L of them before they are blurred; the others stay what they are.
    data
        (N,) what they are fitted to.
    noise_map
        (N,) standard deviations.
    inverse_covariance
        (N, N) inverse noise covariance, or None.
    places
        (k,) of their amplitudes among those that are solved for.
    """

    blurred: Any
    sharp: SharpRows
    data: Any
    noise_map: Any
    inverse_covariance: Any
    places: np.ndarray

    def weighted(self, image: Any) -> Any:
        """(N,) an image times the inverse covariance of the noise."""
        return weighted_by_noise(image, self.noise_map, self.inverse_covariance)


@kernel
def images_at_solution(
    amplitudes: Any, matrix: Any, signed: np.ndarray, columns: Sequence[SolvedColumns]
) -> list[Any]:
    """(N,) image of every exposure.

    Its derivatives are those of the solution as well, of which it therefore has to be
    told the truth.

    Parameters
    ----------
    amplitudes
        (K,) the solution.
    matrix
        (K, K) F + H, of which it is the solution.
    signed
        (K,) True where an amplitude may have any sign, False where zero holds it.
    columns
        Of all exposures in the linear system.
    """
    return [amplitudes[one.places] @ one.blurred for one in columns]


@images_at_solution.implement("jax")
def _images_at_solution_jax(
    amplitudes: Any, matrix: Any, signed: np.ndarray, columns: Sequence[SolvedColumns]
) -> list[Any]:
    import jax
    import jax.numpy as jnp

    @jax.custom_jvp
    def images(amplitudes: Any, matrix: Any, rows: Any) -> Any:
        plain = zip(columns, rows, strict=True)
        return [amplitudes[one.places] @ blurred for one, (blurred, *_) in plain]

    # It is differentiable again: amplitudes, matrix and blurred images, which it does
    # not ask for their changes, change with the parameters in the second derivatives.
    @images.defjvp
    def images_jvp(primals: Any, tangents: Any) -> tuple[Any, Any]:
        amplitudes, matrix, rows = primals
        found, pull = images(*primals), jnp.zeros_like(amplitudes)
        moved = []
        for one, image, row, change in zip(
            columns, found, rows, tangents[2], strict=True
        ):
            own = one.places[: len(change[2])]
            seen = partial(one.sharp.seen, inside=change[2], around=change[3])
            at, back = jax.vjp(seen, amplitudes[own])
            pull = pull.at[own].add(back(one.weighted(row[1] - image))[0])
            pull = pull.at[one.places].add(row[0] @ one.weighted(change[1] - at))
            moved.append(at)
        if signed.all():
            steps = solution(matrix, pull)
        else:
            steps = solution_of_free(signed | (amplitudes > 0.0), matrix, pull)
        changes = [
            steps[one.places] @ row[0] + at
            for one, row, at in zip(columns, rows, moved, strict=True)
        ]
        return found, changes

    rows = [(c.blurred, c.data, c.sharp.inside, c.sharp.around) for c in columns]
    return images(amplitudes, matrix, rows)
