"""Sections have the names of the Python API, and a JSON schema that is shipped."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import get_args

import pytest

import autolens_like as al
from autolens_like.cli import sections

SHIPPED = Path(sections.__file__).parent / "fit.schema.json"


def test_the_shipped_schema_is_that_of_the_sections() -> None:
    """Renew it with: autolens-like schema --output autolens_like/cli/fit.schema.json"""
    assert json.loads(SHIPPED.read_text()) == sections.json_schema()


def test_data_are_arguments_of_from_fits() -> None:
    names = set(inspect.signature(al.Imaging.from_fits).parameters)
    assert set(sections.Data.model_fields) - {"folder"} <= names


@pytest.mark.parametrize(
    "cls",
    [
        sections.Whole,
        sections.Circular,
        sections.CircularAnnular,
        sections.Elliptical,
        sections.FromFits,
    ],
)
def test_masks_are_arguments_of_the_methods_of_mask_2d(cls) -> None:
    (shape,) = get_args(cls.model_fields["shape"].annotation)
    names = set(inspect.signature(getattr(al.Mask2D, shape)).parameters)
    assert set(cls.model_fields) - {"shape"} <= names


def test_positions_are_arguments_of_the_likelihood() -> None:
    names = set(inspect.signature(al.PositionsLH).parameters)
    assert set(sections.Positions.model_fields) == names
