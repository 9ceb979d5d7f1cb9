"""A model instance becomes a tracer in one place."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

import autolens_like as al
from autolens_like import af, exc
from autolens_like.analysis.lens import (
    member_of,
    named_galaxies_from,
    tracer_from,
)


def galaxy(redshift: float = 0.5) -> al.Galaxy:
    return al.Galaxy(redshift, mass=al.mp.IsothermalSph())


def model() -> af.Collection:
    lens = af.Model(al.Galaxy, redshift=0.5, mass=al.mp.IsothermalSph)
    source = af.Model(al.Galaxy, redshift=1.0, bulge=al.lp.SersicSph)
    return af.Collection(galaxies=af.Collection(lens=lens, source=source))


def test_an_instance_of_a_model_becomes_a_tracer() -> None:
    instance = model().instance_from_prior_medians()
    tracer = tracer_from(instance)
    assert list(tracer.plane_redshifts) == [0.5, 1.0]
    names = list(named_galaxies_from(instance))
    assert names == [("galaxies", "lens"), ("galaxies", "source")]


def test_lists_and_dictionaries_of_galaxies_are_taken() -> None:
    as_list = SimpleNamespace(galaxies=[galaxy(), galaxy(1.0)])
    as_dict = SimpleNamespace(galaxies={"a": galaxy()}, extra_galaxies=[galaxy(1.0)])
    assert tracer_from(as_list).total_planes == 2
    assert tracer_from(as_dict).total_planes == 2


def test_a_cosmology_of_the_model_wins() -> None:
    own = al.cosmo.FlatLambdaCDM(H0=70.0)
    instance = SimpleNamespace(galaxies=[galaxy()], cosmology=own)
    assert tracer_from(instance, al.cosmo.Planck15()).cosmology is own


def test_models_without_galaxies_are_refused() -> None:
    with pytest.raises(exc.ModelException, match="has no galaxies"):
        tracer_from(SimpleNamespace())
    with pytest.raises(exc.ModelException, match=r"it must be an al\.Galaxy"):
        tracer_from(SimpleNamespace(galaxies=[1.0]))


def test_a_member_that_is_not_there_is_none() -> None:
    instance = model().instance_from_prior_medians()
    assert member_of(instance, "galaxies") is instance.galaxies
    assert member_of(instance, "fields") is None
    assert member_of(SimpleNamespace(galaxies=1), "galaxies") == 1
    assert member_of(SimpleNamespace(), "galaxies") is None
