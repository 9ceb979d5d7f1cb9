"""Light that stays the same is blurred once, and the fit is the same."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

import autolens_like as al
from autolens_like.fit import forward
from autolens_like.fit.fixed_light import FixedLight
from test_autolens_like.fit.conftest import tracer_of


@pytest.fixture
def calls(monkeypatch) -> list[int]:
    """How many images each blurring made."""
    made: list[int] = []
    as_seen = forward._as_seen

    def counted(*arguments):
        rows = as_seen(*arguments)
        made.append(len(rows))
        return rows

    monkeypatch.setattr(forward, "_as_seen", counted)
    return made


def moved(tracer: al.Tracer, einstein_radius: float) -> al.Tracer:
    """The same light objects behind another mass."""
    lens, source = tracer.galaxies
    mass = lens.mass.replaced(einstein_radius=einstein_radius)
    return al.Tracer(
        [al.Galaxy(0.5, bulge=lens.bulge, mass=mass), source], cosmology=None
    )


def test_the_likelihood_is_that_without_memory(dataset, calls) -> None:
    tracer = tracer_of(linear=True)
    preloads = FixedLight()
    for radius in (0.8, 0.85, 0.9, 0.95):
        other = moved(tracer, radius)
        kept = al.FitImaging(dataset, other, preloads=preloads)
        plain = al.FitImaging(dataset, other)
        assert kept.log_likelihood == pytest.approx(plain.log_likelihood, rel=1e-12)
        assert kept.model_data.array == pytest.approx(plain.model_data.array)
    # First both images, then the lens once and the source every time.
    assert calls[::1].count(2) == 5 and calls.count(1) == 4


def test_changed_light_is_not_remembered(dataset) -> None:
    preloads = FixedLight()
    first, second = tracer_of(linear=True), tracer_of(linear=True)
    lens, source = second.galaxies
    bulge = lens.bulge.replaced(effective_radius=0.8)
    second = al.Tracer([al.Galaxy(0.5, bulge=bulge, mass=lens.mass), source])
    for tracer in (first, first, second, second, first):
        kept = al.FitImaging(dataset, tracer, preloads=preloads)
        plain = al.FitImaging(dataset, tracer)
        assert kept.log_likelihood == pytest.approx(plain.log_likelihood, rel=1e-12)


def test_a_model_that_is_fixed_altogether(dataset) -> None:
    lens = tracer_of(linear=True).galaxies[0]
    tracer = al.Tracer([al.Galaxy(0.5, bulge=lens.bulge)])
    preloads = FixedLight()
    values = [
        al.FitImaging(dataset, tracer, preloads=preloads).log_likelihood
        for _ in range(3)
    ]
    assert np.ptp(values) < 1e-9


def test_it_travels_empty(dataset) -> None:
    preloads = FixedLight()
    tracer = tracer_of(linear=True)
    for _ in range(2):
        _ = al.FitImaging(dataset, tracer, preloads=preloads).log_likelihood
    assert len(pickle.dumps(preloads)) < 200


def test_known_light_is_blurred_until_it_is_the_same(dataset, calls) -> None:
    preloads = FixedLight()
    lens, source = tracer_of(linear=True).galaxies
    bulge = al.lp.Sersic(centre=(0.0, 0.0), intensity=0.7, effective_radius=0.5)
    for radius in (0.8, 0.9, 1.0):
        mass = lens.mass.replaced(einstein_radius=radius)
        tracer = al.Tracer([al.Galaxy(0.5, bulge=bulge, mass=mass), source])
        kept = al.FitImaging(dataset, tracer, preloads=preloads)
        plain = al.FitImaging(dataset, tracer)
        assert kept.log_likelihood == pytest.approx(plain.log_likelihood, rel=1e-12)
    other = al.Galaxy(0.5, bulge=bulge.replaced(intensity=0.9), mass=mass)
    for galaxies in ([other, source], [source], [other, source]):
        tracer = al.Tracer(galaxies)
        kept = al.FitImaging(dataset, tracer, preloads=preloads)
        plain = al.FitImaging(dataset, tracer)
        assert kept.log_likelihood == pytest.approx(plain.log_likelihood, rel=1e-12)
    # Known and linear light together where both are new, else linear light alone.
    assert calls[0::2][:3] == [2, 1, 1]


def test_light_that_is_known_altogether_is_one_array(dataset) -> None:
    preloads = FixedLight()
    tracer = al.Tracer([al.Galaxy(0.5, bulge=tracer_of(linear=True).galaxies[0].bulge)])
    stacks = []
    for _ in range(4):
        _ = al.FitImaging(dataset, tracer, preloads=preloads).log_likelihood
        stacks.append(preloads.stack)
    assert stacks[0] is None and stacks[1] is stacks[3] is not None
    assert not stacks[1].flags.writeable
