"""The series of homoeoids: JAX has the sum of the reference, and its derivatives."""

import numpy as np

from autolens_like.numerics.moment_table import PANELS, place_in_table
from test_autolens_like.numerics.kernel_samples import Sample

_random = np.random.default_rng(3)
_table = _random.normal(size=(PANELS, 8, 21))
_place = place_in_table(_random.uniform(-27.0, 13.0, 40))
_angle = _random.uniform(0.0, 2.0 * np.pi, 40)
_w = 0.3 * np.sin(_angle), 0.3 * np.cos(_angle)

KERNEL_SAMPLES = {
    "series_sum": [
        Sample((_table, 0.0, _place, _w)),
        Sample((_table[:, :, :1], 0.4, _place, _w)),
    ]
}
