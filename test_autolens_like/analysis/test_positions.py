"""Multiple images meet in the source plane of the true model."""

from __future__ import annotations

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc

jax = pytest.importorskip("jax")

# A singular isothermal sphere of radius 1 images a source at x = 0.2 to x = 1.2, -0.8.
POSITIONS = [(0.0, 1.2), (0.0, -0.8)]


def tracer(einstein_radius: float = 1.0) -> al.Tracer:
    mass = al.mp.IsothermalSph(einstein_radius=einstein_radius)
    source = al.Galaxy(1.0, light=al.lp.SersicSph())
    return al.Tracer([al.Galaxy(0.5, mass=mass), source])


def test_images_of_one_source_meet() -> None:
    positions = al.PositionsLH(POSITIONS, threshold=0.1)
    assert positions.source_plane_separation_from(tracer()) < 1e-12
    assert positions.log_likelihood_penalty_from(tracer()) == 0.0


def test_the_penalty_grows_with_the_separation() -> None:
    positions = al.PositionsLH(POSITIONS, threshold=0.1)
    # A radius larger by d moves both images by d: the separation is 2 d.
    assert positions.log_likelihood_penalty_from(tracer(1.15)) == pytest.approx(
        1e8 * (0.3 - 0.1)
    )


def test_gradient_is_finite_where_images_meet() -> None:
    positions = al.PositionsLH(POSITIONS, threshold=0.1)

    def penalty(radius):
        return positions.log_likelihood_penalty_from(tracer(radius))

    assert np.isfinite(jax.grad(penalty)(1.0))
    assert jax.grad(penalty)(1.15) == pytest.approx(2e8)


def test_plane_redshift_chooses_the_plane() -> None:
    inner = al.PositionsLH(POSITIONS, threshold=0.1, plane_redshift=0.5)
    assert inner.source_plane_separation_from(tracer()) == pytest.approx(2.0)
    with pytest.raises(exc.PositionsException, match="is no plane of the tracer"):
        al.PositionsLH(
            POSITIONS, threshold=0.1, plane_redshift=0.7
        ).source_plane_separation_from(tracer())


@pytest.mark.parametrize(
    ("positions", "threshold", "text"),
    [
        ([(0.0, 1.0)], 0.1, "at least two"),
        (POSITIONS, 0.0, "above zero"),
    ],
)
def test_malformed_positions_say_why(positions, threshold, text) -> None:
    with pytest.raises(exc.PositionsException, match=text):
        al.PositionsLH(positions, threshold=threshold)
