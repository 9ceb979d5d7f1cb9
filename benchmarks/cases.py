"""The models of the benchmark: parameter names, truth, and the seeded list of vectors.

Only numpy is needed, so that every system's interpreter can import this file.
Conventions are those of the `al.lp` and `al.mp` profiles; a system with others
converts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

SEED = 20260101
PIXEL_SCALE = 0.05
MASK_RADIUS = 3.5
OVER_SAMPLE = 4
#: Widest Gaussian of the lens and of the source [arcsec], and how many there are.
LENS_SIGMA, LENS_GAUSSIANS, LENS_GROUPS = 3.5, 30, 2
SOURCE_SIGMA, SOURCE_GAUSSIANS = 1.0, 20
#: Rows and columns of the rectangular source, and of one with twice as many pixels.
RECTANGLE, DOUBLED = (40, 40), (80, 40)
#: The lattice in the image whose 1,516 unmasked points are the corners of triangles.
LATTICE = (44, 44)
#: Weight of the differences between neighbouring source pixels.
COEFFICIENT = 1.0


@dataclass(frozen=True, eq=False)
class Case:
    """A model with a truth.

    Parameters
    ----------
    name
        Word on the command line.
    title
        Words of the table.
    names
        Dotted parameter names, in the order of every vector.
    truth
        (P,) parameters with which the data were made.
    scatter
        (P,) standard deviation of the vectors round the truth.
    fixed
        Dotted names and values of parameters that never change.
    """

    name: str
    title: str
    names: tuple[str, ...]
    truth: np.ndarray
    scatter: np.ndarray
    fixed: dict[str, float] = field(default_factory=dict)

    @property
    def has_pixels(self) -> bool:
        """Whether the source is pixelized."""
        return self.name in PIXELIZED

    @property
    def has_triangles(self) -> bool:
        """Whether the source pixels are the corners of triangles."""
        return self.name.startswith("delaunay")

    @property
    def has_gaussians(self) -> bool:
        """Whether the lens light is a sum of Gaussians."""
        return self.name in ("gaussians", "rectangular_gaussians")

    def vectors(self, number: int) -> np.ndarray:
        """(number, P) parameters, the same in every run."""
        draws = np.random.default_rng(SEED).normal(size=(number, len(self.names)))
        return self.truth + self.scatter * draws

    def part(self, vector: np.ndarray, prefix: str) -> dict[str, float]:
        """The parameters below a prefix such as "lens.mass", by their last name."""
        return _below(prefix, dict(zip(self.names, vector, strict=True)))

    def fixed_part(self, prefix: str) -> dict[str, float]:
        """The fixed parameters below a prefix, by their last name."""
        return _below(prefix, self.fixed)


def _below(prefix: str, values: dict[str, float]) -> dict[str, float]:
    return {
        name.removeprefix(prefix + "."): float(value)
        for name, value in values.items()
        if name.startswith(prefix + ".")
    }


def _parametric(truth: dict[str, dict[str, float]]) -> list[tuple[str, float, float]]:
    rows = []
    for prefix, key in (("lens.bulge", "bulge"), ("source.bulge", "source")):
        light = truth[key]
        rows.append(
            [
                (f"{prefix}.centre_0", light["cy"], 2e-4),
                (f"{prefix}.centre_1", light["cx"], 2e-4),
                (f"{prefix}.ell_comps_0", light["e0"], 2e-3),
                (f"{prefix}.ell_comps_1", light["e1"], 2e-3),
                (f"{prefix}.intensity", light["intensity"], 1e-2),
                (f"{prefix}.effective_radius", light["reff"], 1e-3),
                (f"{prefix}.sersic_index", light["n"], 1e-2),
            ]
        )
    return [*rows[0], *_mass(truth), *rows[1]]


def _mass(truth: dict[str, dict[str, float]]) -> list[tuple[str, float, float]]:
    mass, shear = truth["mass"], truth["shear"]
    return [
        ("lens.mass.centre_0", mass["cy"], 1e-3),
        ("lens.mass.centre_1", mass["cx"], 1e-3),
        ("lens.mass.ell_comps_0", mass["e0"], 2e-3),
        ("lens.mass.ell_comps_1", mass["e1"], 2e-3),
        ("lens.mass.einstein_radius", mass["theta"], 1e-3),
        ("lens.shear.gamma_1", shear["g1"], 1e-3),
        ("lens.shear.gamma_2", shear["g2"], 1e-3),
    ]


def _gaussians(truth: dict[str, dict[str, float]]) -> list[tuple[str, float, float]]:
    bulge, source = truth["bulge"], truth["source"]
    lens = [
        ("lens.bulge.centre_0", bulge["cy"], 2e-4),
        ("lens.bulge.centre_1", bulge["cx"], 2e-4),
    ]
    for group in range(LENS_GROUPS):
        lens += [
            (f"lens.bulge.ell_comps_0_{group}", bulge["e0"], 2e-3),
            (f"lens.bulge.ell_comps_1_{group}", bulge["e1"], 2e-3),
        ]
    return [
        *lens,
        *_mass(truth),
        ("source.bulge.centre_0", source["cy"], 2e-4),
        ("source.bulge.centre_1", source["cx"], 2e-4),
        ("source.bulge.ell_comps_0", source["e0"], 2e-3),
        ("source.bulge.ell_comps_1", source["e1"], 2e-3),
    ]


#: Instances that a call of the case "instance" makes.
INSTANCES = 100
TITLES = {
    "parametric": "Sersic lens, isothermal ellipsoid and shear, Sersic source",
    "gaussians": "Gaussians: 2 x 30 lens, isothermal and shear, 20 source, positive",
    "rectangular": "Pixelized source: 40 x 40 rectangles, positive, log evidence",
    "delaunay": "Pixelized source: Delaunay, 1,516 pixels, positive, log evidence",
    "rectangular_adaptive": "Pixelized source: 40 x 40, small where the lens magnifies",
    "delaunay_split": "Pixelized source: Delaunay, differences on a cross",
    "rectangular_gaussians": "Pixelized source: 40 x 40, and 2 x 30 Gaussians as lens",
    "operator": "Pixelized source: the sparse operator of the data made ready",
    "instance": "From parameter vector to model instance, 100 times, 21 parameters",
}
PIXELIZED = (
    "rectangular",
    "delaunay",
    "rectangular_adaptive",
    "delaunay_split",
    "rectangular_gaussians",
    "operator",
)
_ROWS = {
    "parametric": _parametric,
    "gaussians": _gaussians,
    "instance": _parametric,
}
_ROWS |= dict.fromkeys(PIXELIZED, _mass)


def case_from(name: str, folder: Path) -> Case:
    """A case whose truth is written beside the data.

    A pixelized source is fitted as searches fit it: the light of the lens keeps what
    an earlier fit found (intensities of Gaussians are solved for every time), and the
    mass is new with every vector.
    """
    truth = json.loads((folder / "truth.json").read_text())["truth"]
    names, values, scatter = zip(*_ROWS[name](truth), strict=True)
    fixed: dict[str, float] = {}
    if name in PIXELIZED:
        light = _gaussians if name == "rectangular_gaussians" else _parametric
        fixed = {n: v for n, v, _ in light(truth) if n.startswith("lens.bulge.")}
    case = (name, TITLES[name], names, np.array(values), np.array(scatter), fixed)
    return Case(*case)
