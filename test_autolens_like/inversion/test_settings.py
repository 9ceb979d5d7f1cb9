"""Settings are plain values with the defaults that users know."""

import dataclasses

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.inversion.settings import WITHOUT_EFFECT, Settings


def test_defaults_are_those_of_the_api() -> None:
    settings = Settings()
    assert settings.use_positive_only_solver is True
    assert settings.use_border_relocator is True
    assert settings.use_edge_zeroed_pixels is True
    assert settings.no_regularization_add_to_curvature_diag_value == 1e-3


def test_none_is_the_default() -> None:
    names = [field.name for field in dataclasses.fields(Settings)]
    assert Settings(**dict.fromkeys(names)) == Settings()


def test_settings_are_frozen_and_compare_by_value() -> None:
    assert Settings() == Settings()
    assert Settings(use_border_relocator=False) != Settings()
    assert "use_border_relocator=False" in repr(Settings(use_border_relocator=False))
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().use_positive_only_solver = False  # type: ignore[misc]


def test_ways_to_the_same_numbers_are_accepted() -> None:
    assert Settings(**dict.fromkeys(WITHOUT_EFFECT, 1)) == Settings()


def test_a_misspelt_name_gets_a_suggestion() -> None:
    with pytest.raises(exc.InputException, match="mean 'use_border_relocator'"):
        Settings(use_border_relocater=False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("use_positive_only_solver", "yes"),
        ("use_border_relocator", 1),
        ("no_regularization_add_to_curvature_diag_value", -1.0),
        ("no_regularization_add_to_curvature_diag_value", np.inf),
        ("no_regularization_add_to_curvature_diag_value", True),
    ],
)
def test_values_of_another_kind_are_refused(name, value) -> None:
    with pytest.raises(exc.InputException, match=f"{name}="):
        Settings(**{name: value})
