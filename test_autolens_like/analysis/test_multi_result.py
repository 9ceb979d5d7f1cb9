"""What a result of several exposures says of one of them."""

from __future__ import annotations

import pytest

import autolens_like as al
from autolens_like import exc
from autolens_like.analysis.multi_result import ResultMultiImaging
from test_autolens_like.analysis.test_multi_imaging import linear_model, simulated


class Reloaded(ResultMultiImaging):
    """A result without a search."""

    def __init__(self, analysis, instance) -> None:
        self.analysis, self._instance = analysis, instance

    @property
    def instance(self):
        return self._instance


def test_the_first_exposure_that_is_on_stands_for_all() -> None:
    dataset = simulated().with_active(["VIS_2", "NISP"])
    instance = linear_model().instance_from_vector([0.9])
    result = Reloaded(al.AnalysisMultiImaging(dataset, "separate"), instance)
    fit = result.max_log_likelihood_fit
    expected = fit.fits[1].linear_light_profile_intensity_dict
    found = result.max_log_likelihood_tracer.galaxies[0].bulge.intensity
    assert found == next(iter(expected.values()))
    images = result.exposure("NISP").model_image_galaxy_dict
    assert images[("galaxies", "lens")].shape_native == (11, 13)
    with pytest.raises(exc.DatasetException, match="switched off"):
        result.exposure("VIS_1")
