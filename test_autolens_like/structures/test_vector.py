"""Vector fields: y first, x second."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from autolens_like import exc
from autolens_like.structures.array import Array2D
from autolens_like.structures.irregular import ArrayIrregular, Grid2DIrregular
from autolens_like.structures.mask import Mask2D
from autolens_like.structures.vector import VectorYX2D, VectorYX2DIrregular

MASK = Mask2D([[False, True], [False, False]], 0.1)
VALUES = np.array([[3.0, 4.0], [0.0, -1.0], [2.0, 0.0]])


def test_components_and_lengths_on_a_mask():
    field = VectorYX2D(VALUES, MASK)
    assert isinstance(field.y, Array2D)
    assert field.y.array.tolist() == [3.0, 0.0, 2.0]
    assert field.x.array.tolist() == [4.0, -1.0, 0.0]
    assert field.magnitudes.array.tolist() == [5.0, 1.0, 2.0]
    assert field.native.array[0, 1].tolist() == [0.0, 0.0]
    assert np.array_equal(VectorYX2D(field.native.array, MASK).array, VALUES)


def test_on_irregular_coordinates():
    grid = Grid2DIrregular([(0.0, 1.0), (1.0, 0.0), (1.0, 1.0)])
    field = VectorYX2DIrregular(VALUES, grid)
    assert isinstance(field.magnitudes, ArrayIrregular)
    assert field.magnitudes.in_list == [5.0, 1.0, 2.0]
    assert np.array_equal(field.grid, grid.array)


def test_jax_arrays_stay_jax_arrays():
    assert isinstance(VectorYX2D(jnp.asarray(VALUES), MASK).magnitudes.array, jax.Array)
    lengths = VectorYX2DIrregular(jnp.asarray(VALUES)).magnitudes
    assert isinstance(lengths.array, jax.Array)


def test_shapes_that_are_no_vectors():
    with pytest.raises(exc.ArrayException, match="do not fit the mask"):
        VectorYX2D(VALUES[:2], MASK)
    with pytest.raises(exc.GridException, match="vectors of shape"):
        VectorYX2DIrregular(np.ones((2, 3)))
    with pytest.raises(exc.GridException, match=r"must be \(y, x\)"):
        VectorYX2D(np.ones((3, 3)), MASK)
