"""Unknowns that cannot be told apart are found and named."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.inversion.degeneracy import (
    Conditioning,
    dependent_direction,
    named_direction,
    naming_singularities,
    scaled_to_unit_diagonal,
    singular_text,
)

_random = np.random.default_rng(8)
COLUMNS = _random.normal(size=(40, 6)) * 10.0 ** np.arange(6)
#: The fifth is the sum of the second and the third.
DEPENDENT = COLUMNS.copy()
DEPENDENT[:, 4] = DEPENDENT[:, 1] + DEPENDENT[:, 2]
NAMES = list("abcdef")


def test_the_scaled_matrix_has_a_unit_diagonal():
    matrix = COLUMNS.T @ COLUMNS
    scaled, scale = scaled_to_unit_diagonal(matrix)
    np.testing.assert_allclose(np.diagonal(scaled), 1.0)
    np.testing.assert_allclose(scaled / scale / scale[:, None], matrix)


def test_independent_unknowns_have_no_dependent_direction():
    assert dependent_direction(COLUMNS.T @ COLUMNS) is None
    assert "precision" in singular_text(COLUMNS.T @ COLUMNS, NAMES)


def test_a_dependent_direction_leaves_no_trace():
    matrix = DEPENDENT.T @ DEPENDENT
    direction = dependent_direction(matrix)
    scaled, scale = scaled_to_unit_diagonal(matrix)
    assert np.linalg.norm(direction) == pytest.approx(1.0)
    assert np.abs(scaled @ direction).max() < 1e-7
    # b + c - e = 0.
    combination = scale * direction
    np.testing.assert_allclose(
        combination / combination[2], [0, 1, 1, 0, -1, 0], atol=1e-6
    )
    text = singular_text(matrix, NAMES)
    assert "c (" in text and "e (" in text and "a (" not in text


def test_the_remedy_is_that_of_the_unknowns():
    matrix = DEPENDENT.T @ DEPENDENT
    light = singular_text(matrix, NAMES)
    assert "remove one" in light and "no_regularization_add" in light
    assert "coefficient" not in light
    source = singular_text(matrix, NAMES, np.full(6, 1e-8))
    assert "raise the coefficient" in source and "no_regularization" not in source
    mixed = singular_text(matrix, NAMES, [0.0, 0.0, 1e-8, 0.0, 0.0, 0.0])
    assert "raise the coefficient" in mixed and "no_regularization" in mixed
    differences = 1e10 * (np.eye(6) - 1.0 / 6.0)
    assert singular_text(differences, NAMES, np.diagonal(differences)).startswith(
        "Lower the coefficient"
    )


def test_the_first_unknown_alone_may_have_no_weight():
    direction = dependent_direction(np.diag([0.0, 1.0]))
    np.testing.assert_array_equal(direction, [1.0, 0.0])


def test_unknowns_that_are_not_finite_are_named():
    matrix = np.eye(3)
    matrix[1, 1] = np.nan
    assert named_direction(dependent_direction(matrix), NAMES) == "b (100%)"


def test_many_names_are_counted():
    text = named_direction(np.ones(8), [str(i) for i in range(8)])
    assert text.count("%") == 5 and text.endswith("and 3 more")


def test_rank_and_null_space_are_those_of_the_matrix():
    found = Conditioning.of(DEPENDENT.T @ DEPENDENT)
    assert found.rank == 5
    assert found.null_space.shape == (6, 1)
    assert np.abs(DEPENDENT @ found.null_space).max() < 1e-6
    whole = Conditioning.of(COLUMNS.T @ COLUMNS)
    assert whole.rank == 6 and whole.null_space.shape == (6, 0)
    scaled, _ = scaled_to_unit_diagonal(COLUMNS.T @ COLUMNS)
    assert whole.condition_number == pytest.approx(np.linalg.cond(scaled))
    assert "rank 5 of 6" in found.text(NAMES)


def test_a_matrix_with_a_negative_direction_is_not_conditioned():
    assert (
        Conditioning.of(np.array([[1.0, 2.0], [2.0, 1.0]])).condition_number == np.inf
    )


def test_an_inversion_that_fails_tells_the_names():
    matrix = DEPENDENT.T @ DEPENDENT
    with (
        pytest.raises(exc.InversionException, match=r"No\. What cannot .*e \("),
        naming_singularities(lambda: matrix, lambda: NAMES),
    ):
        raise exc.InversionException("No.")
    with pytest.raises(KeyError), naming_singularities(lambda: matrix, lambda: NAMES):
        raise KeyError
