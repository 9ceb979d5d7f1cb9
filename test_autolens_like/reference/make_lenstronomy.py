"""Makes `lenstronomy.json`: profiles of lenstronomy that this package has, too.

`make.py` runs it. Everywhere x comes before y in lenstronomy, its (e1, e2) is
(ell_comps[1], ell_comps[0]), and an ellipse has the radius P = √(q x² + y² / q), the
geometric mean, where most mass profiles here have the major-axis radius R = P / √q.
What else differs stands in the docstring of each conversion, and beside its numbers.

Left out: BPL breaks the density in three dimensions, `PowerLawBroken` the convergence;
SPEMD and PEMD need a Fortran library; TNFWC and the NFW halos with ellipticity in the
potential are other profiles; the profiles of Sersic light with a core, multipoles or
exponential shapelets that differ are in `make_light.py`.
"""

import math

import lenstronomy
import numpy as np
from astropy.cosmology import Planck15
from entries import ELLIPSE, FLAT, POSITIONS, ROUND, write
from lenstronomy.LensModel.lens_model import LensModel
from lenstronomy.LensModel.Profiles.cnfw import CNFW
from lenstronomy.LensModel.Profiles.gnfw import GNFW
from lenstronomy.LensModel.Profiles.sersic_utils import SersicUtil
from lenstronomy.LightModel.light_model import LightModel
from lenstronomy.LightModel.Profiles.moffat import Moffat

Y, X = np.array(POSITIONS).T


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


def sis(p):
    """theta_E = einstein_radius."""
    return [("SIS", {"theta_E": p["einstein_radius"], **place(p)})]


def sie(p):
    """theta_E = 2 √q / (1 + q) einstein_radius."""
    return [("SIE", {"theta_E": area_factor(p) * p["einstein_radius"], **place(p)})]


def epl(p):
    """theta_E = √q (2 / (1 + q))^(1 / (slope - 1)) einstein_radius."""
    q, slope = axis_ratio(p), p["slope"]
    radius = math.sqrt(q) * (2 / (1 + q)) ** (1 / (slope - 1)) * p["einstein_radius"]
    return [("EPL", {"theta_E": radius, "gamma": slope, **place(p)})]


def same_epl(p):
    """theta_E = einstein_radius: both by the geometric-mean radius."""
    radius, slope = p["einstein_radius"], p["slope"]
    return [("EPL", {"theta_E": radius, "gamma": slope, **place(p)})]


def spp(p):
    """theta_E = einstein_radius."""
    return [("SPP", {"theta_E": p["einstein_radius"], "gamma": p["slope"], **place(p)})]


def spl_core(p):
    """sigma0 is ρ_0 core, κ at the centre over √π Γ((slope - 1) / 2) / Γ(slope / 2)."""
    slope, core = p["slope"], p["core_radius"]
    central = 0.5 * (3 - slope) * (p["einstein_radius"] / core) ** (slope - 1)
    over = math.gamma(slope / 2) / math.gamma((slope - 1) / 2) / math.sqrt(math.pi)
    keywords = {"sigma0": central * over, "gamma": slope, "r_core": core, **place(p)}
    return [("SPL_CORE", keywords)]


def nie(p):
    """theta_E = 2 √q / (1 + q) einstein_radius, s_scale = √q core_radius."""
    radius = area_factor(p) * p["einstein_radius"]
    core = math.sqrt(axis_ratio(p)) * p["core_radius"]
    ellipse = {"ell_comps": (0.0, 0.0), **p}
    return [("NIE", {"theta_E": radius, "s_scale": core, **place(ellipse)})]


def pie(p):
    """theta_E = √(1 - f²) b0, s_scale = √(1 - f²) ra."""
    root = area_factor(p)
    return [("NIE", {"theta_E": root * p["b0"], "s_scale": root * p["ra"], **place(p)})]


def dpie(p):
    """The difference of two NIE with √(1 - f²) b0 rs / (rs - ra); no dPIE there."""
    strength = p["b0"] * p["rs"] / (p["rs"] - p["ra"])
    (inner,) = pie({**p, "b0": strength})
    (outer,) = pie({**p, "b0": -strength, "ra": p["rs"]})
    return [inner, outer]


def pjaffe(p):
    """sigma0 = b0 / (2 ra)."""
    numbers = {"sigma0": p["b0"] / (2 * p["ra"]), "Ra": p["ra"], "Rs": p["rs"]}
    return [("PJAFFE", {**numbers, **place(p)})]


def pjaffe_potential(p):
    """sigma0 = b0 / (2 ra); there ε = (1 - q²) / (1 + q²) of (e1, e2) is f here."""
    (_, numbers) = pjaffe({**p, "centre": p["centre"]})[0]
    f = math.hypot(*p["ell_comps"])
    q = math.sqrt((1 - f) / (1 + f))
    scale = (1 - q) / (1 + q) / f
    numbers |= {"e1": p["ell_comps"][1] * scale, "e2": p["ell_comps"][0] * scale}
    return [("PJAFFE_ELLIPSE_POTENTIAL", numbers)]


def multipole(p):
    """a_m = k einstein_radius, phi_m = φ_m; slope 2 alone. r_E = einstein_radius."""
    along_y, along_x = p["multipole_comps"]
    return [
        (
            "MULTIPOLE",
            {
                "m": p["m"],
                "a_m": math.hypot(along_y, along_x) * p["einstein_radius"],
                "phi_m": math.atan2(along_y, along_x) / p["m"],
                "r_E": p["einstein_radius"],
                **place(p),
            },
        )
    ]


def shear(p):
    """The same, both about the origin."""
    return [("SHEAR", {"gamma1": p["gamma_1"], "gamma2": p["gamma_2"]})]


def third_order(p):
    """SHEAR and FLEXION, whose g are third derivatives: 3/2 τ ± δ and τ/2 ± δ."""
    origin = centre(p, "dec_0", "ra_0")
    t1, t2, d1, d2 = (p[name] for name in ("tau_1", "tau_2", "delta_1", "delta_2"))
    third = {"g1": 1.5 * t1 + d1, "g2": 0.5 * t2 + d2}
    third |= {"g3": 0.5 * t1 - d1, "g4": 1.5 * t2 - d2}
    return [(shear(p)[0][0], {**shear(p)[0][1], **origin}), ("FLEXION", third | origin)]


def sheet(p):
    """ra_0, dec_0 for the centre."""
    return [("CONVERGENCE", {"kappa": p["kappa"], **centre(p, "dec_0", "ra_0")})]


def point_mass(p):
    """theta_E = einstein_radius."""
    return [("POINT_MASS", {"theta_E": p["einstein_radius"], **place(p)})]


def gaussian(p):
    """sigma = σ / √q, the geometric mean; amp = 2 π sigma² times κ at the centre."""
    sigma = p["sigma"] / math.sqrt(axis_ratio(p))
    central = p["intensity"] * p["mass_to_light_ratio"]
    numbers = {"amp": 2 * math.pi * sigma**2 * central, "sigma": sigma}
    return [("GAUSSIAN_ELLIPSE_KAPPA", {**numbers, **place(p)})]


def gaussians(p):
    """amp = 2 π s² times the amplitude."""
    pairs = zip(p["amplitudes"], p["dispersions"], strict=True)
    amp = np.array([2 * math.pi * s**2 * a for a, s in pairs])
    numbers = {"amp": amp, "sigma": np.array(p["dispersions"])}
    return [("MULTI_GAUSSIAN_ELLIPSE_KAPPA", {**numbers, **place(p)})]


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


def sersic(p):
    """Its b_n is 1.9992 n - 0.3271; another radius and k_eff make that good."""
    radius, brightness = sersic_numbers(p)
    numbers = {"R_sersic": radius, "n_sersic": p["sersic_index"]}
    numbers["k_eff"] = brightness * p["mass_to_light_ratio"]
    return [("SERSIC", {**numbers, **place(p)})]


def sersic_ellipse(p):
    """As SERSIC, with R_sersic along the major axis; |(e1, e2)| is 1 - q."""
    radius, brightness = sersic_numbers(p)
    q = axis_ratio(p)
    flattening = math.hypot(*p["ell_comps"])
    e2, e1 = (component * (1 - q) / flattening for component in p["ell_comps"])
    numbers = {"R_sersic": radius / math.sqrt(q), "n_sersic": p["sersic_index"]}
    numbers |= {"k_eff": brightness * p["mass_to_light_ratio"], **place(p)}
    return [("SERSIC_ELLIPSE_KAPPA", {**numbers, "e1": e1, "e2": e2})]


def chameleon(p):
    """The normalization and the other numbers, for mass and light."""
    root = math.sqrt(axis_ratio(p))
    w_c, w_t = root * p["core_radius_0"], root * p["core_radius_1"]
    alpha = (math.hypot(1, w_c) - w_c) - (math.hypot(1, w_t) - w_t)
    alpha *= area_factor(p) * p["intensity"] * p.get("mass_to_light_ratio", 1.0)
    ellipse = {"ell_comps": (0.0, 0.0), **p}
    return alpha, {"w_c": w_c, "w_t": w_t, **place(ellipse)}


def chameleon_mass(p):
    """w = √q core; alpha_1 is the deflection 1 arcsec from a round one with cores w."""
    alpha, numbers = chameleon(p)
    return [("CHAMELEON", {"alpha_1": alpha, **numbers})]


def halo(p, model, radius_factor=1.0, **others):
    radius = p["scale_radius"] * radius_factor
    # Of the same central density: κ_s grows with r_s.
    deflection = 4.0 * p["kappa_s"] * radius * (1.0 - math.log(2.0))
    return [(model, {"Rs": radius, "alpha_Rs": deflection, **place(p), **others})]


def nfw(p):
    """alpha_Rs, the deflection at r_s, is 4 κ_s r_s (1 - ln 2)."""
    return halo(p, "NFW")


def nfw_ellipse(p):
    """Rs = √q r_s, alpha_Rs = 4 κ_s Rs (1 - ln 2); a sum of 44 steep ellipsoids."""
    return halo(p, "NFW_ELLIPSE_CSE", math.sqrt(axis_ratio(p)))


def tnfw(p):
    """alpha_Rs is the deflection at r_s of the halo without truncation."""
    return halo(p, "TNFW", r_trunc=p["truncation_radius"])


def cnfw(p):
    """alpha_Rs is the deflection at r_s with the core, whatever its text says."""
    ((_, numbers),) = halo(p, "CNFW", r_core=p["core_radius"])
    radius = p["scale_radius"]
    deflection = CNFW()._rho2alpha(p["kappa_s"] / radius, radius, p["core_radius"])
    return [("CNFW", {**numbers, "alpha_Rs": float(deflection)})]


def gnfw_numbers(p, factor=1.0):
    radius, slope = p["scale_radius"] * factor, p["inner_slope"]
    deflection = GNFW().kappa_s_to_alpha_Rs(p["kappa_s"], radius, slope)
    return {"Rs": radius, "alpha_Rs": float(deflection), "gamma_in": slope, **place(p)}


def gnfw(p):
    """alpha_Rs by its own GNFW().kappa_s_to_alpha_Rs(κ_s, r_s, inner_slope)."""
    return [("GNFW", gnfw_numbers(p))]


def gnfw_ellipse(p):
    """Rs = √q r_s, alpha_Rs as GNFW; a sum of 20 Gaussians."""
    return [("GNFW_ELLIPSE_GAUSS_DEC", gnfw_numbers(p, math.sqrt(axis_ratio(p))))]


def nfw_of_mass(p):
    """logM = log10 of the mass inside 200 critical densities; Planck15 of astropy."""
    numbers = {"logM": math.log10(p["virial_mass"])}
    return [("NFW_MC", numbers | {"concentration": p["concentration"], **place(p)})]


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


SLOPE = {"einstein_radius": 1.2, "slope": 2.2}
STEEP = {"einstein_radius": 0.8, "slope": 1.6}
CORE = {"einstein_radius": 1.2, "core_radius": 0.2}
CUT = {"ra": 0.2, "rs": 3.0, "b0": 1.1}
RATIO = {"intensity": 0.3, "mass_to_light_ratio": 1.7}
CORES = {"core_radius_0": 0.1, "core_radius_1": 0.4}
SERSIC = {"effective_radius": 0.7, "sersic_index": 2.5}
SHEAR = {"gamma_1": 0.05, "gamma_2": -0.08}
THIRD = {"tau_1": 0.02, "tau_2": -0.03, "delta_1": 0.04, "delta_2": 0.01}
HALO = {"kappa_s": 0.2, "scale_radius": 1.5}
MULTIPOLE = {"einstein_radius": 1.2, "slope": 2.0, "multipole_comps": (0.03, 0.05)}
SUM = {"amplitudes": (0.5, 0.2), "dispersions": (0.3, 1.2)}
BOUND = {"virial_mass": 1e13, "concentration": 6.0}
REDSHIFTS = {"redshift_object": 0.4, "redshift_source": 1.5}

MASS = [
    ("Isothermal", {**ELLIPSE, "einstein_radius": 1.2}, sie),
    ("Isothermal", {**FLAT, "einstein_radius": 0.8}, sie),
    ("IsothermalSph", {**ROUND, "einstein_radius": 1.2}, sis),
    ("IsothermalCore", {**ELLIPSE, **CORE}, nie),
    ("IsothermalCore", {**FLAT, **CORE}, nie),
    ("IsothermalCoreSph", {**ROUND, **CORE}, nie),
    ("PowerLaw", {**ELLIPSE, **SLOPE}, epl),
    ("PowerLaw", {**FLAT, **STEEP}, epl),
    ("PowerLawSph", {**ROUND, **SLOPE}, spp),
    ("PowerLawIntermediate", {**ELLIPSE, **SLOPE}, same_epl),
    ("PowerLawIntermediateSph", {**ROUND, **STEEP}, spp),
    ("PowerLawCoreSph", {**ROUND, **SLOPE, "core_radius": 0.2}, spl_core),
    *(("PowerLawMultipole", {**ROUND, **MULTIPOLE, "m": m}, multipole) for m in (1, 3)),
    ("PIEMass", {**ELLIPSE, "ra": 0.2, "b0": 1.1}, pie),
    ("dPIEMassB0", {**ELLIPSE, **CUT}, dpie),
    ("dPIEMassB0", {**FLAT, **CUT}, dpie),
    ("dPIEMassB0Sph", {**ROUND, **CUT}, pjaffe),
    ("dPIEPotential", {**ELLIPSE, **CUT}, pjaffe_potential),
    ("dPIEPotentialSph", {**ROUND, **CUT}, pjaffe),
    ("ExternalShear", SHEAR, shear),
    ("ExternalPotential", {**ROUND, **SHEAR, **THIRD}, third_order),
    ("MassSheet", {**ROUND, "kappa": 0.2}, sheet),
    ("PointMass", {**ROUND, "einstein_radius": 0.9}, point_mass),
    ("Gaussian", {**ELLIPSE, **RATIO, "sigma": 0.7}, gaussian),
    ("Gaussian", {**FLAT, **RATIO, "sigma": 0.4}, gaussian),
    ("MultiGaussian", {**ELLIPSE, **SUM}, gaussians),
    ("SersicSph", {**ROUND, **RATIO, **SERSIC}, sersic),
    ("Sersic", {**ELLIPSE, **RATIO, **SERSIC}, sersic_ellipse),
    ("Chameleon", {**ELLIPSE, **RATIO, **CORES}, chameleon_mass),
    ("ChameleonSph", {**ROUND, **RATIO, **CORES}, chameleon_mass),
    ("NFWSph", {**ROUND, **HALO}, nfw),
    ("NFW", {**ELLIPSE, **HALO}, nfw_ellipse),
    ("NFW", {**FLAT, "kappa_s": 0.1, "scale_radius": 12.0}, nfw_ellipse),
    ("NFWTruncatedSph", {**ROUND, **HALO, "truncation_radius": 4.0}, tnfw),
    ("cNFWSph", {**ROUND, **HALO, "core_radius": 0.3}, cnfw),
    ("gNFWSph", {**ROUND, **HALO, "inner_slope": 1.4}, gnfw),
    ("gNFWSph", {**ROUND, **HALO, "inner_slope": 0.6}, gnfw),
    ("gNFW", {**ELLIPSE, **HALO, "inner_slope": 1.4}, gnfw_ellipse),
    ("NFWVirialMassConcSph", {**ROUND, **BOUND, **REDSHIFTS}, nfw_of_mass),
]

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
#: Theirs are missing or numerical integrals that fail.
WITHOUT_POTENTIAL = {"PowerLawCoreSph", "Sersic", "NFW", "cNFWSph", "gNFWSph"}
WITHOUT_POTENTIAL |= {"gNFW"}


def mass_entry(name, parameters, conversion):
    components = conversion(parameters)
    models = [model for model, _ in components]
    lens = LensModel(
        models,
        lens_redshift_list=[parameters.get("redshift_object")] * len(models),
        z_source=parameters.get("redshift_source"),
        z_source_convention=parameters.get("redshift_source"),
        profile_kwargs_list=[
            {"cosmo": Planck15} if model == "NFW_MC" else {} for model in models
        ],
    )
    numbers = [keywords for _, keywords in components]
    along_x, along_y = lens.alpha(X, Y, numbers)
    values = {
        "deflections_yx_2d_from": np.stack([along_y, along_x], -1).tolist(),
        "convergence_2d_from": lens.kappa(X, Y, numbers).tolist(),
    }
    if name not in WITHOUT_POTENTIAL:
        values["potential_2d_from"] = lens.potential(X, Y, numbers).tolist()
    return entry(name, parameters, models, conversion) | {"values": values}


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


def entry(name, parameters, models, conversion):
    convention = conversion.__doc__
    first = {"name": name, "models": models, "convention": convention}
    return first | {"parameters": parameters}


def main():
    document = {
        "source": f"lenstronomy {lenstronomy.__version__}, test_autolens_like/"
        "reference/make_lenstronomy.py: LensModel(models).alpha, .kappa, .potential; "
        "LightModel(models)",
        "positions": POSITIONS,
        "mass": [mass_entry(*item) for item in MASS],
        "light": [light_entry(*item) for item in LIGHT],
    }
    write("lenstronomy", document)


if __name__ == "__main__":
    main()
