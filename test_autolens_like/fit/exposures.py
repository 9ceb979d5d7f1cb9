"""Three small exposures of one lens: dithered, turned, of other shape and scale."""

from __future__ import annotations

import numpy as np

import autolens_like as al
from test_autolens_like.fit.conftest import dataset_of, kernel, tracer_of

#: Nothing is added to the diagonal and any sign is allowed.
PLAIN = al.Settings(
    use_positive_only_solver=False, no_regularization_add_to_curvature_diag_value=0.0
)
OFFSETS = ((0.0, 0.0), (0.06, -0.03), (-0.11, 0.07))
ROTATIONS = (0.0, 0.0, 20.0)
NAMES, BANDS = ("VIS_1", "VIS_2", "NISP"), ("VIS", "VIS", "NISP")
FLUX_SCALING = (1.0, 1.3, 0.6)


def exposures() -> list[al.Imaging]:
    rng = np.random.default_rng(21)
    small = al.Imaging(
        data=al.Array2D.no_mask(rng.normal(0.5, 0.2, (11, 13)), pixel_scales=0.25),
        noise_map=al.Array2D.no_mask(
            rng.uniform(0.1, 0.3, (11, 13)), pixel_scales=0.25
        ),
        psf=al.Convolver(al.Array2D.no_mask(kernel().kernel.native.array.T, 0.25)),
        over_sample_size_lp=1,
    )
    mask = al.Mask2D.circular((11, 13), radius=1.2, pixel_scales=0.25)
    return [
        dataset_of(),
        dataset_of(rng.normal(0.6, 0.2, (15, 15))),
        small.apply_mask(mask),
    ]


def multi(**changes) -> al.MultiImaging:
    settings = {
        "names": NAMES,
        "bands": BANDS,
        "flux_scaling": FLUX_SCALING,
        "offsets": OFFSETS,
        "rotations": ROTATIONS,
    }
    return al.MultiImaging(exposures(), **(settings | changes))


def one(exposure: al.Imaging | None = None, **settings) -> al.MultiImaging:
    """One exposure alone."""
    return al.MultiImaging([exposure or dataset_of()], **settings)


def linear_tracer(**changes) -> al.Tracer:
    return tracer_of(linear=True, **changes)


def pixelized_tracer(shape=(6, 6), linear=True) -> al.Tracer:
    """The source on a rectangular mesh."""
    lens = tracer_of(linear=linear).galaxies[0]
    pixelization = al.Pixelization(
        mesh=al.mesh.RectangularUniform(shape), regularization=al.reg.Constant(1.0)
    )
    return al.Tracer(
        galaxies=[lens, al.Galaxy(redshift=1.0, pixelization=pixelization)]
    )
