"""Pixelized sources in a JAX program: evidence and gradient are those of numpy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import autolens_like as al
from test_autolens_like.fit.conftest import tracer_of

jax = pytest.importorskip("jax")

BULGE = tracer_of().galaxies[0].bulge
#: Einstein radius, ellipticity of the mass, and the logarithm of a coefficient.
POINT = np.array([0.9, 0.1, 0.3])
#: Wide for the coefficient, because the last digits of ln det H are rounded.
STEPS = np.array([1e-6, 1e-6, 1e-3])


def lens_from(radius: Any, ellipticity: Any, **light: Any) -> al.Galaxy:
    mass = al.mp.Isothermal(ell_comps=(ellipticity, 0.05), einstein_radius=radius)
    return al.Galaxy(redshift=0.5, mass=mass, **light)


def source_from(mesh: Any, regularization: Any) -> al.Galaxy:
    pixelization = al.Pixelization(mesh=mesh, regularization=regularization)
    return al.Galaxy(redshift=1.0, pixelization=pixelization)


def rectangular(vector: Any) -> al.Tracer:
    regularization = al.reg.Constant(coefficient=np.e ** vector[2])
    source = source_from(al.mesh.RectangularUniform((6, 5)), regularization)
    return al.Tracer([lens_from(vector[0], vector[1], bulge=BULGE), source])


def evidence_of(
    tracer_from: Callable[[Any], al.Tracer], dataset: al.Imaging, **settings: Any
) -> Callable[[Any], Any]:
    def evidence(vector: Any) -> Any:
        return al.FitImaging(dataset, tracer_from(vector), **settings).log_evidence

    return evidence


def slopes(function: Callable[[Any], float], point: np.ndarray) -> np.ndarray:
    moves = [(point + s, point - s) for s in np.diag(STEPS)]
    rises = [function(ahead) - function(behind) for ahead, behind in moves]
    return np.array(rises) / (2.0 * STEPS)


def assert_same_as_numpy(function: Callable[[Any], Any]) -> None:
    value, gradient = jax.jit(jax.value_and_grad(function))(POINT)
    assert value == pytest.approx(function(POINT), rel=1e-8)
    np.testing.assert_allclose(gradient, slopes(function, POINT), rtol=1e-5)


def test_a_rectangular_mesh(dataset):
    assert_same_as_numpy(evidence_of(rectangular, dataset))


def magnified(vector: Any) -> al.Tracer:
    regularization = al.reg.ConstantZeroth(np.e ** vector[2], 0.1)
    source = source_from(al.mesh.DelaunayMagnification((6, 7)), regularization)
    return al.Tracer([lens_from(vector[0], vector[1]), source])


def test_a_delaunay_mesh(dataset):
    assert_same_as_numpy(evidence_of(magnified, dataset))
