"""Mass profiles of lenstronomy by the parameters of this package.

Each conversion gives the models and their numbers; its docstring says what differs.
"""

import math

import numpy as np
from astropy.cosmology import Planck15
from entries import ELLIPSE, FLAT, ROUND
from lenstronomy.LensModel.lens_model import LensModel
from lenstronomy.LensModel.Profiles.cnfw import CNFW
from lenstronomy.LensModel.Profiles.gnfw import GNFW
from lenstronomy_conversions import (
    CORES,
    RATIO,
    SERSIC,
    X,
    Y,
    area_factor,
    axis_ratio,
    centre,
    chameleon,
    entry,
    place,
    sersic_numbers,
)


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


SLOPE = {"einstein_radius": 1.2, "slope": 2.2}
STEEP = {"einstein_radius": 0.8, "slope": 1.6}
CORE = {"einstein_radius": 1.2, "core_radius": 0.2}
CUT = {"ra": 0.2, "rs": 3.0, "b0": 1.1}
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
