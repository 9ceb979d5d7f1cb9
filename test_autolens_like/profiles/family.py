"""The profiles of a namespace and random parameters for each of them, by name."""

from __future__ import annotations

import ast
import dataclasses
import json
import math
from pathlib import Path
from types import ModuleType
from typing import Any

import hypothesis
import numpy as np
from hypothesis import strategies as st

from autolens_like import af, exc
from autolens_like.profiles.profile import Profile
from autolens_like.structures.array import Array2D
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.mask import Mask2D

#: One setting for all laws: seeded, few examples, no clock.
law = hypothesis.settings(
    max_examples=12, deadline=None, derandomize=True, database=None
)

#: The same for laws of single points, where an example costs a millisecond.
many = hypothesis.settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.filter_too_much],
)

REFERENCE = json.loads(
    (Path(__file__).parents[1] / "reference" / "profiles.json").read_text()
)


def _numbers(low: float, high: float) -> st.SearchStrategy[float]:
    # A fixed lattice, so that no example is a denormal or a number next to a limit.
    return st.integers(0, 1000).map(lambda i: low + (high - low) * i / 1000)


def _pairs(low: float, high: float) -> st.SearchStrategy[tuple[float, float]]:
    return st.tuples(_numbers(low, high), _numbers(low, high))


def _ellipse(length_and_angle: tuple[float, float]) -> tuple[float, float]:
    length, angle = length_and_angle
    return length * math.sin(angle), length * math.cos(angle)


def _wide_map() -> tuple[Mask2D, Array2D, Array2D, Array2D]:
    """A smooth potential and its deflections on a frame that holds all points here."""
    mask = Mask2D.all_false(shape_native=(140, 140), pixel_scales=0.5)
    grid = np.asarray(Grid2D.from_mask(mask, over_sample_size=1).array)
    width = 8.0
    y, x = grid[:, 0] + 0.3, grid[:, 1] - 0.2
    hill = 20.0 * np.exp(-0.5 * (y * y + x * x) / width**2)
    fields = (
        hill + 0.05 * y * x,
        0.05 * x - hill * y / width**2,
        0.05 * y - hill * x / width**2,
    )
    return mask, *(Array2D(values, mask) for values in fields)


MAP_MASK, MAP_POTENTIAL, MAP_DEFLECTIONS_Y, MAP_DEFLECTIONS_X = _wide_map()
#: A parameter that is not listed here makes the family tests fail: list it.
PARAMETERS: dict[str, st.SearchStrategy[Any]] = {
    "centre": _pairs(-0.3, 0.3),
    "ell_comps": st.tuples(_numbers(0.02, 0.6), _numbers(0.0, 6.3)).map(_ellipse),
    "einstein_radius": _numbers(0.3, 2.0),
    "slope": _numbers(1.2, 2.8),
    "core_radius": _numbers(0.01, 0.6),
    "inner_slope": _numbers(0.2, 1.7),
    "outer_slope": _numbers(0.3, 2.8),
    "break_radius": _numbers(0.05, 0.35),
    "multipole_comps": _pairs(-0.1, 0.1),
    "ra": _numbers(0.0, 1.0),
    "rs": _numbers(0.5, 5.0),
    "b0": _numbers(0.3, 2.0),
    "ellipticity": _numbers(0.02, 0.8),
    "angle_pos": _numbers(-90.0, 180.0),
    "r_core": _numbers(0.0, 1.0),
    "r_cut": _numbers(0.5, 30.0),
    "H0": _numbers(50.0, 90.0),
    "Om0": _numbers(0.2, 0.5),
    "mass": _numbers(1e9, 1e12),
    "mass_ratio": _numbers(0.5, 5.0),
    "separation": _numbers(0.0, 0.4),
    "angle_binary": _numbers(0.0, 360.0),
    "redshift_object": _numbers(0.1, 0.8),
    "redshift_source": _numbers(0.9, 3.0),
    # Others than Planck 2015 are in mass/test_lens_redshifts.py.
    "cosmology": st.just(None),
    "tau_1": _numbers(-0.1, 0.1),
    "tau_2": _numbers(-0.1, 0.1),
    "delta_1": _numbers(-0.1, 0.1),
    "delta_2": _numbers(-0.1, 0.1),
    "gamma_1": _numbers(-0.2, 0.2),
    "gamma_2": _numbers(-0.2, 0.2),
    "kappa": _numbers(-0.5, 0.5),
    "kappa_s": _numbers(0.01, 0.5),
    "scale_radius": _numbers(0.3, 5.0),
    "truncation_radius": _numbers(0.5, 10.0),
    "mass_at_200": _numbers(1e10, 1e13),
    "scatter_sigma": _numbers(-2.0, 2.0),
    "f_c": _numbers(0.01, 0.3),
    "tau": _numbers(0.05, 0.95),
    "sigma_over_m": _numbers(0.5, 5.0),
    "velocity_exponent": _numbers(0.0, 4.0),
    "velocity_ref": _numbers(10.0, 100.0),
    "interaction_radius": _numbers(0.05, 0.6),
    "t_age": _numbers(2.0, 13.0),
    "virial_mass": _numbers(1e10, 1e13),
    "concentration": _numbers(3.0, 20.0),
    "virial_overdens": _numbers(90.0, 300.0),
    "log10m_vir": _numbers(10.0, 13.0),
    "c_2": _numbers(3.0, 20.0),
    "c_gNFW": _numbers(3.0, 20.0),
    "overdens": _numbers(90.0, 300.0),
    "intensity": _numbers(0.01, 10.0),
    "effective_radius": _numbers(0.2, 3.0),
    "sersic_index": _numbers(0.5, 6.0),
    "radius_break": _numbers(0.02, 0.3),
    "gamma": _numbers(0.0, 1.0),
    "alpha": _numbers(1.0, 6.0),
    "sigma": _numbers(0.1, 3.0),
    "core_radius_0": _numbers(0.05, 0.3),
    "core_radius_1": _numbers(0.4, 2.0),
    "eta": _numbers(0.6, 3.0),
    "beta": _numbers(0.7, 5.0),
    "multipole_3_comps": _pairs(-0.1, 0.1),
    "multipole_4_comps": _pairs(-0.1, 0.1),
    # Few orders, because JAX compiles each anew; test_shapelets.py has many.
    "n_y": st.just(2),
    "n_x": st.just(1),
    "n": st.just(3),
    "m": st.sampled_from([-1, 3]),
    "mass_to_light_ratio": _numbers(0.1, 5.0),
    "mass_to_light_ratio_base": _numbers(0.1, 5.0),
    "mass_to_light_gradient": _numbers(-1.0, 1.0),
    "mass_to_light_radius": _numbers(0.2, 2.0),
    # One map, because JAX compiles each anew.
    "lensing_potential": st.just(MAP_POTENTIAL),
    "deflections_y": st.just(MAP_DEFLECTIONS_Y),
    "deflections_x": st.just(MAP_DEFLECTIONS_X),
    "image_plane_grid": st.just(None),
    "mask": st.just(MAP_MASK),
    "power_amplitude": _numbers(0.1, 2.0),
    "power_slope": _numbers(2.0, 5.0),
    "seed": st.just(3),
    "amplitudes": _pairs(0.1, 2.0),
    "dispersions": _pairs(0.1, 2.0),
}
#: Where a name means something else in one class: its strategy and its corners.
OF_A_CLASS: dict[tuple[str, str], tuple[st.SearchStrategy[Any], tuple[Any, ...]]] = {
    ("PowerLawMultipole", "m"): (st.sampled_from([1, 2, 3, 4]), (1, 2, 3, 4)),
}
#: Hard corners of what priors allow, where values and gradients must stay finite.
EDGES: dict[str, tuple[Any, ...]] = {
    "ell_comps": ((0.0, 0.0), (0.0, 0.97), (1e-9, 0.0), (-0.6, -0.7)),
    "einstein_radius": (1e-6, 8.0),
    "slope": (1.01, 2.0, 2.99),
    "core_radius": (0.0, 1e-9, 1.0, 5.0),
    "inner_slope": (0.0, 1.99),
    "outer_slope": (0.0, 2.0, 2.99),
    "break_radius": (0.0, 1e-3, 10.0),
    "multipole_comps": ((0.0, 0.0), (0.1, -0.1)),
    "ra": (0.0, 1e-9, 2.0, 10.0),
    "rs": (1e-3, 0.1, 100.0),
    "b0": (0.0, 10.0),
    "ellipticity": (0.0, 1e-9, 0.9),
    "angle_pos": (0.0, 180.0),
    "r_core": (0.0, 20.0),
    "r_cut": (1e-3, 0.1, 1e3),
    "separation": (0.0, 2.0),
    "power_slope": (0.0, 8.0),
    "mass": (1e6, 1e13),
    "kappa_s": (0.0, 5.0),
    "scale_radius": (1e-3, 100.0),
    "truncation_radius": (1e-3, 1e3),
    "mass_at_200": (1e6, 1e15),
    "f_c": (0.0, 0.9),
    "tau": (0.0, 1.0),
    "sigma_over_m": (0.0, 25.0),
    "interaction_radius": (0.0, 2.0),
    "velocity_exponent": (0.0, 7.9),
    "t_age": (0.0, 13.8),
    "redshift_object": (0.01, 0.99),
    "overdens": (0.0, 1e3),
    "effective_radius": (1e-2, 30.0),
    "sersic_index": (0.4, 8.0),
    "radius_break": (1e-3, 5.0),
    "gamma": (0.0, 2.0),
    "alpha": (0.1, 100.0),
    "sigma": (1e-3, 50.0),
    "core_radius_0": (1e-3, 30.0),
    "core_radius_1": (1e-3, 30.0),
    "eta": (0.1, 10.0),
    "beta": (0.05, 30.0),
    "multipole_3_comps": ((0.5, -0.5),),
    "multipole_4_comps": ((-0.5, 0.5),),
    "mass_to_light_gradient": (-1.0, 1.0),
    "mass_to_light_radius": (1e-2, 30.0),
}
#: What a class without defaults for it needs.
REQUIRED: dict[str, Any] = {
    "n_y": 2, "n_x": 1, "n": 3, "m": 1, "mask": MAP_MASK,
    "lensing_potential": MAP_POTENTIAL, "deflections_y": MAP_DEFLECTIONS_Y,
    "deflections_x": MAP_DEFLECTIONS_X,
}  # fmt: skip


def profiles_in(namespace: ModuleType) -> list[type[Profile]]:
    """Every profile class that a namespace offers, whoever wrote it."""
    found = [getattr(namespace, name) for name in namespace.__all__]
    return [cls for cls in found if issubclass(cls, Profile)]


def parameter_names(cls: type[Profile]) -> list[str]:
    return [field.name for field in dataclasses.fields(cls) if field.init]


def parameters_of(cls: type[Profile]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({n: _own(cls, n)[0] for n in parameter_names(cls)})


def _own(
    cls: type[Profile], name: str
) -> tuple[st.SearchStrategy[Any], tuple[Any, ...]]:
    """The strategy and the corners of a parameter of a class."""
    own = OF_A_CLASS.get((cls.__name__, name))
    return own or (PARAMETERS[name], EDGES.get(name, ()))


def made(cls: type[Profile], **parameters: Any) -> Profile:
    """A profile at its defaults but for some parameters."""
    required = {n: v for n, v in REQUIRED.items() if n in parameter_names(cls)}
    return cls(**{**required, **parameters})


def edge_profiles(cls: type[Profile]) -> list[Profile]:
    """The defaults, and each parameter in turn at its corners."""
    edges = [
        {name: value} for name in parameter_names(cls) for value in _own(cls, name)[1]
    ]
    return [made(cls), *(made(cls, **parameters) for parameters in edges)]


#: Parameters of any number, for which no prior can be configured.
WITHOUT_PRIOR = ("amplitudes", "dispersions")
#: How near the unit numbers come to the ends of a prior, which are open.
END = 1e-6
#: Offsets (y, x) from the centre where values and gradients must be finite.
AROUND = np.array(
    [(0, 0), (0, 1e-9), (1e-9, 0), (0, 1), (1, 0), (-30, 30), (0.05, -0.02)]
).T


def drawn_from_priors(cls: type[Profile]) -> st.SearchStrategy[Profile]:
    """Profiles anywhere in the support of the configured priors, often at its ends."""
    names = parameter_names(cls)
    given = {n: v for n, v in REQUIRED.items() if n in names}
    given |= {n: getattr(made(cls), n) for n in WITHOUT_PRIOR if n in names}
    model = af.Model(cls, **given)
    unit = st.one_of(st.sampled_from([END, 0.5, 1.0 - END]), _numbers(END, 1.0 - END))
    size = model.prior_count

    def profile(units: list[float]) -> Profile:
        try:
            return model.instance_from_unit_vector(units)
        except exc.ProfileException:
            # Two components inside their priors may lie outside the unit disc.
            hypothesis.reject()

    return st.lists(unit, min_size=size, max_size=size).map(profile)


def from_repr(cls: type[Profile], text: str) -> Profile:
    """What the repr of a profile, read as a line of code, makes."""
    call = ast.parse(text, mode="eval").body
    assert call.func.id == cls.__name__
    return cls(**{item.arg: ast.literal_eval(item.value) for item in call.keywords})


def turned(values: dict[str, Any], angle: float) -> dict[str, Any]:
    """The parameters of a profile after a turn of the sky by `angle` [radians]."""
    values = dict(values)
    if "centre" in values:
        values["centre"] = rotated(*values["centre"], angle)
    if "ell_comps" in values:
        values["ell_comps"] = rotated(*values["ell_comps"], 2 * angle)
    if "multipole_comps" in values:
        order = values["m"]
        values["multipole_comps"] = rotated(*values["multipole_comps"], order * angle)
    for name in {"angle_pos", "angle_binary"} & values.keys():
        values[name] += math.degrees(angle)
    for name, order in (("gamma", 2), ("tau", 1), ("delta", 3)):
        first, second = f"{name}_1", f"{name}_2"
        if second in values:
            y, x = rotated(values[second], values[first], order * angle)
            values |= {first: x, second: y}
    return values


def rotated(y: Any, x: Any, angle: float) -> tuple[Any, Any]:
    sine, cosine = math.sin(angle), math.cos(angle)
    return cosine * y + sine * x, cosine * x - sine * y


def ring(number: int = 7) -> tuple[np.ndarray, np.ndarray]:
    """(y, x) of points around the centres of the random profiles, none close."""
    angle = 0.3 + 2 * np.pi * np.arange(number) / number
    radius = np.linspace(0.9, 2.5, number)
    return radius * np.sin(angle), radius * np.cos(angle)


def numerical_gradient(
    function: Any, profile: Profile, relative: bool = False
) -> dict[str, Any]:
    """Central differences of a number with respect to every parameter.

    The steps are 1e-5, or where `relative` 1e-5 of numbers above 1.
    """
    gradient = {}
    for name in profile.dynamic_names():
        value = getattr(profile, name)
        if value is None:
            continue
        pair = isinstance(value, tuple)
        values = value if pair else (value,)
        parts = []
        for i in range(len(values)):
            step = 1e-5 * (max(1.0, abs(values[i])) if relative else 1.0)
            ends = []
            for sign in (1, -1):
                moved = list(values)
                moved[i] += sign * step
                change = {name: tuple(moved) if pair else moved[0]}
                ends.append(function(profile.replaced(**change)))
            parts.append((ends[0] - ends[1]) / (2 * step))
        gradient[name] = tuple(parts) if pair else parts[0]
    return gradient
