"""Figures: ``import autolens_like.plot as aplt``, flat functions only."""

from autolens_like.plot.array import plot_array as plot_array
from autolens_like.plot.array import plot_grid as plot_grid
from autolens_like.plot.corner import corner_anesthetic as corner_anesthetic
from autolens_like.plot.corner import corner_cornerpy as corner_cornerpy
from autolens_like.plot.corner import corner_plot as corner_plot
from autolens_like.plot.fit_imaging import subplot_fit_imaging as subplot_fit_imaging
from autolens_like.plot.fit_imaging import (
    subplot_fit_imaging_of_planes as subplot_fit_imaging_of_planes,
)
from autolens_like.plot.fit_rgb import subplot_fit_rgb as subplot_fit_rgb
from autolens_like.plot.fits_files import fits_array as fits_array
from autolens_like.plot.fits_files import fits_imaging as fits_imaging
from autolens_like.plot.imaging import (
    subplot_imaging_dataset as subplot_imaging_dataset,
)
from autolens_like.plot.imaging import subplot_setup_checks as subplot_setup_checks
from autolens_like.plot.model_graph import plot_model_graph as plot_model_graph
from autolens_like.plot.multi_imaging import (
    subplot_fit_multi_imaging as subplot_fit_multi_imaging,
)
from autolens_like.plot.multi_imaging import (
    subplot_multi_imaging as subplot_multi_imaging,
)
from autolens_like.plot.output import output_figure as output_figure
from autolens_like.plot.reconstruction import (
    subplot_fit_imaging_mappings as subplot_fit_imaging_mappings,
)
from autolens_like.plot.reconstruction import (
    subplot_source_reconstruction as subplot_source_reconstruction,
)
from autolens_like.plot.rgb import plot_rgb as plot_rgb
from autolens_like.plot.sample import subplot_sample as subplot_sample
from autolens_like.plot.tracer import (
    subplot_galaxies_images as subplot_galaxies_images,
)
from autolens_like.plot.tracer import subplot_tracer as subplot_tracer
