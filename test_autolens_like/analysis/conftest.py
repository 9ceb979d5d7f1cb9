"""A model, a data set and a result small enough to be made in milliseconds."""

from __future__ import annotations

import numpy as np
import pytest

import autolens_like as al
from autolens_like import af
from test_autolens_like.fit.conftest import dataset_of, tracer_of


def lens_model() -> af.Collection:
    """A lens with a free Einstein radius and source position, all else fixed."""
    true = tracer_of()
    lens, source = true.galaxies
    mass = af.Model(
        al.mp.Isothermal,
        centre=(0.0, 0.0),
        ell_comps=(0.1, 0.05),
        einstein_radius=af.UniformPrior(0.7, 1.1),
    )
    bulge = af.Model(
        al.lp.Exponential,
        centre=(af.UniformPrior(-0.1, 0.2), af.UniformPrior(-0.1, 0.2)),
        ell_comps=source.bulge.ell_comps,
        intensity=source.bulge.intensity,
        effective_radius=source.bulge.effective_radius,
    )
    return af.Collection(
        galaxies=af.Collection(
            lens=af.Model(
                al.Galaxy, redshift=0.5, bulge=lens.bulge, mass=mass, shear=lens.shear
            ),
            source=af.Model(al.Galaxy, redshift=1.0, bulge=bulge),
        )
    )


@pytest.fixture(scope="session")
def simulated() -> al.Imaging:
    """The image of `tracer_of()` with a seeded hundredth of a unit of noise."""
    model = al.FitImaging(dataset_of(), tracer_of()).model_data
    noise = np.random.default_rng(5).normal(0.0, 0.1, size=(15, 15))
    return dataset_of(model.native.array + noise)


@pytest.fixture(scope="session")
def analysis(simulated) -> al.AnalysisImaging:
    return al.AnalysisImaging(simulated)


@pytest.fixture(scope="session")
def result(analysis, tmp_path_factory) -> al.ResultImaging:
    """The posterior of a real, short search."""
    root = tmp_path_factory.mktemp("output")
    search = af.DynestyStatic(
        name="small", nlive=40, dlogz=1.0, seed=1, output_path=root, silence=True
    )
    return search.fit(model=lens_model(), analysis=analysis)
