"""A small lens: 15 x 15 pixels, a 3 x 3 kernel, everything a fit needs."""

from __future__ import annotations

import numpy as np
import pytest

import autolens_like as al


def tracer_of(
    einstein_radius: float = 0.9, linear: bool = False, ell_comps=(0.1, 0.05)
) -> al.Tracer:
    """A Sersic lens with mass and shear, and a Sersic source."""
    kind = al.lp_linear if linear else al.lp
    lens_light = {} if linear else {"intensity": 1.5}
    source_light = {} if linear else {"intensity": 2.0}
    lens = al.Galaxy(
        redshift=0.5,
        bulge=kind.Sersic(
            centre=(0.01, -0.02),
            ell_comps=(0.05, 0.1),
            effective_radius=0.5,
            sersic_index=2.5,
            **lens_light,
        ),
        mass=al.mp.Isothermal(ell_comps=ell_comps, einstein_radius=einstein_radius),
        shear=al.mp.ExternalShear(gamma_1=0.03, gamma_2=-0.02),
    )
    source = al.Galaxy(
        redshift=1.0,
        bulge=kind.Exponential(
            centre=(0.05, 0.08),
            ell_comps=(0.1, -0.1),
            effective_radius=0.2,
            **source_light,
        ),
    )
    return al.Tracer(galaxies=[lens, source])


def kernel() -> al.Convolver:
    values = np.array([[0.5, 1.0, 0.4], [1.2, 4.0, 1.0], [0.3, 0.9, 0.6]])
    return al.Convolver(
        al.Array2D.no_mask(values, pixel_scales=0.2), normalize=True, use_fft=False
    )


def dataset_of(
    data: np.ndarray | None = None, over_sample_size=2, **settings
) -> al.Imaging:
    rng = np.random.default_rng(11)
    data = rng.normal(0.5, 0.2, size=(15, 15)) if data is None else data
    noise = rng.uniform(0.1, 0.3, size=(15, 15))
    dataset = al.Imaging(
        data=al.Array2D.no_mask(data, pixel_scales=0.2),
        noise_map=al.Array2D.no_mask(noise, pixel_scales=0.2),
        psf=kernel(),
        over_sample_size_lp=over_sample_size,
        **settings,
    )
    mask = al.Mask2D.circular((15, 15), radius=1.3, pixel_scales=0.2)
    return dataset.apply_mask(mask)


@pytest.fixture(scope="session")
def dataset() -> al.Imaging:
    return dataset_of()


@pytest.fixture(scope="session")
def tracer() -> al.Tracer:
    return tracer_of()


@pytest.fixture(scope="session")
def noiseless() -> al.Imaging:
    """Data that are exactly the image of `tracer_of()`."""
    image = al.FitImaging(dataset_of(), tracer_of()).model_data
    return dataset_of(image.native.array)
