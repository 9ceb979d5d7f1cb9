"""The mass profiles of the benchmark: parameters, grid, and calls through `al.mp`.

Only numpy is needed, so that every system's interpreter can import this file. What is
written here serves autolens_like and autolens alike, whose profiles have the same
names and arguments.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from cases import Case
from compiled import compiled

#: Half a side of the grid [arcsec], points along a side, and those of the small grid
#: on which a system is timed that needs seconds for the large one.
HALF_SIDE, SIDE, SMALL_SIDE = 3.5, 500, 50
#: Standard deviation of every parameter over its value.
SCATTER = 0.02

_ROUND = {"centre": (0.1, -0.05)}
_ELLIPSE = {**_ROUND, "ell_comps": (0.1, 0.2)}
_RADIUS = {"einstein_radius": 1.2}
_RATIO = {"intensity": 0.3, "mass_to_light_ratio": 1.7}
_SERSIC = {**_RATIO, "effective_radius": 0.8}
_N = {"sersic_index": 3.2}
_GRADIENT = {"mass_to_light_gradient": 0.4}
_BREAK = {"inner_slope": 1.3, "outer_slope": 1.8, "break_radius": 0.6}
_CUT = {"ra": 0.2, "rs": 3.0, "b0": 1.1}
_LENSTOOL = {"sigma": 250.0, "r_core": 0.2, "r_cut": 3.0}
_HALO = {"kappa_s": 0.2, "scale_radius": 4.0}
_M200 = {"mass_at_200": 1e12}
_CORES = {"core_radius_0": 0.1, "core_radius_1": 0.4}
_HOLE = {"mass": 3e10, "redshift_object": 0.3}

#: Parameters round which vectors are drawn.
TRUTH: dict[str, dict[str, Any]] = {
    "Isothermal": {**_ELLIPSE, **_RADIUS},
    "IsothermalSph": {**_ROUND, **_RADIUS},
    "IsothermalCore": {**_ELLIPSE, **_RADIUS, "core_radius": 0.2},
    "IsothermalCoreSph": {**_ROUND, **_RADIUS, "core_radius": 0.2},
    "PowerLaw": {**_ELLIPSE, **_RADIUS, "slope": 2.2},
    "PowerLawSph": {**_ROUND, **_RADIUS, "slope": 2.2},
    "PowerLawCore": {**_ELLIPSE, **_RADIUS, "slope": 2.2, "core_radius": 0.2},
    "PowerLawCoreSph": {**_ROUND, **_RADIUS, "slope": 2.2, "core_radius": 0.2},
    "PowerLawBroken": {**_ELLIPSE, **_RADIUS, **_BREAK},
    "PowerLawBrokenSph": {**_ROUND, **_RADIUS, **_BREAK},
    "PowerLawIntermediate": {**_ELLIPSE, **_RADIUS, "slope": 2.2},
    "PowerLawIntermediateSph": {**_ROUND, **_RADIUS, "slope": 2.2},
    "PowerLawMultipole": {**_ROUND, **_RADIUS, "multipole_comps": (0.03, 0.05)},
    "PIEMass": {**_ELLIPSE, "ra": 0.2, "b0": 1.1},
    "dPIEMass": {**_ROUND, "ellipticity": 0.4, "angle_pos": 30.0, **_LENSTOOL},
    "dPIEMassSph": {**_ROUND, **_LENSTOOL},
    "dPIEMassB0": {**_ELLIPSE, **_CUT},
    "dPIEMassB0Sph": {**_ROUND, **_CUT},
    "dPIEPotential": {**_ELLIPSE, **_CUT},
    "dPIEPotentialSph": {**_ROUND, **_CUT},
    "NFW": {**_ELLIPSE, **_HALO},
    "NFWSph": {**_ROUND, **_HALO},
    "NFWTruncatedSph": {**_ROUND, **_HALO, "truncation_radius": 9.0},
    "gNFW": {**_ELLIPSE, **_HALO, "inner_slope": 1.4},
    "gNFWSph": {**_ROUND, **_HALO, "inner_slope": 1.4},
    "cNFW": {**_ELLIPSE, **_HALO, "core_radius": 0.3},
    "cNFWSph": {**_ROUND, **_HALO, "core_radius": 0.3},
    "KaplinghatCoredNFWSph": {**_ROUND, **_HALO, "interaction_radius": 1.0},
    "YangSIDMSph": {**_ROUND, **_HALO, "tau": 0.4},
    "Sersic": {**_ELLIPSE, **_SERSIC, **_N},
    "SersicSph": {**_ROUND, **_SERSIC, **_N},
    "SersicCore": {**_ELLIPSE, **_SERSIC, **_N, "radius_break": 0.1},
    "SersicCoreSph": {**_ROUND, **_SERSIC, **_N, "radius_break": 0.1},
    "SersicGradient": {**_ELLIPSE, **_SERSIC, **_N, **_GRADIENT},
    "SersicGradientSph": {**_ROUND, **_SERSIC, **_N, **_GRADIENT},
    "Exponential": {**_ELLIPSE, **_SERSIC},
    "ExponentialSph": {**_ROUND, **_SERSIC},
    "ExponentialGradient": {**_ELLIPSE, **_SERSIC, **_GRADIENT},
    "ExponentialGradientSph": {**_ROUND, **_SERSIC, **_GRADIENT},
    "DevVaucouleurs": {**_ELLIPSE, **_SERSIC},
    "DevVaucouleursSph": {**_ROUND, **_SERSIC},
    "Gaussian": {**_ELLIPSE, **_RATIO, "sigma": 0.7},
    "GaussianGradient": {
        **_ELLIPSE,
        "intensity": 0.3,
        "sigma": 0.7,
        "mass_to_light_ratio_base": 1.5,
        **_GRADIENT,
        "mass_to_light_radius": 0.8,
    },
    "MultiGaussian": {
        **_ELLIPSE,
        "amplitudes": (0.9, 0.5, 0.3, 0.1),
        "dispersions": (0.1, 0.3, 0.8, 2.0),
    },
    "Chameleon": {**_ELLIPSE, **_RATIO, **_CORES},
    "ChameleonSph": {**_ROUND, **_RATIO, **_CORES},
    "ExternalShear": {"gamma_1": 0.05, "gamma_2": -0.08},
    "ExternalPotential": {
        **_ROUND,
        "gamma_1": 0.05,
        "gamma_2": -0.08,
        "tau_1": 0.02,
        "tau_2": -0.03,
        "delta_1": 0.04,
        "delta_2": 0.01,
    },
    "MassSheet": {**_ROUND, "kappa": 0.2},
    "PointMass": {**_ROUND, "einstein_radius": 0.9},
    "SMBH": {**_ROUND, **_HOLE},
    "SMBHBinary": {
        **_ROUND,
        **_HOLE,
        "separation": 0.8,
        "angle_binary": 20.0,
        "mass_ratio": 1.5,
    },
    "NFWMCRDuffySph": {**_ROUND, **_M200},
    "NFWMCRLudlow": {**_ELLIPSE, **_M200},
    "NFWMCRLudlowSph": {**_ROUND, **_M200},
    "NFWMCRScatterLudlow": {**_ELLIPSE, **_M200, "scatter_sigma": 0.3},
    "NFWMCRScatterLudlowSph": {**_ROUND, **_M200, "scatter_sigma": 0.3},
    "NFWVirialMassConcSph": {**_ROUND, "virial_mass": 1e12, "concentration": 8.0},
    "NFWTruncatedMCRDuffySph": {**_ROUND, **_M200},
    "NFWTruncatedMCRLudlowSph": {**_ROUND, **_M200},
    "NFWTruncatedMCRScatterLudlowSph": {**_ROUND, **_M200, "scatter_sigma": 0.3},
    "gNFWMCRLudlow": {**_ELLIPSE, **_M200, "inner_slope": 1.4},
    "gNFWVirialMassConcSph": {**_ROUND, "log10m_vir": 12.3, "inner_slope": 1.4},
    "gNFWVirialMassgNFWConcSph": {**_ROUND, "log10m_vir": 12.3, "inner_slope": 1.4},
    "cNFWMCRLudlow": {**_ELLIPSE, **_M200, "f_c": 0.05},
    "cNFWMCRLudlowSph": {**_ROUND, **_M200, "f_c": 0.05},
    "cNFWMCRScatterLudlow": {**_ELLIPSE, **_M200, "f_c": 0.05, "scatter_sigma": 0.3},
    "cNFWMCRScatterLudlowSph": {**_ROUND, **_M200, "f_c": 0.05, "scatter_sigma": 0.3},
    "KaplinghatCoredNFWMCRLudlowSph": {**_ROUND, **_M200, "sigma_over_m": 2.0},
    "YangSIDMMCRLudlowSph": {**_ROUND, **_M200, "sigma_over_m": 2.0},
}


def _flat(parameters: dict[str, Any]) -> list[tuple[str, float]]:
    """(name, number), with `name:i` for the parts of a tuple."""
    flat = []
    for name, value in parameters.items():
        if isinstance(value, tuple):
            flat += [(f"{name}:{i}", part) for i, part in enumerate(value)]
        else:
            flat.append((name, value))
    return flat


def case_from(name: str) -> Case:
    """The case of a profile."""
    names, values = zip(*_flat(TRUTH[name]), strict=True)
    truth = np.array(values)
    return Case(name, name, names, truth, SCATTER * np.abs(truth))


def parameters_from(name: str, vector: Any) -> dict[str, Any]:
    """Arguments of the profile, from a vector of numpy or JAX."""
    numbers = iter(vector.tolist() if isinstance(vector, np.ndarray) else vector)
    return {
        key: tuple(next(numbers) for _ in value)
        if isinstance(value, tuple)
        else next(numbers)
        for key, value in TRUTH[name].items()
    }


def check_points() -> np.ndarray:
    """(100, 2) places (y, x) [arcsec] at which deflections are compared."""
    return np.random.default_rng(1).uniform(-HALF_SIDE, HALF_SIDE, (100, 2))


def side_of(mode: str) -> int:
    """Points along a side of the grid of mode "numpy" or "small"."""
    return {"numpy": SIDE, "small": SMALL_SIDE}[mode]


def coordinates(side: int = SIDE) -> tuple[np.ndarray, np.ndarray]:
    """y and x [arcsec] of the pixels of the grid, row by row from the top."""
    line = (np.arange(side) + 0.5) * (2.0 * HALF_SIDE / side) - HALF_SIDE
    y, x = np.meshgrid(-line, line, indexing="ij")
    return y.ravel(), x.ravel()


def function_from(al: Any, case: Case, mode: str) -> Callable[[np.ndarray], Any]:
    """What a vector's deflection angles are to be timed or compared by.

    Parameters
    ----------
    al
        The package whose `al.mp` has the profile.
    mode
        "numpy" or "small" computes the grid of `side_of`, "check" returns the
        deflections at `check_points`; "jax" is a weighted sum of all deflections on
        the large grid, compiled, "gradient" also its derivatives by all parameters.

    Raises
    ------
    NotImplementedError
        `al.mp` has no such profile.
    """
    cls = getattr(al.mp, case.name, None)
    if cls is None:
        raise NotImplementedError(f"no al.mp.{case.name}")
    if mode == "check":
        points = al.Grid2DIrregular(check_points().tolist())

        def check(vector: np.ndarray) -> np.ndarray:
            profile = cls(**parameters_from(case.name, vector))
            return np.asarray(profile.deflections_yx_2d_from(points)).ravel()

        return check
    if mode in ("jax", "gradient"):
        import jax

        def value(vector: Any, y: Any, x: Any) -> Any:
            profile = cls(**parameters_from(case.name, vector))
            alpha_y, alpha_x = profile.deflections(y, x)
            return ((1.0 + x) * alpha_y + (2.0 - y) * alpha_x).sum()

        return compiled(value, mode, jax, *map(jax.device_put, coordinates()))
    side = side_of(mode)
    grid = al.Grid2D.uniform(
        shape_native=(side, side),
        pixel_scales=2.0 * HALF_SIDE / side,
        over_sample_size=1,
    )

    def deflections(vector: np.ndarray) -> float:
        cls(**parameters_from(case.name, vector)).deflections_yx_2d_from(grid)
        return 0.0

    return deflections
