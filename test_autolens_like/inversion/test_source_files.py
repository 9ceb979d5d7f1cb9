"""The header of source-plane images says where they are."""

import numpy as np
import pytest

import autolens_like as al
from autolens_like.inversion.source_files import CSV_COLUMNS, csv_text_of, header_from
from test_autolens_like.inversion.test_source_reconstruction import source  # noqa: F401


def test_the_header_gives_the_coordinates_of_every_pixel():
    grid = al.Grid2D.uniform((4, 5), (0.1, 0.2), origin=(0.3, -0.4))
    header = header_from(grid.geometry)
    y, x = grid.geometry.axes
    columns, rows = np.arange(5) + 1.0, np.arange(4) + 1.0
    np.testing.assert_allclose(
        header["CRVAL1"] + (columns - header["CRPIX1"]) * header["CDELT1"], x
    )
    np.testing.assert_allclose(
        header["CRVAL2"] + (rows - header["CRPIX2"]) * header["CDELT2"], y
    )


def test_numbers_are_written_to_the_last_digit(source):  # noqa: F811
    header, first, *lines = csv_text_of(source).splitlines()
    assert header == ",".join(CSV_COLUMNS) and first.endswith(",nan")
    values = np.array([[float(v) for v in line.split(",")] for line in lines])
    assert np.array_equal(values[:, 3], source.reconstruction[1:])
    assert values[:, 4] == pytest.approx(source.noise_map[1:], abs=0.0)
