"""How a pixelized source is solved for, and what evidence and regularization do.

    python workspace/imaging/evidence_and_regularization.py
    python workspace/imaging/evidence_and_regularization.py --output FOLDER --quick

Read it from top to bottom with its figures, which it writes to
`workspace/output/evidence_and_regularization`. It takes two minutes.

The problem. A lens of known mass maps every image pixel to a place in the source
plane, so that the image is linear in the brightness s of the source pixels:
d = M s + noise, with M the blurred mapping matrix. Least squares alone would minimize

    chi^2(s) = sum (d - M s)^2 / sigma^2,

and that goes wrong: neighbouring source pixels are blurred into each other, a bright
one beside a dark one gives almost the image of two equal ones, and the noise decides
between them. So a second sentence is added to the first: a galaxy is smoother than
noise,

    minimize  chi^2(s) + s^T H s,     H = lambda C,

where s^T C s sums squared differences of neighbours. The minimum solves
(F + H) s = D with F = M^T N^-1 M and D = M^T N^-1 d. What is left to choose is lambda,
the mesh, and the mass: all of them by the evidence, P(data | lambda, mesh, mass), which
Suyu et al. 2006 (MNRAS 371, 983) write down for this problem. The `coefficient` of
`al.reg.Constant` is the root of lambda, as in PyAutoLens.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

import autolens_like as al
import autolens_like.plot as aplt

HERE = Path(__file__).resolve().parent
EINSTEIN_RADIUS = 1.2
#: Half the side of the part of the source plane that is drawn [arcsec].
HALF_SIDE = 0.6
#: The solution of least squares with a sign: the equations of the evidence are exact
#: for it. Section 5 compares it with the positive one, which is the default.
WITH_SIGN = al.Settings(use_positive_only_solver=False)


# --- The data: a lens of known mass before a source of known clumps ------------------


def lens_of(einstein_radius):
    """The lens galaxy, without light."""
    mass = al.mp.Isothermal(einstein_radius=einstein_radius, ell_comps=(0.1, 0.08))
    return al.Galaxy(redshift=0.5, mass=mass)


def true_source():
    """Three clumps in a disc; brightness per image pixel, as in the data."""
    disc = al.lp.Exponential(
        centre=(0.03, 0.06), ell_comps=(0.1, 0.25), intensity=0.5, effective_radius=0.18
    )
    clumps = {
        f"clump_{number}": al.lp.Gaussian(centre=centre, intensity=1.5, sigma=0.045)
        for number, centre in enumerate([(0.12, -0.1), (-0.1, 0.12), (0.18, 0.22)])
    }
    return al.Galaxy(redshift=1.0, disc=disc, **clumps)


def simulated_dataset():
    """An image of 15 to 30 sigma at the arcs, within a circular mask."""
    grid = al.Grid2D.uniform((70, 70), pixel_scales=0.07, over_sample_size=4)
    psf = al.Convolver.from_gaussian((9, 9), pixel_scales=0.07, sigma=0.07)
    simulator = al.SimulatorImaging(
        exposure_time=300.0, background_sky_level=0.3, psf=psf, noise_seed=1
    )
    tracer = al.Tracer([lens_of(EINSTEIN_RADIUS), true_source()])
    dataset = simulator.via_tracer_from(tracer, grid)
    mask = al.Mask2D.circular(dataset.shape_native, radius=2.2, pixel_scales=0.07)
    # What of the linear system depends on the data alone is made ready once.
    return dataset.apply_mask(mask).apply_sparse_operator_cpu()


# --- Tools: one fit, and the coefficient of the largest evidence ---------------------


def fit_of(dataset, pixelization, settings=WITH_SIGN, radius=EINSTEIN_RADIUS):
    """The fit of a pixelized source behind the lens; nothing but s is solved for."""
    source = al.Galaxy(redshift=1.0, pixelization=pixelization)
    return al.FitImaging(
        dataset, al.Tracer([lens_of(radius), source]), settings=settings
    )


def constant_fit(dataset, shape, coefficient, **keywords):
    """A rectangular mesh with one coefficient everywhere."""
    pixelization = al.Pixelization(
        mesh=al.mesh.Rectangular(shape=(shape, shape)),
        regularization=al.reg.Constant(coefficient=coefficient),
    )
    return fit_of(dataset, pixelization, **keywords)


def best_coefficient(evidence_of, start=3.0, tolerance=0.02):
    """The coefficient of the largest evidence, by Brent's search in its logarithm."""
    from scipy.optimize import minimize_scalar

    found = minimize_scalar(
        lambda logarithm: -evidence_of(10.0**logarithm),
        bracket=(np.log10(start) - 0.5, np.log10(start) + 0.5),
        tol=tolerance,
    )
    return float(10.0**found.x)


def source_on_grid(fit):
    """The reconstruction on a fine square grid, to be drawn."""
    extent = (-HALF_SIDE, HALF_SIDE, -HALF_SIDE, HALF_SIDE)
    source = fit.inversion.sources[0]
    return source.interpolated_reconstruction_from(
        None, (121, 121), extent
    ).native.array


def true_source_on_grid():
    """The same grid under the true source."""
    grid = al.Grid2D.uniform((121, 121), pixel_scales=2.0 * HALF_SIDE / 121)
    return true_source().image_2d_from(grid).native.array


def rms_error(fit):
    """How far the picture of the source is from the truth, in parts of its peak."""
    truth = true_source_on_grid()
    return float(np.sqrt(np.mean((source_on_grid(fit) - truth) ** 2)) / truth.max())


def scatter(fit):
    """Root mean square of the normalized residuals: 1 for the true model."""
    return float(np.sqrt(fit.reduced_chi_squared))


# --- Tools: panels --------------------------------------------------------------------


def figure_of(rows, columns):
    """A figure and its (rows, columns) axes."""
    figure = Figure(figsize=(3.6 * columns, 3.3 * rows), layout="constrained")
    return figure, figure.subplots(rows, columns, squeeze=False)


def draw_source(ax, values, title, peak, signed=False):
    """A square of the source plane; blue is negative where a sign is shown."""
    style = {"cmap": "RdBu_r", "vmin": -peak, "vmax": peak}
    if not signed:
        style = {"cmap": "inferno", "vmin": 0.0, "vmax": peak}
    extent = 2 * (-HALF_SIDE, HALF_SIDE)
    image = ax.imshow(values, extent=extent, **style)
    ax.set(title=title, xlabel="x [arcsec]", ylabel="y [arcsec]")
    ax.figure.colorbar(image, ax=ax, fraction=0.046, pad=0.03)


def draw_residuals(ax, fit, title):
    """Normalized residuals within the mask."""
    shown = np.where(fit.mask.array, np.nan, fit.normalized_residual_map.native.array)
    half = 0.5 * 0.07 * shown.shape[0]
    extent = 2 * (-half, half)
    image = ax.imshow(shown, extent=extent, cmap="RdBu_r", vmin=-4.0, vmax=4.0)
    ax.set(title=title, xlabel="x [arcsec]", ylabel="y [arcsec]")
    ax.figure.colorbar(image, ax=ax, fraction=0.046, pad=0.03, label="σ")


# --- 1. Too little, the right amount, too much ---------------------------------------


def draw_amounts(dataset, shape, best, output):
    """Three coefficients: the picture of the source and what is left of the image.

    Too small: the residuals are smaller than the noise, since the source has fitted
    the noise as well, and looks like it. Too large: the source is washed out and the
    image of its clumps remains in the residuals. Between them lies a source that is
    smooth where the data say nothing and sharp where they do.
    """
    truth = true_source_on_grid()
    figure, axes = figure_of(2, 4)
    draw_source(axes[0, 0], truth, "True source", truth.max())
    draw_image(axes[1, 0], dataset)
    amounts = {"too small": best / 1e2, "best": best, "too large": best * 30.0}
    print("\n1. amount of smoothing     lambda   residuals   error of source  evidence")
    for column, (name, coefficient) in enumerate(amounts.items(), 1):
        fit = constant_fit(dataset, shape, coefficient)
        title = f"λ = {coefficient**2:.3g}, {name}"
        draw_source(axes[0, column], source_on_grid(fit), title, truth.max())
        title = f"residuals, rms {scatter(fit):.2f} σ"
        draw_residuals(axes[1, column], fit, title)
        print(
            f"   {name:<20} {coefficient**2:11.4g} {scatter(fit):11.3f}"
            f" {rms_error(fit):17.3f} {fit.log_evidence:9.1f}"
        )
    aplt.output_figure(figure, output, "1_amount_of_smoothing")


def draw_image(ax, dataset):
    """The data."""
    shown = np.where(dataset.mask.array, np.nan, dataset.data.native.array)
    half = 0.5 * 0.07 * shown.shape[0]
    image = ax.imshow(shown, extent=2 * (-half, half), cmap="inferno")
    ax.set(title="Data", xlabel="x [arcsec]", ylabel="y [arcsec]")
    ax.figure.colorbar(image, ax=ax, fraction=0.046, pad=0.03)


# --- 2. The five terms, and the law at the maximum -----------------------------------


def draw_terms(dataset, shape, best, output, number=25):
    """The evidence against λ, term by term.

    -2 ln evidence = chi² + sᵀHs + ln det(F + H) - ln det H + Σ ln 2πσ². The first two
    are the quality of fit and the roughness of the source. The determinants are Occam's
    razor: ln det(F + H) - ln det H counts the source pixels that the data measure, each
    with the logarithm of how much better it is known after the data than before. It
    falls with λ while chi² rises, and the evidence has one maximum.

    Its derivative is zero where 2λE_S = N_s - λ Tr(A⁻¹C), with 2λE_S = sᵀHs and
    A = F + H (Suyu et al. 2006): the roughness of the source, in units of its prior,
    equals the number of source pixels that the data measure. Here C sees differences
    alone: one combination of the pixels, their mean, is free, and N_s is one less.
    """
    amounts = best**2 * np.logspace(-5.0, 2.0, number)
    fits = [constant_fit(dataset, shape, value**0.5) for value in amounts]
    solved = [fit.inversion for fit in fits]
    terms = {
        "χ²": [fit.chi_squared for fit in fits],
        "sᵀHs": [one.regularization_term for one in solved],
        "ln det(F+H)": [one.log_det_curvature_reg_matrix_term for one in solved],
        "−ln det H": [-one.log_det_regularization_matrix_term for one in solved],
        "Σ ln 2πσ²": [fit.noise_normalization for fit in fits],
    }
    evidences = np.array([fit.log_evidence for fit in fits])
    measured = [measured_pixels(one) for one in solved]

    figure, (axes,) = figure_of(1, 3)
    for name, values in terms.items():
        axes[0].plot(amounts, values, label=name)
    axes[0].set(title="The five terms of −2 ln evidence", xlabel="λ")
    axes[0].legend(fontsize="small")
    axes[1].plot(amounts, evidences, "k")
    axes[1].set(title="ln evidence", xlabel="λ", ylim=evidence_limits(evidences))
    axes[2].plot(amounts, terms["sᵀHs"], label="2λE$_S$ = sᵀHs")
    axes[2].plot(amounts, measured, label="N$_s$ − λ Tr(A⁻¹C)")
    axes[2].set(title="The law at the maximum", xlabel="λ", yscale="log")
    axes[2].legend(fontsize="small")
    for ax in axes:
        ax.set_xscale("log")
        ax.axvline(best**2, color="grey", linestyle="--", linewidth=1.0)
    aplt.output_figure(figure, output, "2_terms_of_the_evidence")

    at_best = constant_fit(dataset, shape, best).inversion
    left, right = at_best.regularization_term, measured_pixels(at_best)
    print(f"\n2. lambda of the largest evidence          {best**2:.4g}")
    print(f"   there 2 lambda E_S                      {left:.2f}")
    print(f"   and   N_s - lambda Tr(A^-1 C)           {right:.2f}  (the same)")
    print(f"   of                                      {shape**2} source pixels")
    return left, right


def measured_pixels(inversion):
    """N_s - λ Tr(A⁻¹C), how many source pixels the data measure, less the mean."""
    covariance = inversion.reconstruction_covariance_matrix  # A⁻¹
    trace = np.sum(covariance * inversion.regularization_matrix)
    return float(len(covariance) - 1 - trace)


def evidence_limits(evidences):
    """Where the maximum can be seen: the curve falls much deeper at large λ."""
    top, first = float(np.max(evidences)), float(evidences[0])
    return first - 0.2 * (top - first), top + 0.1 * (top - first)


# --- 3. How many source pixels? -------------------------------------------------------


def draw_resolutions(dataset, shapes, output):
    """The evidence against the side of the mesh, each with its own best λ.

    Few pixels cannot show the clumps. With many the smoothing takes over: once a
    source pixel is smaller than what the data resolve, more of them hardly change the
    source, nor its evidence, and only cost time.
    """
    truth = true_source_on_grid()
    evidences, fits = [], []
    for shape in shapes:
        best = best_coefficient(
            lambda value, shape=shape: constant_fit(dataset, shape, value).log_evidence
        )
        fits.append(constant_fit(dataset, shape, best))
        evidences.append(fits[-1].log_evidence)
    figure, (axes,) = figure_of(1, 4)
    axes[0].plot(shapes, evidences, "ko-", markersize=4.0)
    axes[0].set(title="ln evidence, best λ of each", xlabel="side of the mesh [pixels]")
    for ax, chosen in zip(axes[1:], (0, len(shapes) // 2, -1), strict=True):
        title = f"{shapes[chosen]} × {shapes[chosen]}"
        draw_source(ax, source_on_grid(fits[chosen]), title, truth.max())
    aplt.output_figure(figure, output, "3_resolution")
    print("\n3. side of the mesh   evidence   error of source")
    for shape, evidence, fit in zip(shapes, evidences, fits, strict=True):
        print(f"   {shape:<16} {evidence:10.1f} {rms_error(fit):17.3f}")


# --- 4. Why a pixelized source needs the positions of its images ---------------------


def draw_demagnified(dataset, shape, best, output, number=25):
    """The evidence against the Einstein radius: it has a second rise at no lens.

    Without a lens the image itself is a source that fits: arcs in the source plane.
    The evidence likes it less than the true lens, but more than all lenses between, so
    that a search that starts there stays there. The images that belong together say
    that it is wrong: traced back they must meet, and without a lens they do not. A
    `PositionsLH` takes a penalty where they are farther apart than its threshold.
    """
    radii = np.linspace(0.0, 1.5 * EINSTEIN_RADIUS, number)
    fits = [constant_fit(dataset, shape, best, radius=radius) for radius in radii]
    evidences = np.array([fit.log_evidence for fit in fits])

    tracer = al.Tracer([lens_of(EINSTEIN_RADIUS), true_source()])
    guard = al.PositionsLH(images_of_the_centre(tracer), threshold=0.3)
    apart = [guard.source_plane_separation_from(fit.tracer) for fit in fits]
    refused = np.array(apart) > guard.threshold

    figure, (axes,) = figure_of(1, 4)
    axes[0].plot(radii, evidences, "k.-")
    low, high = axes[0].get_ylim()
    axes[0].fill_between(radii, low, high, where=refused, alpha=0.2, color="C3")
    axes[0].set(
        title="ln evidence (red: refused)",
        xlabel="Einstein radius [arcsec]",
        ylim=(low, high),
    )
    whole = fits[0].inversion.sources[0]
    size = 2.2
    picture = whole.interpolated_reconstruction_from(
        None, (121, 121), (-size, size, -size, size)
    ).native.array
    axes[1].imshow(picture, extent=2 * (-size, size), cmap="inferno", vmin=0.0)
    axes[1].set(title="Source without a lens", xlabel="x [arcsec]")
    draw_residuals(axes[2], fits[0], f"its residuals, rms {scatter(fits[0]):.2f} σ")
    right = int(np.argmax(evidences))
    title = f"Source at {radii[right]:.2f} arcsec"
    values = source_on_grid(fits[right])
    draw_source(axes[3], values, title, values.max())
    aplt.output_figure(figure, output, "4_demagnified_solution")

    middle = np.argmin(evidences[: right + 1])
    print(f"\n4. evidence of no lens at all      {evidences[0]:.1f}")
    print(f"   worst before the true lens      {evidences[middle]:.1f}")
    print(f"   of the true lens                {evidences[right]:.1f}")
    return evidences, refused


def images_of_the_centre(tracer):
    """(n, 2) where the centre of the source is seen: brightest near opposite sides."""
    grid = al.Grid2D.uniform((400, 400), pixel_scales=0.01)
    traced = tracer.traced_grid_2d_list_from(grid)[-1].array
    miss = np.hypot(*(traced - np.array([0.03, 0.06])).T)
    points = grid.array
    sides = [points[:, 1] > 0.0, points[:, 1] <= 0.0]
    return [tuple(points[side][np.argmin(miss[side])]) for side in sides]


# --- 5. Why only positive brightness --------------------------------------------------


def draw_signs(dataset, shape, best, output):
    """The solution of least squares beside the one without negative brightness.

    A mapping through a lens and a blur can be undone only with ringing: around bright
    clumps the free solution goes below zero, which no galaxy does. Beside other light
    (a lens galaxy) that is worse than ugly: negative sources trade with positive lens
    light. The positive solution is sharper at the same λ, since the dark sky around
    the source is known rather than measured. Its evidence is that of the same
    formula, an approximation for it.
    """
    truth = true_source_on_grid()
    figure, (axes,) = figure_of(1, 3)
    draw_source(axes[0], truth, "True source", truth.max(), signed=True)
    solvers = {"any sign": WITH_SIGN, "positive only": al.Settings()}
    print("\n5. brightness          least [of the peak]   error of source")
    for ax, (name, settings) in zip(axes[1:], solvers.items(), strict=True):
        fit = constant_fit(dataset, shape, best, settings=settings)
        draw_source(ax, source_on_grid(fit), name, truth.max(), signed=True)
        least = float(fit.inversion.reconstruction.min() / truth.max())
        print(f"   {name:<20} {least:18.3f} {rms_error(fit):17.3f}")
    aplt.output_figure(figure, output, "5_positive_only")


# --- 6. One coefficient, or one that follows the source ------------------------------


def draw_adapt(dataset, shape, best, output):
    """`Constant` beside `Adapt`, which smooths less where the source is bright.

    One λ is a compromise between clumps, which want little, and the dark sky around
    them, which wants much. An image of the source from an earlier fit says which is
    where: `Adapt` has one coefficient for bright and one for faint source pixels, both
    by the evidence, which prefers it by far.
    """
    first = constant_fit(dataset, shape, best, settings=al.Settings())
    image = first.model_data
    # Nothing below a hundredth of the peak: a dark pixel is faint, not absent.
    floored = np.maximum(image.array, 0.01 * image.array.max())
    adapt_image = al.Array2D(floored, image.mask)

    def adapted(vector):
        inner, outer = 10.0 ** np.asarray(vector)
        pixelization = al.Pixelization(
            mesh=al.mesh.Rectangular(shape=(shape, shape)),
            regularization=al.reg.Adapt(
                inner_coefficient=inner, outer_coefficient=outer, signal_scale=0.5
            ),
        )
        source = al.Galaxy(redshift=1.0, pixelization=pixelization)
        return al.FitImaging(
            dataset,
            al.Tracer([lens_of(EINSTEIN_RADIUS), source]),
            adapt_images=al.AdaptImages(galaxy_image_dict={source: adapt_image}),
        )

    from scipy.optimize import minimize

    # H of Adapt grows with the fourth power of its coefficients, that of Constant with
    # the square: start where both are the same.
    start = np.full(2, 0.5 * np.log10(best))
    found = minimize(
        lambda vector: -adapted(vector).log_evidence,
        start,
        method="Nelder-Mead",
        bounds=[(-3.0, 2.0)] * 2,
        options={"xatol": 0.02, "fatol": 0.1, "maxfev": 80},
    )
    second = adapted(found.x)
    truth = true_source_on_grid()
    figure, (axes,) = figure_of(1, 4)
    draw_source(axes[0], truth, "True source", truth.max())
    draw_source(axes[1], source_on_grid(first), "Constant", truth.max())
    draw_source(axes[2], source_on_grid(second), "Adapt", truth.max())
    draw_residuals(axes[3], second, f"Adapt: rms {scatter(second):.2f} σ")
    aplt.output_figure(figure, output, "6_constant_or_adapt")
    inner, outer = 10.0**found.x
    print(f"\n6. Adapt: inner coefficient {inner:.2g}, outer coefficient {outer:.3g}")
    print("   regularization   evidence   residuals   error of source")
    for name, fit in (("Constant", first), ("Adapt", second)):
        print(
            f"   {name:<15} {fit.log_evidence:9.1f} {scatter(fit):11.3f}"
            f" {rms_error(fit):17.3f}"
        )
    return first.log_evidence, second.log_evidence


def main(arguments=None):
    """Draw all six; returns the folder of the figures and numbers of the sections."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "--output", default=HERE.parent / "output" / "evidence_and_regularization"
    )
    parser.add_argument(
        "--quick", action="store_true", help="coarse meshes, few points"
    )
    given = parser.parse_args(arguments)
    output = Path(given.output)
    shape, shapes, number = 30, [8, 12, 16, 20, 25, 30, 40, 50], 25
    if given.quick:
        shape, shapes, number = 14, [8, 11, 14], 7

    dataset = simulated_dataset()
    best = best_coefficient(
        lambda value: constant_fit(dataset, shape, value).log_evidence, tolerance=1e-4
    )
    draw_amounts(dataset, shape, best, output)
    law = draw_terms(dataset, shape, best, output, number)
    draw_resolutions(dataset, shapes, output)
    demagnified = draw_demagnified(dataset, shape, best, output, number)
    draw_signs(dataset, shape, best, output)
    adapted = draw_adapt(dataset, shape, best, output)
    print(f"\nfigures: {output}")
    return {"law": law, "demagnified": demagnified, "adapt": adapted, "folder": output}


if __name__ == "__main__":
    main()
