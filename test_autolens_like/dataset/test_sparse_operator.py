"""The sparse operator of a dataset."""

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from test_autolens_like.fit.conftest import dataset_of, tracer_of


def test_the_evidence_is_the_same_with_and_without():
    masked = dataset_of()
    ready = masked.apply_sparse_operator_cpu()
    assert masked.sparse_operator is None and ready.sparse_operator is not None
    pixelization = al.Pixelization(al.mesh.Rectangular((6, 5)), al.reg.Constant(1.0))
    lens = tracer_of(linear=True).galaxies[0]
    tracer = al.Tracer([lens, al.Galaxy(redshift=1.0, pixelization=pixelization)])
    expected = al.FitImaging(masked, tracer).log_evidence
    assert al.FitImaging(ready, tracer).log_evidence == pytest.approx(
        expected, rel=1e-10
    )


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
