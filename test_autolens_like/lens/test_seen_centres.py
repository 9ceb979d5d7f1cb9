"""Centres behind other masses are seen at their images."""

import numpy as np
import pytest

from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.lens.seen_centres import seen_centres_from
from autolens_like.lens.tracer import Tracer
from autolens_like.profiles.mass.isothermal import IsothermalSph
from test_autolens_like.galaxy.systems import (
    lens_galaxy,
    middle_galaxy,
    source_galaxy,
)


def test_images_behind_an_isothermal_sphere():
    # β ± θ_E along the line to the centre.
    sphere = IsothermalSph(einstein_radius=1.0)

    def trace(y, x):
        angle_y, angle_x = sphere.deflections(y, x)
        return y - angle_y, x - angle_x

    images = seen_centres_from((0.0, 0.4), trace, [(0.0, 0.0)], 1)
    np.testing.assert_allclose(sorted(images), [(0.0, -0.6), (0.0, 1.4)], atol=1e-6)
    # Of many only one is looked for.
    assert len(seen_centres_from((0.0, 0.4), trace, [(0.0, 0.0)], 50)) == 1
    # Far outside there is one image.
    (far,) = seen_centres_from((3.0, 0.0), trace, [(0.0, 0.0)], 1)
    assert far == pytest.approx((4.0, 0.0), abs=1e-6)


def test_a_tracer_sees_the_masses_behind_its_lens_at_their_images():
    tracer = Tracer([lens_galaxy(), middle_galaxy(), source_galaxy()])
    first, *others = tracer.mass_centres
    assert first == (0.01, 0.03)
    behind = [c for c in others if c != (0.0, 0.0)]
    assert len(behind) >= 2
    planes = tracer.traced(*np.array(behind).T)
    np.testing.assert_allclose(
        np.stack(planes[1], axis=-1), [(0.4, 0.2)] * len(behind), atol=1e-5
    )


def test_mass_in_the_plane_of_the_source_is_no_lens():
    source = Galaxy(2.0, mass=IsothermalSph(centre=(3.0, 3.0)))
    assert (3.0, 3.0) not in Tracer([lens_galaxy(), source]).mass_centres
    assert Tracer([Galaxy(0.5)]).mass_centres == [(0.0, 0.0)]


def test_a_small_mass_behind_a_lens_has_its_curve():
    # Its centre is at 2.5 - seen at 3.7, where its curve is 1000 times smaller than
    # that of the lens.
    lens = Galaxy(0.5, mass=IsothermalSph(einstein_radius=1.2))
    behind = Galaxy(1.0, mass=IsothermalSph((0.0, 2.5), 2e-3))
    tracer = Tracer([lens, behind, Galaxy(2.0)])
    curves = tracer.tangential_critical_curve_list_from()
    assert len(curves) == 2
    (seen,) = [c for c in tracer.mass_centres if c != (0.0, 0.0)]
    np.testing.assert_allclose(curves[1].array.mean(axis=0), seen, atol=1e-4)
