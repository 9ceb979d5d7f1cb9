"""`PositionsLH`: multiple images of one source must meet in its plane."""

from __future__ import annotations

from typing import Any

from autolens_like import exc
from autolens_like.lens.tracer import Tracer
from autolens_like.numerics.namespace import array_namespace
from autolens_like.structures.irregular import Grid2DIrregular
from autolens_like.typing import GridLike


class PositionsLH:
    """A penalty for models in which multiple images do not trace back to one place.

    Where the largest separation S of the traced positions exceeds the threshold, the
    log likelihood is lowered by `log_likelihood_penalty_factor` (S - threshold).

    Parameters
    ----------
    positions
        (n, 2) image positions (y, x) [arcsec], at least two.
    threshold
        Separation in the source plane that is allowed [arcsec].
    log_likelihood_penalty_factor
        Fall of the log likelihood per arcsecond beyond the threshold.
    plane_redshift
        Redshift of the source; None is the last plane.

    Raises
    ------
    PositionsException
        Fewer than two positions, or a threshold that is not above zero.
    """

    def __init__(
        self,
        positions: GridLike,
        threshold: float,
        log_likelihood_penalty_factor: float = 1e8,
        plane_redshift: float | None = None,
    ) -> None:
        self.positions = Grid2DIrregular(positions)
        if len(self.positions) < 2:
            raise exc.PositionsException(
                f"{len(self.positions)} position came; at least two multiple images "
                "are needed to compare where they come from."
            )
        if not threshold > 0.0:
            raise exc.PositionsException(
                f"threshold={threshold!r} came; give arcseconds above zero."
            )
        self.threshold = float(threshold)
        self.log_likelihood_penalty_factor = float(log_likelihood_penalty_factor)
        self.plane_redshift = plane_redshift

    def source_plane_separation_from(self, tracer: Tracer) -> Any:
        """Largest distance between two traced positions [arcsec]."""
        xp = array_namespace(tracer)
        planes = tracer.traced(*xp.asarray(self.positions.array).T)
        y, x = planes[plane_index_from(tracer, self.plane_redshift)]
        squared = (y[:, None] - y[None, :]) ** 2 + (x[:, None] - x[None, :]) ** 2
        largest = xp.max(squared)
        return xp.where(
            largest > 0.0, xp.sqrt(xp.where(largest > 0, largest, 1.0)), 0.0
        )

    def log_likelihood_penalty_from(self, tracer: Tracer) -> Any:
        """What is taken from the log likelihood; zero within the threshold."""
        xp = array_namespace(tracer)
        excess = self.source_plane_separation_from(tracer) - self.threshold
        return self.log_likelihood_penalty_factor * xp.maximum(excess, 0.0)

    def __repr__(self) -> str:
        return f"PositionsLH({self.positions.in_list}, threshold={self.threshold})"


def plane_index_from(tracer: Tracer, plane_redshift: float | None) -> int:
    """The index of the plane at a redshift, of the last one for None.

    Raises
    ------
    PositionsException
        The tracer has no such plane.
    """
    if plane_redshift is None:
        return tracer.total_planes - 1
    redshifts = list(tracer.plane_redshifts)
    if plane_redshift not in redshifts:
        raise exc.PositionsException(
            f"plane_redshift={plane_redshift} is no plane of the tracer, whose "
            f"redshifts are {redshifts}."
        )
    return redshifts.index(plane_redshift)
