"""A small lens, its data, its fit and a posterior, made once."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from autolens_like.dataset.convolver import Convolver
from autolens_like.dataset.imaging import Imaging
from autolens_like.fit.imaging import FitImaging
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.lens.tracer import Tracer
from autolens_like.profiles.light import linear
from autolens_like.profiles.light.sersic import Exponential, Sersic
from autolens_like.profiles.mass.isothermal import Isothermal
from autolens_like.structures.array import Array2D
from autolens_like.structures.mask import Mask2D

SHAPE, SCALE, SIGMA = (44, 44), 0.1, 0.02


@pytest.fixture(scope="session")
def mask():
    return Mask2D.circular(SHAPE, 2.0, SCALE, centre=(0.1, 0.0))


@pytest.fixture(scope="session")
def tracer():
    lens = Galaxy(
        0.5,
        bulge=Sersic(intensity=0.5, effective_radius=0.5, sersic_index=2.0),
        mass=Isothermal(ell_comps=(0.1, 0.05), einstein_radius=1.1),
    )
    source = Galaxy(
        1.0, bulge=Exponential(centre=(0.08, 0.05), intensity=1, effective_radius=0.15)
    )
    return Tracer([lens, source])


@pytest.fixture(scope="session")
def unmasked_dataset(tracer):
    whole = Mask2D.all_false(SHAPE, SCALE)
    image = tracer.image_2d_from(whole.derive_grid.unmasked)
    noise = np.random.default_rng(3).normal(size=image.shape) * SIGMA
    return Imaging(
        data=Array2D(np.asarray(image) + noise, whole),
        noise_map=Array2D.full(SIGMA, SHAPE, SCALE),
        psf=Convolver.from_gaussian((5, 5), sigma=0.08, pixel_scales=SCALE),
        over_sample_size_lp=1,
    )


@pytest.fixture(scope="session")
def dataset(unmasked_dataset, mask):
    return unmasked_dataset.apply_mask(mask)


@pytest.fixture(scope="session")
def fit(dataset, tracer):
    lens, source = tracer.galaxies
    light = linear.Exponential(centre=(0.08, 0.05), effective_radius=0.15)
    linear_source = Galaxy(source.redshift, bulge=light)
    return FitImaging(dataset, Tracer([lens, linear_source]))


@pytest.fixture(scope="session")
def samples():
    rng = np.random.default_rng(5)
    covariance = [[1.0, 0.6, 0.0], [0.6, 1.0, 0.0], [0.0, 0.0, 1.0]]
    values = rng.multivariate_normal([0.0] * 3, covariance, 3000)
    model = SimpleNamespace(
        parameter_names=["lens.mass.einstein_radius", "lens.mass.slope", "halo.mass"],
        latex_labels=[r"$\theta_{\rm E}$", r"$\gamma$", "$M$"],
    )
    scale = np.array([0.01, 0.1, 2e12])
    return SimpleNamespace(
        model=model,
        parameter_lists=np.array([1.1, 2.0, 1.3e13]) + values * scale,
        weight_list=rng.uniform(size=3000),
    )
