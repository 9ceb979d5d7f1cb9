"""`AggBase`: objects made again from the samples of every fit."""

from __future__ import annotations

import abc
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.search.store.aggregator import Aggregator
from autolens_like.search.store.fit_folder import FitFolder


class AggBase(abc.ABC):
    """Makes something of instances, for every fit of an aggregator in turn.

    A subclass writes `maker_from`. Every method gives one entry a fit, None where its
    folder does not hold what is needed, which a `DamagedFitWarning` names.

    Parameters
    ----------
    aggregator
        The fits.
    """

    def __init__(self, aggregator: Aggregator) -> None:
        self.aggregator = aggregator

    @abc.abstractmethod
    def maker_from(self, fit: FitFolder) -> Callable[[Any], Any]:
        """What makes the object of an instance; called once for each fit."""

    def max_log_likelihood_gen_from(self) -> Iterator[Any]:
        """The object of the highest log likelihood of every fit."""
        return self.aggregator.map(lambda fit: self.maker_from(fit)(fit.instance))

    def all_above_weight_gen_from(self, minimum_weight: float) -> Iterator[Any]:
        """A list of the objects of all samples above a weight, for every fit."""

        def objects(fit: FitFolder) -> list[Any]:
            samples, make = fit.samples, self.maker_from(fit)
            rows = np.flatnonzero(samples.weight_list > minimum_weight)
            return [make(samples.from_sample_index(int(row))) for row in rows]

        return self.aggregator.map(objects)

    def weights_above_gen_from(self, minimum_weight: float) -> Iterator[Any]:
        """A list of the weights above a weight, for every fit."""

        def weights(fit: FitFolder) -> list[float]:
            values = fit.samples.weight_list
            return values[values > minimum_weight].tolist()

        return self.aggregator.map(weights)

    def randomly_drawn_via_pdf_gen_from(
        self, total_samples: int, seed: int | None = None
    ) -> Iterator[Any]:
        """A list of the objects of draws from the posterior, for every fit.

        Parameters
        ----------
        total_samples
            Draws a fit.
        seed
            Makes the draws the same every time; those of a fit do not depend on the
            other fits.
        """
        if total_samples < 1:
            raise exc.SearchException(
                f"total_samples={total_samples!r}: at least one draw is asked for."
            )

        def objects(fit: FitFolder) -> list[Any]:
            samples, make = fit.samples, self.maker_from(fit)
            generator = np.random.default_rng(seed)
            return [
                make(samples.draw_randomly_via_pdf(seed=generator))
                for _ in range(total_samples)
            ]

        return self.aggregator.map(objects)
