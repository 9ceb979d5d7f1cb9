"""Evidence of a joint system: determinants of the right unknowns."""

from __future__ import annotations

import numpy as np
import pytest

from autolens_like.inversion.joint_system import JointSystem
from autolens_like.inversion.unknowns import UnknownGroup
from test_autolens_like.inversion.test_joint_system import BULGE, PLAIN, pixels


def test_a_prior_before_pixels_is_in_the_evidence() -> None:
    """The regularized unknowns are not the last ones alone."""
    plain = pixels()
    groups = [
        UnknownGroup("bulge", prior=(1.0, 0.3)) if group.key == BULGE else group
        for group in plain.layout.groups
    ]
    smooth = {("mesh", ""): plain._dense_smoothings[0]}
    joint = JointSystem(plain.systems, groups, smooth, PLAIN)
    keep = np.array([0, 2, 3, 4, 5, 6])
    block = joint.curvature_reg_matrix[np.ix_(keep, keep)]
    found = joint.log_det_curvature_reg_matrix_term
    assert found == pytest.approx(np.linalg.slogdet(block)[1])
    expected = plain.log_det_regularization_matrix_term - 2.0 * np.log(0.3)
    assert joint.log_det_regularization_matrix_term == pytest.approx(expected)
