"""Work in blocks gives what the work at once gives, on any number of threads."""

import os
import threading

import numpy as np
import pytest

from autolens_like.numerics import blocks
from autolens_like.numerics.blocks import (
    map_blocks,
    one_blas_thread,
    thread_count,
    together,
)


@pytest.mark.parametrize("threads", [1, 2, 5, None])
def test_results_keep_the_order_of_the_blocks(threads):
    pieces = np.array_split(np.arange(100.0), 7)
    results = map_blocks(np.square, pieces, threads)
    np.testing.assert_array_equal(np.concatenate(results), np.arange(100.0) ** 2)


def test_one_thread_and_one_block_stay_in_the_calling_thread():
    names = map_blocks(lambda _: threading.current_thread().name, [1, 2, 3], 1)
    names += map_blocks(lambda _: threading.current_thread().name, [1], 4)
    assert set(names) == {threading.current_thread().name}
    assert map_blocks(lambda item: item, []) == []


def test_what_is_small_stays_where_it_is_asked_for_and_what_is_large_is_shared(
    monkeypatch,
):
    monkeypatch.setenv("AUTOLENS_LIKE_NUM_THREADS", "2")
    here, meeting = threading.current_thread().name, threading.Barrier(2, timeout=20.0)

    def name(item):
        return threading.current_thread().name

    def name_of_both(item):
        meeting.wait()  # breaks where one thread has both
        return name(item)

    for spread in (map_blocks, blocks.each_apart):
        assert spread(name, [1, 2], size=blocks.SMALL - 1) == [here] * 2
        shared = spread(name_of_both, [1, 2], size=blocks.SMALL)
        assert len(set(shared)) == 2 and here in shared


def test_of_several_errors_that_of_the_first_item_is_raised_when_all_have_ended():
    meeting, ended = threading.Barrier(2, timeout=20.0), []

    def fails(item):
        meeting.wait()
        ended.append(item)
        raise ValueError(f"block {item}")

    with pytest.raises(ValueError, match="block 1"):
        map_blocks(fails, [1, 2, 3, 4], 2)
    assert sorted(ended) == [1, 2]


def test_an_error_in_a_block_reaches_the_caller():
    def fails(item):
        raise ValueError(f"block {item}")

    with pytest.raises(ValueError, match="block 1"):
        map_blocks(fails, [1, 2], 2)


@pytest.mark.parametrize("threads", ["1", "2"])
def test_two_tasks_together(threads, monkeypatch):
    monkeypatch.setenv("AUTOLENS_LIKE_NUM_THREADS", threads)

    def inner():
        return sum(map_blocks(np.square, [1, 2, 3])), threading.current_thread().name

    (first, here), (second, there) = together(inner, inner)
    assert first == second == 14
    assert (here == there) == (threads == "1")

    def fails(number):
        raise ValueError(f"task {number}")

    with pytest.raises(ValueError, match="task 1"):
        together(lambda: fails(1), lambda: fails(2))
    with pytest.raises(ValueError, match="task 2"):
        together(lambda: None, lambda: fails(2))


def test_two_tasks_share_the_threads_and_wait_for_none_of_each_other(monkeypatch):
    monkeypatch.setenv("AUTOLENS_LIKE_NUM_THREADS", "5")
    meeting = threading.Barrier(5, timeout=20.0)

    def inner(error=None):
        # All five blocks have to run at the same time.
        count = thread_count()
        map_blocks(lambda _: meeting.wait(), range(count))
        if error:
            raise ValueError(error)
        return count

    assert together(inner, inner) == (3, 2)
    assert thread_count() == 5
    with pytest.raises(ValueError, match="wrong"):
        together(lambda: inner("wrong"), inner)
    assert thread_count() == 5


def test_the_environment_sets_the_number_of_threads(monkeypatch):
    monkeypatch.setenv("AUTOLENS_LIKE_NUM_THREADS", "3")
    assert thread_count() == 3
    for given in ("", "0", "many", "-2"):
        monkeypatch.setenv("AUTOLENS_LIKE_NUM_THREADS", given)
        assert 1 <= thread_count() <= min(4, os.cpu_count())


def test_linear_algebra_on_one_thread_inside_and_as_before_outside():
    from threadpoolctl import threadpool_info

    def threads():
        return [p["num_threads"] for p in threadpool_info() if p["user_api"] == "blas"]

    before = threads()
    with one_blas_thread():
        assert set(threads()) <= {1}
    assert threads() == before


def test_tasks_that_use_blocks_themselves_run_at_the_same_time(monkeypatch) -> None:
    monkeypatch.setenv("AUTOLENS_LIKE_NUM_THREADS", "2")
    meeting = threading.Barrier(2, timeout=20.0)

    def task(number: int) -> list[int]:
        meeting.wait()  # breaks where one waits for the other to end
        return blocks.map_blocks(lambda item: number * item, range(4))

    assert blocks.each_apart(task, [2, 3]) == [[0, 2, 4, 6], [0, 3, 6, 9]]
    monkeypatch.setenv("AUTOLENS_LIKE_NUM_THREADS", "1")
    assert blocks.each_apart(lambda item: item + 1, [2, 3]) == [3, 4]


def test_a_limit_inside_a_limit_ends_with_the_outer_one() -> None:
    def threads() -> set[int]:
        return {one["num_threads"] for one in blocks._blas_controller().info()}

    before = threads()
    with blocks.one_blas_thread():
        with blocks.one_blas_thread():
            assert threads() == {1}
        assert threads() == {1}
    assert threads() == before
