"""`ExposureList`: exposures in a fixed order, some of them switched off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from autolens_like import exc
from autolens_like.dataset import exposures as checks
from autolens_like.dataset.imaging import Imaging
from autolens_like.numerics.cached import cached_property

Self = TypeVar("Self", bound="ExposureList")


class ExposureList(Sequence):
    """Exposures with names and bands; immutable.

    A sequence: ``len``, iteration, and ``[number]`` or ``[name]``. One that is
    switched off keeps its place, its name and its number.
    """

    exposures: tuple[Imaging, ...]
    names: tuple[str, ...]
    bands: tuple[str, ...]
    active: tuple[bool, ...]

    def __setattr__(self, name: str, value: Any) -> None:
        raise exc.DatasetException(
            f"A dataset is not changed in place (.{name} = ...); its apply_ and with_ "
            "methods return new datasets."
        )

    def _build(self, **parts: Any) -> None:
        self.__dict__.update(parts)
        self.__dict__["_parts"] = parts

    def _changed(self: Self, **changes: Any) -> Self:
        dataset = object.__new__(type(self))
        dataset._build(**(self._parts | changes))
        return dataset

    def __len__(self) -> int:
        return len(self.exposures)

    def __iter__(self) -> Iterator[Imaging]:
        return iter(self.exposures)

    def __getitem__(self, key: int | str) -> Imaging:
        return self.exposures[self.index_of(key)]

    def __repr__(self) -> str:
        rows = (
            f"{name} ({band}, {exposure.shape_native[0]} x {exposure.shape_native[1]}"
            f"{'' if active else ', off'})"
            for name, band, exposure, active in zip(
                self.names, self.bands, self.exposures, self.active, strict=True
            )
        )
        return f"{type(self).__name__}({', '.join(rows)})"

    @cached_property
    def active_indices(self) -> tuple[int, ...]:
        """Numbers of the exposures that are switched on."""
        return tuple(index for index, active in enumerate(self.active) if active)

    def index_of(self, key: int | str) -> int:
        """The number of an exposure that is named or numbered.

        Raises
        ------
        DatasetException
            There is no exposure of this name.
        IndexError
            There is no exposure of this number.
        """
        return checks.index_of(key, self.names)

    def in_band(self, band: str) -> tuple[int, ...]:
        """Numbers of the exposures in a band, switched on or not.

        Raises
        ------
        DatasetException
            There is no such band.
        """
        if band not in self.bands:
            known = dict.fromkeys(self.bands)
            raise exc.DatasetException(
                f"There is no band {band!r}. {exc.suggestion(str(band), known)}"
            )
        return tuple(index for index, b in enumerate(self.bands) if b == band)

    def with_active(self: Self, active: Any) -> Self:
        """The same exposures, with others of them switched on.

        Parameters
        ----------
        active
            One boolean an exposure, or the names of those that are on.
        """
        return self._changed(active=checks.active_from(active, self.names))
