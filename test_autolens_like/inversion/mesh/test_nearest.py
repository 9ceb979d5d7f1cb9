"""The pixels nearest to points."""

import numpy as np

from autolens_like.inversion.mesh.nearest import nearest_pixels
from test_autolens_like.inversion.meshes import CENTRES, X, Y
from test_autolens_like.numerics.kernel_samples import Sample

KERNEL_SAMPLES = {"nearest_pixels": [Sample((Y, X, CENTRES, 4), fixed=(3,))]}


def test_they_rise_in_distance():
    found = nearest_pixels(Y, X, CENTRES, 12)
    distances = np.hypot(CENTRES[found, 0] - Y[:, None], CENTRES[found, 1] - X[:, None])
    assert np.all(np.diff(distances, axis=1) >= 0.0)
    assert np.all(np.sort(found, axis=1) == np.arange(12))
