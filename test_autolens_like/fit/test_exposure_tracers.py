"""Exposures have the light of their bands, and all mass."""

from __future__ import annotations

import pytest

import autolens_like as al
from autolens_like import exc
from autolens_like.fit.amplitude_sharing import AmplitudeSharing
from autolens_like.fit.exposure_tracers import tracers_of
from test_autolens_like.fit.exposures import linear_tracer, multi

PATHS = ("galaxies.lens", "galaxies.source")


def test_light_of_other_bands_is_left_out_and_its_mass_stays() -> None:
    sharing = AmplitudeSharing(bands={PATHS[0]: ["NISP"]})
    tracer = linear_tracer()
    tracers = tracers_of(sharing, multi(), tracer, PATHS)
    assert tracers[0].galaxies[0].names == ("mass", "shear")
    assert tracers[2].galaxies[0].names == ("bulge", "mass", "shear")
    assert tracers[0] is tracers[1]


def test_mass_deflects_in_every_band() -> None:
    both = al.Galaxy(0.5, stars=al.lmp.Sersic(intensity=1.0))
    sharing = AmplitudeSharing(bands={"galaxies.lens.stars": ["NISP"]})
    with pytest.raises(exc.InputException, match="mass as well as light"):
        tracers_of(sharing, multi(), al.Tracer([both]), PATHS[:1])
