"""The corner plot: all one- and two-dimensional marginals of a posterior."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.plot.corner_panels import CornerPanels
from autolens_like.plot.output import finish, named_keywords, output_from
from autolens_like.plot.posterior import Posterior
from autolens_like.plot.style import configured_style
from autolens_like.typing import PathLike


@named_keywords
def corner_plot(
    samples: Any,
    output_path: PathLike | None = None,
    output_filename: str | None = None,
    output_format: str | Sequence[str] | None = None,
    parameters: Sequence[str] | None = None,
    truths: dict[str, float] | None = None,
    title_prefix: str | None = None,
) -> list[Path]:
    """All marginals of a posterior.

    On the diagonal weighted histograms with the median and the 1σ interval; below it
    smoothed densities with contours that hold 68.3 % and 95.4 % of the probability.

    Parameters
    ----------
    samples
        `Samples`: parameter_lists (n, D), weight_list (n,) and their model.
    parameters
        The dotted names, or the ends of names, of what is drawn; all by default.
    truths
        Values to mark, by the same names.
    title_prefix
        The heading.

    The other parameters are those of `plot_array`; the file's name is "corner" by
    default.

    Returns
    -------
    list of pathlib.Path
        The files that were written.

    Raises
    ------
    PlotException
        A name is no parameter, or no sample has weight.
    """
    style = configured_style()
    output = output_from(output_path, output_filename, output_format, "corner", style)
    posterior = _posterior_of(samples, parameters, truths or {})
    panels = CornerPanels(posterior, style, output, title_prefix)
    return finish(panels.draw(), output)


corner_cornerpy = corner_plot
corner_anesthetic = corner_plot


def _posterior_of(
    samples: Any, parameters: Sequence[str] | None, truths: dict[str, float]
) -> Posterior:
    names = list(samples.model.parameter_names)
    columns = (
        list(range(len(names)))
        if parameters is None
        else [column for name in parameters for column in _columns_of(name, names)]
    )
    columns = list(dict.fromkeys(columns))
    marked = {c: v for name, v in truths.items() for c in _columns_of(name, names)}
    values = np.asarray(samples.parameter_lists, dtype=float)
    weights = np.asarray(samples.weight_list, dtype=float)
    used = weights > 0.0
    if not used.any() or not columns:
        raise exc.PlotException(
            f"There is nothing to draw: {len(columns)} parameters were chosen and "
            f"{int(used.sum())} samples have a weight above zero."
        )
    latex = list(getattr(samples.model, "latex_labels", None) or map(_short, names))
    powers = [_power_of(values[used, column]) for column in columns]
    return Posterior(
        values[used][:, columns] / 10.0 ** np.array(powers, dtype=float),
        weights[used],
        [_scaled(latex[c], power) for c, power in zip(columns, powers, strict=True)],
        [
            marked[c] / 10.0**power if c in marked else None
            for c, power in zip(columns, powers, strict=True)
        ],
    )


def _short(name: str) -> str:
    """The owner of a parameter above its name."""
    return "\n".join(name.split(".")[-2:])


def _power_of(values: np.ndarray) -> int:
    """The power of ten that is taken out of very large and very small numbers."""
    largest = float(np.max(np.abs(values)))
    if largest == 0.0 or 1e-3 <= largest < 1e4:
        return 0
    return int(np.floor(np.log10(largest)))


def _scaled(label: str, power: int) -> str:
    return label if power == 0 else f"{label} [$10^{{{power}}}$]"


def _columns_of(name: str, names: list[str]) -> list[int]:
    """The parameters that have a name, or whose name ends with it."""
    found = [i for i, n in enumerate(names) if n == name or n.endswith(f".{name}")]
    if not found:
        raise exc.PlotException(
            f"The samples have no parameter '{name}'. {exc.suggestion(name, names)}"
        )
    return found
