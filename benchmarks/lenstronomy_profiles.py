"""The mass profiles of lenstronomy that correspond to those of `al.mp`.

Conversions: e1, e2 are `ell_comps[1]`, `ell_comps[0]`; an elliptical radius is the
geometric-mean one, √q times the major-axis radius. Where the model is only similar
(ellipses in the potential, other units), it is timed and not compared.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import profiles
from cases import Case
from lenstronomy.LensModel.lens_model import LensModel
from lenstronomy.LensModel.Profiles.sersic_utils import SersicUtil

Keywords = dict[str, Any]


def _q(values: Keywords) -> float:
    f = math.hypot(*values.get("ell_comps", (0.0, 0.0)))
    return (1.0 - f) / (1.0 + f)


def _centre(values: Keywords) -> Keywords:
    return {"center_x": values["centre"][1], "center_y": values["centre"][0]}


def _ellipse(values: Keywords) -> Keywords:
    e = values.get("ell_comps", (0.0, 0.0))
    return {"e1": e[1], "e2": e[0], **_centre(values)}


def _isothermal(v: Keywords) -> list[Keywords]:
    radius = 2.0 * math.sqrt(_q(v)) / (1.0 + _q(v)) * v["einstein_radius"]
    return [{"theta_E": radius, **_ellipse(v)}]


def _core(v: Keywords) -> list[Keywords]:
    scale = {"s_scale": math.sqrt(_q(v)) * v["core_radius"]}
    return [{**_isothermal(v)[0], **scale}]


def _power_law(v: Keywords) -> list[Keywords]:
    q, t = _q(v), v["slope"] - 1.0
    radius = math.sqrt(q) * (2.0 / (1.0 + q)) ** (1.0 / t) * v["einstein_radius"]
    return [{"theta_E": radius, "gamma": v["slope"], **_ellipse(v)}]


def _intermediate(v: Keywords) -> list[Keywords]:
    return [{"theta_E": v["einstein_radius"], "gamma": v["slope"], **_ellipse(v)}]


def _round_power_law(v: Keywords) -> list[Keywords]:
    return [{"theta_E": v["einstein_radius"], "gamma": v["slope"], **_centre(v)}]


def _multipole(v: Keywords) -> list[Keywords]:
    k, angle = math.hypot(*v["multipole_comps"]), math.atan2(*v["multipole_comps"])
    strength = v["einstein_radius"] * k
    return [{"m": 4, "a_m": strength, "phi_m": angle / 4.0, **_centre(v)}]


def _piemass(v: Keywords) -> list[Keywords]:
    root = math.sqrt(1.0 - sum(e * e for e in v["ell_comps"]))
    return [{"theta_E": v["b0"] * root, "s_scale": v["ra"] * root, **_ellipse(v)}]


def _cut(v: Keywords) -> list[Keywords]:
    root = math.sqrt(1.0 - sum(e * e for e in v["ell_comps"]))
    strength = v["b0"] * root / (1.0 - v["ra"] / v["rs"])
    return [
        {"theta_E": sign * strength, "s_scale": v[name] * root, **_ellipse(v)}
        for sign, name in ((1.0, "ra"), (-1.0, "rs"))
    ]


def _lenstool(v: Keywords) -> list[Keywords]:
    e = (0.1, 0.2)
    return _cut({**v, "ell_comps": e, "ra": v["r_core"], "rs": v["r_cut"], "b0": 1.0})


def _jaffe(v: Keywords) -> list[Keywords]:
    strength = {"sigma0": 0.5 * v["b0"] / v["ra"], "Ra": v["ra"], "Rs": v["rs"]}
    return [{**strength, **_centre(v)}]


def _jaffe_lenstool(v: Keywords) -> list[Keywords]:
    return _jaffe({**v, "ra": v["r_core"], "rs": v["r_cut"], "b0": 1.0})


def _jaffe_ellipse(v: Keywords) -> list[Keywords]:
    return [{**_jaffe(v)[0], **_ellipse(v)}]


def _halo(v: Keywords, *, ellipse: bool = False, **others: float) -> list[Keywords]:
    radius = math.sqrt(_q(v)) * v["scale_radius"]
    strength = 4.0 * v["kappa_s"] * radius * (1.0 - math.log(2.0))
    place = _ellipse(v) if ellipse else _centre(v)
    return [{"Rs": radius, "alpha_Rs": strength, **place, **others}]


def b_n(n: float) -> float:
    """The constant of a Sersic profile, as `al.lp` and `al.mp` take it."""
    return (
        2.0 * n - 1.0 / 3.0 + 4.0 / (405.0 * n) + 46.0 / (25515.0 * n**2)
        + 131.0 / (1148175.0 * n**3) - 2194697.0 / (30690717750.0 * n**4)
    )  # fmt: skip


def _sersic(
    place: Callable[[Keywords], Keywords], index: float | None = None
) -> Callable[[Keywords], list[Keywords]]:
    """The keywords of a Sersic profile, whose `b_n` is a linear fit there."""

    def keywords(v: Keywords) -> list[Keywords]:
        n = v["sersic_index"] if index is None else index
        own = SersicUtil.b_n(n)
        strength = v["intensity"] * v["mass_to_light_ratio"] * math.exp(b_n(n) - own)
        radius = v["effective_radius"] * (own / b_n(n)) ** n
        return [{"k_eff": strength, "R_sersic": radius, "n_sersic": n, **place(v)}]

    return keywords


def _gaussian(v: Keywords) -> list[Keywords]:
    sigma = v["sigma"] / math.sqrt(_q(v))
    mass = v["intensity"] * v["mass_to_light_ratio"] * 2.0 * math.pi * sigma**2
    return [{"amp": mass, "sigma": sigma, **_ellipse(v)}]


def _gaussians(v: Keywords) -> list[Keywords]:
    sigma = np.array(v["dispersions"])
    amp = np.array(v["amplitudes"]) * 2.0 * math.pi * sigma**2
    return [{"amp": amp, "sigma": sigma, **_ellipse(v)}]


def _chameleon(v: Keywords) -> list[Keywords]:
    root = 2.0 * math.sqrt(_q(v)) / (1.0 + _q(v))
    strength = v["intensity"] * v["mass_to_light_ratio"] * root
    return [
        {"theta_E": sign * strength, "s_scale": root * v[name], **_ellipse(v)}
        for sign, name in ((1.0, "core_radius_0"), (-1.0, "core_radius_1"))
    ]


def _shear(v: Keywords) -> list[Keywords]:
    return [{"gamma1": v["gamma_1"], "gamma2": v["gamma_2"]}]


def _third_order(v: Keywords) -> list[Keywords]:
    place = {"ra_0": v["centre"][1], "dec_0": v["centre"][0]}
    third = {
        "g1": 1.5 * v["tau_1"] + v["delta_1"],
        "g2": 0.5 * v["tau_2"] + v["delta_2"],
        "g3": 0.5 * v["tau_1"] - v["delta_1"],
        "g4": 1.5 * v["tau_2"] - v["delta_2"],
    }
    return [{**_shear(v)[0], **place}, {**third, **place}]


def _sheet(v: Keywords) -> list[Keywords]:
    place = {"ra_0": v["centre"][1], "dec_0": v["centre"][0]}
    return [{"kappa": v["kappa"], **place}]


def _point(v: Keywords) -> list[Keywords]:
    return [{"theta_E": v.get("einstein_radius", 1.0), **_centre(v)}]


def _points(v: Keywords) -> list[Keywords]:
    return _point(v) + _point(v)


#: Models, their keywords, and whether the deflections are to be the same.
MODELS: dict[str, tuple[list[str], Callable[[Keywords], list[Keywords]], bool]] = {
    "Isothermal": (["SIE"], _isothermal, True),
    "IsothermalSph": (["SIS"], lambda v: [
        {"theta_E": v["einstein_radius"], **_centre(v)}], True),
    "IsothermalCore": (["NIE"], _core, True),
    "IsothermalCoreSph": (["NIE"], _core, True),
    "PowerLaw": (["EPL"], _power_law, True),
    "PowerLawSph": (["SPP"], _round_power_law, True),
    "PowerLawIntermediate": (["EPL"], _intermediate, True),
    "PowerLawIntermediateSph": (["SPP"], _round_power_law, True),
    "PowerLawMultipole": (["MULTIPOLE"], _multipole, True),
    "PIEMass": (["NIE"], _piemass, True),
    "dPIEMass": (["NIE", "NIE"], _lenstool, False),
    "dPIEMassSph": (["PJAFFE"], _jaffe_lenstool, False),
    "dPIEMassB0": (["NIE", "NIE"], _cut, True),
    "dPIEMassB0Sph": (["PJAFFE"], _jaffe, True),
    "dPIEPotential": (["PJAFFE_ELLIPSE_POTENTIAL"], _jaffe_ellipse, False),
    "dPIEPotentialSph": (["PJAFFE"], _jaffe, True),
    "NFW": (["NFW_ELLIPSE_CSE"], lambda v: _halo(v, ellipse=True), True),
    "NFWSph": (["NFW"], _halo, True),
    "NFWTruncatedSph": (["TNFW"], lambda v: _halo(
        v, r_trunc=v["truncation_radius"]), True),
    "gNFW": (["GNFW_ELLIPSE_GAUSS_DEC"], lambda v: _halo(
        v, ellipse=True, gamma_in=v["inner_slope"]), False),
    "gNFWSph": (["GNFW"], lambda v: _halo(v, gamma_in=v["inner_slope"]), False),
    "cNFW": (["CNFW_ELLIPSE_POTENTIAL"], lambda v: _halo(
        v, ellipse=True, r_core=v["core_radius"]), False),
    "cNFWSph": (["CNFW"], lambda v: _halo(v, r_core=v["core_radius"]), True),
    "Sersic": (["SERSIC_ELLIPSE_GAUSS_DEC"], _sersic(_ellipse), True),
    "SersicSph": (["SERSIC"], _sersic(_centre), True),
    "Exponential": (["SERSIC_ELLIPSE_GAUSS_DEC"], _sersic(_ellipse, 1.0), True),
    "ExponentialSph": (["SERSIC"], _sersic(_centre, 1.0), True),
    "DevVaucouleurs": (["SERSIC_ELLIPSE_GAUSS_DEC"], _sersic(_ellipse, 4.0), True),
    "DevVaucouleursSph": (["SERSIC"], _sersic(_centre, 4.0), True),
    "Gaussian": (["GAUSSIAN_ELLIPSE_KAPPA"], _gaussian, True),
    "MultiGaussian": (["MULTI_GAUSSIAN_ELLIPSE_KAPPA"], _gaussians, True),
    "Chameleon": (["NIE", "NIE"], _chameleon, True),
    "ChameleonSph": (["NIE", "NIE"], _chameleon, True),
    "ExternalShear": (["SHEAR"], _shear, True),
    "ExternalPotential": (["SHEAR", "FLEXION"], _third_order, True),
    "MassSheet": (["CONVERGENCE"], _sheet, True),
    "PointMass": (["POINT_MASS"], _point, True),
    "SMBH": (["POINT_MASS"], _point, False),
    "SMBHBinary": (["POINT_MASS", "POINT_MASS"], _points, False),
}  # fmt: skip


def function_from(case: Case, mode: str) -> Callable[[np.ndarray], Any]:
    """As `profiles.function_from`, modes "numpy", "small" and "check".

    Raises
    ------
    NotImplementedError
        There is no such model, or none whose deflections are the same ("check").
    """
    models, keywords, same = MODELS.get(case.name, ([], None, False))
    if not models or (mode == "check" and not same):
        raise NotImplementedError(f"nothing to compare with {case.name}")
    lens = LensModel(models)

    def call(vector: np.ndarray, y: np.ndarray, x: np.ndarray) -> Any:
        values = profiles.parameters_from(case.name, vector)
        return lens.alpha(x, y, keywords(values))

    if mode == "check":
        points = profiles.check_points().T.copy()
        return lambda vector: np.stack(call(vector, *points)[::-1], -1).ravel()
    y, x = profiles.coordinates(profiles.side_of(mode))

    def deflections(vector: np.ndarray) -> float:
        call(vector, y, x)
        return 0.0

    return deflections
