"""Line-of-sight galaxies moved to a few common redshifts, so that tracing is quick."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autolens_like import exc
from autolens_like.galaxy.galaxy import Galaxy


def slice_redshifts_from(
    lens_redshifts: Sequence[float],
    planes_between_lenses: Sequence[int],
    source_redshift: float,
) -> np.ndarray:
    """Redshifts of the slices, equally spaced in front of, between and behind lenses.

    Parameters
    ----------
    lens_redshifts
        Of the lenses, whose redshifts are slices as well.
    planes_between_lenses
        Slices in each gap, from here to the source: one more than lens redshifts.
    source_redshift
        End of the last gap.

    Raises
    ------
    RayTracingException
        The numbers do not fit together, or the source is not behind every lens.
    """
    lenses = sorted(set(lens_redshifts))
    if len(planes_between_lenses) != len(lenses) + 1 or not lenses:
        raise exc.RayTracingException(
            f"planes_between_lenses={list(planes_between_lenses)} came for "
            f"{len(lenses)} lens redshifts; give {len(lenses) + 1} numbers, one for "
            "every gap from here to the source."
        )
    if source_redshift <= lenses[-1]:
        raise exc.RayTracingException(
            f"The source at redshift {source_redshift} must lie behind the lens at "
            f"{lenses[-1]}."
        )
    ends = [0.0, *lenses, source_redshift]
    gaps = zip(ends[:-1], ends[1:], planes_between_lenses, strict=True)
    slices = [np.linspace(low, high, n + 2)[1:-1] for low, high, n in gaps]
    return np.sort(np.concatenate([*slices, lenses]))


def sliced_galaxies_from(
    lens_galaxies: Sequence[Galaxy],
    line_of_sight_galaxies: Sequence[Galaxy],
    source_galaxies: Sequence[Galaxy],
    planes_between_lenses: Sequence[int],
) -> list[Galaxy]:
    """The line-of-sight galaxies, each at the redshift of its nearest slice.

    Parameters
    ----------
    lens_galaxies, line_of_sight_galaxies, source_galaxies, planes_between_lenses
        As for `Tracer.sliced_tracer_from`.
    """
    if not source_galaxies:
        raise exc.RayTracingException("No source galaxies came; give at least one.")
    slices = slice_redshifts_from(
        [galaxy.redshift for galaxy in lens_galaxies],
        planes_between_lenses,
        min(galaxy.redshift for galaxy in source_galaxies),
    )
    return [
        galaxy.replaced(
            redshift=float(slices[np.argmin(abs(slices - galaxy.redshift))])
        )
        for galaxy in line_of_sight_galaxies
    ]
