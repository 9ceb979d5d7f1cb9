"""What training starts from and refuses; test_train.py has its steps."""

import sys

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.learned import training
from autolens_like.learned.network import DECODER_SHAPES, ENCODER_SHAPES
from autolens_like.learned.training import Training, TrainingSettings


def test_steps_rise_stay_and_fall_to_zero():
    settings = TrainingSettings(steps=900, step_size=2e-3)
    sizes = [training._step_size(settings, step) for step in range(900)]
    assert sizes[0] == pytest.approx(2e-5)
    np.testing.assert_allclose(sizes[99:601], 2e-3)
    assert sizes[899] == pytest.approx(2e-3 / 300)
    assert np.all(np.diff(sizes[600:]) < 0)
    assert training._step_size(settings, 900) == 0.0


def test_reflections_turn_stamps_over():
    stamps = np.random.default_rng(0).normal(size=(4, 5, 5))
    turned = training._reflected(stamps, np.arange(4))
    np.testing.assert_array_equal(turned[0], stamps[0])
    np.testing.assert_array_equal(turned[1], stamps[1, ::-1])
    np.testing.assert_array_equal(turned[2], stamps[2, :, ::-1])
    np.testing.assert_array_equal(turned[3], stamps[3, ::-1, ::-1])


def test_it_starts_from_every_array_of_the_network(few_stamps, tmp_path):
    start = Training(few_stamps, tmp_path, TrainingSettings())
    shapes = {name: array.shape for name, array in start.weights.items()}
    assert shapes == {**DECODER_SHAPES, **ENCODER_SHAPES}
    assert {str(array.dtype) for array in start.weights.values()} == {"float32"}
    assert start.step == 0


def test_too_few_stamps_and_bad_settings_are_refused(few_stamps, tmp_path):
    with pytest.raises(exc.ArrayException, match="at least 65 stamps"):
        Training(few_stamps[:60], tmp_path, TrainingSettings())
    with pytest.raises(exc.ArrayException, match=r"shape .70, 64, 60.; .N, 64, 64."):
        Training(few_stamps[:, :, :60], tmp_path, TrainingSettings())
    with pytest.raises(exc.InputException, match="steps=0; give a whole number"):
        TrainingSettings(steps=0)
    with pytest.raises(exc.InputException, match="step_size=0; it must be above"):
        TrainingSettings(step_size=0)


def test_the_state_of_another_training_is_not_gone_on_with(few_stamps, tmp_path):
    start = Training(few_stamps, tmp_path, TrainingSettings())
    start.step = 7
    start.save()
    assert Training(few_stamps, tmp_path, TrainingSettings(steps=9)).step == 7
    for stamps, seed in ((few_stamps[:-1], 1), (few_stamps, 2)):
        with pytest.raises(exc.InputException, match="other stamps or another seed"):
            Training(stamps, tmp_path, TrainingSettings(seed=seed))
    state = tmp_path / "state.npz"
    state.write_bytes(state.read_bytes()[:1000])
    with pytest.raises(exc.InputException, match=r"state\.npz is damaged"):
        Training(few_stamps, tmp_path, TrainingSettings())


@pytest.mark.parametrize("name", ["jax", "optax"])
def test_without_a_library_the_remedy_is_said(name, few_stamps, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(exc.MissingDependencyException, match=rf"{name}.*\[train\]"):
        Training(few_stamps, tmp_path, TrainingSettings())
