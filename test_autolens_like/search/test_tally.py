import numpy as np

from autolens_like.search.tally import Tally


def test_rows_add_up_and_the_best_wins():
    memory = np.zeros(Tally.size(2, 2))
    mine = Tally(2, 2, memory)
    mine.clear()
    other = Tally(2, 2, memory)
    other.use_row(1)
    assert mine.calls == 0 and mine.best_vector() is None
    assert mine.best_log_likelihood == -np.inf
    mine.count(np.array([1.0, 2.0]), -5.0, replayed=False)
    other.count(np.array([3.0, 4.0]), -2.0, replayed=True)
    other.count(np.array([5.0, 6.0]), -9.0, replayed=False)
    assert (mine.calls, mine.replayed) == (3, 1)
    assert mine.best_log_likelihood == -2.0
    assert mine.best_vector().tolist() == [3.0, 4.0]


def test_a_vector_that_is_being_written_is_not_read():
    tally = Tally(1)
    tally.count(np.array([1.0]), 0.0, False)
    tally._row[2] += 1.0
    assert tally.best_vector() is None


def test_stop_reaches_everybody():
    memory = np.zeros(Tally.size(1, 2))
    first, second = Tally(1, 2, memory), Tally(1, 2, memory)
    first.clear()
    assert not second.stopped
    first.stop()
    assert second.stopped
