"""Long arrays cut into pieces that stay in cache, shared between threads.

An element-wise formula over 250,000 sub-pixels spends most of its time on fresh
memory pages, not on arithmetic. In pieces of some 16,000 points its temporaries live
in the level-2 cache, and numpy lets go of the interpreter lock inside each operation,
so that two threads halve the rest.
"""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, TypeVar

Item = TypeVar("Item")
Value = TypeVar("Value")

#: Points of one piece: 8 temporaries of float64 fill one megabyte of cache.
BLOCK_SIZE = 16384

#: Numbers (points or pixels, times rows) that are done where they are asked for. To
#: wake a thread takes 0.03 ms, and pieces of numpy hand the interpreter's lock to each
#: other every 0.01 ms: a joint likelihood of 43,000 points and 2 columns took 6.5 ms
#: on one thread and 10 to 13 on two, one of 31,000 points 2.9 and 2.6; that of 67
#: columns took 54 and 45.
SMALL = 1 << 17


#: Of the running thread: `threads` it may use and the `name` of those, in `together`.
_parts = threading.local()


def thread_count() -> int:
    """Threads that element-wise work uses: `AUTOLENS_LIKE_NUM_THREADS`, else up to 4.

    The workers of a search set the variable to 1, because there the processes
    share the cores already. A task of `together` has its part of them.
    """
    part = getattr(_parts, "threads", None)
    if part is not None:
        return part
    given = os.environ.get("AUTOLENS_LIKE_NUM_THREADS", "")
    if given.isdigit() and int(given) > 0:
        return int(given)
    return min(4, len(os.sched_getaffinity(0)) if _has_affinity() else _cores())


def _has_affinity() -> bool:
    return hasattr(os, "sched_getaffinity")


def _cores() -> int:
    return os.cpu_count() or 1


@functools.cache
def _executor(threads: int, process: int, part: str):
    # `process` is part of the key because threads do not survive a fork, `part` because
    # a task that waits for threads of another one gains nothing from its own.
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(max_workers=threads, thread_name_prefix="blocks")


def map_blocks(
    function: Callable[[Item], Value],
    items: Sequence[Item],
    threads: int | None = None,
    size: int | None = None,
) -> list[Value]:
    """`[function(item) for item in items]`, on threads where there are several.

    Parameters
    ----------
    function
        Work on one block; it writes to no memory that another block reads.
    items
        The blocks.
    threads
        Threads to use, the calling one among them; by default `thread_count()`.
    size
        How many numbers are worked out in all, rows times points: less than `SMALL`
        stay on the calling thread. None where they are many, or take long each.
    """
    if len(items) < 2 or _is_small(size):
        return [function(item) for item in items]
    threads = thread_count() if threads is None else threads
    if threads < 2:
        return [function(item) for item in items]
    return _shared(function, items, threads, getattr(_parts, "name", ""))


def _is_small(size: int | None) -> bool:
    return size is not None and size < SMALL


def _shared(
    function: Callable[[Item], Value], items: Sequence[Item], threads: int, part: str
) -> list[Value]:
    """`[function(item) for item in items]`, on the calling thread and on others.

    The calling thread takes whatever no other one has begun, so that nobody waits for
    a thread to wake up. Of several errors that of the first item is raised.
    """
    from concurrent.futures import wait

    executor = _executor(threads - 1, os.getpid(), part)
    results: list[Any] = [None] * len(items)
    others = [executor.submit(function, item) for item in items]
    reached = 0
    try:
        for reached, other in enumerate(others):
            if other.cancel():
                results[reached] = function(items[reached])
        reached = len(items)
    finally:
        for other in others[reached:]:
            other.cancel()
        # What has begun may write to memory of the caller.
        wait([other for other in others if not other.cancelled()])
        for index, other in enumerate(others[:reached]):
            if not other.cancelled():
                results[index] = other.result()
    return results


#: Holds something as long as `one_blas_thread` is in force.
_limits: list[bool] = []
_AS_IT_IS = nullcontext()


@functools.cache
def _blas_controller():
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController().select(user_api="blas")


def one_blas_thread() -> AbstractContextManager[None]:
    """Linear algebra inside runs on the calling thread (use `map_blocks` for more).

    The matrices of a likelihood are small: BLAS gains at most a millisecond from a
    second thread, and where other work holds the cores it waits for that thread a
    hundred times as long.
    """
    # To ask BLAS takes 0.1 ms, as long as a small system does: only the outermost asks.
    return _AS_IT_IS if _limits else _limited()


@contextmanager
def _limited() -> Iterator[None]:
    controller = _blas_controller()
    # To ask takes half as long as to set, and to set back.
    is_one = all(own.num_threads == 1 for own in controller.lib_controllers)
    with nullcontext() if is_one else controller.limit(limits=1):
        _limits.append(True)
        try:
            yield
        finally:
            _limits.pop()


def together(
    first: Callable[[], Item], second: Callable[[], Value]
) -> tuple[Item, Value]:
    """`(first(), second())`, at the same time where there are several threads.

    Each has half of the threads for its own `map_blocks`: with all of them both would
    wait for each other at every step (to solve for 1,516 source pixels takes 80 ms
    beside their determinant so, and 33 ms on a core of its own).

    An error of the first one is raised before one of the second.

    Parameters
    ----------
    first, second
        Neither writes to memory that the other one reads.
    """
    from concurrent.futures import ThreadPoolExecutor

    threads = thread_count()
    if threads < 2:
        return first(), second()
    # Round both, because each would set back what the other one still needs.
    with one_blas_thread(), ThreadPoolExecutor(max_workers=1) as executor:
        other = executor.submit(_as_part, second, threads=threads // 2, name="second")
        own = _as_part(first, threads=threads - threads // 2, name="first")
        return own, other.result()


def _as_part(task: Callable[[], Value], **settings: Any) -> Value:
    """`task()` with so many threads, or a name of those that are its own."""
    before = dict(vars(_parts))
    vars(_parts).update(settings)
    try:
        return task()
    finally:
        vars(_parts).clear()
        vars(_parts).update(before)


def each_apart(
    function: Callable[[Item], Value], items: Sequence[Item], size: int | None = None
) -> list[Value]:
    """`[function(item) for item in items]`, some at the same time.

    For tasks that use `map_blocks` themselves, whose threads they must not hold: these
    have their own.

    Parameters
    ----------
    function
        Writes to no memory that it reads for another item.
    items
        What it is asked of.
    size
        As for `map_blocks`.
    """
    is_inside = getattr(_parts, "apart", False)
    if len(items) < 2 or is_inside or _is_small(size):
        return [function(item) for item in items]
    threads = thread_count()
    if threads < 2:
        return [function(item) for item in items]

    def task(item: Item) -> Value:
        return _as_part(lambda: function(item), apart=True, threads=threads)

    # Round all of them, because each would set back what the others still need.
    with one_blas_thread():
        return _shared(task, items, threads, "apart")
