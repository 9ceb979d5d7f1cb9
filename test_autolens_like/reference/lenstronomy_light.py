"""Light profiles of lenstronomy by the parameters of this package.

Each conversion gives the model and its numbers; its docstring says what differs.
"""

import math

import numpy as np
from entries import ELLIPSE, FLAT, ROUND
from lenstronomy.LightModel.light_model import LightModel
from lenstronomy.LightModel.Profiles.moffat import Moffat
from lenstronomy_conversions import (
    CORES,
    SERSIC,
    X,
    Y,
    axis_ratio,
    chameleon,
    entry,
    place,
    sersic_constant,
    sersic_numbers,
)


def sersic_light(p):
    """P for the radius; its b_n is a linear fit, made good by radius and amp."""
    radius, brightness = sersic_numbers(p)
    model = "SERSIC_ELLIPSE" if "ell_comps" in p else "SERSIC"
    numbers = {"R_sersic": radius, "n_sersic": p["sersic_index"], "amp": brightness}
    return model, {**numbers, **place(p)}


def core_sersic(p):
    """amp is I' exp(-b_n) of Graham et al. 2003 and radii are P; b_n as SERSIC."""
    n, alpha, gamma = p["sersic_index"], p["alpha"], p["gamma"]
    radius, at_radius = sersic_numbers(p)
    # `at_radius` is intensity · exp(b_n - its b_n).
    ratio = 2 ** (1 / alpha) * p["radius_break"] / p["effective_radius"]
    rest = math.exp(sersic_constant(n) * (ratio ** (1 / n) - 1))
    amp = at_radius * 2 ** (-gamma / alpha) * rest
    numbers = {"R_sersic": radius, "Rb": p["radius_break"], "n_sersic": n}
    numbers |= {"amp": amp, "gamma": gamma, "alpha": alpha}
    return "CORE_SERSIC", {**numbers, **place(p)}


def gaussian_light(p):
    """sigma = σ / √q, the geometric mean; amp is the flux, 2 π sigma² intensity."""
    sigma = p["sigma"] / math.sqrt(axis_ratio(p))
    numbers = {"amp": 2 * math.pi * sigma**2 * p["intensity"], "sigma": sigma}
    model = "GAUSSIAN_ELLIPSE" if "ell_comps" in p else "GAUSSIAN"
    return model, {**numbers, **place(p)}


def chameleon_light(p):
    """w = √q core; amp as alpha_1 of the mass profile."""
    amp, numbers = chameleon(p)
    return "CHAMELEON", {"amp": amp, **numbers}


def moffat(p):
    """The same, round alone; not in its list of models, but among its classes."""
    numbers = {"amp": p["intensity"], "alpha": p["alpha"], "beta": p["beta"]}
    return Moffat(), {**numbers, **place(p)}


def shapelet(p):
    """beta = √q β, amp = intensity / β; along the axes of an ellipse, y and x there."""
    n_y, n_x = p["n_y"], p["n_x"]
    order, root = n_y + n_x, math.sqrt(axis_ratio(p))
    # Its order: (0, 0), (1, 0), (0, 1), (2, 0), (1, 1), ..., x before y.
    amp = np.zeros((order + 1) * (order + 2) // 2)
    amp[order * (order + 1) // 2 + n_y] = p["intensity"] / p["beta"]
    numbers = {"amp": amp, "n_max": order, "beta": root * p["beta"]}
    model = "SHAPELETS_ELLIPSE" if "ell_comps" in p else "SHAPELETS"
    return model, {**numbers, **place(p)}


BRIGHT = {"intensity": 0.3, **SERSIC}
CUSP = {"radius_break": 0.1, "gamma": 0.3, "alpha": 2.5}
ALIGNED = {"centre": (0.1, -0.05), "ell_comps": (0.0, 0.3)}
ORDERS = {"n_y": 2, "n_x": 3, "intensity": 2.0, "beta": 0.6}
DISC = {"intensity": 0.3, "effective_radius": 0.7}
LIGHT = [
    ("Sersic", {**ELLIPSE, **BRIGHT}, sersic_light),
    ("Sersic", {**FLAT, **BRIGHT, "sersic_index": 0.9}, sersic_light),
    ("SersicSph", {**ROUND, **BRIGHT}, sersic_light),
    ("Exponential", {**ELLIPSE, **DISC}, sersic_light),
    ("ExponentialSph", {**ROUND, **DISC}, sersic_light),
    ("DevVaucouleurs", {**ELLIPSE, **DISC}, sersic_light),
    ("DevVaucouleursSph", {**ROUND, **DISC}, sersic_light),
    ("SersicCore", {**ELLIPSE, **BRIGHT, **CUSP}, core_sersic),
    ("Gaussian", {**FLAT, "intensity": 0.3, "sigma": 0.4}, gaussian_light),
    ("GaussianSph", {**ROUND, "intensity": 0.3, "sigma": 0.4}, gaussian_light),
    ("Chameleon", {**FLAT, "intensity": 0.3, **CORES}, chameleon_light),
    ("ChameleonSph", {**ROUND, "intensity": 0.3, **CORES}, chameleon_light),
    ("MoffatSph", {**ROUND, "intensity": 2.0, "alpha": 0.3, "beta": 2.5}, moffat),
    ("ShapeletCartesian", {**ALIGNED, **ORDERS}, shapelet),
    ("ShapeletCartesianSph", {**ROUND, **ORDERS}, shapelet),
]
#: The index of light profiles whose class has it fixed.
FIXED = {"Exponential": 1.0, "DevVaucouleurs": 4.0}


def light_entry(name, parameters, conversion):
    index = FIXED.get(name.removesuffix("Sph"))
    fixed = {} if index is None else {"sersic_index": index}
    model, numbers = conversion({**parameters, **fixed})
    if isinstance(model, str):
        image = LightModel([model]).func_list[0].function(X, Y, **numbers)
    else:
        image, model = model.function(X, Y, **numbers), type(model).__name__
    values = {"image_2d_from": np.asarray(image).tolist()}
    return entry(name, parameters, [model], conversion) | {"values": values}
