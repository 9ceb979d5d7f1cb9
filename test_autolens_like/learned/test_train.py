"""The command, with few steps: a stop costs nothing, and a profile reads the result."""

import numpy as np
import pytest

from autolens_like.learned import train
from autolens_like.learned.training import Training, TrainingSettings
from autolens_like.learned.weights import decoder_weights
from autolens_like.profiles.light import Decoder


class StopError(Exception):
    pass


def stop(message):
    raise StopError(message)


def interrupted(training):
    raise KeyboardInterrupt


# One test, because the compilation of a step takes seconds.
def test_a_stopped_training_goes_on_and_makes_weights(
    few_stamps, tmp_path, capsys, monkeypatch
):
    stamps, folder = tmp_path / "stamps", tmp_path / "result"
    stamps.mkdir()
    np.save(stamps / "mine.npy", np.concatenate([few_stamps, few_stamps[:10]]))
    settings = TrainingSettings(steps=2, batch=2, seed=1, every=1)
    chosen = train.stamps_of_folder(stamps)[:72]
    whole = Training(chosen, folder, settings)
    start = {name: np.array(array) for name, array in whole.weights.items()}
    with pytest.raises(StopError, match="step 1: loss"):
        whole.run(stop)
    given = ["--stamps", str(stamps), "--folder", str(folder), "--batch", "2"]
    given += ["--steps", "2", "--every", "1"]
    with monkeypatch.context() as patched:
        patched.setattr(Training, "run", interrupted)
        assert train.main(given) == 130
    assert "stopped at step 1 of 2; the same command" in capsys.readouterr().err
    assert train.main(given) == 0
    printed = capsys.readouterr().out
    assert "step 2:" in printed and "step 1:" not in printed
    assert "of 8 stamps" in printed
    whole.run(lambda message: None)
    path = folder / "decoder_weights.npz"
    for name, array in decoder_weights(str(path)).items():
        half = np.asarray(whole.weights[name]).astype(np.float16)
        np.testing.assert_array_equal(array, half, err_msg=name)
    for name, array in whole.weights.items():
        assert np.abs(np.asarray(array) - start[name]).max() > 0.0, name
    history = np.loadtxt(folder / "history.csv", delimiter=",", skiprows=1)
    np.testing.assert_array_equal(history[:, 0], [1, 2])
    np.testing.assert_allclose(history[:, :3], whole.history[:, :3], rtol=1e-5)
    assert Decoder(weights=str(path)).stamp().max() > 0.05
    # What 64 components of as many galaxies leave is the rounding of dark pixels.
    models = train.reconstructed(whole.weights, chosen)
    assert np.median(train.relative_errors(chosen, models)) < 0.02
    figures = sorted(path.name for path in folder.glob("*.png"))
    assert figures == ["curves.png", "latents.png", "reconstructions.png"]
    assert printed.count("figure: ") == 3


def test_a_folder_without_stamps_is_an_error_with_a_code(tmp_path, capsys):
    assert train.main(["--stamps", str(tmp_path)]) == 2
    assert "no stamps in" in capsys.readouterr().err


def test_reconstructions_do_not_depend_on_the_number_of_stamps(few_stamps, monkeypatch):
    monkeypatch.setattr(train, "encoded", lambda weights, stamps: (stamps, None))
    monkeypatch.setattr(train, "decoded", lambda weights, latents: 0.9 * latents)
    models = train.reconstructed({}, few_stamps)
    errors = train.relative_errors(few_stamps, models)
    assert errors == pytest.approx(np.full(70, 0.01), rel=1e-4)
