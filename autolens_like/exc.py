"""Every error that autolens_like raises, as one tree under `LensException`.

Errors about what the user gave are also `ValueError`, so that code which
catches the standard class keeps working. A message says what came, what is
allowed, and what to do; `suggestion` writes the "did you mean" half of it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping


class LensException(Exception):
    """The base of every error that this package raises on purpose."""


class InputException(LensException, ValueError):
    """What the user gave cannot be used as it is."""


class FitsException(InputException):
    """A FITS file is missing, damaged, or holds something other than asked."""


class ArrayException(InputException):
    """An array has a shape, unit or value that its use forbids."""


class GridException(InputException):
    """A grid of coordinates is malformed."""


class MaskException(InputException):
    """A mask is empty, of another shape than its data, or applied twice."""


class DatasetException(InputException):
    """The parts of a dataset contradict each other."""


class KernelException(InputException):
    """A point spread function cannot be convolved with as it stands."""


class ProfileException(InputException):
    """A light or mass profile has a parameter outside its range."""


class GalaxyException(InputException):
    """A galaxy is composed of things that are no profiles."""


class UnknownGalaxyException(GalaxyException, KeyError):
    """Nothing is kept for a galaxy of this name; also a `KeyError`."""

    # KeyError would show the message as a quoted string.
    __str__ = Exception.__str__


class RayTracingException(InputException):
    """The planes of a lens system cannot be ray-traced."""


class PositionsException(InputException):
    """Multiple-image positions are malformed."""


class PixelizationException(InputException):
    """A pixelization is malformed."""


class MeshException(PixelizationException):
    """A mesh is malformed."""


class ModelException(InputException):
    """A model, prior or parameter is malformed."""


class UnknownParameterException(ModelException, AttributeError):
    """A model has no parameter of this name.

    Also an `AttributeError`, so that `hasattr` and `getattr` with a default
    answer as they do for any object.
    """


class SearchException(InputException):
    """A search has settings that contradict each other or its model."""


class ConfigException(InputException):
    """A YAML file holds an unknown key or a value of the wrong kind."""


class PlotException(InputException):
    """A figure cannot be drawn as asked."""


class MissingDependencyException(LensException, ImportError):
    """An optional library is not installed; the message gives the pip line."""


class InversionException(LensException):
    """A linear system has no usable solution for these parameters.

    The one error of the numerical path: a search meets it as a parameter
    vector without a likelihood and draws another.
    """


class ResampleException(LensException):
    """A parameter vector describes no model: a search draws another one."""


class PixelizationParameterException(PixelizationException, ResampleException):
    """A number with which a pixelization does not exist, or not on this machine."""


class MeshParameterException(MeshException, PixelizationParameterException):
    """A mesh has a shape that no mesh can have."""


class ParameterException(ProfileException, ResampleException):
    """A profile parameter has a value for which the profile does not exist."""


def suggestion(name: str, allowed: Iterable[str]) -> str:
    """The closing sentence of an error about an unknown name.

    Parameters
    ----------
    name
        The name that came.
    allowed
        Every name that would have been accepted.

    Returns
    -------
    str
        "Did you mean 'x'? Allowed: a, b, x." (without the question when
        nothing is close).
    """
    names = [str(item) for item in allowed]
    listed = f"Allowed: {', '.join(names)}." if names else "Nothing is allowed here."
    return f"{nearest(name, names)} {listed}".lstrip()


def nearest(name: str, allowed: Iterable[str]) -> str:
    """The question of `suggestion` alone, for lists too long to print.

    Returns
    -------
    str
        "Did you mean 'x'?", or nothing when nothing is close.
    """
    names = [str(item) for item in allowed]
    close = difflib.get_close_matches(str(name), names, n=1, cutoff=0.6)
    return f"Did you mean '{close[0]}'?" if close else ""


def missing(
    owner: str,
    name: str,
    allowed: Iterable[str],
    elsewhere: Mapping[str, str] | None = None,
) -> AttributeError:
    """The error of a module that is asked for a name that it has not.

    Parameters
    ----------
    owner
        The module as users write it, such as ``al.reg``.
    name
        The name that came.
    allowed
        Its public names.
    elsewhere
        What to use for names that PyAutoLens has there and this package has not.
    """
    advice = (elsewhere or {}).get(name) or suggestion(name, allowed)
    return AttributeError(f"{owner} has no '{name}'. {advice}")
