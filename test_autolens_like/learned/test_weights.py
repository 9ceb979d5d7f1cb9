"""The file of weights: read back, and refused with the remedy where it is no use."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.learned.network import DECODER_SHAPES, decoded
from autolens_like.learned.weights import SHIPPED, decoder_weights, write_weights


@pytest.fixture(scope="module")
def weights():
    generator = np.random.default_rng(1)
    return {
        name: 0.03 * generator.standard_normal(shape)
        for name, shape in DECODER_SHAPES.items()
    }


def test_weights_are_read_back_in_half_precision(tmp_path, weights):
    path = tmp_path / "deep" / "mine.npz"
    write_weights(path, {**weights, "encoder": np.zeros(3)})
    found = decoder_weights(str(path))
    assert set(found) == set(DECODER_SHAPES)
    for name, array in found.items():
        assert array.dtype == float
        np.testing.assert_allclose(array, weights[name], rtol=5e-4, atol=1e-7)
    assert decoder_weights(str(path)) is found


def test_those_of_the_package_are_small_and_decode_galaxies():
    assert SHIPPED.stat().st_size < 1_500_000
    stamp = decoded(decoder_weights(), np.zeros((1, 64)))[0]
    assert np.linalg.norm(stamp) == pytest.approx(1.0, abs=0.3)
    # The mean galaxy is brightest in its middle and as good as symmetric.
    assert np.hypot(*np.subtract(np.unravel_index(stamp.argmax(), (64, 64)), 31.5)) < 3
    assert np.abs(stamp - stamp[::-1, ::-1]).max() < 0.1 * stamp.max()


def test_missing_weights_are_named(tmp_path):
    with pytest.raises(exc.InputException, match=r"no decoder weights at .*none\.npz"):
        decoder_weights(str(tmp_path / "none.npz"))


def test_damaged_weights_are_refused(tmp_path, weights):
    path = tmp_path / "mine.npz"
    write_weights(path, weights)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(exc.InputException, match="are damaged"):
        decoder_weights(str(path))
    with np.load(SHIPPED) as archive:
        arrays = dict(archive)
    arrays["mean"] = arrays["mean"] + np.float16(0.001)
    other = tmp_path / "changed.npz"
    np.savez(other, **arrays)
    with pytest.raises(exc.InputException, match="their SHA-256 is not the one"):
        decoder_weights(str(other))
    arrays["version"] = np.array(99)
    np.savez(other := tmp_path / "later.npz", **arrays)
    for number, name in ((np.array([1, 2]), "two"), (np.array("x"), "text")):
        np.savez(tmp_path / f"{name}.npz", **{**arrays, "version": number})
        with pytest.raises(exc.InputException, match="this autolens_like reads ver"):
            decoder_weights(str(tmp_path / f"{name}.npz"))
    for content in (b"", b"no archive", b"\x93NUMPY"):
        (tmp_path / "no.npz").write_bytes(content)
        with pytest.raises(exc.InputException, match=r"are damaged .it is no npz"):
            decoder_weights(str(tmp_path / "no.npz"))
    with pytest.raises(exc.InputException, match="of version 99; this autolens_like"):
        decoder_weights(str(other))
