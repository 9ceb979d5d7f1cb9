"""autolens_like: fast, honest strong gravitational lens modelling.

>>> import autolens_like as al
>>> from autolens_like import af
>>> import autolens_like.plot as aplt
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from autolens_like import exc
from autolens_like.analysis import aggregator as agg
from autolens_like.analysis import mge as model_util
from autolens_like.analysis import preparation, source_growth
from autolens_like.analysis.correction import CorrectedSource, corrected_source_from
from autolens_like.analysis.correction_prior import CorrectionPrior
from autolens_like.analysis.decoder_model import decoder_model_from
from autolens_like.analysis.imaging import AnalysisImaging
from autolens_like.analysis.multi_imaging import AnalysisMultiImaging
from autolens_like.analysis.multi_result import ResultMultiImaging
from autolens_like.analysis.positions import PositionsLH
from autolens_like.analysis.result import ResultImaging
from autolens_like.cosmology import standard as cosmo
from autolens_like.dataset import preprocess
from autolens_like.dataset.convolver import Convolver
from autolens_like.dataset.convolver_state import ConvolverState
from autolens_like.dataset.imaging import Imaging
from autolens_like.dataset.multi_imaging import MultiImaging
from autolens_like.fit.adapt_images import (
    AdaptImages,
    galaxy_name_image_dict_via_result_from,
)
from autolens_like.fit.amplitude_sharing import AmplitudeSharing
from autolens_like.fit.dataset_model import DatasetModel
from autolens_like.fit.imaging import FitImaging
from autolens_like.fit.multi_imaging import FitMultiImaging
from autolens_like.fit.multi_simulator import SimulatorMultiImaging
from autolens_like.fit.tracer_inversion import Inversion, TracerToInversion
from autolens_like.galaxy.galaxies import Galaxies
from autolens_like.galaxy.galaxy import Galaxy, MassField
from autolens_like.inversion import image_mesh, mesh
from autolens_like.inversion import regularization as reg
from autolens_like.inversion.border import BorderRelocator
from autolens_like.inversion.image_mesh.image_mesh import ImageMesh
from autolens_like.inversion.mapper import Mapper
from autolens_like.inversion.mesh.mesh import Mesh
from autolens_like.inversion.pixelization import Pixelization
from autolens_like.inversion.regularization.regularization import Regularization
from autolens_like.inversion.settings import Settings
from autolens_like.lens.quantities import LensCalc
from autolens_like.lens.simulator import SimulatorImaging
from autolens_like.lens.tracer import Tracer
from autolens_like.model import registry
from autolens_like.profiles import basis as lp_basis
from autolens_like.profiles import convert, mass, point
from autolens_like.profiles import light as lp
from autolens_like.profiles import light_and_mass as lmp
from autolens_like.profiles import light_and_mass_linear as lmp_linear
from autolens_like.profiles import scaling_relation as sr
from autolens_like.profiles.light import linear as lp_linear
from autolens_like.profiles.light import linear_operated as lp_linear_operated
from autolens_like.profiles.light import operated as lp_operated
from autolens_like.profiles.light import snr as lp_snr
from autolens_like.structures import over_sampling
from autolens_like.structures.array import Array2D
from autolens_like.structures.fits import (
    hdu_list_for_output_from,
    header_obj_from,
    ndarray_via_fits_from,
    orientation_from_header,
    output_to_fits,
    pixel_scales_from_header,
)
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.irregular import ArrayIrregular, Grid2DIrregular
from autolens_like.structures.mask import Mask2D
from autolens_like.structures.over_sampling import OverSampler
from autolens_like.structures.vector import VectorYX2D, VectorYX2DIrregular
from autolens_like.version import __version__

mp = mass
ps = point
# What meshes and regularizations of one's own inherit, by the names of PyAutoLens.
AbstractImageMesh = ImageMesh
AbstractMesh = Mesh
AbstractRegularization = Regularization
#: The modules of functions that scripts reach as `al.util.over_sample`.
util = SimpleNamespace(over_sample=over_sampling)

__all__ = [
    "AbstractImageMesh",
    "AbstractMesh",
    "AbstractRegularization",
    "AdaptImages",
    "AmplitudeSharing",
    "AnalysisImaging",
    "AnalysisMultiImaging",
    "Array2D",
    "ArrayIrregular",
    "BorderRelocator",
    "Convolver",
    "ConvolverState",
    "CorrectedSource",
    "CorrectionPrior",
    "DatasetModel",
    "FitImaging",
    "FitMultiImaging",
    "Galaxies",
    "Galaxy",
    "Grid2D",
    "Grid2DIrregular",
    "Imaging",
    "Inversion",
    "LensCalc",
    "Mapper",
    "Mask2D",
    "MassField",
    "MultiImaging",
    "OverSampler",
    "Pixelization",
    "PositionsLH",
    "ResultImaging",
    "ResultMultiImaging",
    "Settings",
    "SimulatorImaging",
    "SimulatorMultiImaging",
    "Tracer",
    "TracerToInversion",
    "VectorYX2D",
    "VectorYX2DIrregular",
    "__version__",
    "agg",
    "convert",
    "corrected_source_from",
    "cosmo",
    "decoder_model_from",
    "exc",
    "galaxy_name_image_dict_via_result_from",
    "hdu_list_for_output_from",
    "header_obj_from",
    "image_mesh",
    "lmp",
    "lmp_linear",
    "lp",
    "lp_basis",
    "lp_linear",
    "lp_linear_operated",
    "lp_operated",
    "lp_snr",
    "mesh",
    "model_util",
    "mp",
    "ndarray_via_fits_from",
    "orientation_from_header",
    "output_to_fits",
    "pixel_scales_from_header",
    "preparation",
    "preprocess",
    "ps",
    "reg",
    "source_growth",
    "sr",
    "util",
]


def _named_classes() -> Iterator[tuple[str, type]]:
    """The classes that files of models may name, such as ``mp.Isothermal``."""
    rooms = {
        "lp": lp, "mp": mp, "lp_linear": lp_linear, "lmp": lmp,
        "lmp_linear": lmp_linear, "lp_basis": lp_basis, "lp_operated": lp_operated,
        "lp_linear_operated": lp_linear_operated, "lp_snr": lp_snr, "ps": ps, "sr": sr,
        "mesh": mesh, "image_mesh": image_mesh, "reg": reg, "cosmo": cosmo,
    }  # fmt: skip
    for cls in (Galaxy, MassField, DatasetModel, Pixelization, Settings, Tracer):
        yield cls.__name__, cls
    for prefix, module in rooms.items():
        for name, value in vars(module).items():
            is_own = getattr(value, "__module__", "").startswith("autolens_like.")
            if isinstance(value, type) and is_own and not name.startswith("_"):
                yield f"{prefix}.{name}", value


registry.provide(_named_classes)
#: Where the classes that autolens's files name by their modules have their names.
registry.provide_rooms(
    {
        "autogalaxy.profiles.light.standard": "lp",
        "autogalaxy.profiles.light.linear": "lp_linear",
        "autogalaxy.profiles.light.operated": "lp_operated",
        "autogalaxy.profiles.light.linear_operated": "lp_linear_operated",
        "autogalaxy.profiles.light.snr": "lp_snr",
        "autogalaxy.profiles.basis": "lp_basis",
        "autogalaxy.profiles.light_and_mass_profiles": "lmp",
        "autogalaxy.profiles.light_linear_and_mass_profiles": "lmp_linear",
        "autogalaxy.profiles.mass": "mp",
        "autogalaxy.profiles.point_sources": "ps",
        "autogalaxy.cosmology": "cosmo",
        "autoarray.inversion.mesh.mesh": "mesh",
        "autoarray.inversion.mesh.image_mesh": "image_mesh",
        "autoarray.inversion.regularization": "reg",
    }
)

_GEOMETRY = (
    "The mesh that a mapper lies on interpolates by itself: `mapper.mesh_geometry`."
)
#: What to use for names of PyAutoLens that have no place here.
_ELSEWHERE = {
    "InterpolatorDelaunay": _GEOMETRY,
    "InterpolatorDelaunayNN": _GEOMETRY,
    "InterpolatorRectangular": _GEOMETRY,
    "LightProfileLinearObjFuncList": (
        "Linear light profiles are `fit.inversion.linear_obj_list` themselves."
    ),
    "mappings": (
        "For the images of a fitted source use "
        "`result.image_plane_multiple_image_positions()`, and for its parts "
        "`fit.inversion.source_clumps_from()` and `fit.inversion.magnification_from()`."
    ),
    "rectangular_edge_pixel_list_from": (
        "Use `np.flatnonzero(mapper.mesh_geometry.zeroed)`."
    ),
}
#: Loaded when first asked for: they are faces of their own.
_LATE = ("af", "plot")


def __getattr__(name: str) -> Any:
    if name in _LATE:
        return importlib.import_module(f"autolens_like.{name}")
    raise exc.missing("autolens_like", name, __all__, _ELSEWHERE)
