"""`@kernel`: one contract with a plain reference and faster twins.

The body of the decorated function is the reference, written for readers and
oracle of the family test. `@name.implement("jax")` serves JAX arrays,
`@name.implement("numba")` numpy arrays where numba is installed; it is compiled at
its first call and kept in numba's cache on disk. A twin is admitted when it is
measured at least twice as fast as the reference, or when the reference cannot be
traced.
"""

from __future__ import annotations

import functools
import importlib.util
import inspect
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.numerics.namespace import array_namespace

#: Every kernel by its qualified name: what the family test of the twins walks.
registry: dict[str, Kernel] = {}


class Kernel:
    """A function that picks its implementation by the arrays that it is given."""

    def __init__(self, reference: Callable[..., Any]) -> None:
        functools.update_wrapper(self, reference)
        self.reference = reference
        self.twins: dict[str, Callable[..., Any]] = {}
        registry[f"{reference.__module__}.{reference.__qualname__}"] = self

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        name = "numba" if array_namespace(*args, *kwargs.values()) is np else "jax"
        return self.twins.get(name, self.reference)(*args, **kwargs)

    def implement(
        self,
        name: str,
        arguments: Callable[..., tuple[Any, ...]] | None = None,
        parts: Sequence[Callable[..., Any]] = (),
    ) -> Callable[[Callable[..., Any]], Any]:
        """Decorate the twin for `name`, "numba" or "jax".

        Parameters
        ----------
        name
            Which arrays the twin serves.
        arguments
            For numba: a function of the reference's arguments that returns those of
            the twin, where the contract speaks of lists or needs a preparation that
            does not compile. By default both take the same.
        parts
            For numba: functions of the twin's file that it, or another part, calls.

        Raises
        ------
        InputException
            Another name, or a twin whose arguments differ from the reference's.
        """
        if name not in ("numba", "jax"):
            raise exc.InputException(
                f"There is no twin called '{name}'. "
                f"{exc.suggestion(name, ('numba', 'jax'))}"
            )

        def decorate(twin: Callable[..., Any]) -> Callable[..., Any]:
            expected = list(inspect.signature(self.reference).parameters)
            taken = twin if arguments is None else arguments
            if list(inspect.signature(taken).parameters) != expected:
                raise exc.InputException(
                    f"The {name} twin of {self.__name__} must take {expected}."
                )
            numba = name == "numba"
            self.twins[name] = self._compiled(twin, arguments, parts) if numba else twin
            return twin

        return decorate

    def _compiled(
        self,
        twin: Callable[..., Any],
        arguments: Callable[..., tuple[Any, ...]] | None,
        parts: Sequence[Callable[..., Any]],
    ) -> Callable[..., Any]:
        @functools.cache
        def compiled() -> Callable[..., Any] | None:
            if importlib.util.find_spec("numba") is None:
                return None
            import numba

            # Division by zero gives inf as in numpy (checked divisions do not
            # vectorise), and a product may be fused with its sum.
            options = {"error_model": "numpy", "fastmath": {"contract"}}
            for part in parts:
                numba.extending.register_jitable(**options)(part)
            return numba.njit(cache=True, nogil=True, **options)(twin)

        def call(*args: Any, **kwargs: Any) -> Any:
            function = compiled()
            if function is None:
                return self.reference(*args, **kwargs)
            if arguments is not None:
                return function(*arguments(*args, **kwargs))
            return function(*args, **kwargs)

        return call


def kernel(reference: Callable[..., Any]) -> Kernel:
    """Make `reference` a kernel: the contract is its docstring."""
    return Kernel(reference)
