"""Latent quantities: what follows from the parameters, with errors.

An `Analysis` computes them from a parameter vector (`compute_latent_variables`, whose
names it may list in `LATENT_KEYS`); here they become samples as the parameters have.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.model.instance import ModelInstance
from autolens_like.search.samples import Samples

#: Draws of the posterior from which latent quantities take their errors.
LATENT_DRAWS = 100
_SEED = 1


class Latent:
    """Latent quantities apart from the `Analysis`, which names its subclass.

    ``class MyAnalysis(af.Analysis): Latent = MyLatent``, as in PyAutoFit.
    """

    @staticmethod
    def keys(analysis: Any) -> Sequence[str]:
        """The names, in order of the values."""
        return analysis.LATENT_KEYS

    @staticmethod
    def variables(analysis: Any, parameters: Sequence[float], model: Any) -> Any:
        """The values for a parameter vector; see `compute_latent_variables`."""
        return analysis.compute_latent_variables(parameters, model)


class LatentModel:
    """The names of latent quantities, in place of a model of parameters.

    Parameters
    ----------
    names
        Dots divide them into paths, as in ``lens.einstein_radius``.

    Raises
    ------
    SearchException
        A name stands twice, or is that of a group of others.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.parameter_names = list(names)
        for name in names:
            others = [other for other in names if f"{other}.".startswith(f"{name}.")]
            if len(others) > 1:
                raise exc.SearchException(
                    f"The latent quantity '{name}' has the same name as "
                    f"'{others[-1]}', or as its group; rename one of them."
                )

    @property
    def paths(self) -> list[tuple[str, ...]]:
        """The names, divided."""
        return [tuple(name.split(".")) for name in self.parameter_names]

    def index(self, path: tuple[str, ...]) -> int:
        """The column of a quantity.

        Raises
        ------
        UnknownParameterException
            There is none of this name.
        """
        name = ".".join(path)
        if name not in self.parameter_names:
            raise exc.UnknownParameterException(
                f"There is no latent quantity '{name}'. "
                f"{exc.suggestion(name, self.parameter_names)}"
            )
        return self.parameter_names.index(name)

    def instance_from_vector(
        self, vector: Any, ignore_assertions: bool = False
    ) -> ModelInstance:
        """The values by name; those of dotted names inside one another."""
        instance = ModelInstance()
        for path, value in zip(self.paths, np.asarray(vector).tolist(), strict=True):
            inner = instance
            for name in path[:-1]:
                if name not in inner:
                    setattr(inner, name, ModelInstance())
                inner = inner[name]
            setattr(inner, path[-1], value)
        return instance


def latent_samples_from(
    samples: Samples, analysis: Any, total_draws: int | None = None
) -> Samples | None:
    """The latent quantities of draws of a posterior.

    Parameters
    ----------
    samples
        Of the parameters.
    analysis
        Gives `Latent` or a subclass, ``compute_latent_variables(parameters, model)``
        and ``LATENT_KEYS``.
    total_draws
        Draws, `LATENT_DRAWS` by default, always the same ones; the best fit is there,
        too, without weight.

    Returns
    -------
    Samples or None
        NaN where a draw has no such quantity; None where the analysis has none.

    Raises
    ------
    SearchException
        The values do not fit the names.
    """
    total_draws = total_draws or LATENT_DRAWS
    weights = samples.weight_list / np.sum(samples.weight_list)
    generator = np.random.default_rng(_SEED)
    drawn = generator.choice(len(samples), size=total_draws, p=weights)
    counts = Counter(drawn.tolist())
    best = samples.max_log_likelihood_index
    rows = [best, *(row for row in counts if row != best)]
    keys = list(analysis.Latent.keys(analysis))
    values = [_computed(analysis, samples, row, keys) for row in rows]
    names = keys or list(dict.fromkeys(name for found in values for name in found))
    if not names:
        return None
    table = [[float(found.get(name, math.nan)) for name in names] for found in values]
    return Samples(
        LatentModel(names),
        table,
        samples.log_likelihood_list[rows],
        samples.log_prior_list[rows],
        [counts.get(row, 0) / total_draws for row in rows],
    )


def latent_text(samples: Samples, units: Mapping[str, str]) -> str:
    """The text of latent.results: a line a quantity, median and 1 sigma errors."""
    names = [
        f"{name} [{units[name]}]" if name in units else name
        for name in samples.parameter_names
    ]
    width = max(map(len, names))
    lines = []
    for name, values in zip(names, samples.parameter_lists.T, strict=True):
        median, lower, upper = samples.interval_of(values)
        text = (
            f"{median:.6g} (+{upper - median:.4g} -{median - lower:.4g}, 1 sigma)"
            if math.isfinite(median)
            else "no draw of the posterior has it"
        )
        lines.append(f"{name:<{width}}  {text}\n")
    return "".join(lines)


def latent_summary(samples: Samples) -> dict[str, Any]:
    """The numbers of latent_summary.json, by name; None where there is no number."""
    best = samples.parameter_lists[samples.max_log_likelihood_index].tolist()
    names = samples.parameter_names
    summary: dict[str, Any] = {
        "max_log_likelihood": dict(zip(names, map(_known, best), strict=True)),
        "median_pdf": {},
        # The number of rows tells a table that was cut off.
        "rows": len(samples),
    }
    for sigma in (1, 3):
        limits = summary[f"values_at_{sigma}_sigma"] = {}
        for name, values in zip(names, samples.parameter_lists.T, strict=True):
            found = samples.interval_of(values, float(sigma))
            summary["median_pdf"][name] = _known(found.median)
            limits[name] = [_known(found.lower), _known(found.upper)]
    return summary


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _computed(
    analysis: Any, samples: Samples, row: int, names: list[str]
) -> dict[str, float]:
    """The quantities of one sample by name; empty where it has no likelihood."""
    vector = samples.parameter_lists[row].tolist()
    try:
        found = analysis.Latent.variables(analysis, vector, samples.model)
    except (exc.InversionException, exc.ResampleException, np.linalg.LinAlgError):
        return {}
    if found is None or isinstance(found, Mapping):
        found = found or {}
        unknown = [name for name in found if names and name not in names]
        if unknown:
            raise exc.SearchException(
                f"{type(analysis).__name__}.compute_latent_variables gave "
                f"'{unknown[0]}'. {exc.suggestion(unknown[0], names)}"
            )
        return dict(found)
    values = list(found)
    if len(values) != len(names):
        raise exc.SearchException(
            f"{type(analysis).__name__}.compute_latent_variables gave {len(values)} "
            f"values, and LATENT_KEYS has {len(names)} names; give one value a name, "
            "or a mapping of names to values."
        )
    return dict(zip(names, values, strict=True))
