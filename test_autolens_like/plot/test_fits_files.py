import numpy as np
import pytest

import autolens_like.plot as aplt
from autolens_like import exc
from autolens_like.structures.fits import ndarray_via_fits_from
from test_autolens_like.plot.pictures import names_in


def test_an_array_is_written_in_its_native_shape(dataset, tmp_path):
    (path,) = aplt.fits_array(dataset.data, tmp_path / "a.fits", ext_name="data")
    np.testing.assert_array_equal(
        ndarray_via_fits_from(path, 0), dataset.data.native.array
    )
    with pytest.raises(exc.FitsException, match="exists already"):
        aplt.fits_array(dataset.data, path, overwrite=False)


def test_a_data_set_is_one_file_or_one_a_part(dataset, tmp_path):
    aplt.fits_imaging(
        dataset,
        file_path=tmp_path / "dataset.fits",
        data_path=tmp_path / "data.fits",
        psf_path=tmp_path / "psf.fits",
    )
    assert names_in(tmp_path) == ["data.fits", "dataset.fits", "psf.fits"]
    both = tmp_path / "dataset.fits"
    np.testing.assert_array_equal(ndarray_via_fits_from(both, 0), dataset.mask.array)
    for hdu, name in (("DATA", "data"), ("PSF", "psf")):
        np.testing.assert_array_equal(
            ndarray_via_fits_from(both, hdu),
            ndarray_via_fits_from(tmp_path / f"{name}.fits", 0),
        )
