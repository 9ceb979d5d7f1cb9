"""Settings are plain values with the defaults that users know."""

import dataclasses

import pytest

from autolens_like.inversion.settings import Settings


def test_defaults_are_those_of_the_api() -> None:
    settings = Settings()
    assert settings.use_positive_only_solver is True
    assert settings.no_regularization_add_to_curvature_diag_value == 1e-3


def test_settings_are_frozen_and_compare_by_value() -> None:
    assert Settings() == Settings()
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().use_positive_only_solver = False  # type: ignore[misc]
