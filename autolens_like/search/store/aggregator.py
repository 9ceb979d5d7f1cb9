"""`Aggregator`: thousands of fits, asked together."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, overload

from autolens_like import exc
from autolens_like.search.store.fit_folder import FitFolder
from autolens_like.search.store.index import (
    DamagedFitWarning,
    FitIndex,
    is_inside,
    missing_directory,
)
from autolens_like.search.store.query import (
    EVERYTHING,
    Column,
    Condition,
    Quantity,
    SearchQuery,
    condition_from,
)
from autolens_like.search.store.schema import DamagedIndexException
from autolens_like.typing import PathLike

#: The index that `Aggregator.from_directory` keeps in a directory.
INDEX_NAME = ".fits.sqlite"


class Aggregator:
    """The fits of an output folder, or those of them that a query finds.

    What is asked for comes from an index and, with `values`, from the folders, one
    after the other, so that thousands of fits need the memory of one. Searches write
    their folders only: the index takes in what is new whenever it is opened with
    `from_directory`, so that no fit waits for it.

    Parameters
    ----------
    index
        What is searched.
    condition
        What the fits fulfil.
    order
        Terms by which they are ordered.
    directories
        Where they lie; everything in the index by default.

    Examples
    --------
    ::

        agg = af.Aggregator.from_directory("output")
        agg = agg.query(agg.search.name == "slope")
        agg = agg.query(agg.model.galaxies.lens.mass.slope > 2.0)
        for samples in agg.values("samples"):
            print(samples.log_evidence)
    """

    def __init__(
        self,
        index: FitIndex,
        condition: Condition = EVERYTHING,
        order: tuple[str, ...] = (),
        directories: tuple[str, ...] = (),
    ) -> None:
        self.index = index
        self.condition = condition
        self.order = order
        self.directories = directories

    @classmethod
    def from_directory(
        cls,
        directory: PathLike,
        completed_only: bool = False,
        index: PathLike | None = None,
    ) -> Aggregator:
        """Every fit in a directory and the directories in it.

        Parameters
        ----------
        directory
            The output folder, or a part of it.
        completed_only
            Leave out fits that are not finished.
        index
            The file of the index; by default ``.fits.sqlite`` in the directory, which
            is made again where it is damaged.

        Raises
        ------
        SearchException
            There is no such directory, or the index cannot be written.
        """
        folder = os.path.abspath(directory)
        if not os.path.isdir(folder):
            raise missing_directory(folder)
        if index is None:
            found = _own_index_of(folder)
        else:
            found = FitIndex(index)
            found.add_directory(folder)
        agg = cls(found, directories=(folder,))
        return agg.query(agg.search.is_complete) if completed_only else agg

    @classmethod
    def from_database(
        cls, filename: PathLike, completed_only: bool = False
    ) -> Aggregator:
        """The fits of an index, as it is; `add_directory` adds to it.

        Parameters
        ----------
        filename
            The file of the index, made where it is missing.
        completed_only
            Leave out fits that are not finished.

        Raises
        ------
        SearchException
            It is no index, or a damaged one.
        """
        agg = cls(FitIndex(filename))
        return agg.query(agg.search.is_complete) if completed_only else agg

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self)} fits>"

    def add_directory(self, directory: PathLike) -> None:
        """Take the fits of a directory into the index; see `FitIndex`.

        Only what is new or changed is read. Any number of processes may do so.
        """
        self.index.add_directory(directory)
        if self.directories:
            self.directories += (os.path.abspath(directory),)
        self.__dict__.pop("fits", None)

    @property
    def search(self) -> SearchQuery:
        """What queries ask about every fit, such as ``agg.search.name``."""
        return SearchQuery()

    @property
    def model(self) -> Quantity:
        """What queries ask about medians and components, by their paths."""
        return Quantity("model")

    @property
    def latent(self) -> Quantity:
        """What queries ask about medians of latent quantities, by their names."""
        return Quantity("latent")

    def query(self, *conditions: Condition | Column) -> Aggregator:
        """The fits that fulfil all conditions.

        Parameters
        ----------
        conditions
            Comparisons of ``agg.search``, ``agg.model`` and ``agg.latent``, joined by
            ``&``, ``|`` and ``~``.

        Raises
        ------
        UnknownParameterException
            There is no fit with a parameter of this path.
        """
        condition = self.condition
        for one in conditions:
            condition = condition & condition_from(one)
        found = type(self)(self.index, condition, self.order, self.directories)
        # Asked at once, so that a misspelt path is told where it stands.
        _ = found.fits
        return found

    __call__ = query

    def order_by(self, column: Column, reverse: bool = False) -> Aggregator:
        """The same fits in another order; those without a value come last.

        Parameters
        ----------
        column
            Such as ``agg.search.log_evidence``.
        reverse
            From the largest to the smallest.
        """
        if not isinstance(column, Column):
            raise exc.SearchException(
                f"order_by got {column!r}; give something of agg.search, such as "
                "agg.search.log_evidence."
            )
        direction = "DESC" if reverse else "ASC"
        term = f"{column.column} {direction} NULLS LAST"
        order = (term, *self.order)
        return type(self)(self.index, self.condition, order, self.directories)

    @cached_property
    def fits(self) -> list[FitFolder]:
        """The fits, in order of their folders unless `order_by` says otherwise."""
        folders = self.index.folders(self.condition, self.order)
        inside = self.directories
        return [
            FitFolder(folder)
            for folder in folders
            if not inside or any(is_inside(folder, root) for root in inside)
        ]

    def __len__(self) -> int:
        return len(self.fits)

    def __iter__(self) -> Iterator[FitFolder]:
        return iter(self.fits)

    @overload
    def __getitem__(self, item: int) -> FitFolder: ...
    @overload
    def __getitem__(self, item: slice) -> list[FitFolder]: ...
    def __getitem__(self, item: int | slice) -> FitFolder | list[FitFolder]:
        return self.fits[item]

    def require_fits(self) -> None:
        """Refuse to make something of no fits.

        Raises
        ------
        SearchException
            There are no fits.
        """
        if not self.fits:
            raise exc.SearchException(
                "The aggregator has no fits, so there is nothing to write; look at its "
                "query, and at .problems for folders that could not be read."
            )

    @property
    def labels(self) -> list[str]:
        """A name for every fit that no other has, for files and figures.

        The unique tag or the name of the search; both, and the beginning of the
        identifier, where fits share them.
        """
        names = self.index.names()
        known = [names.get(str(fit.folder)) for fit in self.fits]
        parts = [
            [tag or name, f"{tag or ''}_{name}".strip("_"), identifier[:8]]
            for tag, name, identifier in (one or (None, "gone", "") for one in known)
        ]
        short = [one[0] for one in parts]
        longer = [one[1] for one in parts]
        chosen = [
            one[0] if short.count(one[0]) == 1
            else one[1] if longer.count(one[1]) == 1
            else f"{one[1]}_{one[2]}"
            for one in parts
        ]  # fmt: skip
        return [label.replace("/", "_") for label in chosen]

    def values(
        self, name: str, parser: Callable[[Any], Any] | None = None
    ) -> Iterator[Any]:
        """Something of every fit, in their order, read when its turn comes.

        Parameters
        ----------
        name
            "samples", "samples_summary", "model", "instance", "latent", "search",
            "info", or the name of a JSON file of the folders.
        parser
            Applied to each.

        Yields
        ------
        object or None
            None where a fit does not have it or its folder is damaged, which a
            `DamagedFitWarning` names.
        """
        return self.map(
            lambda fit: fit.value(name) if parser is None else parser(fit.value(name))
        )

    def map(self, function: Callable[[FitFolder], Any]) -> Iterator[Any]:
        """A function of every fit, in their order.

        Yields
        ------
        object or None
            None, and a `DamagedFitWarning`, where it raises one of this package's
            errors.
        """
        for fit in self.fits:
            try:
                # Another object for each: what was read is let go of again.
                value = function(FitFolder(fit.folder))
            except exc.LensException as error:
                warnings.warn(
                    f"{fit.folder} gives nothing: {error}",
                    DamagedFitWarning,
                    stacklevel=2,
                )
                value = None
            yield value

    @property
    def problems(self) -> dict[Path, str]:
        """Folders that could not be read and are left out, and why."""
        return self.index.problems

    @property
    def model_results(self) -> str:
        """The results of all finished fits as text."""
        finished = [fit for fit in self.fits if fit.is_complete]
        return "\n\n".join(f"{fit.folder}\n\n{fit.info}" for fit in finished)


def _own_index_of(folder: str) -> FitIndex:
    """The index of a directory, begun again where it cannot be read."""
    file = Path(folder, INDEX_NAME)
    try:
        found = FitIndex(file)
        found.add_directory(folder)
    except DamagedIndexException:
        for part in (file, *(Path(f"{file}{end}") for end in ("-wal", "-shm"))):
            part.unlink(missing_ok=True)
        found = FitIndex(file)
        found.add_directory(folder)
    return found
