"""Masses by luminosity are the masses whose Einstein radius the relation gives."""

import numpy as np
import pytest

from autolens_like import af, exc
from autolens_like.profiles import mass
from autolens_like.profiles import scaling_relation as sr
from test_autolens_like.profiles.family import from_repr, ring

RELATION = sr.MassLightRelation(gradient=1.3, denominator=4.0, power=0.7)


def test_the_relation_is_a_power_law():
    assert RELATION.einstein_radius_from(4.0) == pytest.approx(1.3, rel=1e-15)
    assert RELATION.einstein_radius_from(8.0) == pytest.approx(1.3 * 2.0**0.7)
    # Four times the light has twice the Einstein radius, as Faber & Jackson found.
    assert sr.MassLightRelation().einstein_radius_from(4.0) == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("cls", "twin", "shape"),
    [
        (sr.IsothermalMLR, mass.Isothermal, {"ell_comps": (0.1, -0.2)}),
        (sr.IsothermalSphMLR, mass.IsothermalSph, {}),
    ],
)
def test_a_member_is_the_isothermal_mass_of_its_einstein_radius(cls, twin, shape):
    member = cls(RELATION, 2.5, centre=(0.1, 0.2), **shape)
    radius = 1.3 * (2.5 / 4.0) ** 0.7
    expected = twin(centre=(0.1, 0.2), einstein_radius=radius, **shape)
    assert isinstance(member, twin)
    assert member.einstein_radius == pytest.approx(radius, rel=1e-15)
    y, x = ring()
    for method in ("deflections", "convergence", "potential"):
        np.testing.assert_allclose(
            getattr(member, method)(y, x), getattr(expected, method)(y, x), rtol=1e-14
        )
    found = member.deflections_yx_2d_from([(0.5, -1.0)])
    np.testing.assert_allclose(found, expected.deflections_yx_2d_from([(0.5, -1.0)]))


def test_a_repr_is_a_line_of_code():
    member = sr.IsothermalSphMLR(luminosity=2.0)
    assert repr(member) == (
        "IsothermalSphMLR(relation=MassLightRelation(gradient=1.0, denominator=1.0, "
        "power=0.5), luminosity=2.0, centre=(0.0, 0.0))"
    )
    assert repr(from_repr(sr.MassLightRelation, repr(RELATION))) == repr(RELATION)


def test_gradients_pass_through_the_relation():
    import jax

    y, x = ring()

    def weighted(member):
        return (member.convergence(y, x) * (y + 2.0 * x)).sum()

    member = sr.IsothermalMLR(RELATION, 2.5, ell_comps=(0.1, -0.2))
    gradient = jax.jit(jax.grad(weighted))(member)
    for name in ("gradient", "denominator", "power"):
        value, step = getattr(RELATION, name), 1e-5
        ends = [
            weighted(
                member.replaced(relation=RELATION.replaced(**{name: value + sign}))
            )
            for sign in (step, -step)
        ]
        expected = (ends[0] - ends[1]) / (2 * step)
        found = getattr(gradient.relation, name)
        np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_members_of_a_group_share_one_relation():
    relation = af.Model(sr.MassLightRelation)
    members = [
        af.Model(
            sr.IsothermalSphMLR,
            relation=relation,
            luminosity=light,
            centre=(0.0, light),
        )
        for light in (1.0, 4.0)
    ]
    model = af.Collection(members=af.Collection(members))
    assert [path[-1] for path in model.paths] == ["gradient", "power"]
    first, second = model.instance_from_vector([0.8, 0.5]).members
    assert first.einstein_radius == pytest.approx(0.8)
    assert second.einstein_radius == pytest.approx(1.6)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: sr.MassLightRelation(denominator=0.0),
            "MassLightRelation got denominator=0.0; it must be above zero.",
        ),
        (
            lambda: sr.IsothermalMLR(luminosity=-1.0),
            "IsothermalMLR got luminosity=-1.0; it must be above zero.",
        ),
        (
            lambda: sr.IsothermalSphMLR(relation=0.5),
            "IsothermalSphMLR got relation=0.5; give an al.sr.MassLightRelation.",
        ),
        (
            lambda: sr.IsothermalSphMLR(einstein_radius=1.0),
            "IsothermalSphMLR has no parameter 'einstein_radius'. Allowed: relation, "
            "luminosity, centre.",
        ),
    ],
)
def test_impossible_relations_and_members(make, message):
    with pytest.raises(exc.ProfileException) as error:
        make()
    assert str(error.value) == message
