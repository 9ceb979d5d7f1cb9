"""The settings that users give to searches, and their checks."""

from __future__ import annotations

import dataclasses
import numbers
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from autolens_like import exc
from autolens_like.search import configuration

#: The seed of a search that was given none: the same script gives the same
#: result twice.
DEFAULT_SEED = 1


def whole_number(name: str, value: Any, minimum: int = 1) -> int:
    """A setting that counts something.

    Raises
    ------
    SearchException
        The value is no whole number or below the minimum.
    """
    if (
        isinstance(value, bool)
        or not isinstance(value, numbers.Real)
        or not float(value).is_integer()
        or value < minimum
    ):
        raise exc.SearchException(
            f"{name}={value!r} is not possible: give a whole number of at least "
            f"{minimum}."
        )
    return int(value)


def optional_whole_number(name: str, value: Any, minimum: int = 1) -> int | None:
    """A setting that counts something, or None."""
    return None if value is None else whole_number(name, value, minimum)


def real_number(
    name: str, value: Any, above: float = 0.0, maximum: float = float("inf")
) -> float:
    """A setting with ``above < value <= maximum``.

    Raises
    ------
    SearchException
        The value is no number or outside these limits.
    """
    if (
        isinstance(value, bool)
        or not isinstance(value, numbers.Real)
        or not above < value <= maximum
    ):
        limits = f"above {above:g}" + (
            "" if maximum == float("inf") else f" and at most {maximum:g}"
        )
        raise exc.SearchException(
            f"{name}={value!r} is not possible: give a number {limits}."
        )
    return float(value)


def optional_real_number(name: str, value: Any, above: float = 0.0) -> float | None:
    """A setting with ``value > above``, or None."""
    return None if value is None else real_number(name, value, above)


def flag(name: str, value: Any) -> bool:
    """A setting that is on or off.

    Raises
    ------
    SearchException
        The value is neither True nor False.
    """
    if not isinstance(value, bool):
        raise exc.SearchException(
            f"{name}={value!r} is not possible: give True or False."
        )
    return value


def choice(name: str, value: Any, allowed: Iterable[str]) -> str:
    """A setting that is one of some names.

    Raises
    ------
    SearchException
        The value is none of them.
    """
    allowed = list(allowed)
    if value not in allowed:
        raise exc.SearchException(
            f"{name}={value!r} is not known. {exc.suggestion(value, allowed)}"
        )
    return value


def refuse_unknown(
    search: str,
    unknown: dict[str, Any],
    allowed: Iterable[str],
    removed: dict[str, str] | None = None,
) -> None:
    """An error for every keyword that a search does not have.

    Parameters
    ----------
    search
        Name of the search, for the message.
    unknown
        The keywords that fitted nowhere.
    allowed
        Every keyword of the search.
    removed
        Keywords that older libraries had, with what to do instead.

    Raises
    ------
    SearchException
        `unknown` is not empty.
    """
    for name in unknown:
        if removed and name in removed:
            raise exc.SearchException(
                f"{search} no longer has the keyword {name}: {removed[name]}"
            )
        raise exc.SearchException(
            f"{search} has no keyword {name!r}. {exc.suggestion(name, allowed)}"
        )


@dataclasses.dataclass
class CommonSettings:
    """The keywords that every search has.

    Attributes
    ----------
    number_of_cores
        Worker processes that evaluate the likelihood; 1 uses none. With a `pool` the
        evaluations that a search asks it for at a time, on which a result may depend;
        it does not depend on the pool.
    pool
        Evaluates the likelihood in place of processes of ours: an executor with the
        `submit` of `concurrent.futures`, such as a `dask.distributed.Client`, or with
        the `map` of `multiprocessing.Pool`. It stays open.
    seed
        Of all random numbers; None is `DEFAULT_SEED`.
    iterations_per_quick_update
        Evaluations between visualizations; None takes the configuration.
    iterations_per_full_update
        Evaluations between writings of the best fit so far; None takes the
        configuration.
    silence
        Say nothing on the screen.
    output_path
        Root of the results; None takes the configuration.
    """

    number_of_cores: int = 1
    seed: int | None = None
    iterations_per_quick_update: int | None = None
    iterations_per_full_update: int | None = None
    silence: bool = False
    output_path: str | Path | None = None
    pool: Any = None

    def __post_init__(self):
        self.number_of_cores = whole_number("number_of_cores", self.number_of_cores)
        if self.pool is not None:
            _check_pool(self.pool, self.number_of_cores)
        seed = DEFAULT_SEED if self.seed is None else self.seed
        self.seed = whole_number("seed", seed, minimum=0)
        for name in ("iterations_per_quick_update", "iterations_per_full_update"):
            value = getattr(self, name)
            if value is None:
                value = configuration.value("general", "updates", name)
            setattr(self, name, optional_whole_number(name, value))


def _check_pool(pool: Any, number_of_cores: int) -> None:
    if not any(callable(getattr(pool, name, None)) for name in ("submit", "map")):
        raise exc.SearchException(
            f"pool={pool!r} has neither submit nor map; give an executor of "
            "concurrent.futures, a dask.distributed.Client or the like, or "
            "number_of_cores alone for processes of this machine."
        )
    if number_of_cores < 2:
        raise exc.SearchException(
            "pool needs number_of_cores of at least 2 beside it: how many likelihoods "
            "are asked for at a time. It cannot be read from a pool that may grow, and "
            "a fit that continues must ask for as many as before."
        )
