"""What the comparisons of mass and of light with lenstronomy share."""

import math

import numpy as np
from entries import POSITIONS
from lenstronomy.LensModel.Profiles.sersic_utils import SersicUtil

Y, X = np.array(POSITIONS).T
RATIO = {"intensity": 0.3, "mass_to_light_ratio": 1.7}
CORES = {"core_radius_0": 0.1, "core_radius_1": 0.4}
SERSIC = {"effective_radius": 0.7, "sersic_index": 2.5}


def centre(p, y="center_y", x="center_x"):
    return {y: p["centre"][0], x: p["centre"][1]}


def place(p):
    """Centre and ellipticity, where there is one."""
    e2, e1 = p.get("ell_comps", (0.0, 0.0))
    return {**centre(p), **({"e1": e1, "e2": e2} if "ell_comps" in p else {})}


def axis_ratio(p):
    f = math.hypot(*p.get("ell_comps", (0.0, 0.0)))
    return (1 - f) / (1 + f)


def area_factor(p):
    """2 √q / (1 + q) = √(1 - f²)."""
    q = axis_ratio(p)
    return 2 * math.sqrt(q) / (1 + q)


def sersic_constant(n):
    """b_n here and in autolens, the series of Ciotti & Bertin 1999."""
    series = (4 / 405, 46 / 25515, 131 / 1148175, -2194697 / 30690717750)
    return 2 * n - 1 / 3 + sum(c / n ** (k + 1) for k, c in enumerate(series))


def sersic_numbers(p):
    """Radius and brightness there such that another b_n gives the same profile."""
    n = p["sersic_index"]
    ours, theirs = sersic_constant(n), SersicUtil.b_n(n)
    radius = p["effective_radius"] * (theirs / ours) ** n
    return radius, p["intensity"] * math.exp(ours - theirs)


def chameleon(p):
    """The normalization and the other numbers, for mass and light."""
    root = math.sqrt(axis_ratio(p))
    w_c, w_t = root * p["core_radius_0"], root * p["core_radius_1"]
    alpha = (math.hypot(1, w_c) - w_c) - (math.hypot(1, w_t) - w_t)
    alpha *= area_factor(p) * p["intensity"] * p.get("mass_to_light_ratio", 1.0)
    ellipse = {"ell_comps": (0.0, 0.0), **p}
    return alpha, {"w_c": w_c, "w_t": w_t, **place(ellipse)}


def entry(name, parameters, models, conversion):
    convention = conversion.__doc__
    first = {"name": name, "models": models, "convention": convention}
    return first | {"parameters": parameters}
