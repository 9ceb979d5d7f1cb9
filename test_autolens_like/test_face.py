"""The public names of the package: a change of this list is a decision."""

from __future__ import annotations

import pytest

import autolens_like as al

NAMES = {
    "AbstractImageMesh", "AbstractMesh", "AbstractRegularization", "BorderRelocator",
    "agg", "AdaptImages", "AmplitudeSharing", "AnalysisImaging",
    "AnalysisMultiImaging", "Array2D", "ArrayIrregular", "Convolver",
    "CorrectedSource", "CorrectionPrior", "corrected_source_from", "decoder_model_from",
    "ConvolverState", "DatasetModel", "FitImaging", "FitMultiImaging", "Galaxies",
    "Galaxy", "Grid2D",
    "Grid2DIrregular",
    "Imaging", "Inversion", "LensCalc", "Mask2D", "Mapper", "MassField", "MultiImaging",
    "OverSampler",
    "Pixelization", "PositionsLH",
    "ResultImaging", "ResultMultiImaging", "Settings", "SimulatorImaging",
    "SimulatorMultiImaging", "Tracer",
    "TracerToInversion",
    "VectorYX2D", "VectorYX2DIrregular", "__version__", "convert", "cosmo", "exc",
    "galaxy_name_image_dict_via_result_from",
    "hdu_list_for_output_from", "header_obj_from", "image_mesh", "lmp",
    "lmp_linear", "lp",
    "lp_basis", "lp_linear", "lp_linear_operated", "lp_operated", "lp_snr",
    "mesh", "model_util", "mp", "ndarray_via_fits_from", "orientation_from_header",
    "output_to_fits",
    "pixel_scales_from_header", "preparation",
    "preprocess", "ps", "reg", "source_growth", "sr", "util",
}  # fmt: skip


def test_the_list_of_public_names() -> None:
    assert set(al.__all__) == NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_public_name_exists(name: str) -> None:
    assert getattr(al, name) is not None


def test_profiles_of_the_api() -> None:
    light = {"Sersic", "SersicCore", "Exponential", "DevVaucouleurs", "Gaussian"}
    mass = {
        "Isothermal", "IsothermalSph", "PowerLaw", "PowerLawSph", "PointMass",
        "ExternalShear", "MassSheet", "NFWSph", "Sersic", "SersicSph", "SersicCore",
        "SersicCoreSph", "SersicGradient", "SersicGradientSph", "Exponential",
        "ExponentialSph", "ExponentialGradient", "DevVaucouleurs",
        "DevVaucouleursSph", "Gaussian", "GaussianGradient", "Chameleon",
        "ChameleonSph",
    }  # fmt: skip
    for name in light | {f"{name}Sph" for name in light}:
        assert hasattr(al.lp, name) and hasattr(al.lp_linear, name)
    for name in mass:
        assert hasattr(al.mp, name)
    assert hasattr(al.lp_basis, "Basis")
    assert callable(al.util.over_sample.over_sample_size_via_radial_bins_from)


def test_halos_of_the_api() -> None:
    both = {"NFW", "gNFW", "cNFW", "NFWMCRLudlow", "NFWMCRScatterLudlow",
            "cNFWMCRLudlow", "cNFWMCRScatterLudlow"}  # fmt: skip
    round_ = {"NFWTruncated", "NFWMCRDuffy", "NFWTruncatedMCRDuffy",
              "NFWTruncatedMCRLudlow", "NFWTruncatedMCRScatterLudlow",
              "NFWVirialMassConc", "gNFWVirialMassConc", "gNFWVirialMassgNFWConc",
              "KaplinghatCoredNFW", "KaplinghatCoredNFWMCRLudlow", "YangSIDM",
              "YangSIDMMCRLudlow"}  # fmt: skip
    names = both | {f"{name}Sph" for name in both | round_} | {"gNFWMCRLudlow"}
    assert names <= set(al.mp.__all__)


def test_a_misspelt_name_is_suggested() -> None:
    with pytest.raises(AttributeError, match="Did you mean 'Tracer'"):
        al.Tracr  # noqa: B018


def test_a_misspelt_name_is_asked_back() -> None:
    for room, name, meant in (
        (al.reg, "Constnat", "Constant"),
        (al.mesh, "Delauny", "Delaunay"),
        (al.image_mesh, "Hilbrt", "Hilbert"),
    ):
        with pytest.raises(AttributeError, match=f"Did you mean '{meant}'"):
            getattr(room, name)


@pytest.mark.parametrize(
    ("room", "name", "advice"),
    [
        (al, "InterpolatorDelaunay", "mesh_geometry"),
        (al, "rectangular_edge_pixel_list_from", "zeroed"),
        (al, "mappings", "image_plane_multiple_image_positions"),
        (al.reg, "CurvatureMask", "al.reg.Curvature"),
    ],
)
def test_names_of_pyautolens_without_a_place_say_what_to_use(
    room: object, name: str, advice: str
) -> None:
    with pytest.raises(AttributeError, match=advice):
        getattr(room, name)
