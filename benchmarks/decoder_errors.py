"""How well the learned source describes galaxies, beside models of as many numbers.

    python benchmarks/decoder_errors.py --held-out 600 --real FOLDER --figures FOLDER

prints the relative error |d - m|² / |d|² of the best fits to drawn galaxies that were
not trained on and, where FOLDER holds ``stamps.fits`` with one galaxy in each HDU (and
``jwst*.fits``), to real ones; of these, the noise is measured at the border and its
share of |d|² taken off, and besides that of ``catalogue.csv`` (columns hdu and
noise_sigma), which nobody chose by these fits. Competitors: a Sersic profile (7
numbers), shapelets up to order 10 (66 + 3) and 64 principal components of the training
set (+ 1).
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.optimize import least_squares, minimize

import autolens_like as al
from autolens_like.exc import ArrayException
from autolens_like.learned.canonical_frame import SIDE, resampled
from autolens_like.learned.principal import principal_components
from autolens_like.learned.stamp_fit import StampFit, fit_stamp
from autolens_like.learned.stamp_sets import (
    border_noise,
    drawn_stamps,
    light_and_frame,
    stamp_of_image,
)
from autolens_like.learned.train import HELD_OUT_SEED, SEED
from autolens_like.numerics.polynomials import hermite_functions

#: Real stamps with more noise than this share of |d|² say nothing about the models.
HIGHEST_FLOOR = 0.05
GRID = al.Grid2D.uniform((SIDE, SIDE), pixel_scales=1.0, over_sample_size=2)
#: Of a drawn stamp, which has none: what the fit may leave.
NOISE_OF_DRAWN = 3e-4


def relative_error(stamp: np.ndarray, model: np.ndarray) -> float:
    return float(((stamp - model) ** 2).sum() / (stamp**2).sum())


def linear_fit(stamp: np.ndarray, basis: np.ndarray) -> np.ndarray:
    """The combination of the rows of `basis` that is nearest to the stamp."""
    amplitudes, *_ = np.linalg.lstsq(basis.T, stamp.ravel(), rcond=None)
    return (amplitudes @ basis).reshape(stamp.shape)


def sersic_error(stamp: np.ndarray) -> float:
    """Centre, ellipticity, radius and index, and an intensity that is solved for."""

    def model(numbers: np.ndarray) -> np.ndarray:
        y, x, e_y, e_x, log_radius, log_index = numbers
        length = np.hypot(e_y, e_x)
        shrink = np.tanh(length) / max(length, 1e-12) * 0.95
        profile = al.lp.Sersic(
            centre=(y, x),
            ell_comps=(e_y * shrink, e_x * shrink),
            effective_radius=np.exp(np.clip(log_radius, -1.0, 4.0)),
            sersic_index=np.exp(np.clip(log_index, -1.0, 2.0)),
            intensity=0.02,
        )
        # Rows of an image run down, those of a stamp up: y is turned over.
        image = profile.image_2d_from(GRID).native.array[::-1]
        return (stamp * image).sum() / (image * image).sum() * image

    start = np.array([0.1, 0.1, 0.01, 0.3, np.log(8.0), np.log(1.2)])
    found = least_squares(lambda n: (model(n) - stamp).ravel(), start, max_nfev=40)
    return relative_error(stamp, model(found.x))


def shapelet_error(stamp: np.ndarray, order: int = 10) -> float:
    """All Cartesian shapelets up to an order, their centre and their scale."""
    places = np.arange(SIDE) - (SIDE - 1) / 2

    def model(numbers: np.ndarray) -> np.ndarray:
        y, x, log_scale = numbers
        scale = np.exp(log_scale)
        v, u = (places - y) / scale, (places - x) / scale
        rows = [
            hermite_functions(n, v) * np.exp(-0.5 * v * v) for n in range(order + 1)
        ]
        columns = [
            hermite_functions(n, u) * np.exp(-0.5 * u * u) for n in range(order + 1)
        ]
        basis = [
            np.outer(rows[i], columns[j]).ravel()
            for i in range(order + 1)
            for j in range(order + 1 - i)
        ]
        return linear_fit(stamp, np.array(basis))

    start, errors = np.array([0.0, 0.0, np.log(4.0)]), []
    for scale in (2.5, 4.0, 6.0):
        start[2] = np.log(scale)
        errors.append((relative_error(stamp, model(start)), start.copy()))
    best = min(errors, key=lambda pair: pair[0])[1]
    found = minimize(
        lambda n: relative_error(stamp, model(n)),
        best,
        method="Nelder-Mead",
        options={"maxfev": 60},
    )
    return float(found.fun)


def noise_of(stamp: np.ndarray, image: np.ndarray) -> float:
    """Noise at the border of a stamp; of its image, where the stamp goes beyond it."""
    ring = np.concatenate([stamp[:4].ravel(), stamp[-4:].ravel()])
    if np.all(ring != 0.0):
        return 1.4826 * float(np.median(np.abs(ring - np.median(ring))))
    level, noise = border_noise(image)
    return noise / (image.max() - level) * stamp.max()


def catalogued_floors(folder: Path) -> dict[str, tuple[float, float]]:
    """Shares of |d|² that the noise of a catalogue is, by the name of the stamp.

    The catalogue has the noise of a pixel, and not how pixels are correlated: white
    noise loses variance where the stamp is between pixels, and noise that is the same
    over neighbours keeps it. The truth lies between the two.
    """
    from astropy.io import fits

    found = {}
    with (
        open(folder / "catalogue.csv", newline="") as file,
        fits.open(folder / "stamps.fits") as hdus,
    ):
        for row in csv.DictReader(file):
            if not row["noise_sigma"]:
                continue
            sigma = float(row["noise_sigma"])
            image = np.asarray(hdus[int(row["hdu"])].data, dtype=float)
            try:
                light, frame = light_and_frame(image)
            except ArrayException:
                continue
            square = (resampled(light, frame) ** 2).sum()
            generator = np.random.default_rng(1)
            drawn = [
                (resampled(generator.normal(0.0, sigma, image.shape), frame) ** 2).sum()
                for _ in range(20)
            ]
            inside = (resampled(np.ones_like(image), frame) > 0.5).sum()
            white, kept = np.mean(drawn) / square, inside * sigma**2 / square
            found[f"stamps[{row['hdu']}]"] = float(white), float(kept)
    return found


def real_stamps(folder: Path) -> Iterator[tuple[str, np.ndarray, float]]:
    """Name, canonical stamp and noise floor of every image in a folder's files."""
    from astropy.io import fits

    for file in [folder / "stamps.fits", *sorted(folder.glob("jwst*.fits"))]:
        with fits.open(file) as hdus:
            planes = [
                (f"{file.stem}[{i}]", image)
                for i, hdu in enumerate(hdus)
                if hdu.data is not None and hdu.is_image
                for image in np.atleast_3d(hdu.data.T).T
            ]
        for name, image in planes:
            try:
                stamp = stamp_of_image(np.asarray(image, dtype=float), name)
            except ArrayException:
                continue
            noise = noise_of(stamp, np.asarray(image, dtype=float))
            yield name, stamp, noise**2 * stamp.size


def report(title: str, errors: dict[str, np.ndarray], floors: np.ndarray) -> None:
    print(f"\n{title}: {len(floors)} stamps")
    columns = ("mean", "median", "median - floor", "decoder wins")
    print(f"{'model':<12}" + "".join(f"{name:>16}" for name in columns))
    for name, found in errors.items():
        numbers = (found.mean(), np.median(found), np.median(found - floors))
        won = "" if name == "decoder" else int((errors["decoder"] < found).sum())
        print(f"{name:<12}" + "".join(f"{n:>16.5f}" for n in numbers) + f"{won:>16}")


def errors_of(
    stamps: np.ndarray, noises: np.ndarray, basis: np.ndarray, competitors: int
) -> tuple[dict[str, np.ndarray], list[StampFit]]:
    """Relative errors of the models, and the fits of the decoder."""
    fits = [fit_stamp(s, n) for s, n in zip(stamps, noises, strict=True)]
    errors = {
        "decoder": [fit.relative_error for fit in fits],
        "PCA-64": [relative_error(s, linear_fit(s, basis)) for s in stamps],
        "shapelets": [shapelet_error(s) for s in stamps[:competitors]],
        "Sersic": [sersic_error(s) for s in stamps[:competitors]],
    }
    return {name: np.array(found) for name, found in errors.items()}, fits


def timed(stamps: np.ndarray) -> None:
    """Wall and processor time of a fit after compilation."""
    fit_stamp(stamps[0], NOISE_OF_DRAWN)
    wall, processor = time.perf_counter(), time.process_time()
    evaluations = [fit_stamp(s, NOISE_OF_DRAWN).evaluations for s in stamps]
    number = len(stamps)
    print(
        f"\nfit of a stamp: {(time.perf_counter() - wall) / number:.3f} s wall, "
        f"{(time.process_time() - processor) / number:.3f} s processor, "
        f"{np.mean(evaluations):.0f} evaluations"
    )


def draw(path: Path, stamps: list[np.ndarray], fits: list[StampFit]) -> None:
    """Data, model and residual of the first stamps, on one stretched scale."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    number = min(8, len(fits))
    figure, axes = plt.subplots(3, number, figsize=(1.6 * number, 4.9), squeeze=False)
    for column, (stamp, fit) in enumerate(zip(stamps, fits, strict=False)):
        if column == number:
            break
        top = stamp.max()
        panels = (stamp, fit.model, stamp - fit.model)
        for axis, values, kind in zip(axes[:, column], panels, "dmr", strict=True):
            limits = {"vmin": -0.1 * top, "vmax": 0.1 * top}
            shown = np.arcsinh(20 * values / top) if kind != "r" else values
            options = {"cmap": "magma"} if kind != "r" else {"cmap": "RdBu_r", **limits}
            axis.imshow(shown, origin="lower", **options)
            axis.axis("off")
        axes[0, column].set_title(f"{fit.relative_error:.4f}", fontsize=8)
    figure.tight_layout(pad=0.2)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110)


def lens(name: str, stamp: np.ndarray, folder: Path) -> None:
    """Lens a real galaxy and fit lens and source, as the workspace's script does."""
    sys.path.append(str(Path(__file__).resolve().parents[1] / "workspace"))
    import learned_source

    print(f"\nlens with the source {name}")
    place = folder / "".join(c if c.isalnum() else "_" for c in name)
    # Noise of the stamp would be taken for light; half of its deviation is cut off.
    clean = np.maximum(stamp, 0.0)
    learned_source.draw(place / "lens.png", learned_source.fits_of_a_lens(clean, place))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held-out", type=int, default=600)
    parser.add_argument("--competitors", type=int, default=60)
    parser.add_argument("--training-set", type=Path, help="stamps.npy of the training")
    parser.add_argument("--real", type=Path, help="folder of real stamps")
    parser.add_argument("--lenses", type=int, default=0, help="of real sources")
    parser.add_argument("--figures", type=Path, help="folder for figures")
    chosen = parser.parse_args()
    if chosen.training_set:
        training = np.load(chosen.training_set)
    else:
        training = drawn_stamps(2000, SEED)
    mean, components, _ = principal_components(training.reshape(len(training), -1), 64)
    basis = np.vstack([mean, components]).astype(float)
    stamps = drawn_stamps(chosen.held_out, HELD_OUT_SEED).astype(float)
    timed(stamps[:20])
    noises = np.full(len(stamps), NOISE_OF_DRAWN)
    errors, fits = errors_of(stamps, noises, basis, chosen.competitors)
    whole = {name: errors[name] for name in ("decoder", "PCA-64")}
    report("Drawn galaxies that were not trained on", whole, np.zeros(len(stamps)))
    first = {name: found[: chosen.competitors] for name, found in errors.items()}
    report("The first of them", first, np.zeros(len(first["decoder"])))
    if chosen.figures:
        draw(chosen.figures / "drawn.png", list(stamps), fits)
    if chosen.real:
        found = [row for row in real_stamps(chosen.real) if row[2] < HIGHEST_FLOOR]
        names, real, floors = zip(*sorted(found, key=lambda row: row[2]), strict=True)
        noises = np.sqrt(np.array(floors) / SIDE**2)
        errors, fits = errors_of(np.array(real), noises, basis, len(real))
        report("Real galaxies", errors, np.array(floors))
        best = {kind: found[:15] for kind, found in errors.items()}
        report("The 15 of them with the least noise", best, np.array(floors[:15]))
        if (chosen.real / "catalogue.csv").is_file():
            known = catalogued_floors(chosen.real)
            pairs = zip(names[:15], floors[:15], strict=True)
            both = np.array([known.get(name, (own, own)) for name, own in pairs])
            for kind, other in zip(("white", "correlated"), both.T, strict=True):
                report(f"They, with {kind} noise of the catalogue", best, other)
        for i, name in enumerate(names):
            numbers = "  ".join(f"{kind} {errors[kind][i]:.4f}" for kind in errors)
            print(f"  {name:<44} floor {floors[i]:.4f}  {numbers}")
        if chosen.figures:
            draw(chosen.figures / "real.png", list(real), fits)
        for name, stamp in list(zip(names, real, strict=True))[: chosen.lenses]:
            lens(name, stamp, chosen.figures or Path("output"))


if __name__ == "__main__":
    main()
