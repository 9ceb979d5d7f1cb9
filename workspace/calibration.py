"""Are the errors of a fit right? Simulation-based calibration on many small lenses.

    python workspace/calibration.py                    192 lenses; goes on where it was
    python workspace/calibration.py --lenses 8 --cores 1 --output my_folder
    python workspace/calibration.py --figures docs      where figure and table go

Each lens is drawn from the priors, simulated with noise and fitted. If the posteriors
are right, the rank of the true value among draws of its posterior is as often low as
high (Talts et al. 2018), and an interval of 68 % holds it 68 times in a hundred.
A bug in likelihood, noise, priors or search bends the histograms of the ranks: to a
bowl where errors are too small, to a dome where they are too large, to a slope where
values are biased.
"""

from __future__ import annotations

import argparse
import functools
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from scipy import stats

import autolens_like as al
from autolens_like import af, atomic, conf

HERE = Path(__file__).resolve().parent
PIXEL_SCALE, SIDE, MASK_RADIUS, OVER_SAMPLE = 0.1, 30, 1.5, 1
#: The same in every pixel, because the likelihood takes the noise map as known: the
#: noise of the light would tell more of the truth than the likelihood asks for.
NOISE, PSF_SIGMA = 1.0, 0.08
#: Ranks are 0 to DRAWS; histograms have BINS bins of equally many ranks.
DRAWS, BINS = 63, 8
#: A sound histogram of any parameter is called uneven once in a hundred times.
SIGNIFICANCE = 0.01
COVERAGE, LOWEST, HIGHEST = 0.6827, 0.58, 0.78


def model_from():
    """Nine parameters, with the priors of someone who has looked at the image."""
    mass = af.Model(al.mp.Isothermal, centre=(0.0, 0.0))
    mass.einstein_radius = af.UniformPrior(0.95, 1.05)
    mass.ell_comps.ell_comps_0 = af.UniformPrior(-0.15, 0.15)
    mass.ell_comps.ell_comps_1 = af.UniformPrior(-0.15, 0.15)
    shear = af.Model(al.mp.ExternalShear)
    shear.gamma_1 = af.UniformPrior(-0.05, 0.05)
    shear.gamma_2 = af.UniformPrior(-0.05, 0.05)
    light = af.Model(al.lp.ExponentialSph)
    light.centre.centre_0 = af.UniformPrior(-0.05, 0.05)
    light.centre.centre_1 = af.UniformPrior(-0.05, 0.05)
    light.intensity = af.LogUniformPrior(1.5, 3.0)
    light.effective_radius = af.UniformPrior(0.1, 0.2)
    lens = af.Model(al.Galaxy, redshift=0.5, mass=mass, shear=shear)
    source = af.Model(al.Galaxy, redshift=1.0, bulge=light)
    return af.Collection(galaxies=af.Collection(lens=lens, source=source))


def dataset_from(instance, seed):
    """The masked image of a lens, with the noise of this seed."""
    grid = al.Grid2D.uniform((SIDE, SIDE), PIXEL_SCALE, over_sample_size=OVER_SAMPLE)
    telescope = al.SimulatorImaging(
        exposure_time=1.0,
        psf=al.Convolver.from_gaussian((5, 5), PIXEL_SCALE, sigma=PSF_SIGMA),
        add_poisson_noise_to_data=False,
        include_poisson_noise_in_noise_map=False,
        noise_if_add_noise_false=NOISE,
    )
    galaxies = instance.galaxies
    tracer = al.Tracer(galaxies=[galaxies.lens, galaxies.source])
    seen = telescope.via_tracer_from(tracer, grid)
    noisy = al.preprocess.data_with_gaussian_noise_added(seen.data, NOISE, seed=seed)
    dataset = al.Imaging(
        data=noisy,
        noise_map=seen.noise_map,
        psf=seen.psf,
        over_sample_size_lp=OVER_SAMPLE,
    )
    return dataset.apply_mask(
        al.Mask2D.circular(noisy.shape_native, MASK_RADIUS, PIXEL_SCALE)
    )


class PosteriorOnly(al.AnalysisImaging):
    """The likelihood of an image, of whose fit only the samples are kept."""

    def save_attributes(self, paths):
        """Nothing: the image is made again from its number."""

    def save_results(self, paths, result):
        """Nothing: ranks need the samples alone."""

    def compute_latent_samples(self, samples):
        """None: what has no prior of its own has no rank."""
        return None


class QuietFit(af.Fit):
    """A fit without figures."""

    def run(self):
        """The result, loaded if this fit was done before."""
        with conf.with_config("visualize", "search_observers", value=[]):
            return super().run()


def fit_from(number, output):
    """The fit of the lens of this number; called by the process that runs it."""
    model = model_from()
    truth = model.random_vector_from_priors(seed=number)
    # Another seed than that of the parameters, from which the noise must be free.
    noise_seed = int(np.random.SeedSequence([number, 1]).generate_state(1)[0])
    dataset = dataset_from(model.instance_from_vector(truth), noise_seed)
    # And another again: the search would begin with a point at the true values.
    search_seed = int(np.random.SeedSequence([number, 3]).generate_state(1)[0])
    search = af.DynestyStatic(
        name=f"lens_{number:03d}",
        path_prefix="calibration",
        output_path=output,
        silence=True,
        seed=search_seed,
        nlive=50,
        dlogz=0.2,
        # Points from an ellipsoid of three times the volume that the live points need:
        # the posterior has one peak, and half as many likelihoods do.
        sample="unif",
        bootstrap=0,
        enlarge=3.0,
    )
    return QuietFit(search, model, PosteriorOnly(dataset))


@dataclass(frozen=True)
class Calibration:
    """What the posteriors of many lenses say of their true values.

    Parameters
    ----------
    names
        Of the parameters (D,).
    ranks
        (L, D) how many of `DRAWS` draws of its posterior are below the true value.
    is_inside
        (L, D) whether the central interval of 68 % holds the true value.
    """

    names: list[str]
    ranks: np.ndarray
    is_inside: np.ndarray

    @property
    def counts(self):
        """(D, BINS) ranks in every bin."""
        edges = np.linspace(0, DRAWS + 1, BINS + 1)
        return np.array([np.histogram(ranks, edges)[0] for ranks in self.ranks.T])

    @property
    def probabilities(self):
        """(D,) of a histogram as uneven as this one by chance (chi squared)."""
        return stats.chisquare(self.counts, axis=1).pvalue

    @property
    def is_even(self):
        """Whether every histogram is even: none is less probable than `SIGNIFICANCE`
        shared out among the parameters (Bonferroni)."""
        return bool(np.all(self.probabilities > SIGNIFICANCE / len(self.names)))

    @property
    def coverage(self):
        """(D,) part of the intervals of 68 % that hold the true value."""
        return self.is_inside.mean(axis=0)


def entry_of(number, samples):
    """Ranks of the true values among draws, and whether they are in the intervals."""
    truth = samples.model.random_vector_from_priors(seed=number)
    generator = np.random.default_rng([number, 2])
    draws = [
        samples.draw_randomly_via_pdf(generator, as_instance=False)
        for _ in range(DRAWS)
    ]
    lower, upper = np.array(samples.values_at_sigma(1.0)).T
    return np.sum(draws < truth, axis=0), (lower < truth) & (truth < upper)


def calibration_from(lenses, cores, output, silence=False):
    """Fit the lenses, those that are not fitted yet, and compare with the truth."""
    fits = [functools.partial(fit_from, number, output) for number in range(lenses)]
    outcomes = af.fit_many(fits, number_of_cores=cores, silence=silence)
    failed = [f"{o.name}: {o.error}" for o in outcomes if not o.is_complete]
    if failed:
        raise SystemExit("\n".join(failed))
    entries, model = [], model_from()
    for number, outcome in enumerate(outcomes):
        files = outcome.folder / "files"
        samples = af.Samples.from_csv((files / "samples.csv").read_text(), model)
        entries.append(entry_of(number, samples))
    ranks, is_inside = map(np.array, zip(*entries, strict=True))
    names = [name.split(".", 2)[-1] for name in model.parameter_names]
    return Calibration(names, ranks, is_inside)


def draw_histograms(calibration, path):
    """A histogram of ranks for every parameter, and what chance allows."""
    rows = -(-len(calibration.names) // 3)
    figure = Figure(figsize=(10.0, 2.6 * rows), layout="constrained")
    axes = figure.subplots(rows, 3, sharex=True, sharey=True, squeeze=False).flat
    lenses = len(calibration.ranks)
    middles = (np.arange(BINS) + 0.5) / BINS
    # What 99 % of all bins of an even histogram hold.
    band = stats.binom(lenses, 1.0 / BINS).ppf([0.005, 0.995])
    rows_of = zip(
        axes,
        calibration.names,
        calibration.counts,
        calibration.probabilities,
        calibration.coverage,
        strict=False,
    )
    for ax, name, counts, probability, coverage in rows_of:
        ax.axhspan(*band, color="0.88", zorder=0)
        ax.axhline(lenses / BINS, color="0.4", lw=1)
        ax.bar(middles, counts, 0.94 / BINS, color="#3b6ea5")
        ax.set_title(f"{name}\np = {probability:.2f}, 68 % holds {coverage:.0%}",
                     fontsize=9)  # fmt: skip
        ax.set_xlim(0, 1)
    for ax in list(axes)[len(calibration.names) :]:
        ax.remove()
    figure.supxlabel("rank of the true value among draws of its posterior")
    figure.supylabel("lenses")
    figure.savefig(path, dpi=90)


def table_of(calibration):
    """The numbers, as a table that Sphinx reads."""
    lines = ["parameter,even by chance (p),68 % interval holds"]
    for name, probability, coverage in zip(
        calibration.names, calibration.probabilities, calibration.coverage, strict=True
    ):
        lines.append(f"{name},{probability:.3f},{coverage:.3f}")
    return "\n".join(lines) + "\n"


def main(arguments=None):
    """Fit, compare, draw; returns the calibration."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--lenses", type=int, default=192)
    parser.add_argument("--cores", type=int, default=2, help="lenses fitted at a time")
    parser.add_argument("--output", default=HERE / "output", help="folder of results")
    parser.add_argument("--figures", help="folder of figure and table; else --output")
    given = parser.parse_args(arguments)
    calibration = calibration_from(given.lenses, given.cores, given.output)
    folder = Path(given.figures or given.output)
    folder.mkdir(parents=True, exist_ok=True)
    draw_histograms(calibration, folder / "calibration.png")
    table = table_of(calibration)
    atomic.write_text(folder / "calibration.csv", table)
    print(table)
    coverage = calibration.coverage
    print(
        f"histograms even: {calibration.is_even}; 68 % intervals hold "
        f"{coverage.min():.3f} to {coverage.max():.3f} of the true values, "
        f"{coverage.mean():.3f} of all"
    )
    return calibration


if __name__ == "__main__":
    main()
