"""A small image, its mask and kernel."""

import numpy as np
import pytest

from autolens_like.dataset.convolver import Convolver
from autolens_like.dataset.imaging import Imaging
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
