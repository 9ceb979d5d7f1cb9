"""Simulated images of lenses: small, seeded, made in milliseconds."""

from __future__ import annotations

import autolens_like as al

SHAPE, PIXEL_SCALE = (61, 61), 0.1
RADIUS = 1.0
CENTRE = (0.03, -0.02)


def true_tracer(source_intensity: float = 4.0) -> al.Tracer:
    """An elliptical lens of light and mass about `CENTRE`, with a source behind it."""
    lens = al.Galaxy(
        redshift=0.5,
        light=al.lp.Sersic(
            centre=CENTRE,
            ell_comps=(0.05, 0.1),
            intensity=1.0,
            effective_radius=0.6,
            sersic_index=3.0,
        ),
        mass=al.mp.Isothermal(
            centre=CENTRE, ell_comps=(0.05, 0.1), einstein_radius=RADIUS
        ),
    )
    source = al.Galaxy(
        redshift=1.0,
        light=al.lp.Exponential(
            centre=(0.1, 0.15),
            ell_comps=(0.1, -0.1),
            intensity=source_intensity,
            effective_radius=0.1,
        ),
    )
    return al.Tracer([lens, source])


def lens_image(source_intensity: float = 4.0, shape=SHAPE) -> al.Imaging:
    """The image of `true_tracer` with a seeded noise and a Gaussian PSF."""
    psf = al.Convolver.from_gaussian(
        shape_native=(9, 9), sigma=0.085, pixel_scales=PIXEL_SCALE, normalize=True
    )
    simulator = al.SimulatorImaging(
        exposure_time=1000.0, psf=psf, background_sky_level=2.0, noise_seed=3
    )
    grid = al.Grid2D.uniform(shape, pixel_scales=PIXEL_SCALE, over_sample_size=4)
    return simulator.via_tracer_from(true_tracer(source_intensity), grid)
