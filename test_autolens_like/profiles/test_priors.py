"""Every profile becomes a model without a word about its priors."""

from __future__ import annotations

import pytest

import autolens_like as al
from autolens_like import af
from autolens_like.profiles.profile import Profile
from test_autolens_like.profiles.family import REQUIRED, parameter_names

MARKS = {
    "LinearLightProfile", "OperatedLightProfile", "LightProfileSNR", "MGEDecomposer",
    "LinearLightAndMassProfile",
}  # fmt: skip
CLASSES = [
    getattr(namespace, name)
    for namespace in (
        al.lp, al.lp_linear, al.lp_operated, al.lp_linear_operated, al.lp_snr, al.mp,
        al.lmp, al.lmp_linear, al.sr,
    )
    for name in namespace.__all__
    if name not in MARKS
]  # fmt: skip
#: What is measured, and what a fit of Gaussians gives: nobody has a prior for it.
GIVEN = {**REQUIRED, "luminosity": 2.0, "amplitudes": (0.1, 0.2),
         "dispersions": (0.5, 1.0)}  # fmt: skip


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: f"{cls.__module__}.{cls}")
def test_a_model_needs_no_priors_and_makes_the_profile(cls: type[Profile]) -> None:
    names = parameter_names(cls)
    model = af.Model(cls, **{n: v for n, v in GIVEN.items() if n in names})
    assert {path[0] for path in model.paths} <= set(names)
    profile = model.instance_from_prior_medians()
    assert type(profile) is cls
    for name in set(GIVEN) & set(names):
        value = getattr(profile, name)
        assert value is GIVEN[name] or value == GIVEN[name]
