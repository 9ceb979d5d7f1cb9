"""A digest changes with everything that a likelihood depends on."""

from __future__ import annotations

import numpy as np

from autolens_like.dataset.identity import digest_of, identity_of


def test_numbers_shape_and_type_are_in_a_digest() -> None:
    values = np.arange(4.0)
    others = [values + 1.0, values.reshape(2, 2), values.astype(np.float32)]
    digests = {digest_of(other) for other in [values, *others]}
    assert len(digests) == 4
    assert digest_of(values) == digest_of(values.copy())


def test_each_part_of_a_dataset_has_its_own(dataset, mask) -> None:
    whole, finer = identity_of(dataset), dataset.apply_over_sampling(8)
    changed = {k for k, v in identity_of(finer).items() if v != whole[k]}
    assert changed == {"over_sample_size_lp"}
    masked = identity_of(dataset.apply_mask(mask))
    assert masked["psf"] == whole["psf"] and masked["mask"] != whole["mask"]
