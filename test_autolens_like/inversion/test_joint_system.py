"""One linear system of several exposures: the case by hand, and its laws."""

from __future__ import annotations

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.inversion.joint_system import JointSystem
from autolens_like.inversion.linear_system import curvature_and_data_vector
from autolens_like.inversion.settings import Settings
from autolens_like.inversion.unknowns import (
    BACKGROUND,
    PIXELS,
    ExposureSystem,
    UnknownGroup,
)

#: Exact solutions: nothing is added to the diagonal, any sign is allowed.
PLAIN = Settings(
    use_positive_only_solver=False, no_regularization_add_to_curvature_diag_value=0.0
)
#: The same with positive amplitudes.
POSITIVE = Settings(no_regularization_add_to_curvature_diag_value=0.0)
SHAPE = np.array([1.0, 2.0, 1.0])
#: One component in two exposures, the second half as sensitive.
HAND = [(1.0 * SHAPE, [2.0, 4.0, 2.0]), (0.5 * SHAPE, [1.3, 2.3, 1.3])]
BULGE = ("bulge", "")


def system_of(rows, data, *keys, name="a", noise=1.0) -> ExposureSystem:
    rows, data = np.atleast_2d(rows), np.asarray(data)
    normal = curvature_and_data_vector(rows, data, np.full(data.size, noise))
    return ExposureSystem(name, *normal, keys)


def chi_squared_of(system: JointSystem, exposures) -> float:
    return sum(
        np.sum((np.asarray(data) - system.amplitudes[places] @ rows) ** 2)
        for rows, data, places in exposures
    )


def test_the_joint_amplitude_of_the_case_by_hand() -> None:
    parts = [system_of(rows, data, BULGE) for rows, data in HAND]
    joint = JointSystem(parts, [UnknownGroup("bulge")], settings=PLAIN)
    assert joint.amplitudes[0] == pytest.approx(2.08, rel=1e-12)
    assert joint.covariance[0, 0] == pytest.approx(1.0 / 7.5, rel=1e-12)
    exposures = [(rows[None], data, [0]) for rows, data in HAND]
    assert -0.5 * chi_squared_of(joint, exposures) == pytest.approx(-0.111, rel=1e-12)
    # By hand: 0.5 ln(1 / 7.5).
    assert -0.5 * joint.log_det_whole_term == pytest.approx(
        -1.0074515102711323, rel=1e-12
    )


@pytest.mark.parametrize("settings", [PLAIN, POSITIVE])
def test_the_backgrounds_of_the_case_by_hand(settings) -> None:
    groups, parts, exposures = [UnknownGroup("bulge")], [], []
    for number, (rows, data) in enumerate(HAND):
        key = ("background", str(number))
        both = np.stack([rows, np.ones(3)])
        groups.append(UnknownGroup(*key, 1, BACKGROUND, ("",)))
        parts.append(system_of(both, data, BULGE, key))
        exposures.append((both, data, [0, 1 + number]))
    joint = JointSystem(parts, groups, settings=settings)
    np.testing.assert_allclose(
        joint.amplitudes, [2.0, 0.0, 0.3], rtol=1e-12, atol=1e-12
    )
    variances = np.diagonal(joint.covariance)
    np.testing.assert_allclose(variances, [1.2, 37 / 15, 13 / 15], rtol=1e-12)
    assert chi_squared_of(joint, exposures) == pytest.approx(0.0, abs=1e-12)
    assert -0.5 * joint.log_det_whole_term == pytest.approx(
        -1.0074515102711323, rel=1e-12
    )


@pytest.mark.parametrize("number, amplitude", [(0, 2.0), (1, 2.4)])
def test_the_separate_amplitudes_of_the_case_by_hand(number, amplitude) -> None:
    rows, data = HAND[number]
    one = JointSystem(
        [system_of(rows, data, BULGE)], [UnknownGroup("bulge")], settings=PLAIN
    )
    assert one.amplitudes[0] == pytest.approx(amplitude, rel=1e-12)


RNG = np.random.default_rng(3)
#: Three exposures, of which the second lacks the disk and the third the bulge.
COLUMNS = {
    "a": (("bulge", "disk", "halo"), RNG.normal(1.0, 1.0, (3, 40))),
    "b": (("halo", "bulge"), RNG.normal(1.0, 1.0, (2, 30))),
    "c": (("disk", "halo"), RNG.normal(1.0, 1.0, (2, 20))),
}
DATA = {
    name: RNG.normal(2.0, 1.0, rows.shape[1]) for name, (_, rows) in COLUMNS.items()
}
NAMES = ("bulge", "disk", "halo")


def parts_of(order="abc", names=COLUMNS, data=DATA) -> list[ExposureSystem]:
    return [
        system_of(
            COLUMNS[name][1],
            data[name],
            *((n, "") for n in COLUMNS[name][0]),
            name=name,
        )
        for name in order
    ]


def dense() -> tuple[np.ndarray, np.ndarray]:
    """The whole response, zero where a component is absent, and all data."""
    blocks = []
    for names, rows in COLUMNS.values():
        block = np.zeros((3, rows.shape[1]))
        block[[NAMES.index(name) for name in names]] = rows
        blocks.append(block)
    return np.concatenate(blocks, axis=1), np.concatenate(list(DATA.values()))


def joint_of(parts, priors=None, settings=PLAIN) -> JointSystem:
    priors = priors or {}
    groups = [UnknownGroup(name, prior=priors.get(name)) for name in NAMES]
    return JointSystem(parts, groups, settings=settings)


def test_columns_are_matched_by_name_and_never_by_position() -> None:
    response, data = dense()
    joint = joint_of(parts_of())
    expected = np.linalg.lstsq(response.T, data, rcond=None)[0]
    np.testing.assert_allclose(joint.amplitudes, expected, rtol=1e-10)
    expected = np.linalg.inv(response @ response.T)
    np.testing.assert_allclose(joint.covariance, expected, rtol=1e-10)


def test_the_order_of_exposures_changes_nothing() -> None:
    one, other = joint_of(parts_of("abc")), joint_of(parts_of("cab"))
    np.testing.assert_allclose(one.amplitudes, other.amplitudes, rtol=1e-12)
    np.testing.assert_allclose(one.covariance, other.covariance, rtol=1e-12)


def test_two_exposures_of_half_the_depth_are_one() -> None:
    rows, keys = COLUMNS["a"][1], [(name, "") for name in COLUMNS["a"][0]]
    half = system_of(rows, DATA["a"], *keys, noise=np.sqrt(2.0))
    whole = joint_of([system_of(rows, DATA["a"], *keys)])
    split = joint_of([half, half])
    np.testing.assert_allclose(split.amplitudes, whole.amplitudes, rtol=1e-12)
    np.testing.assert_allclose(split.covariance, whole.covariance, rtol=1e-12)


def test_gaussian_priors_are_data_of_the_amplitudes() -> None:
    response, data = dense()
    priors = {"bulge": (1.5, 0.1), "halo": (-0.3, 0.2)}
    joint = joint_of(parts_of(), priors)
    rows = [[1.0 / 0.1, 0.0, 0.0], [0.0, 0.0, 1.0 / 0.2]]
    response = np.concatenate([response, np.transpose(rows)], axis=1)
    data = np.concatenate([data, [1.5 / 0.1, -0.3 / 0.2]])
    expected = np.linalg.lstsq(response.T, data, rcond=None)[0]
    np.testing.assert_allclose(joint.amplitudes, expected, rtol=1e-10)
    np.testing.assert_allclose(
        joint.covariance, np.linalg.inv(response @ response.T), rtol=1e-10
    )


def test_the_marginal_likelihood_is_the_integral() -> None:
    """Over one amplitude with a Gaussian prior, summed up on a fine grid."""
    rows, data = HAND[0]
    prior = (1.0, 0.7)
    joint = JointSystem(
        [system_of(rows, data, BULGE)],
        [UnknownGroup("bulge", prior=prior)],
        settings=PLAIN,
    )
    values = np.linspace(-6.0, 10.0, 4001)
    chi_squared = ((np.asarray(data) - values[:, None] * rows) ** 2).sum(axis=1)
    density = np.exp(-0.5 * ((values - 1.0) / 0.7) ** 2) / np.sqrt(2 * np.pi * 0.49)
    expected = np.log(np.trapezoid(np.exp(-0.5 * chi_squared) * density, values))
    best = ((np.asarray(data) - joint.amplitudes[0] * rows) ** 2).sum()
    found = -0.5 * (
        best
        + joint.regularization_term
        + joint.log_det_whole_term
        - joint.log_det_regularization_matrix_term
    )
    assert found == pytest.approx(expected, rel=1e-9)


def pixels(settings=PLAIN, background=True) -> JointSystem:
    """Light, a background and five source pixels in two exposures."""
    rng = np.random.default_rng(5)
    smooth = 2.0 * np.eye(5) - np.eye(5, k=1) - np.eye(5, k=-1)
    groups = [UnknownGroup("mesh", "", 5, PIXELS), UnknownGroup("bulge")]
    keys, few = [BULGE], 1
    if background:
        groups.append(UnknownGroup("background", "", 1, BACKGROUND, ("",)))
        keys, few = [*keys, ("background", "")], 2
    parts = []
    for name in "ab":
        rows = rng.uniform(0.0, 1.0, (few + 5, 30))
        rows[1:few] = 1.0
        data = np.array([1.0, *((few - 1) * [-2.0]), 0.5, 1.0, -2.0, 2.0, 0.3]) @ rows
        data += rng.normal(0.0, 1.0, 30)
        parts.append(system_of(rows, data, *keys, ("mesh", ""), name=name))
    return JointSystem(parts, groups, {("mesh", ""): smooth}, settings)


def test_source_pixels_join_the_system_with_their_regularization() -> None:
    joint = pixels()
    matrix = joint.curvature_matrix.copy()
    smooth = 2.0 * np.eye(5) - np.eye(5, k=1) - np.eye(5, k=-1)
    matrix[2:, 2:] += smooth
    np.testing.assert_allclose(joint.curvature_reg_matrix, matrix, rtol=1e-14)
    expected = np.linalg.solve(matrix, joint.data_vector)
    np.testing.assert_allclose(joint.amplitudes, expected, rtol=1e-9)
    source = expected[2:]
    assert joint.regularization_term == pytest.approx(source @ smooth @ source)
    found = joint.log_det_curvature_reg_matrix_term
    assert found == pytest.approx(np.linalg.slogdet(matrix[2:, 2:])[1])
    found = joint.log_det_regularization_matrix_term
    assert found == pytest.approx(np.linalg.slogdet(smooth)[1])
    trace = np.trace((np.linalg.inv(matrix) @ joint.curvature_matrix)[2:, 2:])
    assert joint.number_of_good_parameters == pytest.approx(2 + trace)


def test_a_positive_solution_lets_the_background_be_negative() -> None:
    """The conditions of Karush, Kuhn and Tucker with one unknown of any sign."""
    joint = pixels(POSITIVE)
    values = joint.amplitudes
    gradient = joint.curvature_reg_matrix @ values - joint.right_hand_side
    others = np.arange(values.size) != 1
    assert values[1] < -1.0
    assert np.all(values[others] >= 0.0)
    assert np.any(values[others] == 0.0)
    assert np.all(gradient[others] > -1e-9)
    np.testing.assert_allclose(gradient[values != 0.0], 0.0, atol=1e-9)


def test_pixels_that_are_kept_at_zero_stay_there() -> None:
    plain = pixels(POSITIVE)
    allowed = {("mesh", ""): np.array([True, False, True, True, True])}
    groups = plain.layout.groups
    smooth = {("mesh", ""): plain._dense_smoothings[0]}
    joint = JointSystem(plain.systems, groups, smooth, POSITIVE, allowed)
    assert plain.amplitudes[3] > 0.0
    assert joint.amplitudes[3] == 0.0


def test_a_flat_component_is_named_beside_the_background() -> None:
    sheet = ("sheet", "")
    groups = [UnknownGroup("bulge"), UnknownGroup("sheet")]
    parts = []
    for name in ("VIS", "NISP_Y"):
        key = ("background", name)
        groups.append(UnknownGroup(*key, 1, BACKGROUND, ("",)))
        rows = np.stack([RNG.uniform(0.0, 1.0, 9), np.full(9, 3.0), np.ones(9)])
        parts.append(system_of(rows, RNG.normal(size=9), BULGE, sheet, key, name=name))
    for settings in (PLAIN, Settings()):
        with pytest.raises(exc.InversionException) as error:
            _ = JointSystem(parts, groups, settings=settings).amplitudes
        assert "background of VIS and background of NISP_Y" in str(error.value)
        assert "flat component sheet" in str(error.value)
        assert str(error.value).endswith("a prior.")
    prior = [
        UnknownGroup("sheet", prior=(1.0, 0.1)) if g.key == sheet else g for g in groups
    ]
    assert np.all(np.isfinite(JointSystem(parts, prior, settings=PLAIN).amplitudes))


def test_equal_components_are_named() -> None:
    rows = np.stack([SHAPE, 2.0 * SHAPE])
    groups = [UnknownGroup("bulge"), UnknownGroup("disk", "VIS")]
    keys = [group.key for group in groups]
    joint = JointSystem([system_of(rows, SHAPE, *keys)], groups, settings=PLAIN)
    assert joint.conditioning.rank == 1
    with pytest.raises(exc.InversionException, match=r"bulge .*disk in VIS"):
        _ = joint.amplitudes


def test_jax_agrees_and_differentiates() -> None:
    jax = pytest.importorskip("jax")
    plain = pixels(POSITIVE)
    smooth = {("mesh", ""): plain._dense_smoothings[0]}

    def value(vectors):
        parts = [
            ExposureSystem(one.name, one.curvature, vector, one.keys)
            for one, vector in zip(plain.systems, vectors, strict=True)
        ]
        joint = JointSystem(parts, plain.layout.groups, smooth, POSITIVE)
        return (joint.amplitudes**2).sum()

    vectors = [one.vector for one in plain.systems]
    found, slope = jax.jit(jax.value_and_grad(value))(vectors)
    assert found == pytest.approx(value(vectors), rel=1e-10)
    step = 1e-5
    moved = [value([v + s * step for v in vectors]) for s in (1.0, -1.0)]
    expected = (moved[0] - moved[1]) / (2.0 * step)
    assert sum(one.sum() for one in slope) == pytest.approx(expected, rel=1e-6)
