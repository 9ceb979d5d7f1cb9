"""A model with a pixelized source, for the tests of several files."""

import numpy as np

import autolens_like as al
from autolens_like import af
from test_autolens_like.fit.conftest import tracer_of

#: Images of one point of the source plane of `tracer_of()`.
POSITIONS = [(0.0, 0.9), (0.0, -0.9)]
SOURCE = ("galaxies", "source")


def pixelized_model(regularization=al.reg.Constant, shape=(6, 5), redshift=1.0):
    """A lens with a free Einstein radius and a source of free regularization."""
    lens = tracer_of().galaxies[0]
    mass = af.Model(
        al.mp.Isothermal,
        centre=(0.0, 0.0),
        ell_comps=(0.1, 0.05),
        einstein_radius=af.UniformPrior(0.7, 1.1),
    )
    pixelization = af.Model(
        al.Pixelization,
        mesh=al.mesh.RectangularUniform(shape),
        regularization=regularization,
    )
    return af.Collection(
        galaxies=af.Collection(
            lens=af.Model(
                al.Galaxy, redshift=0.5, bulge=lens.bulge, mass=mass, shear=lens.shear
            ),
            source=af.Model(al.Galaxy, redshift=redshift, pixelization=pixelization),
        )
    )


def adapt_image(mask: al.Mask2D) -> al.Array2D:
    """A ring, brighter to one side."""
    y, x = mask.geometry.coordinates_native()[~mask.array].T
    return al.Array2D(np.exp(-20.0 * (np.hypot(y, x) - 0.9) ** 2) * (2.0 + y), mask)
