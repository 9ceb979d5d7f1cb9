"""What a list of exposures refuses, and in which words."""

from __future__ import annotations

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.dataset import exposures
from autolens_like.structures.placement import Placement

NAMES = ("VIS", "NIR_Y", "NIR_H")


def test_names_are_numbered_where_none_come() -> None:
    assert exposures.names_from(None, 2) == ("exposure_0", "exposure_1")


def test_no_exposure_and_what_is_none_are_refused(dataset) -> None:
    with pytest.raises(exc.DatasetException, match=r"at least one al\.Imaging"):
        exposures.exposures_from([])
    with pytest.raises(exc.DatasetException, match="give a list of them"):
        exposures.exposures_from(dataset)
    with pytest.raises(exc.DatasetException, match=r"exposures\[1\] is a ndarray"):
        exposures.exposures_from([dataset, np.zeros((3, 3))])


def test_a_name_comes_once() -> None:
    with pytest.raises(exc.DatasetException, match=r"'a' came 2 times.*bands instead"):
        exposures.names_from(["a", "b", "a"], 3)
    with pytest.raises(exc.DatasetException, match="texts that are not empty"):
        exposures.names_from(["a", ""], 2)
    with pytest.raises(exc.DatasetException, match="for 3 exposures"):
        exposures.names_from("abc", 3)


@pytest.mark.parametrize("factor", [0.0, -1.0, np.nan, np.inf, True, "2"])
def test_flux_scaling_is_above_zero(factor) -> None:
    with pytest.raises(exc.DatasetException, match=r"flux_scaling\[1\].*above zero"):
        exposures.flux_scaling_from([1.0, factor], 2)


def test_lists_have_one_entry_an_exposure() -> None:
    with pytest.raises(exc.DatasetException, match="switched off included"):
        exposures.flux_scaling_from([1.0], 3)
    with pytest.raises(exc.DatasetException, match="offsets="):
        exposures.placements_from([(0.0, 0.0)], None, NAMES)


def test_a_placement_that_is_none_names_its_exposure() -> None:
    with pytest.raises(exc.ArrayException, match="Exposure 'NIR_Y': rotation='x'"):
        exposures.placements_from(None, [0.0, "x", 0.0], NAMES)
    placed = exposures.placements_from(None, (0.0, 5, np.float64(1.0)), NAMES)
    assert placed == (Placement(), Placement(rotation=5.0), Placement(rotation=1.0))


@pytest.mark.parametrize(
    "active",
    [(False, True, False), np.array([False, True, False]), "NIR_Y", ["NIR_Y"]],
)
def test_exposures_are_switched_on_by_booleans_or_names(active) -> None:
    assert exposures.active_from(active, NAMES) == (False, True, False)


@pytest.mark.parametrize(
    ("active", "words"),
    [
        ([False] * 3, "No exposure is switched on"),
        ([], "No exposure is switched on"),
        ([True], "for 3 exposures"),
        # A number could be a place as well as a truth.
        ([0, 1, 0], "active holds 0"),
        (["NIR_J"], "no exposure 'NIR_J'. Did you mean 'NIR_"),
    ],
)
def test_what_switches_nothing_on_is_refused(active, words) -> None:
    with pytest.raises(exc.DatasetException, match=words):
        exposures.active_from(active, NAMES)


def test_an_exposure_has_a_name_and_a_number() -> None:
    assert exposures.index_of("NIR_H", NAMES) == 2 == exposures.index_of(-1, NAMES)
    with pytest.raises(exc.DatasetException, match="Did you mean 'NIR_Y'"):
        exposures.index_of("NIRY", NAMES)
    with pytest.raises(IndexError, match="There are 3 exposures; number 3 came"):
        exposures.index_of(3, NAMES)
    with pytest.raises(exc.DatasetException, match="with_active"):
        exposures.index_of(slice(0, 2), NAMES)


def test_one_value_a_list_and_a_mapping_give_one_an_exposure() -> None:
    assert exposures.in_order_of(4, NAMES, "size", int) == (4, 4, 4)
    assert exposures.in_order_of([1, 2, 3], NAMES, "size", int) == (1, 2, 3)
    assert exposures.in_order_of({"NIR_Y": 2}, NAMES, "s", int) == (None, 2, None)
    with pytest.raises(exc.DatasetException, match="no exposure 'Y'"):
        exposures.in_order_of({"Y": 2}, NAMES, "size", int)


def test_an_error_keeps_its_class_and_gets_a_name() -> None:
    def refuse() -> None:
        raise exc.MaskException("too small.")

    with pytest.raises(exc.MaskException, match="Exposure 'VIS': too small"):
        exposures.of_exposure("VIS", refuse)
