"""The report of a training: curves, reconstructions and what the latents do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from autolens_like.learned.network import LATENTS, decoded
from autolens_like.learned.weights import decoder_weights
from autolens_like.plot.output import finish, new_figure, output_from
from autolens_like.plot.style import Style, configured_style
from autolens_like.typing import PathLike

#: Latents whose traversal is drawn, first the components of the largest variance.
_TRAVERSED = (0, 1, 2, 3, 5, 8, 13, 21)
_VALUES = (-2.0, -1.0, 0.0, 1.0, 2.0)
#: Stamps that are drawn beside their reconstruction.
_SHOWN = 8
#: Brightness over the peak times this is stretched, so that wings are seen.
_STRETCH = 20.0
#: Size of a stamp [inch].
_SIZE = 0.8


def draw_training(
    folder: PathLike, history: np.ndarray, stamps: np.ndarray, models: np.ndarray
) -> list[Path]:
    """Draw ``curves``, ``reconstructions`` and ``latents`` into a folder of training.

    Parameters
    ----------
    folder
        Has ``decoder_weights.npz``.
    history
        (n, 4) step, loss, relative error of the training stamps, seconds.
    stamps, models
        (N, 64, 64) stamps that were not trained on, and what the network makes of them.

    Returns
    -------
    list of pathlib.Path
        The files that were written.
    """
    style = configured_style()
    shown = slice(0, _SHOWN)
    rows = [stamps[shown], models[shown], (stamps - models)[shown]]
    errors = ((stamps - models) ** 2).sum(axis=(1, 2)) / (stamps**2).sum(axis=(1, 2))
    titles = [f"{error:.4f}" for error in errors[shown]]
    moved = _traversals(decoder_weights(str(Path(folder) / "decoder_weights.npz")))
    labels = [f"{value:+.0f}" for value in _VALUES]
    names = [f"latent {latent}" for latent in _TRAVERSED]
    return [
        *_curves(folder, history, style),
        *_mosaic(folder, "reconstructions", rows, titles, ["data", "model", "×10"]),
        *_mosaic(folder, "latents", moved, labels, names),
    ]


def _curves(folder: PathLike, history: np.ndarray, style: Style) -> list[Path]:
    from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator

    output = output_from(folder, "curves", None, "curves", style)
    figure = new_figure((style.page_width, 2.4), output)
    for place, (column, name) in enumerate(((1, "loss"), (2, "relative error"))):
        ax = figure.add_subplot(1, 2, place + 1)
        values = history[:, column]
        # The dots show a history of one line, too.
        ax.plot(history[:, 0], values, ".-", ms=3, lw=style.line_width, color="black")
        if np.all(values > 0.0):
            ax.set_yscale("log")
            wide = values.max() > 5.0 * values.min()
            ticks = LogLocator(subs=(1.0, 2.0, 5.0)) if wide else MaxNLocator(5)
            ax.yaxis.set_major_locator(ticks)
            ax.yaxis.set_minor_locator(NullLocator())
            ax.yaxis.set_major_formatter("{x:g}")
        ax.set_xlabel("step", size=style.label_size)
        ax.set_ylabel(name, size=style.label_size)
        ax.tick_params(labelsize=style.tick_size)
    figure.tight_layout()
    return finish(figure, output)


def _traversals(weights: Any) -> list[np.ndarray]:
    """Rows of stamps: one latent runs, the others are zero."""
    latents = np.zeros((len(_TRAVERSED), len(_VALUES), LATENTS))
    for row, latent in enumerate(_TRAVERSED):
        latents[row, :, latent] = _VALUES
    stamps = decoded(weights, latents.reshape(-1, LATENTS))
    return list(stamps.reshape(len(_TRAVERSED), len(_VALUES), *stamps.shape[1:]))


def _mosaic(
    folder: PathLike,
    name: str,
    rows: list[np.ndarray],
    titles: list[str],
    labels: list[str],
) -> list[Path]:
    """Rows of stamps; one labelled ×10 is residuals, ten times as bright, of any sign.

    A column is brought to the peak of its first stamp where there are residuals, else
    every stamp to its own.
    """
    style = configured_style()
    output = output_from(folder, name, None, name, style)
    shape = len(rows), max(1, len(rows[0]))
    size = _SIZE * shape[1] + 0.3, _SIZE * shape[0] + 0.25
    figure = new_figure(size, output)
    residual = "×10" in labels
    for i, row in enumerate(rows):
        for j, stamp in enumerate(row):
            ax = figure.add_subplot(*shape, i * shape[1] + j + 1)
            top = float((rows[0][j] if residual else stamp).max())
            if labels[i] == "×10":
                ax.imshow(
                    10.0 * stamp / top, origin="lower", cmap="RdBu_r", vmin=-1, vmax=1
                )
            else:
                values = np.arcsinh(_STRETCH * stamp / top) / np.arcsinh(_STRETCH)
                ax.imshow(values, origin="lower", cmap="magma", vmin=0.0, vmax=1.0)
            ax.set_xticks([])
            ax.set_yticks([])
            if i == 0:
                ax.set_title(titles[j], size=style.tick_size, pad=2)
            if j == 0:
                ax.set_ylabel(labels[i], size=style.tick_size, labelpad=2)
    edges = 0.25 / size[0], 0.01, 0.99, 1.0 - 0.2 / size[1]
    figure.subplots_adjust(*edges, wspace=0.04, hspace=0.04)
    return finish(figure, output)
