"""Results as LaTeX, for a paper."""

from __future__ import annotations

import math
from typing import Any


def latex_row(
    samples: Any,
    median_pdf_model: bool = True,
    sigma: float = 3.0,
    name_to_label: bool = True,
    include_name: bool = True,
    include_quickmath: bool = False,
    prefix: str = "",
    suffix: str = "",
) -> str:
    r"""A row of a LaTeX table: every parameter with its errors, between ``&``.

    Numbers have as many decimal places as two digits of the smaller error need.

    Parameters
    ----------
    samples
        Their model gives the labels, of `config/notation.yaml`.
    median_pdf_model
        Give the medians, else the best fit.
    sigma
        What interval the errors are of.
    name_to_label
        Write labels such as ``\theta_{\rm E}``, else plain names.
    include_name
        Write ``label = ``, else the numbers alone.
    include_quickmath
        Put ``$`` around every entry.
    prefix, suffix
        Text before and after the row, such as the name of a lens and a line end.
    """
    limits = samples.values_at_sigma(sigma)
    if median_pdf_model:
        values = samples.median_pdf(as_instance=False)
    else:
        values = samples.max_log_likelihood(as_instance=False)
    labels = list(samples.parameter_names)
    if name_to_label:
        labels = list(getattr(samples.model, "latex_labels", labels))
    entries = []
    for label, value, (lower, upper) in zip(
        labels, values.tolist(), limits, strict=True
    ):
        text = _with_errors(value, upper - value, value - lower)
        name = f"{_name(label)} = " if include_name else ""
        dollar = "$" if include_quickmath else ""
        entries.append(f"{dollar}{name}{text}{dollar}")
    return f"{prefix}{' & '.join(entries)}{suffix}"


def _name(label: str) -> str:
    if label.startswith("$"):
        return label.strip("$")
    return r"{\rm " + label.replace("_", r"\_") + "}"


def _with_errors(value: float, above: float, below: float) -> str:
    smaller = min((error for error in (above, below) if error > 0.0), default=0.0)
    places = 2 if smaller == 0.0 else max(0, 1 - math.floor(math.log10(smaller)))
    return f"{value:.{places}f}^{{+{above:.{places}f}}}_{{-{below:.{places}f}}}"
