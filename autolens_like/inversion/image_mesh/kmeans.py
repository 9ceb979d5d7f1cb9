"""`KMeans`: centres of clusters of bright image pixels."""

from __future__ import annotations

import numpy as np

from autolens_like import exc
from autolens_like.inversion.image_mesh.weighted import WeightedImageMesh
from autolens_like.structures.irregular import Grid2DIrregular
from autolens_like.structures.mask import Mask2D

#: Steps of Lloyd's algorithm, as in PyAutoLens, and the seed of its first centres.
_STEPS, _SEED = 5, 1


class KMeans(WeightedImageMesh):
    """Centres of clusters of image pixels, which weigh by their brightness.

    Lloyd's algorithm from pixels that are drawn with the probability of their weight,
    always the same ones. PyAutoLens takes those of scikit-learn, so that the centres
    are others, with the same density.

    Parameters
    ----------
    pixels, weight_floor, weight_power
        As for `WeightedImageMesh`.
    """

    def centres_of(self, mask: Mask2D, image: np.ndarray) -> Grid2DIrregular:
        """(M, 2) centres for an (N,) image [arcsec].

        Raises
        ------
        MeshException
            More centres than image pixels with a weight.
        """
        from scipy.spatial import cKDTree

        weights = self.weights(image)
        points = np.asarray(mask.derive_grid.unmasked)
        if self.pixels > np.count_nonzero(weights):
            raise exc.MeshException(
                f"KMeans got pixels={self.pixels}, but only "
                f"{np.count_nonzero(weights)} image pixels have a weight; give fewer, "
                "or use al.image_mesh.Hilbert."
            )
        random = np.random.default_rng(_SEED)
        chances = weights / weights.sum()
        first = random.choice(len(points), self.pixels, replace=False, p=chances)
        centres = points[first]
        for _ in range(_STEPS):
            nearest = cKDTree(centres).query(points)[1]
            total = np.bincount(nearest, weights, self.pixels)
            sums = [np.bincount(nearest, weights * axis, self.pixels)
                    for axis in points.T]  # fmt: skip
            filled = total > 0.0
            centres = centres.copy()
            centres[filled] = np.stack(sums, axis=-1)[filled] / total[filled, None]
        return Grid2DIrregular(centres)
