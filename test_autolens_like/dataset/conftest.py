"""A small image, its mask and kernel."""

import numpy as np
import pytest

from autolens_like.dataset.convolver import Convolver
from autolens_like.dataset.imaging import Imaging
from autolens_like.dataset.multi_imaging import MultiImaging
from autolens_like.structures.array import Array2D
from autolens_like.structures.mask import Mask2D


@pytest.fixture
def rng():
    return np.random.default_rng(7)


@pytest.fixture
def mask():
    return Mask2D.circular((31, 33), radius=0.9, pixel_scales=0.1, centre=(0.1, -0.2))


@pytest.fixture
def kernel(rng):
    return Convolver(rng.random((5, 7)), pixel_scales=0.1, normalize=True)


@pytest.fixture
def frame(rng):
    return rng.normal(size=(31, 33))


@pytest.fixture
def dataset(frame, kernel):
    data = Array2D.no_mask(frame, 0.1)
    noise_map = Array2D.full(0.5, (31, 33), 0.1)
    return Imaging(data, noise_map, kernel, over_sample_size_lp=2)


#: Of the exposures of `multi`.
NAMES = ("VIS", "NIR_Y", "NIR_H")


def an_exposure(shape, pixel_scales, size=3, value=1.0):
    data = Array2D.full(value, shape, pixel_scales)
    psf = Convolver.from_gaussian((size, size), pixel_scales, sigma=pixel_scales)
    return Imaging(data, 0.5 * Array2D.full(1.0, shape, pixel_scales), psf)


@pytest.fixture(scope="module")
def exposures():
    return (
        an_exposure((9, 11), 0.1),
        an_exposure((8, 5), 0.2, size=5),
        an_exposure((12, 7), 0.15),
    )


@pytest.fixture(scope="module")
def multi(exposures):
    return MultiImaging(
        exposures,
        names=NAMES,
        bands=["optical", "infrared", "infrared"],
        flux_scaling=[1, 0.5, np.float64(2.0)],
        offsets=[(0.0, 0.0), (0.1, -0.2), (0.0, 0.3)],
        rotations=[0.0, 30.0, 0],
        active=np.array([True, False, True]),
    )
