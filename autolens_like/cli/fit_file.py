"""A whole fit in one YAML file: data, mask, model, priors, search and output."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from autolens_like import af, atomic, exc
from autolens_like.analysis.imaging import AnalysisImaging
from autolens_like.analysis.positions import PositionsLH
from autolens_like.cli import sections
from autolens_like.cli.located import LocatedYaml, Place
from autolens_like.cli.model_section import model_of
from autolens_like.cli.validation import validated
from autolens_like.dataset.imaging import Imaging
from autolens_like.inversion.settings import Settings
from autolens_like.search.paths import Paths
from autolens_like.search.search import Search
from autolens_like.structures.array import Array2D
from autolens_like.structures.mask import Mask2D
from autolens_like.structures.over_sampling import over_sample_size_via_radial_bins_from

#: The searches that a file may name.
SEARCHES: dict[str, type[Search]] = {
    name: cls
    for name in af.__all__
    if isinstance(cls := getattr(af, name), type) and issubclass(cls, Search)
}


class FitFile:
    """The fit that a YAML file describes, every part of it checked.

    Parameters
    ----------
    path
        The file; the paths in it are relative to its folder.
    seed
        In place of the seed that the searches have in the file.

    Raises
    ------
    exc.ConfigException
        Something in the file is not possible. Each line of the message is
        ``file:line: key: reason``.
    """

    def __init__(self, path: str | Path, seed: int | None = None) -> None:
        self.file = LocatedYaml(path)
        self.sections = validated(self.file)
        self.folder = self.file.path.resolve().parent
        self.model = model_of(self.file)
        self.searches = [
            self._search(entry, place, seed) for entry, place in self._search_entries()
        ]

    @cached_property
    def dataset(self) -> Imaging:
        """The data, over-sampled and masked."""
        given = self.sections.data
        folder = self.folder / given.folder
        keywords = given.model_dump(exclude={"folder"})
        for name in ("data_path", "noise_map_path", "psf_path"):
            if keywords[name] is not None:
                keywords[name] = folder / keywords[name]
        keywords["pixel_scales"] = _scales(keywords["pixel_scales"])
        try:
            dataset = Imaging.from_fits(**keywords)
        except exc.LensException as error:
            raise self.file.error_from(error, ("data",)) from error
        try:
            mask = self._mask(dataset)
        except exc.LensException as error:
            raise self.file.error_from(error, ("mask",)) from error
        dataset = self._over_sampled(dataset)
        try:
            return dataset.apply_mask(mask)
        except exc.MaskException as error:
            raise self.file.error_from(error, ("mask",)) from error
        except exc.LensException as error:
            raise self.file.error_from(error, ("data",)) from error

    def analysis(self, use_jax: bool | None = None) -> AnalysisImaging:
        """The likelihood.

        Parameters
        ----------
        use_jax
            In place of what the file says.
        """
        given = self.sections.analysis
        place: Place = ("analysis",)
        try:
            dataset = self.dataset
            if given.apply_sparse_operator:
                dataset = dataset.apply_sparse_operator()
            settings = Settings(**given.settings)
            place = ("positions",)
            positions = self._positions()
            place = ("model",)
            analysis = AnalysisImaging(
                dataset,
                positions_likelihood_list=positions,
                settings=settings,
                use_jax=given.use_jax if use_jax is None else use_jax,
            )
            analysis.check_model(self.model)
        except exc.LensException as error:
            if str(error).startswith(f"{self.file.path}:"):
                raise
            raise self.file.error_from(error, place) from error
        return analysis

    def fit(self, resume: bool = False) -> Any:
        """The result of the last search.

        Parameters
        ----------
        resume
            Refuse to begin a fit anew: only one that was begun before continues.

        Raises
        ------
        exc.SearchException
            `resume`, and there is nothing to continue; says what differs from the
            fits of this name.
        """
        analysis, model = self.analysis(), self.model
        if resume:
            self._check_begun(analysis)
        result = None
        for search, narrowed in self.searches:
            if narrowed is not None and result is not None:
                model = result.model_narrowed(**narrowed)
            result = search.fit(model=model, analysis=analysis)
        return result

    def _check_begun(self, analysis: Any) -> None:
        search, _ = self.searches[0]
        paths = search.paths_from(self.model, analysis)
        if (paths.folder / ".identifier").is_file():
            return
        others = paths.difference_from_others()
        raise exc.SearchException(
            f"There is no fit to resume in {paths.name_folder}"
            + (f": {others.partition(': ')[2]}" if others else "")
            + ". Leave --resume out to begin it."
        )

    def _search_entries(self) -> list[tuple[Any, Place]]:
        given = self.sections.search
        if isinstance(given, list):
            return [(entry, ("search", at)) for at, entry in enumerate(given)]
        return [(given, ("search",))]

    def _search(
        self, entry: Any, place: Place, seed: int | None
    ) -> tuple[Search, dict[str, Any] | None]:
        if entry.cls not in SEARCHES:
            raise self.file.error(
                (*place, "class"),
                f"there is no search {entry.cls!r}. "
                f"{exc.suggestion(entry.cls, SEARCHES)}",
            )
        if entry.narrowed is not None and place[-1] in ("search", 0):
            raise self.file.error(
                (*place, "narrowed"),
                "the first search has none before it, whose best fit its priors could "
                "be about; leave the key out.",
            )
        output = self.sections.output
        keywords = {
            "output_path": self.folder / output.folder,
            "path_prefix": output.path_prefix,
            "unique_tag": output.unique_tag,
            **(entry.model_extra or {}),
        }
        if seed is not None:
            keywords["seed"] = seed
        try:
            search = SEARCHES[entry.cls](name=entry.name, **keywords)
            # A name that leads out of the folder is refused before the data are read.
            Paths({}, search.name, search.path_prefix, search.unique_tag)
        except exc.LensException as error:
            raise self.file.error_from(error, place) from error
        return search, entry.narrowed and entry.narrowed.model_dump()

    def _mask(self, dataset: Imaging) -> Mask2D:
        keywords = self.sections.mask.model_dump()
        make = getattr(Mask2D, keywords.pop("shape"))
        if "file_path" in keywords:
            keywords["file_path"] = self.folder / keywords["file_path"]
        else:
            keywords["shape_native"] = dataset.shape_native
        if "centre" in keywords:
            keywords["centre"] = tuple(keywords["centre"])
        return make(pixel_scales=dataset.pixel_scales, **keywords)

    def _over_sampled(self, dataset: Imaging) -> Imaging:
        given = self.sections.over_sampling
        size = given.over_sample_size_lp
        try:
            if isinstance(size, sections.RadialBins):
                # The whole frame: pixels without data have a size as well.
                frame = Array2D.full(
                    0.0, dataset.shape_native, pixel_scales=dataset.pixel_scales
                )
                size = over_sample_size_via_radial_bins_from(
                    frame, **size.model_dump()
                ).native.array
            return dataset.apply_over_sampling(
                size, given.over_sample_size_pixelization
            )
        except exc.LensException as error:
            raise self.file.error_from(error, ("over_sampling",)) from error

    def _positions(self) -> list[PositionsLH]:
        given = self.sections.positions
        return [] if given is None else [PositionsLH(**given.model_dump())]


def write(
    path: str | Path,
    data: Mapping[str, Any],
    mask: Mapping[str, Any],
    model: Any,
    search: Search,
    **others: Mapping[str, Any],
) -> None:
    """Write the YAML file of a fit that was composed in Python.

    Parameters
    ----------
    path
        The file.
    data, mask
        The sections of these names.
    model
        Written as ``model.to_yaml`` does, so that it is read exactly.
    search
        Its class and all its settings.
    **others
        The sections over_sampling, positions, analysis and output.

    Raises
    ------
    exc.ModelException
        The model holds what no file can.
    """
    import yaml

    common = {
        name: value
        for name, value in vars(search.common).items()
        if name != "output_path"
    }
    content = {
        "data": dict(data),
        "mask": dict(mask),
        **{name: dict(section) for name, section in others.items()},
        "model": model.to_dict(),
        "search": {
            "class": type(search).__name__,
            "name": search.name,
            **search.own_settings,
            **common,
        },
    }
    atomic.write_text(path, yaml.safe_dump(content, sort_keys=False))


def _scales(given: Any) -> Any:
    return tuple(given) if isinstance(given, list) else given
