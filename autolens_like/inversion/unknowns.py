"""`UnknownGroup`: amplitudes of several exposures, by what they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from autolens_like import exc
from autolens_like.numerics.cached import cached_property

#: Kinds of unknowns, in the order in which they stand in a linear system.
LIGHT, BACKGROUND, PIXELS = "light", "background", "pixels"
_ORDER = (LIGHT, BACKGROUND, PIXELS)


@dataclass(frozen=True)
class UnknownGroup:
    """Amplitudes that belong together: one of light, some of a background or a source.

    Parameters
    ----------
    component
        What they are the amplitudes of, such as "galaxies.source.bulge".
    scope
        The exposures that share them: the name of a band or of an exposure, or "" for
        all.
    size
        How many.
    kind
        "light", "background" or "pixels".
    terms
        (size,) what each of them is called beside the component; by default its number.
    prior
        Mean and standard deviation of a Gaussian prior on each; None is a flat one.
    """

    component: str
    scope: str = ""
    size: int = 1
    kind: str = LIGHT
    terms: tuple[str, ...] = ()
    prior: tuple[float, float] | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from others."""
        return self.component, self.scope

    @property
    def names(self) -> list[str]:
        """(size,) what its unknowns are called in messages."""
        title = self.component
        if self.scope:
            joint = "in" if self.kind == LIGHT else "of"
            title = f"{title} {joint} {self.scope}"
        if self.kind == LIGHT:
            return [title]
        terms = self.terms or tuple(str(number) for number in range(self.size))
        return [f"{title} ({term})" if term else title for term in terms]


@dataclass(frozen=True, eq=False)
class ExposureSystem:
    """The normal equations of one exposure.

    Parameters
    ----------
    name
        Of the exposure.
    curvature
        (k, k) B C⁻¹ Bᵀ of its columns, the rows of B.
    vector
        (k,) B C⁻¹ d.
    keys
        The groups that its columns are of, in the order of the columns.
    """

    name: str
    curvature: np.ndarray
    vector: np.ndarray
    keys: tuple[tuple[str, str], ...]


class Layout:
    """Where every group of unknowns stands in one linear system.

    Light comes first, backgrounds follow, source pixels are the last; in each the
    order is that of `groups`.

    Parameters
    ----------
    groups
        The unknowns.

    Raises
    ------
    InputException
        Two groups with one key.
    """

    def __init__(self, groups: Sequence[UnknownGroup]) -> None:
        self.groups = sorted(groups, key=lambda group: _ORDER.index(group.kind))
        self._kinds: dict[str, np.ndarray] = {}
        self._places: dict[tuple[tuple[str, str], ...], np.ndarray] = {}
        self._whole: dict[tuple[tuple[str, str], ...], bool] = {}
        ends = np.cumsum([0, *(group.size for group in self.groups)])
        self.slices = {
            group.key: slice(int(first), int(last))
            for group, (first, last) in zip(self.groups, pairwise(ends), strict=True)
        }
        if len(self.slices) < len(self.groups):
            keys = [group.key for group in self.groups]
            twice = sorted({key for key in keys if keys.count(key) > 1})
            raise exc.InputException(
                f"The unknowns {twice} came twice; give every component one name."
            )

    @cached_property
    def size(self) -> int:
        """K, the number of unknowns."""
        return sum(group.size for group in self.groups)

    @cached_property
    def names(self) -> list[str]:
        """(K,) what they are called in messages."""
        return [name for group in self.groups for name in group.names]

    def has_all(self, keys: Sequence[tuple[str, str]]) -> bool:
        """Whether some groups are all unknowns, in their order."""
        keys = tuple(keys)
        if keys not in self._whole:
            places = self.places_of(keys)
            self._whole[keys] = np.array_equal(places, np.arange(self.size))
        return self._whole[keys]

    def is_kind(self, kind: str) -> np.ndarray:
        """(K,) whether they are of a kind."""
        if kind not in self._kinds:
            own = self._spread([group.kind == kind for group in self.groups])
            self._kinds[kind] = own.astype(bool)
        return self._kinds[kind]

    @cached_property
    def prior_mean(self) -> np.ndarray:
        """(K,) means of their priors, 0 where flat."""
        return self._spread(
            [group.prior[0] if group.prior else 0.0 for group in self.groups]
        )

    @cached_property
    def prior_precision(self) -> np.ndarray:
        """(K,) inverse variances of their priors, 0 where flat."""
        return self._spread(
            [group.prior[1] ** -2.0 if group.prior else 0.0 for group in self.groups]
        )

    def _spread(self, values: Sequence[float]) -> np.ndarray:
        sizes = [group.size for group in self.groups]
        return np.repeat(np.asarray(values, dtype=float), sizes)

    def places_of(self, keys: Sequence[tuple[str, str]]) -> np.ndarray:
        """Place in the system of every unknown of some groups, in their order."""
        keys = tuple(keys)
        if keys not in self._places:
            own = [self.slices[key] for key in keys]
            places = [place for part in own for place in range(part.start, part.stop)]
            self._places[keys] = np.asarray(places, dtype=int)
        return self._places[keys]


@lru_cache(maxsize=256)
def layout_of(groups: tuple[UnknownGroup, ...]) -> Layout:
    """The layout of some groups, the same one in every fit."""
    return Layout(groups)


def connected(
    systems: Sequence[ExposureSystem],
    also: Mapping[str, Sequence[tuple[str, str]]] | None = None,
) -> list[list[ExposureSystem]]:
    """Exposures that have unknowns in common, by way of others too, put together.

    What is not connected is solved apart: the time of a solution rises with the cube
    of its size.

    Parameters
    ----------
    systems
        The exposures.
    also
        What exposures have in common beside their columns, by their names.
    """
    parts: list[tuple[set[tuple[str, str]], list[ExposureSystem]]] = []
    for system in systems:
        keys = {*system.keys, *(also or {}).get(system.name, ())}
        members = [system]
        apart = []
        for part in parts:
            if part[0] & keys:
                keys, members = keys | part[0], part[1] + members
            else:
                apart.append(part)
        parts = [*apart, (keys, members)]
    order = {system.name: number for number, system in enumerate(systems)}
    joined = [sorted(part[1], key=lambda one: order[one.name]) for part in parts]
    return sorted(joined, key=lambda part: order[part[0].name])
