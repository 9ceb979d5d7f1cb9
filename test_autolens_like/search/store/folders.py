"""Folders of fits as searches write them, without the searches."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from autolens_like.model.composition import Collection, Model
from autolens_like.model.prior import UniformPrior
from autolens_like.model.registry import register
from autolens_like.search.paths import Paths, summary_of
from autolens_like.search.samples import Samples
from autolens_like.search.summary import model_description


@register(name="StoredDisc")
class Disc:
    """A component with a tuple and a number."""

    def __init__(self, centre: tuple[float, float] = (0.0, 0.0), radius: float = 1.0):
        self.centre = centre
        self.radius = radius


@register(name="StoredRing")
class Ring(Disc):
    """Another component."""


def model_of(component: type = Disc) -> Collection:
    """One component with three free parameters."""
    disc = Model(
        component,
        centre=(UniformPrior(-1.0, 1.0), UniformPrior(-1.0, 1.0)),
        radius=UniformPrior(0.0, 100.0),
    )
    return Collection(galaxies=Collection(lens=disc))


def samples_of(model: Collection, radius: float, evidence: float | None) -> Samples:
    """Three samples with the median `radius`."""
    rows = [[0.1, 0.2, radius - 1.0], [0.1, 0.2, radius], [0.1, 0.2, radius + 1.0]]
    levels = [-radius - 1.0, -radius, -radius - 0.5]
    info = {"log_evidence": evidence, "log_evidence_error": 0.1, "total_samples": 9}
    return Samples(model, rows, levels, np.zeros(3), [0.25, 0.5, 0.25], info)


def write_fit(
    root: Path,
    name: str = "fit",
    unique_tag: str | None = None,
    path_prefix: str | None = None,
    radius: float = 1.0,
    evidence: float | None = -5.0,
    component: type = Disc,
    is_complete: bool = True,
) -> Path:
    """Write what a search leaves behind; gives the folder."""
    model = model_of(component)
    parts = {"model": f"{component.__name__} {radius}", "search.seed": "1"}
    paths = Paths(parts, name, path_prefix, unique_tag, root)
    paths.save_identifier()
    paths.write_json("model", model_description(model))
    search = {"class": "DynestyStatic", "name": name, "path_prefix": path_prefix}
    paths.write_json("search", {**search, "unique_tag": unique_tag, "seed": 1})
    if is_complete:
        paths.save_samples(samples_of(model, radius, evidence))
        paths.write_text("model.results", f"radius {radius}\n")
        paths.complete()
    return paths.folder


def write_many(root: Path, count: int) -> None:
    """Many finished fits, quickly: no file is flushed to the disk.

    Fit i has the name "fit_{i % 10}", the tag "lens_{i}" and the median radius i.
    """
    model = model_of()
    description = json.dumps(model_description(model))
    samples = samples_of(model, 1.0, -1.0)
    table, summary = samples.to_csv(), summary_of(samples)
    for i in range(count):
        name, tag = f"fit_{i % 10}", f"lens_{i}"
        folder = root / tag / name / f"{i:032x}"
        (folder / "files").mkdir(parents=True)
        summary["median_pdf"]["galaxies.lens.radius"] = float(i)
        summary["log_evidence"] = -float(i)
        texts = {
            ".identifier": json.dumps({"identifier": f"{i:032x}", "parts": {}}),
            ".completed": "",
            "files/model.json": description,
            "files/search.json": json.dumps({"name": name, "unique_tag": tag}),
            "files/samples.csv": table,
            "files/samples_info.json": '{"rows": 3, "total_samples": 9}',
            "files/samples_summary.json": json.dumps(summary),
        }
        for file, text in texts.items():
            (folder / file).write_text(text)
