import numpy as np
import pytest

import autolens_like.plot as aplt
from autolens_like import exc
from autolens_like.galaxy.galaxies import Galaxies
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.lens.tracer import Tracer
from autolens_like.plot import tracer as figures
from autolens_like.plot.overlay import Overlays
from test_autolens_like.plot.pictures import names_in, png_size


def test_a_tracer_is_one_page(tracer, dataset, tmp_path):
    (path,) = aplt.subplot_tracer(
        tracer, dataset.grids.lp, output_path=tmp_path, positions=[(1.0, 0.0)]
    )
    assert names_in(tmp_path) == ["tracer.png"]
    assert png_size(path)[0] == 1420


def test_mass_has_units_and_signs(tracer, dataset):
    panels = figures._mass_panels(tracer, dataset.grids.lp, Overlays())
    assert [panel.units for panel in panels] == [
        "",
        "arcsec²",
        "arcsec",
        "arcsec",
        "",
    ]
    y, x = panels[2], panels[3]
    assert y.scale == x.scale and y.colormap == "signed"
    # Deflections point from the centre outwards: positive at the top and on the right.
    assert np.nanmean(y.frame.values[5:8]) > 0.5
    assert np.nanmean(x.frame.values[:, 36:39]) > 0.5


def test_light_alone_and_mass_alone_are_drawn(tracer, dataset, tmp_path):
    lens = tracer.galaxies[0]
    grid = dataset.grids.lp
    light = Tracer([Galaxy(0.5, bulge=lens.bulge)])
    mass = Tracer([Galaxy(0.5, mass=lens.mass), Galaxy(1.0)])
    aplt.subplot_tracer(light, grid, output_path=tmp_path / "light.png")
    aplt.subplot_tracer(mass, grid, output_path=tmp_path / "mass.png")
    assert names_in(tmp_path) == ["light.png", "mass.png"]


def test_an_empty_tracer_is_refused(dataset, tmp_path):
    with pytest.raises(exc.PlotException, match="neither light nor mass"):
        aplt.subplot_tracer(
            Tracer([Galaxy(0.5)]), dataset.grids.lp, output_path=tmp_path
        )


def test_galaxies_have_a_panel_each(tracer, dataset, tmp_path):
    grid = dataset.grids.lp
    dark = Galaxy(0.7)
    aplt.subplot_galaxies_images(tracer, grid, output_path=tmp_path / "tracer.png")
    aplt.subplot_galaxies_images(
        Galaxies([*tracer.galaxies, dark]), grid, output_path=tmp_path, use_log10=True
    )
    aplt.subplot_galaxies_images(
        list(tracer.galaxies), grid, output_path=tmp_path / "list.png"
    )
    assert names_in(tmp_path) == ["galaxies_images.png", "list.png", "tracer.png"]


def test_no_galaxy_is_nothing_to_draw(dataset):
    with pytest.raises(exc.PlotException, match="no galaxy to draw"):
        aplt.subplot_galaxies_images([], dataset.grids.lp, output_path="unused")
