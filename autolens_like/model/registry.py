"""The names by which files call classes.

A file never causes an import: it may name what was registered before, by this
package or by the user, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar, overload

from autolens_like import exc

Class = TypeVar("Class", bound=type)
Provider = Callable[[], Iterable[tuple[str, type]]]

_classes: dict[str, type] = {}
_names: dict[type, str] = {}
_providers: list[Provider] = []
_rooms: dict[str, str] = {}


@overload
def register(cls: Class, *, name: str | None = None) -> Class: ...
@overload
def register(
    cls: None = None, *, name: str | None = None
) -> Callable[[Class], Class]: ...
def register(cls: type | None = None, *, name: str | None = None) -> object:
    """Let files name a class of yours; also a decorator.

    Parameters
    ----------
    cls
        A class that stands in a model.
    name
        What files call it; by default its own name. Registering the class again, as
        a notebook does, replaces it.

    Raises
    ------
    exc.ModelException
        When it is no class, or another class has the name.

    Examples
    --------
    >>> @register
    ... class Ring:
    ...     def __init__(self, radius=1.0):
    ...         self.radius = radius
    """
    if cls is None:
        return lambda decorated: register(decorated, name=name)
    if not isinstance(cls, type):
        raise exc.ModelException(f"register({cls!r}): a class is asked for.")
    name = cls.__name__ if name is None else name
    _provide()
    known = _classes.get(name)
    if known is not None and _origin(known) != _origin(cls):
        raise exc.ModelException(
            f"The name '{name}' belongs to {'.'.join(_origin(known))} already; "
            f"register {'.'.join(_origin(cls))} under another: register(cls, "
            "name='...')."
        )
    _classes[name] = cls
    _names[cls] = name
    return cls


def provide(provider: Provider) -> None:
    """Register classes of this package when a name is first asked for.

    Parameters
    ----------
    provider
        Gives pairs of a name and a class; the first name of a class is the one that
        files are written with.
    """
    _providers.append(provider)


def provide_rooms(rooms: Mapping[str, str]) -> None:
    """Say what the classes in modules of another library are called here.

    Parameters
    ----------
    rooms
        The beginning of a path of modules, and what stands before the name of a class.
    """
    _rooms.update(rooms)


def name_for_path(path: str) -> str:
    """What the class of a path in another library is called here, if it is here.

    Parameters
    ----------
    path
        Modules and class, such as ``autogalaxy.profiles.mass.total.nfw.NFW``.
    """
    modules, _, name = path.rpartition(".")
    fitting = [room for room in _rooms if f"{modules}.".startswith(f"{room}.")]
    before = _rooms[max(fitting, key=len)] if fitting else ""
    return f"{before}.{name}" if before else name


def class_named(name: object, place: str = "the file") -> type:
    """The class that was registered under a name.

    Parameters
    ----------
    name
        What a file says.
    place
        Where it says so; errors name it.

    Raises
    ------
    exc.ModelException
        Nothing has this name.
    """
    _provide()
    if not isinstance(name, str) or name not in _classes:
        sentences = [
            f"{place}: no class is registered as {name!r}.",
            exc.nearest(str(name), _classes),
            "Register a class of your own with af.register(cls) before the file is "
            "read.",
        ]
        raise exc.ModelException(" ".join(filter(None, sentences)))
    return _classes[name]


def name_of(cls: type) -> str:
    """The name by which files call a class.

    Raises
    ------
    exc.ModelException
        The class has none.
    """
    _provide()
    if cls not in _names:
        raise exc.ModelException(
            f"The class {'.'.join(_origin(cls))} has no name for files; call "
            "af.register(cls) once in every script that writes or reads the file, "
            "where it is defined again or imported from a module."
        )
    return _names[cls]


def _provide() -> None:
    while _providers:
        for name, cls in _providers.pop(0)():
            _classes.setdefault(name, cls)
            _names.setdefault(cls, name)


def _origin(cls: type) -> tuple[str, str]:
    return cls.__module__, cls.__qualname__
