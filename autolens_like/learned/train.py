"""The command that trains the learned source: `python -m autolens_like.learned.train`.

Without arguments it remakes the weights of the package, from 14,000 drawn galaxies;
with ``--stamps FOLDER`` it trains on images of one's own. Run again, it goes on where
it was stopped. Beside the weights it writes curves, reconstructions of stamps that were
not trained on, and what the latents do, as figures to look at.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from autolens_like.atomic import write_text
from autolens_like.exc import LensException
from autolens_like.learned.latent_scale import fitted_scale
from autolens_like.learned.network import decoded, encoded
from autolens_like.learned.stamp_sets import drawn_stamps, stamps_of_folder
from autolens_like.learned.training import (
    Training,
    TrainingSettings,
    require_libraries,
)
from autolens_like.learned.weights import write_weights

#: Who draws the report: named, not imported, because figures are the roof.
REPORTER = "autolens_like.plot.training.draw_training"
#: Seeds of the drawn galaxies that are trained on and that are held out.
SEED, HELD_OUT_SEED = 1, 2
#: How many of the latter tell how good the weights are.
HELD_OUT = 600


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m autolens_like.learned.train", description=__doc__
    )
    add = parser.add_argument
    add("--stamps", help="folder of .fits or .npy images, one galaxy in each")
    add("--number", type=int, default=14000, help="of drawn galaxies, without --stamps")
    add("--steps", type=int, default=3500)
    add("--batch", type=int, default=32)
    add("--seed", type=int, default=SEED)
    add("--every", type=int, default=100, help="steps between two checkpoints")
    add("--folder", default="output/decoder", help="of checkpoints and results")
    add("--reporter", default=REPORTER, help="draws the figures; '' draws none")
    return parser.parse_args(given)


def reconstructed(weights: dict[str, np.ndarray], stamps: np.ndarray) -> np.ndarray:
    """(N, 64, 64) stamps encoded and decoded."""
    parts = [stamps[first : first + 64] for first in range(0, len(stamps), 64)]
    return np.concatenate([decoded(weights, encoded(weights, p)[0]) for p in parts])


def drawn_latents(
    weights: dict[str, np.ndarray], stamps: np.ndarray, seed: int
) -> np.ndarray:
    """(N, 64) draws of the latents of stamps from the encoder's distributions."""
    mean, log_variance = encoded(weights, stamps)
    normal = np.random.default_rng(seed).standard_normal(mean.shape)
    return mean + np.exp(0.5 * log_variance) * normal


def relative_errors(stamps: np.ndarray, models: np.ndarray) -> np.ndarray:
    """(N,) relative errors |d - m|² / |d|²."""
    return ((models - stamps) ** 2).sum(axis=(1, 2)) / (stamps**2).sum(axis=(1, 2))


def main(given: Sequence[str] | None = None) -> int:
    """Train, and write weights and a report.

    Returns
    -------
    int
        0; 2 where the input is no use; 130 where Ctrl-C stopped the training.
    """
    chosen = _arguments(given)
    folder = Path(chosen.folder)
    try:
        require_libraries()
        if chosen.stamps:
            stamps = stamps_of_folder(chosen.stamps)
            # The last tenth is not trained on.
            kept = len(stamps) - len(stamps) // 10
            stamps, held_out = stamps[:kept], stamps[kept:]
        else:
            cache = folder / "stamps.npy"
            stamps = drawn_stamps(chosen.number, chosen.seed, cache)
            held_out = drawn_stamps(HELD_OUT, HELD_OUT_SEED)
        settings = TrainingSettings(
            chosen.steps, chosen.batch, seed=chosen.seed, every=chosen.every
        )
        training = Training(stamps, folder, settings)
    except LensException as error:
        print(error, file=sys.stderr)
        return 2
    try:
        training.run()
    except KeyboardInterrupt:
        print(
            f"stopped at step {training.step} of {chosen.steps}; the same command goes "
            "on from the last checkpoint",
            file=sys.stderr,
        )
        return 130
    weights = {name: np.asarray(array) for name, array in training.weights.items()}
    write_weights(folder / "decoder_weights.npz", weights)
    models = reconstructed(weights, held_out)
    errors = relative_errors(held_out, models)
    lines = ["step,loss,relative_error,seconds"]
    lines += [",".join(f"{value:.6g}" for value in row) for row in training.history]
    write_text(folder / "history.csv", "\n".join(lines) + "\n")
    print(
        f"held out: relative error {errors.mean():.5f} in the mean, "
        f"{np.median(errors):.5f} in the median, of {len(errors)} stamps"
    )
    scale = fitted_scale(drawn_latents(weights, held_out, chosen.seed))
    print(
        f"scale of latents, for al.decoder_model_from: {scale[0]:.2f}, {scale[1]:.2f}"
    )
    print(f"weights: {folder / 'decoder_weights.npz'}")
    if chosen.reporter:
        module, _, name = chosen.reporter.rpartition(".")
        draw = getattr(importlib.import_module(module), name)
        for path in draw(folder, training.history, held_out, models):
            print(f"figure: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
