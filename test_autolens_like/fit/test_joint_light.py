"""Light of all exposures at once is the light of each."""

from __future__ import annotations

import numpy as np
import pytest

import autolens_like as al
from autolens_like.fit.fixed_light import FixedLight
from autolens_like.fit.imaging import FitImaging
from test_autolens_like.fit.exposures import linear_tracer, multi


def alone(exposure) -> tuple:
    return FitImaging._light_rows(exposure)


def seen_together(fit: al.FitMultiImaging) -> dict:
    return fit.inversion.light.means_of(lambda: fit.fits)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"bands": {"galaxies.1": ["VIS"]}},
        {"dataset_model": {"NISP": al.DatasetModel(grid_offset=(0.02, 0.0))}},
        {"dataset_model": {"NISP": al.DatasetModel(optical_depth=0.3)}},
        {"dataset_model": al.DatasetModel(0.2, flux_scaling=1.5)},
    ],
    ids=["all", "bands", "registration", "dust", "sky"],
)
def test_rows_are_those_of_each_exposure(settings) -> None:
    star = al.Galaxy(0.5, star=al.lp.PointSource(centre=(0.1, 0.2), intensity=2.0))
    tracer = linear_tracer()
    tracer = al.Tracer([*tracer.galaxies, star])
    fit = al.FitMultiImaging(multi(), tracer, **settings)
    together = [n in seen_together(fit) for n in range(3)]
    only_some = "bands" in settings or isinstance(settings.get("dataset_model"), dict)
    assert together == [True, True, not only_some]
    for exposure in fit.fits:
        rows = exposure._light_rows()[:2], alone(exposure)[:2]
        for own, expected in zip(*rows, strict=True):
            np.testing.assert_allclose(own, expected, atol=1e-13)


def test_light_that_is_convolved_already_is_seen_by_itself() -> None:
    nucleus = al.Galaxy(0.5, nucleus=al.lp_operated.Gaussian(sigma=0.3))
    tracer = al.Tracer([*linear_tracer().galaxies, nucleus])
    fit = al.FitMultiImaging(multi(), tracer)
    assert seen_together(fit) == {}
    again = al.FitMultiImaging(multi(), tracer, "separate")
    assert again.chi_squared < fit.chi_squared


def test_what_a_fit_remembers_is_not_evaluated_again() -> None:
    dataset = multi(offsets=None, rotations=None)
    tracer, preloads = linear_tracer(), {name: FixedLight() for name in multi().names}
    fits = [al.FitMultiImaging(dataset, tracer, preloads=preloads) for _ in range(3)]
    # Asked first, because what is blurred is given away.
    together = [(len(seen_together(fit)), fit.chi_squared) for fit in fits]
    values = [value for _, value in together]
    assert values == pytest.approx([values[0]] * 3, rel=1e-12)
    assert len(fits[2].fits[0].light[1]) == 1
    assert together[2][0] == 3
    assert seen_together(fits[2]) == {}
