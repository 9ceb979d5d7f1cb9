"""The distribution of the residuals of a fit."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.plot.style import Style
from autolens_like.structures.structure import plain

_LIMIT, _BINS = 5.0, 50


def draw_histogram(ax: Any, fit: Any, style: Style) -> None:
    """Normalized residuals against the unit Gaussian of pure noise.

    Where the noise map overstates the scatter the histogram is the narrower one, which
    is no fault of the model.
    """
    values = np.asarray(plain(fit.normalized_residual_map.slim), dtype=float)
    edges = np.linspace(-_LIMIT, _LIMIT, _BINS + 1)
    counts, _ = np.histogram(np.clip(values, -_LIMIT, _LIMIT), edges)
    density = counts / (len(values) * (edges[1] - edges[0]))
    ax.stairs(density, edges, fill=True, color="#9ecae1")
    x = np.linspace(-_LIMIT, _LIMIT, 201)
    gaussian = np.exp(-0.5 * x**2) / np.sqrt(2.0 * np.pi)
    ax.plot(x, gaussian, color="black", linewidth=style.line_width)
    ax.set_xlim(-_LIMIT, _LIMIT)
    ax.set_ylim(0.0, 1.75 * max(float(density.max()), float(gaussian.max())))
    ax.set_yticks([])
    ax.set_title("Distribution of residuals", fontsize=style.title_size, pad=3.0)
    ax.set_xlabel("normalized residual [σ]", fontsize=style.label_size, labelpad=1.0)
    ax.tick_params(labelsize=style.tick_size, length=2.0, width=0.5, pad=1.5)
    for spine in ax.spines.values():
        spine.set_linewidth(0.5)
    text = (
        f"χ²/N = {float(fit.reduced_chi_squared):.3f}\n"
        f"scatter = {values.std():.3f} σ\n"
        f"log L = {float(fit.log_likelihood):.2f}\n"
        "line: unit Gaussian"
    )
    ax.text(
        0.04,
        0.96,
        text,
        transform=ax.transAxes,
        va="top",
        fontsize=style.tick_size,
        linespacing=1.3,
    )
