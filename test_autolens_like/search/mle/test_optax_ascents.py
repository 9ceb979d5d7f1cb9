import builtins

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.search.mle import optax_ascents
from autolens_like.search.mle.optax_ascents import OptaxAscents, optax_library


def cliff(points):
    """A hill at 0.5, and nothing above 0.8."""
    values = -np.sum((points - 0.5) ** 2, axis=1)
    gradients = -2.0 * (points - 0.5)
    lost = np.any(points > 0.8, axis=1)
    return np.where(lost, -np.inf, values), np.where(lost[:, None], 0.0, gradients)


def test_ascents_come_back_from_where_there_is_no_likelihood():
    optax = pytest.importorskip("optax")
    ascents = OptaxAscents(cliff, np.array([[-0.5], [0.2]]), optax.adam(0.4))
    told = []
    ascents.advance(100, told.append)
    assert told == list(range(1, len(told) + 1))
    assert ascents.points == pytest.approx(np.full((2, 1), 0.5), abs=0.05)
    assert ascents._scales.min() < 1.0
    ascents.keep(np.array([1]))
    ascents.advance(100, told.append)
    assert ascents.converged and len(told) < 200
    assert ascents.points == pytest.approx(np.array([[0.5]]), abs=0.02)


def test_a_missing_library_names_the_pip_line(monkeypatch):
    real_import = builtins.__import__

    def without(name, *arguments, **keywords):
        if name == "optax":
            raise ImportError(name)
        return real_import(name, *arguments, **keywords)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(exc.MissingDependencyException, match=r"pip install .*gradien"):
        optax_ascents.optax_library()
    monkeypatch.undo()
    assert optax_library().__name__ == "optax"
