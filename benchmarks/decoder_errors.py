"""How well the learned source describes galaxies, beside models of as many numbers.

    python benchmarks/decoder_errors.py --held-out 600 --real FOLDER --figures FOLDER

prints the relative error |d - m|² / |d|² of the best fits to drawn galaxies that were
not trained on and, where FOLDER holds ``stamps.fits`` with one galaxy in each HDU (and
``jwst*.fits``), to real ones. Competitors: a Sersic profile (7 numbers), shapelets up
to order 10 (66, centre and scale) and principal components of the training set (64, an
amplitude, and the decoder's frame: centre, scale and angle).

What noise a real stamp has is not chosen by these fits. The target's definition takes
it for white, with the variance of the border in each pixel (``white_floor``). That is
too much where the pixels of the stamp lie between those of the image, so that a second
one is stricter: the variance is that of
``catalogue.csv`` (columns hdu and noise_sigma) or of the border, its correlation that
of the borders of all stamps, and the photons of the galaxy add theirs. The *excess* of
a model is its error less that which it would leave, with such noise, of a galaxy that
it can describe (``expected_error``): what it takes up of the noise is accounted for.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from decoder_table import row
from stamp_models import (
    principal_model,
    relative_error,
    sersic_model,
    shapelet_model,
)

from autolens_like.exc import ArrayException
from autolens_like.learned.canonical_frame import resampled
from autolens_like.learned.network import decoded
from autolens_like.learned.principal import principal_components
from autolens_like.learned.stamp_fit import fit_stamp
from autolens_like.learned.stamp_noise import (
    ImageNoise,
    expected_error,
    sky_correlation,
)
from autolens_like.learned.stamp_sets import (
    border_noise,
    drawn_stamps,
    light_and_frame,
)
from autolens_like.learned.train import HELD_OUT_SEED, SEED
from autolens_like.learned.weights import SHIPPED, decoder_weights

#: Real stamps with more noise than this share of |d|² say nothing about the models.
HIGHEST_FLOOR = 0.05
#: Of a drawn stamp, which has none: what the fit may leave.
NOISE_OF_DRAWN = 3e-4
#: Real stamps that are judged: those with the least noise.
REAL = 15
#: Of the COSMOS images, which count photons per second [s] (Koekemoer et al. 2007,
#: ApJS 172, 196).
EXPOSURE = 2028.0
#: Draws of the noise of a real stamp: of its share, and of what a right model leaves.
DRAWS, REFITS = 16, 3
#: What is accepted: mean and median error of drawn galaxies, median excess of real
#: ones, seconds of a fit, megabytes, and what rounding may change of a stamp's peak.
MEAN, MEDIAN, EXCESS, SECONDS, SIZE, ROUNDING = 0.009, 0.0026, 0.001, 0.5, 3.0, 1e-3
#: The same for real stamps that the decoder describes better.
WINS = {"Sersic": 15, "shapelets": 13, "PCA-64": 12}
#: The best fit of a model to a stamp, of a noise that only the decoder asks for.
Fitted = Callable[[np.ndarray, float], np.ndarray]


@dataclass(frozen=True)
class RealStamp:
    """A real galaxy, draws of the noise of its stamp, and the share of |d|² that noise
    is if every pixel of the stamp has, for itself, the variance of the image's border.
    """

    name: str
    stamp: np.ndarray
    noises: np.ndarray
    white_floor: float

    @property
    def floor(self) -> float:
        """The share of |d|² that noise is."""
        return float((self.noises**2).sum(axis=(1, 2)).mean())


def neighbours_noise(image: np.ndarray) -> float:
    """Noise by the differences of neighbours at the border, white as it is taken for.

    For images that are full of light to their border, of which this is the least.
    """
    steps = np.diff(np.concatenate([image[:3], image[-3:]]), axis=1)
    return border_noise(steps)[1] / np.sqrt(2.0)


def real_stamps(folder: Path) -> Iterator[RealStamp]:
    """The galaxies of a folder's files."""
    from astropy.io import fits

    catalogue = folder / "catalogue.csv"
    known = {}
    if catalogue.is_file():
        with open(catalogue, newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["noise_sigma"]]
        known = {int(row["hdu"]): float(row["noise_sigma"]) for row in rows}
    for file in [folder / "stamps.fits", *sorted(folder.glob("jwst*.fits"))]:
        with fits.open(file) as hdus:
            images = {
                number: np.asarray(hdu.data, dtype=float)
                for number, hdu in enumerate(hdus)
                if hdu.is_image and np.ndim(hdu.data) == 2
            }
        cosmos = file.name == "stamps.fits"
        white = np.outer(*[np.eye(5)[2]] * 2)
        correlation = sky_correlation(list(images.values())) if cosmos else white
        for number, image in images.items():
            name = f"{file.stem[:12]}[{number}]"
            edge = border_noise(image)[1] if cosmos else neighbours_noise(image)
            sky = known.get(number, edge) if cosmos else edge
            noise = ImageNoise(sky, correlation, EXPOSURE if cosmos else 0.0)
            try:
                light = resampled(*light_and_frame(image, name))
                noises = noise.draws(image, DRAWS)
            except ArrayException:
                continue
            square = (light**2).sum()
            # Beyond the image there is neither light nor noise.
            white = edge**2 * np.count_nonzero(light) / square
            yield RealStamp(name, light / np.sqrt(square), noises, white)


def models_with(basis: np.ndarray) -> dict[str, Fitted]:
    """The decoder and its competitors."""
    principal = principal_model(basis)
    return {
        "decoder": lambda stamp, noise: fit_stamp(stamp, noise).model,
        "PCA-64": lambda stamp, noise: principal(stamp),
        "shapelets": lambda stamp, noise: shapelet_model(stamp),
        "Sersic": lambda stamp, noise: sersic_model(stamp),
    }


def errors_of_drawn(
    stamps: np.ndarray,
    models: dict[str, Fitted],
    competitors: int,
    figures: Path | None,
) -> None:
    """The galaxies that were not trained on, as many as asked for of slow models."""
    errors = {}
    for name, model in models.items():
        few = stamps if name == "decoder" else stamps[:competitors]
        images = [model(stamp, NOISE_OF_DRAWN) for stamp in few]
        errors[name] = np.array(
            [relative_error(s, m) for s, m in zip(few, images, strict=True)]
        )
        if name == "decoder" and figures:
            draw(figures / "drawn.png", stamps, images)
    print(f"\n{'drawn galaxies':<12}{'of':>8}{'mean':>12}{'median':>12}{'wins':>10}")
    for name, found in errors.items():
        won = int((errors["decoder"][: len(found)] < found).sum())
        numbers = f"{len(found):>10}{found.mean():>12.5f}{np.median(found):>12.5f}"
        print(f"{name:<12}{numbers}{'' if name == 'decoder' else won:>10}")
    found = errors["decoder"]
    text = f"{found.mean():.4f} / {np.median(found):.4f}"
    met = found.mean() <= MEAN and np.median(found) <= MEDIAN
    title = f"{len(found)} drawn, error: mean / median"
    print(row(title, text, f"<= {MEAN}/{MEDIAN}", met))


def excesses_of(
    real: list[RealStamp], model: Fitted
) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """Relative errors, (mean, spread) of those expected of noise, and best fits."""
    errors, expected, images = [], [], []
    for galaxy in real:
        noise = np.sqrt(galaxy.floor / galaxy.stamp.size)
        images.append(model(galaxy.stamp, noise))
        errors.append(relative_error(galaxy.stamp, images[-1]))
        fitted = partial(model, noise=noise)
        expected.append(expected_error(images[-1], galaxy.noises[:REFITS], fitted))
    return np.array(errors), np.array(expected), images


def errors_of_real(
    real: list[RealStamp], models: dict[str, Fitted], figures: Path | None
) -> None:
    """Errors beyond the noise of the real galaxies, and who describes them better."""
    floors = np.array([galaxy.floor for galaxy in real])
    errors, excesses, scatter = {}, {}, 0.0
    for name, model in models.items():
        errors[name], expected, images = excesses_of(real, model)
        excesses[name] = errors[name] - expected[:, 0]
        if name == "decoder":
            # Of the median: by draws of what noise does to each, and a level of the
            # noise that border and catalogue know to 3 %, its square to 6 %.
            normal = np.random.default_rng(0).normal(size=(1000, len(real)))
            drawn = excesses[name] + normal * expected[:, 1]
            levels = np.median(excesses[name] - 0.06 * expected[:, 0])
            shift = levels - np.median(excesses[name])
            scatter = float(np.hypot(np.median(drawn, axis=1).std(), shift))
            if figures:
                draw(figures / "real.png", [g.stamp for g in real], images)
    white = np.array([galaxy.white_floor for galaxy in real])
    columns = ("error", "less border", "less noise", "excess", "wins", "in excess")
    print(f"\n{'real, median':<12}" + "".join(f"{name:>12}" for name in columns))
    for name, found in errors.items():
        won = int((errors["decoder"] < found).sum())
        columns = (found, found - white, found - floors, excesses[name])
        text = "".join(f"{np.median(column):>12.4f}" for column in columns)
        beyond = int((excesses["decoder"] < excesses[name]).sum())
        text += "" if name == "decoder" else f"{won:>12}{beyond:>12}"
        print(f"{name:<12}{text}")
    for i, galaxy in enumerate(real):
        text = "  ".join(
            f"{name} {errors[name][i]:.4f} ({excesses[name][i]:+.4f})"
            for name in errors
        )
        floor = f"noise {galaxy.floor:.4f} border {galaxy.white_floor:.4f}"
        print(f"  {galaxy.name:<16} {floor}  {text}")
    without_prior(real, errors)
    found = float(np.median(errors["decoder"] - white))
    title = f"{len(real)} real, excess over border noise"
    print(row(title, f"{found:+.4f}", f"<= {EXCESS}", found <= EXCESS))
    found = float(np.median(excesses["decoder"]))
    title = f"{len(real)} real, excess over correlated noise"
    print(row(title, f"{found:+.4f} +- {scatter:.4f}", f"<= {EXCESS}", found <= EXCESS))
    for name, wanted in WINS.items():
        won = int((errors["decoder"] < errors[name]).sum())
        title = f"{len(real)} real stamps, better than {name}"
        print(row(title, str(won), f">= {wanted}", won >= wanted))


def without_prior(real: list[RealStamp], errors: dict[str, np.ndarray]) -> None:
    """The decoder as the others are fitted: a hundredth of the weight of its prior."""
    found = [
        fit_stamp(
            galaxy.stamp, np.sqrt(galaxy.floor / galaxy.stamp.size) / 10.0, "", 200
        )
        for galaxy in real
    ]
    bare = np.array([fit.relative_error for fit in found])
    won = ", ".join(f"{(bare < errors[name]).sum()} ({name})" for name in WINS)
    print(f"decoder without its prior: {np.median(bare):.4f}, better for {won}")


def timed(stamps: np.ndarray) -> None:
    """Wall and processor time of a fit after compilation."""
    fit_stamp(stamps[0], NOISE_OF_DRAWN)
    wall, processor = time.perf_counter(), time.process_time()
    evaluations = [fit_stamp(s, NOISE_OF_DRAWN).evaluations for s in stamps]
    wall = (time.perf_counter() - wall) / len(stamps)
    processor = (time.process_time() - processor) / len(stamps)
    text = f"{wall:.2f} ({processor:.2f} of CPU)"
    print(row("unlensed fit, seconds", text, f"<= {SECONDS}", wall <= SECONDS))
    print(f"unlensed fit: {np.mean(evaluations):.0f} evaluations")


def weighed() -> None:
    """The size of the weights, and what half a step of half precision does."""
    size = SHIPPED.stat().st_size / 1e6
    print(row("weights of the package, MB", f"{size:.2f}", f"<= {SIZE}", size <= SIZE))
    generator, weights = np.random.default_rng(1), decoder_weights()
    latents = generator.standard_normal((20, 64))
    stamps = decoded(weights, latents)
    rounded = {
        name: array
        + generator.uniform(-0.5, 0.5, array.shape)
        * np.spacing(np.abs(array).astype(np.float16))
        for name, array in weights.items()
    }
    changes = np.abs(decoded(rounded, latents) - stamps).max(axis=(1, 2))
    change = float((changes / stamps.max(axis=(1, 2))).max())
    title = "half precision: change of a stamp / its peak"
    print(row(title, f"{change:.1e}", f"<= {ROUNDING}", change <= ROUNDING))


def draw(path: Path, stamps: list[np.ndarray], images: list[np.ndarray]) -> None:
    """Data, model and residual of the first stamps, on one stretched scale."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    number = min(8, len(images))
    figure, axes = plt.subplots(3, number, figsize=(1.6 * number, 4.9), squeeze=False)
    for column, (stamp, image) in enumerate(zip(stamps, images, strict=False)):
        if column == number:
            break
        top = stamp.max()
        panels = (stamp, image, stamp - image)
        for axis, values, kind in zip(axes[:, column], panels, "dmr", strict=True):
            limits = {"vmin": -0.1 * top, "vmax": 0.1 * top}
            shown = np.arcsinh(20 * values / top) if kind != "r" else values
            options = {"cmap": "magma"} if kind != "r" else {"cmap": "RdBu_r", **limits}
            axis.imshow(shown, origin="lower", **options)
            axis.axis("off")
        axes[0, column].set_title(f"{relative_error(stamp, image):.4f}", fontsize=8)
    figure.tight_layout(pad=0.2)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110)
    plt.close(figure)


def lens(name: str, stamp: np.ndarray, folder: Path) -> None:
    """Lens a real galaxy and fit lens and source, as the workspace's script does."""
    sys.path.append(str(Path(__file__).resolve().parents[1] / "workspace"))
    import learned_source

    print(f"\nlens with the source {name}")
    place = folder / "".join(c if c.isalnum() else "_" for c in name)
    # Noise of the stamp would be taken for light; half of its deviation is cut off.
    clean = np.maximum(stamp, 0.0)
    learned_source.fits_of_a_lens(clean, place)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held-out", type=int, default=600)
    parser.add_argument("--competitors", type=int, default=60)
    parser.add_argument("--training-set", type=Path, help="stamps.npy of the training")
    parser.add_argument("--real", type=Path, help="folder of real stamps")
    parser.add_argument("--lenses", type=int, default=0, help="of real sources")
    parser.add_argument("--figures", type=Path, help="folder for figures")
    chosen = parser.parse_args()
    weighed()
    if chosen.training_set:
        training = np.load(chosen.training_set)
    else:
        training = drawn_stamps(2000, SEED)
    mean, components, _ = principal_components(training.reshape(len(training), -1), 64)
    models = models_with(np.vstack([mean, components]).astype(float))
    stamps = drawn_stamps(chosen.held_out, HELD_OUT_SEED).astype(float)
    timed(stamps[:20])
    if chosen.real:
        found = [g for g in real_stamps(chosen.real) if g.floor < HIGHEST_FLOOR]
        real = sorted(found, key=lambda galaxy: galaxy.floor)[:REAL]
        errors_of_real(real, models, chosen.figures)
        for galaxy in real[: chosen.lenses]:
            lens(galaxy.name, galaxy.stamp, chosen.figures or Path("output"))
    errors_of_drawn(stamps, models, chosen.competitors, chosen.figures)


if __name__ == "__main__":
    main()
