"""Pixelizations among other light and planes against autolens 2026.10.26.1.

See make_mixed_inversion.py. autolens takes the sky from the data, here it is part of
the model. Three planes need ratios of distances, which autolens integrates to 1e-6.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import autolens_like as al
from test_autolens_like.reference.test_inversion_reference import dataset

CONTENT = json.loads((Path(__file__).parent / "mixed_inversion.json").read_text())
CASES = CONTENT["cases"]


def built(spec: Any) -> Any:
    if spec[0] == "lp_basis.Basis":
        return al.lp_basis.Basis(profile_list=[built(item) for item in spec[1]])
    module, cls = spec[0].split(".")
    return getattr(getattr(al, module), cls)(**spec[1])


def galaxy_of(spec: Any) -> al.Galaxy:
    parts = {name: built(profile) for name, profile in spec["profiles"].items()}
    if spec["pixelization"] is not None:
        mesh, shape, regularization, values = spec["pixelization"]
        parts["pixelization"] = al.Pixelization(
            mesh=getattr(al.mesh, mesh)(**shape),
            regularization=getattr(al.reg, regularization)(**values),
        )
    return al.Galaxy(redshift=spec["redshift"], **parts)


@pytest.mark.parametrize("with_operator", [False, True], ids=["dense", "operator"])
@pytest.mark.parametrize("name", CASES)
def test_the_evidence_is_that_of_autolens(name: str, with_operator: bool) -> None:
    case = CASES[name]
    masked = dataset()
    fit = al.FitImaging(
        dataset=masked.apply_sparse_operator() if with_operator else masked,
        tracer=al.Tracer([galaxy_of(spec) for spec in case["galaxies"]]),
        dataset_model=al.DatasetModel(background_sky_level=case["sky"]),
        settings=al.Settings(
            use_positive_only_solver=case["positive"], **CONTENT["settings"]
        ),
    )
    expected = case["autolens"]
    redshifts = {spec["redshift"] for spec in case["galaxies"]}
    relative = 1e-5 if len(redshifts) > 2 else 1e-10
    for term in ("chi_squared", "log_evidence", "figure_of_merit"):
        found = getattr(fit, term)
        assert found == pytest.approx(expected[term], rel=relative, abs=1e-7), term
    for term in (
        "regularization_term",
        "log_det_curvature_reg_matrix_term",
        "log_det_regularization_matrix_term",
    ):
        found = getattr(fit.inversion, term)
        assert found == pytest.approx(expected[term], rel=relative, abs=1e-7), term
    image = fit.model_data.array - case["sky"]
    np.testing.assert_allclose(
        image, expected["model_data"], rtol=1e-7, atol=max(1e-8, relative)
    )
