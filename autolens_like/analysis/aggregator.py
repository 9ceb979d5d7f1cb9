"""Tracers, fits and datasets of thousands of finished fits: the namespace ``al.agg``.

::

    agg = af.Aggregator.from_directory("output", completed_only=True)
    for fit in al.agg.FitImagingAgg(agg).max_log_likelihood_gen_from():
        print(fit.figure_of_merit)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from autolens_like.analysis.aggregate_fits import FITSFit as fits_fit
from autolens_like.analysis.aggregate_fits import FITSTracer as fits_tracer
from autolens_like.analysis.lens import tracer_from
from autolens_like.analysis.multi_stored import multi_analysis_from, multi_dataset_from
from autolens_like.analysis.stored import analysis_from, cosmology_of, dataset_from
from autolens_like.dataset.imaging import Imaging
from autolens_like.dataset.multi_imaging import MultiImaging
from autolens_like.fit.imaging import FitImaging
from autolens_like.fit.multi_imaging import FitMultiImaging
from autolens_like.lens.tracer import Tracer
from autolens_like.search.store.agg_base import AggBase
from autolens_like.search.store.aggregator import Aggregator
from autolens_like.search.store.fit_folder import FitFolder

__all__ = [
    "FitImagingAgg",
    "FitMultiImagingAgg",
    "ImagingAgg",
    "MultiImagingAgg",
    "TracerAgg",
    "fits_fit",
    "fits_tracer",
]


class TracerAgg(AggBase):
    """The tracers of fits.

    Linear light profiles have no intensities here; a `FitImagingAgg` solves for them.
    """

    def maker_from(self, fit: FitFolder) -> Callable[[Any], Tracer]:
        """Makes tracers with the cosmology of a fit."""
        cosmology = cosmology_of(fit)
        return lambda instance: tracer_from(instance, cosmology)


class FitImagingAgg(AggBase):
    """The fits to imaging data, with the data, PSF and settings that they had."""

    def maker_from(self, fit: FitFolder) -> Callable[[Any], FitImaging]:
        """Makes fits to the data in the folder of a fit."""
        return analysis_from(fit).fit_from


class FitMultiImagingAgg(AggBase):
    """The fits to several exposures, with the data, PSFs and settings that they had."""

    def maker_from(self, fit: FitFolder) -> Callable[[Any], FitMultiImaging]:
        """Makes fits to the exposures in the folder of a fit."""
        return multi_analysis_from(fit).fit_from


class ImagingAgg:
    """The datasets of fits.

    Parameters
    ----------
    aggregator
        The fits.
    """

    def __init__(self, aggregator: Aggregator) -> None:
        self.aggregator = aggregator

    def dataset_gen_from(self) -> Iterator[Imaging | None]:
        """The dataset of every fit, None where its folder does not hold it."""
        return self.aggregator.map(lambda fit: dataset_from(fit.image / "dataset.fits"))


class MultiImagingAgg:
    """The exposures of fits of several.

    Parameters
    ----------
    aggregator
        The fits.
    """

    def __init__(self, aggregator: Aggregator) -> None:
        self.aggregator = aggregator

    def dataset_gen_from(self) -> Iterator[MultiImaging | None]:
        """The exposures of every fit, None where its folder does not hold them."""
        return self.aggregator.map(multi_dataset_from)
