"""`cached_property`: an attribute that is worked out when it is first asked for."""

from __future__ import annotations

import functools
from typing import Any


class cached_property(functools.cached_property):
    """`functools.cached_property` as of Python 3.12, which locks nothing.

    Before, one lock belongs to a property of all instances together, so that several
    exposures could not be fitted at the same time. Two threads that ask one instance
    for the same property may both work it out.
    """

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        # Asked only as long as the instance has no attribute of this name.
        if instance is None:
            return self
        value = instance.__dict__[self.attrname] = self.func(instance)
        return value
