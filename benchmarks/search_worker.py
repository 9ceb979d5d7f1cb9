"""One fit by one system in a process of its own.

    python search_worker.py SYSTEM JOB FOLDER

writes the line of JSON that describes it as the last one of its standard output.
SYSTEM is `own_autolens_like` or `peer_autolens`, whose users write the same scripts;
JOB a fit of `search_cases.FITS`, "simulate" or "chain".
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import platform
import resource
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import search_cases as cases


def interfaces(system: str) -> tuple[Any, Any]:
    """What users import as `al` and `af`."""
    if system == "peer_autolens":
        return importlib.import_module("autolens"), importlib.import_module("autofit")
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    al = importlib.import_module("autolens_like")
    return al, importlib.import_module("autolens_like.af")


def model_from(al: Any, af: Any, kind: str, light: Any = None) -> Any:
    """A model; its priors are created in the order of `PARAMETERS`.

    Parameters
    ----------
    kind
        Of the model: "sersic" or "gaussians".
    light
        Profile of all that shines; the model's own by default.
    """
    mass, shear = af.Model(al.mp.Isothermal), af.Model(al.mp.ExternalShear)
    sums = {
        "lens": (cases.LENS_WIDEST, cases.LENS_GAUSSIANS),
        "source": (cases.SOURCE_WIDEST, cases.SOURCE_GAUSSIANS),
    }
    bulges = {"lens": {}, "source": {"bulge": af.Model(al.lp.Sersic)}}
    if kind == "gaussians":
        for name, (widest, count) in sums.items():
            bulge = al.model_util.mge_model_from(
                mask_radius=widest, total_gaussians=count
            )
            bulges[name] = {"bulge": bulge if light is None else af.Model(light)}
    lens = af.Model(
        al.Galaxy, redshift=cases.REDSHIFTS[0], mass=mass, shear=shear, **bulges["lens"]
    )
    source = af.Model(al.Galaxy, redshift=cases.REDSHIFTS[1], **bulges["source"])
    galaxies = af.Collection(lens=lens, source=source)
    values = dict(cases.FIXED[kind])
    for name, _, lower, upper in cases.PARAMETERS[kind]:
        values[name] = af.UniformPrior(lower_limit=lower, upper_limit=upper)
    if light is not None:
        values |= cases.LIGHT
    for name, value in values.items():
        give(galaxies, name, value)
    return af.Collection(galaxies=galaxies)


def give(galaxies: Any, name: str, value: Any) -> None:
    """Set a parameter by its dotted name, in a sum of Gaussians that of each."""
    galaxy, profile, *path, last = name.split(".")
    profile = getattr(getattr(galaxies, galaxy), profile)
    for target in getattr(profile, "profile_list", None) or [profile]:
        for part in path:
            target = getattr(target, part)
        setattr(target, last, value)


def truth_of(kind: str) -> list[float]:
    """The true values of the free parameters."""
    return [value for _, value, *_ in cases.PARAMETERS[kind]]


def simulate(al: Any, af: Any, kind: str, folder: Path) -> None:
    """Write the image of the true lens, its noise map and its PSF."""
    light = al.lp.Sersic if kind == "gaussians" else None
    model = model_from(al, af, kind, light)
    galaxies = model.instance_from_vector(truth_of(kind)).galaxies
    grid = al.Grid2D.uniform(
        (cases.SIDE, cases.SIDE), cases.PIXEL_SCALE, over_sample_size=cases.OVER_SAMPLE
    )
    telescope = al.SimulatorImaging(
        exposure_time=1.0,
        psf=al.Convolver.from_gaussian(
            (cases.PSF_SIDE, cases.PSF_SIDE), cases.PIXEL_SCALE, sigma=cases.PSF_SIGMA
        ),
        add_poisson_noise_to_data=False,
        include_poisson_noise_in_noise_map=False,
        noise_if_add_noise_false=cases.NOISE,
    )
    tracer = al.Tracer(galaxies=[galaxies.lens, galaxies.source])
    seen = telescope.via_tracer_from(tracer, grid)
    folder.mkdir(exist_ok=True)
    al.Imaging(
        data=al.preprocess.data_with_gaussian_noise_added(
            seen.data, cases.NOISE, seed=cases.SEED
        ),
        noise_map=seen.noise_map,
        psf=seen.psf,
    ).output_to_fits(
        data_path=folder / "data.fits",
        noise_map_path=folder / "noise_map.fits",
        psf_path=folder / "psf.fits",
        overwrite=True,
    )


def analysis_from(al: Any, folder: Path) -> Any:
    """The likelihood of the data."""
    dataset = al.Imaging.from_fits(
        data_path=folder / "data.fits",
        noise_map_path=folder / "noise_map.fits",
        psf_path=folder / "psf.fits",
        pixel_scales=cases.PIXEL_SCALE,
        over_sample_size_lp=cases.OVER_SAMPLE,
    )
    mask = al.Mask2D.circular(
        shape_native=dataset.shape_native,
        pixel_scales=cases.PIXEL_SCALE,
        radius=cases.MASK_RADIUS,
    )
    return al.AnalysisImaging(dataset.apply_mask(mask), use_jax=False)


def processor_seconds() -> float:
    """CPU time of this process and of those that it has ended."""
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


@contextlib.contextmanager
def measured(content: dict[str, Any]):
    """Wall clock and CPU time of what is done inside."""
    start, begun = time.perf_counter(), processor_seconds()
    yield
    content["wall"] = time.perf_counter() - start
    content["processor"] = processor_seconds() - begun


def call_seconds(analysis: Any, model: Any, truth: list[float]) -> float:
    """CPU time of a likelihood at the truth, the median of some."""
    seconds = []
    for _ in range(30):
        start = processor_seconds()
        analysis.log_likelihood_function(model.instance_from_vector(truth))
        seconds.append(processor_seconds() - start)
    return float(np.median(seconds[5:]))


def fit(al: Any, af: Any, job: str, folder: Path) -> dict[str, Any]:
    """One fit: its times, its calls and its evidence."""
    name, kind = cases.FITS[job]
    analysis, model = analysis_from(al, folder / kind), model_from(al, af, kind)
    content: dict[str, Any] = {"call": call_seconds(analysis, model, truth_of(kind))}
    search = getattr(af, name)(name=job, seed=1, **cases.SEARCHES[name])
    with measured(content):
        result = search.fit(model=model, analysis=analysis)
    samples = result.samples
    info = getattr(samples, "samples_info", None) or samples.info
    evidence_error = getattr(samples, "log_evidence_error", None)
    return {
        **content,
        "calls": int(samples.total_samples),
        "sampling": float(info["time"]),
        "log_evidence": float(samples.log_evidence),
        "log_evidence_error": None if evidence_error is None else float(evidence_error),
        "effective": float(1.0 / np.sum((w := np.array(samples.weight_list)) ** 2)
                           * np.sum(w) ** 2),
        "medians": [float(value) for value in samples.median_pdf(as_instance=False)],
    }  # fmt: skip


def chain(al: Any, af: Any, folder: Path) -> dict[str, Any]:
    """Five fits, each with the model that the one before it found."""
    analysis, content = analysis_from(al, folder / "sersic"), {}
    with measured(content):
        model = model_from(al, af, "sersic")
        for number in range(cases.CHAIN):
            search = af.DynestyStatic(
                name=f"chain_{number}", seed=1, **cases.CHAIN_SETTINGS
            )
            result = search.fit(model=model, analysis=analysis)
            model = result.model
    return content


def main() -> None:
    """Do the job and describe it."""
    system, job = sys.argv[1:3]
    folder = Path(sys.argv[3]).resolve()
    # Both read configuration from the current directory and write below it.
    output = folder / system
    output.mkdir(parents=True, exist_ok=True)
    os.chdir(output)
    start = time.perf_counter()
    al, af = interfaces(system)
    content: dict[str, Any] = {"import": time.perf_counter() - start}
    if job == "simulate":
        for kind in cases.PARAMETERS:
            simulate(al, af, kind, folder / kind)
    elif job == "chain":
        content |= chain(al, af, folder)
    else:
        content |= fit(al, af, job, folder)
    versions = {"python": platform.python_version(), "version": al.__version__}
    print(json.dumps({**content, **versions}))


if __name__ == "__main__":
    main()
