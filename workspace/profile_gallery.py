"""Draw every light and mass profile of the library, to see what each looks like.

    python workspace/profile_gallery.py
    python workspace/profile_gallery.py --output my_folder --pixels 200 --format pdf

Light is drawn as its image, mass as its convergence, the size of its deflection and its
potential. A profile that is added to `al.lp`, `al.mp` or `al.lmp` appears by itself.
"""

from __future__ import annotations

import argparse
import inspect
from pathlib import Path
from typing import Any

import numpy as np

import autolens_like as al
from autolens_like.plot.colormaps import QUANTITY, SIGNED
from autolens_like.plot.page import page_from
from autolens_like.plot.panel import Panel, panel_of
from autolens_like.plot.scale import scale_from

#: Where the default of a parameter would hide what it does, or where it has none.
EXAMPLES: dict[str, Any] = {
    "ell_comps": (0.12, 0.16),
    "effective_radius": 0.8,
    "radius_break": 0.3,
    "core_radius": 0.2,
    "core_radius_0": 0.1,
    "core_radius_1": 0.8,
    "break_radius": 0.5,
    "sigma": 0.6,
    "beta": 0.5,
    "multipole_3_comps": (0.06, 0.03),
    "multipole_4_comps": (-0.06, 0.0),
    "multipole_comps": (0.05, 0.03),
    "n_y": 2,
    "n_x": 1,
    "n": 3,
    "m": 1,
    "gamma_1": 0.1,
    "gamma_2": 0.05,
    "tau_1": 0.05,
    "delta_2": 0.05,
    "kappa": 0.3,
    "ellipticity": 0.35,
    "angle_pos": 25.0,
    "mass_at_200": 1e13,
    "mass_to_light_gradient": 0.5,
}
#: What maps are made of: a cored lens on pixels that cover more than is drawn.
MAP_GRID = al.Grid2D.uniform((60, 60), pixel_scales=0.1)
MAPPED = al.mp.PowerLawCore(
    ell_comps=(0.12, 0.16), core_radius=0.4, einstein_radius=1.2
)
MAPPED_DEFLECTIONS = MAPPED.deflections_yx_2d_from(MAP_GRID)
#: The same for one class, before the above.
OWN_EXAMPLES: dict[str, dict[str, Any]] = {
    "Decoder": {"latents": (1.0, -0.5, 0.8) + (0.3,) * 61, "angle": 30.0},
    "LensedPointSource": {"positions": [(0.9, 0.3), (-0.7, -0.2)]},
    "Moffat": {"beta": 2.0},
    "MoffatSph": {"beta": 2.0},
    "ShapeletExponential": {"beta": 0.15},
    "ShapeletExponentialSph": {"beta": 0.15},
    "dPIEMass": {"sigma": 200.0},
    "dPIEMassSph": {"sigma": 200.0},
    "PowerLawMultipole": {"m": 4},
    "InputPotential": {"lensing_potential": MAPPED.potential_2d_from(MAP_GRID)},
    "InputDeflections": {
        "deflections_y": MAPPED_DEFLECTIONS.y,
        "deflections_x": MAPPED_DEFLECTIONS.x,
    },
    "GaussianRandomField": {
        "mask": MAP_GRID.mask,
        "power_amplitude": 20.0,
        "power_slope": 6.0,
    },
}
LIGHT_PER_PAGE, LIGHT_COLUMNS, MASS_PER_PAGE = 20, 4, 6


def example_of(cls: type) -> Any | None:
    """A profile with telling parameters; None where it needs what nobody can guess."""
    values = {}
    for name, parameter in inspect.signature(cls).parameters.items():
        table = {**EXAMPLES, **OWN_EXAMPLES.get(cls.__name__, {})}
        if name in table:
            values[name] = table[name]
        elif parameter.default is inspect.Parameter.empty:
            return None
    return cls(**values)


def profiles_of(namespace: Any) -> dict[str, Any]:
    """An example of every profile that a namespace offers, by name."""
    names = getattr(namespace, "__all__", ())
    classes = {name: getattr(namespace, name) for name in names}
    found = {
        name: example_of(cls)
        for name, cls in classes.items()
        if inspect.isclass(cls) and hasattr(cls, "centre")
    }
    for name in [name for name, profile in found.items() if profile is None]:
        print(f"{name} is not drawn: it needs arguments of its own")
    return {name: profile for name, profile in found.items() if profile is not None}


def panel(array: Any, title: str, is_image: bool = False) -> Panel:
    """An image or a density on a stretched scale, anything else on a linear one."""
    values = np.asarray(array.array)
    if values.min() < 0.0 < values.max():
        size = np.abs(values).max()
        return panel_of(array, title, "", scale_from(values, -size, size), SIGNED)
    if np.ptp(values) <= 1e-6 * np.abs(values).max():
        # One number everywhere, as κ of a sheet and |α| of an isothermal sphere.
        level = abs(float(values.max())) or 1.0
        return panel_of(array, title, "", scale_from(values, 0.0, level), QUANTITY)
    # Four decades below the peak, or what there is of them.
    floor = max(1e-4 * values.max(), float(values.min()))
    stretch = "log" if is_image and floor < 0.5 * values.max() else "linear"
    limits = (floor, None) if stretch == "log" else (None, None)
    scale = scale_from(values, *limits, stretch)
    return panel_of(array, title, "", scale, QUANTITY)


def light_panels(name: str, profile: Any, grid: al.Grid2D) -> list[Panel]:
    """The image of a light profile."""
    return [panel(profile.image_2d_from(grid), name, is_image=True)]


def mass_panels(name: str, profile: Any, grid: al.Grid2D) -> list[Panel]:
    """Convergence, deflection and potential of a mass profile."""
    y, x = np.asarray(profile.deflections_yx_2d_from(grid).array).T
    deflection = al.Array2D(np.hypot(y, x), grid.mask)
    return [
        panel(profile.convergence_2d_from(grid), f"{name}: κ", is_image=True),
        panel(deflection, "|α| [arcsec]", is_image=_is_peaked(deflection.array)),
        panel(profile.potential_2d_from(grid), "ψ [arcsec²]"),
    ]


def _is_peaked(values: Any) -> bool:
    return bool(values.max() > 10.0 * np.median(values))


def pages(items: list[Any], size: int) -> list[list[Any]]:
    """The items in equal portions, the last one smaller."""
    return [items[first : first + size] for first in range(0, len(items), size)]


def draw(panels: list[Panel], columns: int, name: str, options: Any) -> None:
    """Write one page of panels."""
    page = page_from(name, options.output, name, options.format)
    for path in page.finish(page.draw(panels, columns)):
        print(path)


def main() -> None:
    """Read the command line and draw all pages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=Path("output/profile_gallery"))
    parser.add_argument("--pixels", type=int, default=100)
    parser.add_argument("--format", default="png")
    options = parser.parse_args()
    scale = 5.0 / options.pixels
    grid = al.Grid2D.uniform((options.pixels, options.pixels), scale, (0.0, 0.0), 2)

    light = [
        p
        for name, profile in profiles_of(al.lp).items()
        for p in light_panels(name, profile, grid)
    ]
    for number, panels in enumerate(pages(light, LIGHT_PER_PAGE), 1):
        draw(panels, LIGHT_COLUMNS, f"light_{number}", options)
    for namespace in ("mp", "lmp"):
        members = list(profiles_of(getattr(al, namespace, None)).items())
        for number, chosen in enumerate(pages(members, MASS_PER_PAGE), 1):
            panels = [p for item in chosen for p in mass_panels(*item, grid)]
            draw(panels, 3, f"{namespace}_{number}", options)


if __name__ == "__main__":
    main()
