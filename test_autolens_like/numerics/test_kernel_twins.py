"""Every twin of every kernel computes what its reference computes."""

import importlib
import pkgutil
from typing import Any

import numpy as np
import pytest

import autolens_like
from autolens_like.numerics.kernel import registry
from test_autolens_like.numerics.kernel_samples import SHARED, as_sample


def _all_kernels() -> list[str]:
    for module in pkgutil.walk_packages(autolens_like.__path__, "autolens_like."):
        if not module.name.startswith(("autolens_like.plot", "autolens_like.config")):
            importlib.import_module(module.name)
    return sorted(name for name in registry if name.startswith("autolens_like."))


def _samples(name: str) -> list[Any]:
    module, _, function = name.rpartition(".")
    path = module.replace("autolens_like.", "test_autolens_like.", 1)
    parent, _, leaf = path.rpartition(".")
    try:
        tests = importlib.import_module(f"{parent}.test_{leaf}")
    except ModuleNotFoundError:
        tests = None
    own = getattr(tests, "KERNEL_SAMPLES", {}).get(function, [])
    return [as_sample(sample) for sample in [*own, *SHARED.get(name, [])]]


def _in_jax(value: Any) -> Any:
    import jax.numpy as jnp

    if isinstance(value, (tuple, list)):
        return type(value)(_in_jax(item) for item in value)
    return jnp.asarray(value) if isinstance(value, (np.ndarray, float)) else value


def _copied(arguments: Any) -> list[Any]:
    # Some kernels write into an array that they are given.
    return [a.copy() if isinstance(a, np.ndarray) else a for a in arguments]


def _assert_close(found: Any, expected: Any, tolerance: float) -> None:
    if isinstance(expected, (tuple, list)):
        assert len(found) == len(expected)
        for one, other in zip(found, expected, strict=True):
            _assert_close(one, other, tolerance)
        return
    assert np.shape(found) == np.shape(expected)
    np.testing.assert_allclose(found, expected, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("name", _all_kernels())
def test_twins_agree_with_the_reference(name):
    samples = _samples(name)
    assert samples, (
        f"The kernel {name} has no sample arguments: give its test file a "
        "KERNEL_SAMPLES entry, as test_autolens_like/numerics/kernel_samples.py says."
    )
    kernel = registry[name]
    for sample in samples:
        expected = kernel.reference(*_copied(sample.arguments))
        if "numba" in kernel.twins:
            found = kernel.twins["numba"](*_copied(sample.arguments))
            _assert_close(found, expected, sample.tolerance)
        traced = [
            value if i in sample.fixed else _in_jax(value)
            for i, value in enumerate(_copied(sample.arguments))
        ]
        function = kernel.twins.get("jax", kernel.reference)
        _assert_close(function(*traced), expected, sample.tolerance)
