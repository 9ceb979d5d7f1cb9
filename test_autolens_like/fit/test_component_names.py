"""Names of components: paths of galaxies, profiles, numbers in a basis."""

from __future__ import annotations

import pytest

import autolens_like as al
from autolens_like import exc
from autolens_like.fit.component_names import (
    light_names_of,
    linear_names_of,
    paths_from,
)
from test_autolens_like.fit.exposures import linear_tracer, pixelized_tracer

PATHS = ("galaxies.lens", "galaxies.source")


def test_profiles_of_a_basis_are_numbered() -> None:
    basis = al.lp_basis.Basis([al.lp_linear.Gaussian(sigma=s) for s in (0.1, 0.2)])
    galaxy = al.Galaxy(
        0.5, mass=al.mp.Isothermal(), mge=basis, disk=al.lp_linear.Sersic()
    )
    names = linear_names_of("galaxies.lens", galaxy)
    assert list(names.values()) == [
        "galaxies.lens.mge.0", "galaxies.lens.mge.1", "galaxies.lens.disk",
    ]  # fmt: skip
    assert light_names_of(al.Tracer([galaxy]), PATHS[:1]) == {
        "galaxies.lens.mge": ["galaxies.lens.mge.0", "galaxies.lens.mge.1"],
        "galaxies.lens.disk": ["galaxies.lens.disk"],
    }


def test_pixelizations_are_components() -> None:
    names = light_names_of(pixelized_tracer(), PATHS)
    own = "galaxies.source.pixelization"
    assert names[own] == [own]


def test_paths_are_one_a_galaxy() -> None:
    tracer = linear_tracer()
    assert paths_from(tracer, None) == ["galaxies.0", "galaxies.1"]
    assert paths_from(tracer, [("galaxies", "lens"), PATHS[1]]) == list(PATHS)
    with pytest.raises(exc.InputException, match="every one of them once"):
        paths_from(tracer, [PATHS[0], PATHS[0]])
