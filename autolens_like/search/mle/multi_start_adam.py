"""Ascents from many starts by Adam and its like."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from autolens_like.search import settings
from autolens_like.search.laplace import Posterior
from autolens_like.search.mle.multi_start import Ascents, MultiStart, start_settings
from autolens_like.search.mle.optax_ascents import OptaxAscents, optax_library

#: The share of all steps that the first round makes.
_FIRST_ROUND = 0.1


class MultiStartAdam(MultiStart):
    """The highest maximum of the posterior that ascents by Adam (Kingma & Ba 2015;
    optax) from many starts find, and the normal posterior about it.

    Starts, coordinates, rounds and samples are those of `MultiStartLBFGS`, which needs
    far fewer derivatives where the likelihood is smooth. Adam takes steps of one
    length, which falls to zero as half a cosine over all `n_steps`: it is not misled by
    derivatives that jump.

    Parameters
    ----------
    name, path_prefix, unique_tag
        Folders of the result below the output folder.
    n_steps
        Steps of the longest ascent, at most; the first round makes a tenth of them.
    learning_rate
        Length of the first steps, in standard deviations of the priors; None is 0.05
        (1 for `MultiStartProdigy`, which finds the length by itself, and 0.02 for
        `MultiStartLion`).
    n_starts, batch_size, start_lower_limit, start_upper_limit, draws
        As in `MultiStartLBFGS`.
    **common
        Keywords of `CommonSettings`: seed, iterations_per_quick_update,
        iterations_per_full_update, silence, output_path.

    Raises
    ------
    SearchException
        A keyword is unknown or its value is not possible; when it runs, no start has a
        likelihood, or JAX cannot trace it.
    MissingDependencyException
        JAX or optax is not installed.
    """

    library = "optax"
    #: The rule of optax, and the length of its first steps.
    rule: ClassVar[str] = "adam"
    default_learning_rate: ClassVar[float] = 0.05

    def __init__(
        self,
        name: str | None = None,
        path_prefix: str | Path | None = None,
        unique_tag: str | None = None,
        n_starts: int = 48,
        n_steps: int = 300,
        learning_rate: float | None = None,
        batch_size: int | None = None,
        start_lower_limit: float = 0.15,
        start_upper_limit: float = 0.85,
        draws: int = 500,
        **common: Any,
    ):
        own = start_settings(
            start_lower_limit,
            start_upper_limit,
            n_starts=n_starts,
            n_steps=n_steps,
            batch_size=batch_size,
            draws=draws,
        )
        if learning_rate is None:
            learning_rate = self.default_learning_rate
        own["learning_rate"] = settings.real_number("learning_rate", learning_rate)
        own["round_steps"] = max(1, round(_FIRST_ROUND * own["n_steps"]))
        super().__init__(name, path_prefix, unique_tag, own, common)

    def _check_model(self, model: Any) -> None:
        super()._check_model(model)
        optax_library()

    def _ascents(self, posterior: Posterior, starts: np.ndarray) -> Ascents:
        optax = optax_library()
        length = optax.cosine_decay_schedule(self.learning_rate, self.n_steps)
        rules = optax.contrib if hasattr(optax.contrib, self.rule) else optax
        return OptaxAscents(posterior, starts, getattr(rules, self.rule)(length))


class MultiStartADABelief(MultiStartAdam):
    """`MultiStartAdam` with the rule AdaBelief (Zhuang et al. 2020)."""

    rule = "adabelief"


class MultiStartLion(MultiStartAdam):
    """`MultiStartAdam` with the rule Lion (Chen et al. 2023)."""

    rule = "lion"
    default_learning_rate = 0.02


class MultiStartProdigy(MultiStartAdam):
    """`MultiStartAdam` with the rule Prodigy (Mishchenko & Defazio 2024)."""

    rule = "prodigy"
    default_learning_rate = 1.0
