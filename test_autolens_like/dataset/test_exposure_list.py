"""Exposures keep their places, whatever is switched on."""

from __future__ import annotations

import pickle

import pytest

from autolens_like import exc


def test_it_is_a_sequence(multi, exposures) -> None:
    assert len(multi) == 3 and tuple(multi) == exposures
    assert multi[1] is multi["NIR_Y"] is multi[-2] is exposures[1]
    assert exposures[2] in multi
    with pytest.raises(exc.DatasetException, match="Did you mean 'NIR_"):
        multi["NIR_h"]


def test_it_is_immutable_and_pickles(multi) -> None:
    with pytest.raises(exc.DatasetException, match="not changed in place"):
        multi.active = (True, True, True)
    again = pickle.loads(pickle.dumps(multi))
    assert again.names == multi.names and again.identity() == multi.identity()


def test_switching_keeps_names_and_places(multi) -> None:
    assert multi.active_indices == (0, 2)
    assert multi.shape_slim == 9 * 11 + 12 * 7
    other = multi.with_active(["NIR_Y"])
    assert other.active_indices == (1,) and other.names == multi.names
    assert other.flux_scaling == multi.flux_scaling and other[0] is multi[0]
    assert multi.active_indices == (0, 2)
    with pytest.raises(exc.DatasetException, match="No exposure is switched on"):
        multi.with_active([False] * 3)


def test_a_band_has_exposures(multi) -> None:
    assert multi.in_band("infrared") == (1, 2)
    with pytest.raises(exc.DatasetException, match="Did you mean 'infrared'"):
        multi.in_band("infra-red")
