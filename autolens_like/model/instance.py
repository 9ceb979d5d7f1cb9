"""What a collection of models becomes once its parameters have values."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, KeysView, ValuesView
from typing import Any

from autolens_like import exc


class ModelInstance:
    """Named objects, reached by attribute, by name or by position.

    Iteration goes over the objects, as over a list of galaxies.

    Parameters
    ----------
    members
        The objects by name.
    """

    __slots__ = ("_members",)

    def __init__(self, members: dict[str, Any] | None = None, **named: Any) -> None:
        object.__setattr__(self, "_members", {**(members or {}), **named})

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self._members[name]
        except KeyError:
            raise self._unknown(name) from None

    def __setattr__(self, name: str, value: Any) -> None:
        self._members[name] = value

    def __getitem__(self, key: str | int) -> Any:
        if isinstance(key, int):
            return list(self._members.values())[key]
        try:
            return self._members[key]
        except KeyError:
            raise self._unknown(key) from None

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def __iter__(self) -> Iterator[Any]:
        return iter(self._members.values())

    def __len__(self) -> int:
        return len(self._members)

    def keys(self) -> KeysView[str]:
        """The names."""
        return self._members.keys()

    def values(self) -> ValuesView[Any]:
        """The objects."""
        return self._members.values()

    def items(self) -> ItemsView[str, Any]:
        """Pairs of a name and its object."""
        return self._members.items()

    def get(self, name: str, default: Any = None) -> Any:
        """The object of this name, or `default`."""
        return self._members.get(name, default)

    def __repr__(self) -> str:
        listed = ", ".join(f"{name}={value!r}" for name, value in self.items())
        return f"ModelInstance({listed})"

    def __getstate__(self) -> dict[str, Any]:
        return {"members": self._members}

    def __setstate__(self, state: dict[str, Any]) -> None:
        object.__setattr__(self, "_members", state["members"])

    def _unknown(self, name: str) -> exc.UnknownParameterException:
        return exc.UnknownParameterException(
            f"The instance has nothing named '{name}'. "
            f"{exc.suggestion(name, self._members)}"
        )
