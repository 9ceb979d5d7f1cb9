"""Bad input fails at the door: with what came, what is allowed and what to do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc

LENS = al.Galaxy(0.5, mass=al.mp.IsothermalSph())


@pytest.mark.parametrize(
    ("name", "parameters", "rule"),
    [
        ("NFWSph", {"scale_radius": -1.0}, "above zero"),
        ("NFWTruncatedSph", {"truncation_radius": 0.0}, "above zero"),
        ("PowerLaw", {"slope": 1.0}, "between 1 and 3"),
        ("PowerLaw", {"slope": 3.0}, "between 1 and 3"),
        ("PowerLawCoreSph", {"slope": 0.5}, "between 1 and 3"),
        ("PowerLawCore", {"core_radius": -0.1}, "at least zero"),
        ("PowerLawMultipole", {"slope": 3.0}, "between 1 and 3"),
        ("PowerLawBroken", {"inner_slope": 2.0}, "at least 0 and below 2"),
        ("Chameleon", {"core_radius_0": 0.0}, "above zero"),
        ("SersicCore", {"radius_break": 0.0}, "above zero"),
        ("dPIEMassB0", {"ra": -1.0}, "at least zero"),
        ("dPIEMass", {"ellipticity": 1.0}, "at least 0 and below 1"),
        ("dPIEMass", {"redshift_source": 0.2}, "above redshift_object=0.5"),
        ("gNFW", {"inner_slope": 3.0}, "at least 0 and below 3"),
        ("cNFW", {"core_radius": -0.1}, "at least zero"),
        ("Sersic", {"sersic_index": 0.0}, "above zero"),
        ("Gaussian", {"sigma": 0.0}, "above zero"),
        ("NFWMCRLudlow", {"redshift_source": 0.3}, "above redshift_object=0.5"),
        ("SMBH", {"mass": -1.0}, "at least zero"),
    ],
)
def test_parameters_outside_their_domain(
    name: str, parameters: dict[str, float], rule: str
) -> None:
    with pytest.raises(exc.ParameterException) as error:
        getattr(al.mp, name)(**parameters)
    ((parameter, value),) = parameters.items()
    assert str(error.value) == f"{name} got {parameter}={value}; it must be {rule}."
    # What is a search to resample is also what Python calls a bad value.
    assert isinstance(error.value, exc.ProfileException)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"centre": 1.0}, "Isothermal got centre=1.0; give a (y, x) pair."),
        (
            {"centre": (1.0, 2.0, 3.0)},
            "Isothermal got centre=(1.0, 2.0, 3.0); give a (y, x) pair.",
        ),
        (
            {"einstein_radius": (1.0, 2.0)},
            "Isothermal got einstein_radius=(1.0, 2.0); give a single number.",
        ),
        (
            {"einstein_radius": np.ones(3)},
            "Isothermal got einstein_radius as an array of shape (3,); give a single "
            "number, one profile for each.",
        ),
        (
            {"einstein_radius": "1"},
            "Isothermal got einstein_radius='1'; give a number.",
        ),
        (
            {"einstein_radius": None},
            "Isothermal got einstein_radius=None; give a number.",
        ),
    ],
)
def test_parameters_of_the_wrong_kind(parameters: dict[str, Any], message: str) -> None:
    with pytest.raises(exc.ProfileException) as error:
        al.mp.Isothermal(**parameters)
    assert str(error.value) == message


@pytest.mark.parametrize(
    "method",
    [
        al.mp.IsothermalSph().deflections_yx_2d_from,
        al.mp.IsothermalSph().convergence_2d_from,
        al.mp.IsothermalSph().hessian_from,
        al.lp.Sersic().image_2d_from,
        LENS.potential_2d_from,
        al.Galaxies([LENS]).deflections_yx_2d_from,
        al.Tracer([LENS]).image_2d_from,
        al.LensCalc(LENS).magnification_2d_from,
    ],
)
@pytest.mark.parametrize(
    ("grid", "message"),
    [
        (
            np.ones((3, 3)),
            r"A grid of shape \(3, 3\) came; its last axis must be \(y, x",
        ),
        (np.ones(3), r"A grid of shape \(3,\) came; .* for example shape \(n, 2\)"),
        (1.0, r"A grid of shape \(\) came"),
        ("grid", "A grid 'grid' came, which is no array of numbers .* give a Grid2D"),
        (
            [(1.0, 2.0), (3.0,)],
            r"which is no array of numbers .* a list of \(y, x\) pai",
        ),
    ],
)
def test_grids_of_the_wrong_shape(method: Any, grid: Any, message: str) -> None:
    with pytest.raises(exc.GridException, match=message):
        method(grid)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: al.Galaxy(0.5, mass=al.mp.Isothermal),
            "Galaxy got the class Isothermal as 'mass'; give an instance: "
            "mass=Isothermal(...).",
        ),
        (
            lambda: al.Galaxy(0.5, mass=1.0),
            "Galaxy got mass=1.0, which is no light or mass profile, basis, point "
            "source or pixelization.",
        ),
        (
            lambda: al.Galaxy(0.5, mass=al.Galaxy(0.5)),
            "Galaxy got mass=Galaxy(redshift=0.5), which is no light or mass profile, "
            "basis, point source or pixelization.",
        ),
        (
            lambda: al.Galaxy(0.5, al.mp.MassSheet()),
            "Galaxy got MassSheet(centre=(0.0, 0.0), kappa=0.0) without a name; give "
            "every component as a keyword, for example Galaxy(redshift=0.5, mass=...).",
        ),
        (
            lambda: al.Galaxy(-0.5),
            "Galaxy got redshift=-0.5; give a number of at least 0.",
        ),
    ],
)
def test_what_is_no_galaxy(make: Any, message: str) -> None:
    with pytest.raises(exc.GalaxyException) as error:
        make()
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: al.Tracer(
                [al.Galaxy(1.0, mass=al.mp.Isothermal()), al.Galaxy(0.5)]
            ),
            "All mass is at redshift 1.0, and the other galaxies at 0.5 lie in front "
            "of it, so that nothing is lensed. The source must lie behind the lens: "
            "give it the larger redshift.",
        ),
        (
            lambda: al.cosmo.Planck15().time_delay_distance_from(1.0, 0.5),
            "Redshifts 1.0 and 0.5 came; the first must be at least 0 and the second "
            "must lie behind it.",
        ),
        (
            lambda: al.Tracer([al.mp.MassSheet()]),
            "The list holds MassSheet(centre=(0.0, 0.0), kappa=0.0); every item must "
            "be an instance of Galaxy.",
        ),
        (
            lambda: al.LensCalc(al.mp.Isothermal),
            "LensCalc got <class 'autolens_like.profiles.mass.isothermal.Isothermal'>, "
            "which has no deflection angles; give an instance of a mass profile, "
            "Galaxy, Galaxies or Tracer.",
        ),
    ],
)
def test_systems_that_are_none(make: Any, message: str) -> None:
    with pytest.raises(exc.RayTracingException) as error:
        make()
    assert str(error.value) == message


def test_no_einstein_radius_is_loud() -> None:
    weak = al.mp.IsothermalCoreSph(einstein_radius=0.1, core_radius=1.0)
    for lens in (weak, al.Galaxy(0.5, mass=weak), al.LensCalc(weak)):
        with pytest.raises(exc.LensException, match="no tangential critical curve and"):
            lens.einstein_radius_from()
        with pytest.raises(exc.LensException, match="no tangential critical curve and"):
            lens.einstein_mass_angular_from()
