import numpy as np
import pytest

from autolens_like import exc
from autolens_like.search.store.agg_base import AggBase
from autolens_like.search.store.aggregator import Aggregator
from autolens_like.search.store.index import DamagedFitWarning
from test_autolens_like.search.store.folders import write_fit


class RadiusAgg(AggBase):
    """The radii of instances; counts the fits that it was made ready for."""

    ready = 0

    def maker_from(self, fit):
        self.ready += 1
        return lambda instance: instance.galaxies.lens.radius


@pytest.fixture
def agg(tmp_path) -> RadiusAgg:
    write_fit(tmp_path, "a", radius=3.0)
    write_fit(tmp_path, "b", is_complete=False)
    write_fit(tmp_path, "c", radius=5.0)
    return RadiusAgg(Aggregator.from_directory(tmp_path))


def test_one_entry_a_fit(agg) -> None:
    with pytest.warns(DamagedFitWarning, match="no finished fit"):
        assert list(agg.max_log_likelihood_gen_from()) == [3.0, None, 5.0]


def test_samples_above_a_weight(agg) -> None:
    with pytest.warns(DamagedFitWarning):
        assert list(agg.all_above_weight_gen_from(0.4)) == [[3.0], None, [5.0]]
    with pytest.warns(DamagedFitWarning):
        weights = list(agg.weights_above_gen_from(0.2))
    assert weights == [[0.25, 0.5, 0.25], None, [0.25, 0.5, 0.25]]


def test_draws_follow_the_weights_and_the_seed(agg) -> None:
    draws = []
    for _ in range(2):
        with pytest.warns(DamagedFitWarning):
            first, _, last = agg.randomly_drawn_via_pdf_gen_from(400, seed=1)
        draws.append(first)
    assert draws[0] == draws[1]
    assert np.subtract(last, first).tolist() == [2.0] * 400
    # Half of the weight; four standard deviations of the share are 0.1.
    assert abs(np.mean(np.array(first) == 3.0) - 0.5) < 0.1
    assert agg.ready == 4
    with pytest.raises(exc.SearchException, match="at least one draw"):
        agg.randomly_drawn_via_pdf_gen_from(0)
