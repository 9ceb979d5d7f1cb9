"""One mesh over the traced pixels of all exposures."""

from __future__ import annotations

import numpy as np
import pytest

import autolens_like as al
from test_autolens_like.fit.exposures import multi, pixelized_tracer

IMAGE_MESH = al.image_mesh.Overlay(shape=(8, 8))
MESHES = {
    "rectangular": al.Pixelization(
        al.mesh.RectangularUniform((6, 6)), al.reg.Constant(1.0)
    ),
    "adaptive": al.Pixelization(
        al.mesh.RectangularAdaptDensity((6, 6)), al.reg.Constant(1.0)
    ),
    "delaunay": al.Pixelization(
        al.mesh.Delaunay(), al.reg.ConstantSplit(1.0), image_mesh=IMAGE_MESH
    ),
}


def tracer_of(name: str) -> al.Tracer:
    lens = pixelized_tracer(linear=False).galaxies[0]
    return al.Tracer([lens, al.Galaxy(1.0, source=MESHES[name])])


@pytest.mark.parametrize("name", MESHES)
def test_exposures_map_to_the_same_pixels(name) -> None:
    fit = al.FitMultiImaging(multi(), tracer_of(name), "grouped")
    mesh = fit.inversion.meshes["galaxies.1.source"]
    assert tuple(mesh.parts) == fit.dataset.names
    assert len({id(part.geometry) for part in mesh.parts.values()}) == 1
    whole = np.concatenate([part.rows.dense() for part in mesh.parts.values()])
    scale = np.repeat(
        fit.dataset.flux_scaling, [p.counts.size for p in mesh.parts.values()]
    )
    np.testing.assert_allclose(
        whole, scale[:, None] * mesh.mapper.rows.dense(), rtol=1e-12
    )
    amplitudes = [
        fit.amplitude_dict[exposure]["galaxies.1.source"]
        for exposure in fit.dataset.names
    ]
    assert np.array_equal(amplitudes[0], amplitudes[1])
    assert not np.array_equal(amplitudes[0], amplitudes[2])


def test_the_mesh_follows_the_finest_pixels_whatever_the_order() -> None:
    dataset = multi()
    order = [2, 1, 0]
    other = al.MultiImaging(
        *([getattr(dataset, part)[i] for i in order] for part in
          ("exposures", "names", "bands", "flux_scaling", "offsets", "rotations"))
    )  # fmt: skip
    found = [
        al.FitMultiImaging(d, tracer_of("delaunay")).figure_of_merit
        for d in (dataset, other)
    ]
    assert found[0] == pytest.approx(found[1], rel=1e-9)
