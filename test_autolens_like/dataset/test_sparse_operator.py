"""The sparse operator of a dataset."""

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from autolens_like.dataset.sparse_operator import operator_of_programs
from autolens_like.numerics import memory
from test_autolens_like.fit.conftest import dataset_of, tracer_of

SOURCE = al.Galaxy(
    redshift=1.0,
    pixelization=al.Pixelization(al.mesh.Rectangular((6, 5)), al.reg.Constant(1.0)),
)


def correlated_dataset() -> al.Imaging:
    """Noise that neighbours along a row share."""
    pixels = np.arange(dataset_of().mask.array.size)
    near = 0.4 ** np.abs(np.subtract.outer(pixels, pixels))
    return dataset_of(noise_covariance_matrix=0.04 * near)


@pytest.mark.parametrize("linear", [False, True], ids=["known light", "linear light"])
@pytest.mark.parametrize(
    "make", [dataset_of, correlated_dataset], ids=["plain", "correlated"]
)
def test_the_evidence_is_the_same_with_and_without(make, linear):
    masked = make()
    ready = masked.apply_sparse_operator_cpu()
    assert masked.sparse_operator is None and ready.sparse_operator is not None
    tracer = al.Tracer([tracer_of(linear=linear).galaxies[0], SOURCE])
    expected = al.FitImaging(masked, tracer)
    found = al.FitImaging(ready, tracer)
    assert found.log_evidence == pytest.approx(expected.log_evidence, rel=1e-10)
    np.testing.assert_allclose(
        found.inversion.reconstruction,
        expected.inversion.reconstruction,
        rtol=1e-7,
        atol=1e-9,
    )


def test_batches_do_not_change_the_operator():
    masked = correlated_dataset()
    matrices = [
        masked.apply_sparse_operator(batch_size=size).sparse_operator.matrix
        for size in (1, 7, 1000)
    ]
    np.testing.assert_allclose(matrices[0], matrices[2], atol=1e-10)
    np.testing.assert_allclose(matrices[1], matrices[2], atol=1e-10)


def test_another_sub_grid_keeps_the_operator():
    ready = dataset_of().apply_sparse_operator(batch_size=64)
    again = ready.apply_over_sampling(over_sample_size_pixelization=1)
    assert again.sparse_operator is ready.sparse_operator


def test_a_dataset_that_has_no_operator_says_why():
    frame = al.Array2D.no_mask(np.ones((9, 9)), 0.2)
    with pytest.raises(exc.DatasetException, match="no mask"):
        al.Imaging(frame, frame).apply_sparse_operator()
    mask = al.Mask2D.circular((9, 9), radius=0.5, pixel_scales=0.2)
    with pytest.raises(exc.DatasetException, match="no PSF"):
        al.Imaging(frame, frame).apply_mask(mask).apply_sparse_operator()
    with pytest.raises(exc.DatasetException, match="batch_size=0"):
        dataset_of().apply_sparse_operator(batch_size=0)


def test_an_operator_beyond_the_memory_is_refused_with_its_size(monkeypatch):
    monkeypatch.setattr(memory, "available_memory", lambda: 10_000)
    for dataset in (dataset_of(), correlated_dataset()):
        with pytest.raises(exc.PixelizationException, match=r"needs \d.*GB of memory"):
            dataset.apply_sparse_operator()


def test_jax_programs_have_an_operator_without_being_asked(monkeypatch):
    masked = dataset_of()
    made = operator_of_programs(masked)
    assert made is operator_of_programs(masked) and masked.sparse_operator is None
    ready = masked.apply_sparse_operator()
    assert operator_of_programs(ready) is ready.sparse_operator
    monkeypatch.setattr(memory, "available_memory", lambda: 10)
    assert operator_of_programs(dataset_of()) is None
    assert operator_of_programs(correlated_dataset()) is None
