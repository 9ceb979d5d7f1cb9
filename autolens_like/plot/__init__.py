from autolens_like.plot.array import plot_array as plot_array
from autolens_like.plot.array import plot_grid as plot_grid
from autolens_like.plot.output import output_figure as output_figure
