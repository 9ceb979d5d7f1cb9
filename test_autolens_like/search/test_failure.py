"""What ended a fit can be read until it runs again."""

from __future__ import annotations

import os

import pytest

from autolens_like.search.failure import FailureRecord, failure_in
from autolens_like.search.nest.dynesty_static import DynestyStatic
from test_autolens_like.search.fakes import BoxModel, GaussianAnalysis


class _Mistaken(GaussianAnalysis):
    is_mended = False

    def log_likelihood_function(self, instance):
        if not self.is_mended:
            raise TypeError("a mistake")
        return super().log_likelihood_function(instance)


def test_a_fit_says_what_ended_it_until_it_runs_again(tmp_path) -> None:
    search = DynestyStatic("fit", output_path=tmp_path, nlive=30, silence=True)
    analysis = _Mistaken()
    with pytest.raises(TypeError):
        search.fit(BoxModel(1), analysis)
    said = failure_in(search.paths.folder)
    assert said.startswith("TypeError: a mistake While the log likelihood was")
    _Mistaken.is_mended = True
    search.fit(BoxModel(1), analysis)
    assert failure_in(search.paths.folder) == ""


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_who_stops_a_fit_is_no_failure(tmp_path, stop) -> None:
    with pytest.raises(stop), FailureRecord(tmp_path):
        raise stop
    assert os.listdir(tmp_path) == [] and failure_in(tmp_path) == ""


def test_a_disk_that_refuses_hides_no_error(tmp_path) -> None:
    folder = tmp_path / "folder"
    with pytest.raises(ZeroDivisionError), FailureRecord(folder):
        folder.write_text("a file where a folder was")
        raise ZeroDivisionError
    assert failure_in(folder) == ""
