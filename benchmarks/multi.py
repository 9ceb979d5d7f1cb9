"""Three exposures fitted jointly, beside lenstronomy's JointLinear; eight bands.

    python benchmarks/multi.py            # writes the table of the README
    python benchmarks/multi.py --quick    # looks only

lenstronomy and JAX must be installed beside this package. Everybody gets the same
masses, drawn round the truth, in turn, and the threads that come by default; but for
BLAS, which has a single one: with two, lenstronomy takes longer where others work too.
numpy has its turns before JAX is imported, which a fit with numpy does not do.

log L differs by 1.5e-4 of 15,522. 1.4e-4 of it are b_n of the Sersic profiles, for
which lenstronomy has a linear fit; 1e-5 is light from outside of the frame, which the
kernel carries in here and which lenstronomy does not evaluate. On frames wider by 10
pixels that are masked again, with radii that make up for b_n, it finds the same to
4e-12.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

# Before numpy is imported, which reads them.
for _library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{_library}_NUM_THREADS"] = "1"

# ruff: noqa: E402
import numpy as np
import table
from lenstronomy.ImSim.MultiBand.joint_linear import JointLinear

import autolens_like as al

HERE = Path(__file__).parent
SIDE, SCALE, KERNEL, ORDER = 100, 0.08, 21, 10
OFFSETS = ((0.0, 0.0), (0.03, -0.02), (-0.04, 0.01))
WIDTHS = (0.1, 0.12, 0.15)
#: Einstein radius over the geometric-mean radius of lenstronomy, of q = 0.8, slope 2.1.
RATIO = 0.8
ELL_COMPS, SLOPE = (0.0, 1.0 / 9.0), 2.1
THETA = np.sqrt(RATIO) * (2.0 / (1.0 + RATIO)) ** (1.0 / (SLOPE - 1.0))
SETTINGS = al.Settings(
    use_positive_only_solver=False, no_regularization_add_to_curvature_diag_value=0.0
)
COLUMNS = {"2 columns": None, "67 columns": ORDER}
#: What the goals are about.
OURS = "numpy"


def kernel_of(width: float) -> np.ndarray:
    """A core with wings that are not round, so that it is no product of two lines."""
    y, x = (np.indices((KERNEL, KERNEL)) - KERNEL // 2) * SCALE
    squared = y**2 + x**2
    values = (
        np.exp(-0.5 * squared / width**2) + 0.02 / (1.0 + squared + 0.3 * x * y) ** 2
    )
    return values / values.sum()


def images() -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Data, noise and kernel of every exposure, the first row at the top."""
    rng, shape = np.random.default_rng(1), (SIDE, SIDE)
    return [
        (rng.normal(size=shape), rng.uniform(0.8, 1.2, shape), kernel_of(width))
        for width in WIDTHS
    ]


def exposures() -> list[al.Imaging]:
    """The same as `Imaging`, one point a pixel."""
    arrays = [
        [al.Array2D.no_mask(values, pixel_scales=SCALE) for values in image]
        for image in images()
    ]
    return [al.Imaging(*image, over_sample_size_lp=1) for image in arrays]


def tracer_of(radius: Any, order: int | None) -> al.Tracer:
    """A power law with shear and a linear lens; a source of one or 66 columns."""
    lens = al.Galaxy(
        redshift=0.5,
        bulge=al.lp_linear.Sersic(
            centre=(0.01, -0.02), ell_comps=(0.05, 0.1), effective_radius=0.8,
            sersic_index=3.0,
        ),
        mass=al.mp.PowerLaw(
            centre=(0.02, -0.03), ell_comps=ELL_COMPS, einstein_radius=radius,
            slope=SLOPE,
        ),
        shear=al.mp.ExternalShear(gamma_1=0.03, gamma_2=-0.02),
    )  # fmt: skip
    place = {"centre": (0.05, 0.08)}
    if order is None:
        source = al.lp_linear.Exponential(effective_radius=0.2, **place)
    else:
        source = al.lp_basis.Basis(
            [
                al.lp_linear.ShapeletCartesianSph(n_y=i, n_x=n - i, beta=0.15, **place)
                for n in range(order + 1)
                for i in range(n + 1)
            ]
        )
    return al.Tracer([lens, al.Galaxy(redshift=1.0, source=source)])


def own_function(order: int | None) -> Callable[[Any], Any]:
    """-½ χ² of an Einstein radius."""
    dataset = al.MultiImaging(exposures(), offsets=OFFSETS)

    def value(radius: Any) -> Any:
        fit = al.FitMultiImaging(dataset, tracer_of(radius, order), settings=SETTINGS)
        return fit.log_likelihood_without_normalization

    return value


def peer_function(order: int | None) -> Callable[[float], float]:
    """The same by lenstronomy, whose rows go upwards."""
    bands, first = [], -0.5 * (SIDE - 1) * SCALE
    for (data, noise, kernel), (y, x) in zip(images(), OFFSETS, strict=True):
        frame = {
            "image_data": data[::-1], "noise_map": noise[::-1],
            "ra_at_xy_0": first + x, "dec_at_xy_0": first + y,
            "transform_pix2angle": np.eye(2) * SCALE,
        }  # fmt: skip
        psf = {"psf_type": "PIXEL", "kernel_point_source": kernel[::-1]}
        bands.append([frame, psf, {"supersampling_factor": 1}])
    kind = "SERSIC" if order is None else "SHAPELETS"
    models = {
        "lens_model_list": ["EPL", "SHEAR"],
        "source_light_model_list": [kind],
        "lens_light_model_list": ["SERSIC_ELLIPSE"],
    }
    joint = JointLinear(bands, models)
    source = {"center_x": 0.08, "center_y": 0.05, "amp": 1.0}
    if order is None:
        source |= {"R_sersic": 0.2, "n_sersic": 1.0}
    else:
        source |= {"n_max": order, "beta": 0.15}
        source["amp"] = np.ones((order + 1) * (order + 2) // 2)
    light = {
        "amp": 1.0, "R_sersic": 0.8, "n_sersic": 3.0, "e1": 0.1, "e2": 0.05,
        "center_x": -0.02, "center_y": 0.01,
    }  # fmt: skip
    e2, e1 = ELL_COMPS

    def value(radius: float) -> float:
        mass = {
            "theta_E": THETA * radius, "gamma": SLOPE, "e1": e1, "e2": e2,
            "center_x": -0.03, "center_y": 0.02,
        }  # fmt: skip
        return joint.likelihood_data_given_model(
            kwargs_lens=[mass, {"gamma1": 0.03, "gamma2": -0.02}],
            kwargs_source=[source],
            kwargs_lens_light=[light],
        )[0]

    return value


def bands_function(count: int) -> Callable[[float], float]:
    """The likelihood of some bands with amplitudes and a sky of their own each."""
    some = [exposures()[number % 3] for number in range(count)]
    dataset = al.MultiImaging(some)

    def value(radius: float) -> float:
        tracer = tracer_of(radius, None)
        return al.FitMultiImaging(dataset, tracer, "grouped", "constant").log_likelihood

    return value


def _programs(function: Callable[[Any], Any]) -> dict[str, Callable[[float], Any]]:
    """Value, and value and gradient, as JAX compiles them."""
    import jax

    def waiting(program: Any) -> Callable[[float], Any]:
        return lambda radius: jax.block_until_ready(program(radius))

    return {
        "jax": waiting(jax.jit(function)),
        "jax, value and gradient": waiting(jax.jit(jax.value_and_grad(function))),
    }


def measured(
    functions: dict[str, Callable[[float], Any]], rounds: int
) -> dict[str, tuple[list[float], list[float]]]:
    """Wall and processor seconds of every call, all functions taking turns.

    In another order each time: who comes after one of his kind finds the caches warm,
    who comes after lenstronomy does not, which is a tenth of 5 ms.
    """
    times: dict[str, tuple[list[float], list[float]]] = {n: ([], []) for n in functions}
    rng = np.random.default_rng(7)
    radii = rng.normal(1.2, 0.01, rounds + 1)
    for turn, radius in enumerate(radii):
        for name in rng.permutation(list(functions)).tolist():
            function = functions[name]
            start, used = time.perf_counter(), time.process_time()
            function(float(radius))
            if turn > 0:  # the first call compiles
                times[name][0].append(time.perf_counter() - start)
                times[name][1].append(time.process_time() - used)
    return times


def _ratio(one: list[float], other: list[float]) -> float:
    pairs = zip(one, other, strict=True)
    return statistics.median(theirs / own for own, theirs in pairs)


def _rows(title: str, times: Any, rival: str, goal: float) -> list[tuple[str, ...]]:
    rows = []
    for name, (wall, used) in times.items():
        ratios = [_ratio(own, other) for own, other in
                  zip((wall, used), times[rival], strict=True)]  # fmt: skip
        verdict = ""
        if name == OURS:
            verdict = "met" if ratios[0] >= goal else "**missed**"
            verdict = f"{goal:g}: {verdict}"
        rows.append(
            (title, name, f"{1e3 * statistics.median(wall):.3g}", table.spread(wall),
             f"{1e3 * statistics.median(used):.3g}",
             *(f"{ratio:.3g}" for ratio in ratios), verdict)
        )  # fmt: skip
    return rows


def main() -> None:
    """Measure, print, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--quick", action="store_true", help="5 rounds, nothing written"
    )
    quick = parser.parse_args().quick
    rounds, before, rows = 5 if quick else 40, table.load(), []
    # First without JAX in the process, as who works with numpy has it: a formula need
    # not ask then whose arrays it was given.
    for title, order in COLUMNS.items():
        functions = {"numpy": own_function(order), "lenstronomy": peer_function(order)}
        # What is over soon is done more often.
        often = 5 * rounds if order is None else rounds
        difference = functions["numpy"](1.2) - functions["lenstronomy"](1.2)
        print(f"{title}: log L differs by {difference:.1e}", flush=True)
        rows += _rows(title, measured(functions, often), "lenstronomy", 4.0)
    eight, one = bands_function(8), bands_function(1)
    times = measured(
        {"numpy": eight, "eight times one": lambda r: [one(r) for _ in range(8)]},
        rounds,
    )
    rows += _rows("8 bands", times, "eight times one", 1.0)
    if "jax" in sys.modules:
        raise SystemExit("JAX was imported by somebody before its turn.")
    for title, order in COLUMNS.items():
        functions = _programs(own_function(order))
        functions["lenstronomy"] = peer_function(order)
        rows += _rows(title, measured(functions, rounds), "lenstronomy", 4.0)
    header = ("case", "", "ms", "spread", "CPU ms", "times faster", "in CPU", "goal")
    versions = {name: metadata.version(name) for name in ("lenstronomy", "jax")}
    text = table.machine([("multi", versions)], f"{rounds} rounds", before)
    text = f"{text}\n\n{table.grid(header, rows)}"
    print(text)
    if not quick:
        table.write(HERE / "README.rst", "exposures", text)


if __name__ == "__main__":
    main()
