"""Rings find the reach and the smallest size of what is around a centre."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.deflection_field.regions import Region, regions_from, rings_from
from autolens_like.profiles.mass.isothermal import IsothermalSph
from autolens_like.profiles.mass.sheets import MassSheet
from test_autolens_like.galaxy.systems import CoredSphere


def test_regions_unite():
    one, two = Region((0.0, 0.0), (1.0, 1.0)), Region((0.0, 1.5), (1.0, 2.0))
    assert one.overlaps(two) and not one.overlaps(Region((3.0, 0.0), (1.0, 1.0)))
    both = one.united(two)
    assert both.centre == (0.0, 1.25) and both.half_sides == (1.0, 2.25)
    assert one.grown().half_sides == (1.5, 1.5)


def test_no_node_lies_on_the_centre():
    low, high = Region((0.0, 0.0), (1.0, 1.0), (4, 4)).corners
    np.testing.assert_allclose(high - low, 2.0)
    nodes = (0.0 - low) / 0.5
    assert np.all(np.abs(nodes - np.round(nodes)) > 0.1)
    low, high = Region((0.0, 0.0), (1.0, 1.0), may_grow=False).corners
    np.testing.assert_array_equal([low, high], [[-1.0, -1.0], [1.0, 1.0]])


def test_rings_hold_the_curves():
    core = CoredSphere(einstein_radius=1.0, core_radius=0.01)
    (tangential,) = rings_from(core.deflections, [(0.0, 0.0)] * 2, [0])
    assert 0.99 < tangential.reach < 1.3
    (radial,) = rings_from(core.deflections, [(0.0, 0.0)], [1])
    # dα/dr = 1 near √(θ_E s).
    assert 0.05 < radial.reach < 0.13 and 0.05 < radial.smallest < 0.13
    (none,) = rings_from(IsothermalSph().deflections, [(0.0, 0.0)], [1])
    assert none.reach == 0.0 and none.smallest == np.inf
    assert regions_from([none]) == []


def test_regions_of_neighbours_are_one():
    pair = [(0.0, 0.0), (0.0, 1.5), (0.0, 40.0)]
    sphere = IsothermalSph()
    rings = [rings_from(sphere.deflections, [(0.0, 0.0)], [0])[0]]
    rings = [type(rings[0])(c, rings[0].reach, rings[0].smallest) for c in pair]
    assert len(regions_from(rings)) == 2


def test_a_sheet_without_end_is_an_error():
    with pytest.raises(exc.LensException, match="no critical curve closes"):
        rings_from(MassSheet(kappa=1.2).deflections, [(0.0, 0.0)], [0])


def test_rings_stay_in_a_region():
    core = CoredSphere(einstein_radius=1.0, core_radius=0.01)
    region = Region((0.0, 0.5), (3.0, 2.0), may_grow=False)
    seen = []

    def deflections(y, x):
        seen.append((np.abs(y).max(), np.abs(x - 0.5).max()))
        return core.deflections(y, x)

    (inside,) = rings_from(deflections, [(0.0, 0.0), (0.0, 5.0)], [0], region)
    (everywhere,) = rings_from(core.deflections, [(0.0, 0.0)], [0])
    assert inside == everywhere
    assert np.all(np.array(seen) <= region.half_sides)
    # A region without room for the curve has it as far as it reaches.
    small = Region((0.0, 0.0), (0.5, 0.5), may_grow=False)
    (cut,) = rings_from(core.deflections, [(0.0, 0.0)], [0], small)
    assert cut.reach < 0.5 and np.isfinite(cut.smallest)
