"""Those who watch a fit, named in configuration.

An observer is a function ``observer(paths, analysis, instance,
during_analysis)``, or a class whose instances, made without arguments, are
called so. Its dotted name comes from configuration, so searches need not know
who draws.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import Any

from autolens_like import exc
from autolens_like.search import configuration

Observer = Callable[[Any, Any, Any, bool], None]


class Observers:
    """The observers of one fit; a failing one is reported once and never
    stops the fit.

    Parameters
    ----------
    names
        Dotted names, ``package.module.function``; by default those that the
        configuration lists.
    report
        Told, once for each observer, what went wrong.

    Raises
    ------
    ConfigException
        A name leads to nothing that can be called.
    """

    def __init__(
        self,
        names: Sequence[str] | None = None,
        report: Callable[[str], None] = print,
    ):
        if names is None:
            names = configuration.value("visualize", "search_observers")
        self._observers = {name: _load(name) for name in names}
        self.report = report
        self._reported: set[str] = set()

    def __call__(
        self, paths: Any, analysis: Any, instance: Any, during_analysis: bool
    ) -> None:
        """Tell all of them about the best instance so far."""
        self.guarded("visualize", analysis.visualize, paths, instance, during_analysis)
        for name, observer in self._observers.items():
            self.guarded(name, observer, paths, analysis, instance, during_analysis)

    def guarded(self, name: str, function: Callable[..., None], *arguments) -> None:
        """Call a function whose failure may cost a picture but not a fit."""
        try:
            function(*arguments)
        except (OSError, ValueError, exc.LensException) as error:
            if name not in self._reported:
                self._reported.add(name)
                self.report(f"{name} failed and the fit goes on: {error}")


def _load(name: str) -> Observer:
    module, _, attribute = str(name).rpartition(".")
    try:
        observer = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise exc.ConfigException(
            f"visualize: search_observers names {name!r}, which cannot be loaded: "
            f"{error}. Give dotted names such as package.module.function."
        ) from error
    if not callable(observer):
        raise exc.ConfigException(
            f"visualize: search_observers names {name!r}, which is no function."
        )
    return observer() if isinstance(observer, type) else observer
