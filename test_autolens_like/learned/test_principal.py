"""Principal components are those of the full decomposition."""

import numpy as np

from autolens_like.learned.principal import principal_components


def test_they_are_the_leading_ones_of_the_full_decomposition():
    generator = np.random.default_rng(0)
    widths = 0.8 ** np.arange(50)
    data = generator.standard_normal((300, 50)) * widths + 3.0
    mean, components, spreads = principal_components(data, 6)
    rest = data - data.mean(axis=0)
    _, values, rows = np.linalg.svd(rest, full_matrices=False)
    np.testing.assert_allclose(mean, data.mean(axis=0), rtol=1e-12)
    np.testing.assert_allclose(spreads, values[:6] / np.sqrt(300), rtol=1e-6)
    overlaps = np.abs(np.sum(components * rows[:6], axis=1))
    np.testing.assert_allclose(overlaps, 1.0, atol=1e-6)
