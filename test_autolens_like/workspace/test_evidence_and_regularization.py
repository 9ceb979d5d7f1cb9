"""The tutorial says what is true, on coarse meshes."""

from __future__ import annotations

import numpy as np
import pytest

from test_autolens_like.workspace.scripts import script_from


@pytest.fixture(scope="module")
def script():
    return script_from("imaging/evidence_and_regularization.py")


@pytest.fixture(scope="module")
def results(script, tmp_path_factory):
    return script.main(
        ["--quick", "--output", str(tmp_path_factory.mktemp("tutorial"))]
    )


def test_every_section_has_its_figure(results) -> None:
    figures = sorted(path.name for path in results["folder"].glob("*.png"))
    assert [name[0] for name in figures] == list("123456")


def test_the_law_at_the_maximum(results) -> None:
    """2λE_S = N_s - λ Tr(A⁻¹C) (Suyu et al. 2006), with the mean of the source free."""
    roughness, measured = results["law"]
    assert roughness == pytest.approx(measured, rel=2e-3)


def test_the_demagnified_solution_is_a_second_maximum(results) -> None:
    evidences, refused = results["demagnified"]
    best = int(np.argmax(evidences))
    assert evidences[: best + 1].min() < evidences[0] < evidences[best]
    assert refused[0] and not refused[best]


def test_the_evidence_prefers_smoothing_that_adapts(results) -> None:
    constant, adapted = results["adapt"]
    assert adapted > constant + 10.0
