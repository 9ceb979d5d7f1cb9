"""The face of the inference wing names what scripts use."""

from autolens_like import af


def test_every_public_name_exists() -> None:
    for name in af.__all__:
        assert hasattr(af, name)


def test_names_that_scripts_rely_on() -> None:
    wanted = {
        "Analysis", "Collection", "DynestyDynamic", "DynestyStatic", "GaussianPrior",
        "LogUniformPrior", "Model", "Nautilus", "TruncatedGaussianPrior",
        "UniformPrior",
    }  # fmt: skip
    assert wanted <= set(af.__all__)
