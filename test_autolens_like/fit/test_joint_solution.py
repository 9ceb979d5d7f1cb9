"""Amplitudes and responses in the documented layout."""

from __future__ import annotations

import autolens_like as al
from test_autolens_like.fit.exposures import NAMES, multi, pixelized_tracer


def test_amplitudes_by_exposure_and_component() -> None:
    fit = al.FitMultiImaging(multi(), pixelized_tracer(), "joint", "plane")
    for name in NAMES:
        own = fit.amplitude_dict[name]
        assert list(own) == [
            "galaxies.0.bulge", "background", "background.y", "background.x",
            "galaxies.1.pixelization",
        ]  # fmt: skip
        assert own["galaxies.1.pixelization"].shape == (36,)
