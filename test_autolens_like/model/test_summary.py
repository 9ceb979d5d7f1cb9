import pytest

from autolens_like import conf, exc
from autolens_like.model.composition import Collection, Model
from autolens_like.model.prior import GaussianPrior, UniformPrior
from autolens_like.model.summary import (
    latex_labels,
    model_info_text,
    model_labels,
    results_text,
)
from test_autolens_like.model.classes import (
    Basis,
    Galaxy,
    Gaussian,
    Isothermal,
    Shear,
    Unheard,
)


@pytest.fixture(name="model")
def make_model():
    mass = Model(
        Isothermal, centre=(0.0, GaussianPrior(0.0, 0.1)), ell_comps=(0.0, 0.0)
    )
    mass.einstein_radius = UniformPrior(0.0, 8.0)
    return Collection(lens=Model(Galaxy, redshift=0.5, mass=mass))


@pytest.fixture(autouse=True)
def narrow_tables():
    with conf.with_config("general", "output", "info_whitespace_length", value=30):
        yield


def test__model_info_text__components_then_parameters(model):
    assert model_info_text(model).splitlines() == [
        "Total Free Parameters = 2",
        "",
        "model                         Collection (N=2)",
        "    lens                      Galaxy (N=2)",
        "        mass                  Isothermal (N=2)",
        "",
        "lens",
        "    redshift                  0.5",
        "    mass",
        "        centre",
        "            centre_0          0.0",
        "            centre_1          GaussianPrior [0], mean = 0.0, sigma = 0.1",
        "        ell_comps",
        "            ell_comps_0       0.0",
        "            ell_comps_1       0.0",
        "        einstein_radius       UniformPrior [1], lower_limit = 0.0, "
        "upper_limit = 8.0",
    ]


def test__model_info_text__alike_members_of_a_list_stand_in_one_block():
    first = Model(Gaussian, sigma=0.1, ell_comps=(0.0, 0.0))
    others = [
        Model(Gaussian, sigma=sigma, centre=first.centre, ell_comps=(0.0, 0.0))
        for sigma in (0.2, 0.3)
    ]
    apart = Model(Gaussian, sigma=0.4, ell_comps=(0.0, 0.0))
    basis = Model(Basis, profile_list=[first, *others, apart])
    lines = model_info_text(basis).splitlines()
    assert lines[2:6] == [
        "model                         Basis (N=4)",
        "    profile_list              list (N=4)",
        "        0 - 3                 Gaussian (N=2)",
        "",
    ]
    assert lines[6:8] == ["profile_list", "    0 - 2"]
    assert lines[14] == "        sigma                 0.1 ... 0.3"
    assert lines[15] == "    3"
    assert len(lines) == 24


def test__model_info_text__shared_missing_and_long_values_and_assertions():
    prior = UniformPrior()
    shear = Model(Shear, gamma_1=prior, gamma_2=prior)
    model = Collection(shear=shear, odd=Model(Unheard, name="x" * 500))
    shear.add_assertion(prior > 0.5, "positive")
    text = model_info_text(model)
    assert text.count("UniformPrior [0]") == 2
    assert "flavour missing: set a number or a prior" in " ".join(text.split())
    assert max(map(len, text.splitlines())) <= 150
    assert text.endswith("assertions\n    [0] > 0.5  positive")


def test__results_text__free_parameters_with_their_limits(model):
    text = results_text(model, [1e-5, 1.2345], [-2e-5, 1.0], [0.0, 1e7], sigma=3.0)
    assert text.splitlines() == [
        "Summary (3.0 sigma limits):",
        "",
        "lens",
        "    mass",
        "        centre",
        "            centre_1          1.000e-05 (-2.000e-05, 0.000)",
        "        einstein_radius       1.234 (1.000, 1.000e+07)",
    ]
    more = results_text(model, [0, 1.2345], [0, 1], [0, 2], 1.0, decimal_places=4)
    assert "1.2345 (1.0000, 2.0000)" in more


def test__results_text__another_number_of_values(model):
    with pytest.raises(
        exc.ModelException, match="2 free parameters; 1 values, 2 lower"
    ):
        results_text(model, [1.0], [1.0, 2.0], [1.0, 2.0], 3.0)


def test__labels__the_last_two_components(model):
    galaxies = Collection(galaxies=model)
    assert model_labels(galaxies) == ["x (lens.mass)", "theta_E (lens.mass)"]
    assert latex_labels(galaxies) == [
        r"$x^{\rm lens.mass}$",
        r"$\theta_{\rm E}^{\rm lens.mass}$",
    ]
    assert model_labels(Model(Shear)) == ["gamma_1", "gamma_2"]
    assert latex_labels(Model(Shear))[0] == r"$\gamma_{1}$"


def test__labels__tell_members_of_lists_and_galaxies_apart():
    sigmas = [Model(Gaussian, centre=(0.0, 0.0), ell_comps=(0.0, 0.0)) for _ in "ab"]
    basis = Model(Basis, profile_list=sigmas)
    lenses = Collection(a=Collection(lens=basis), b=Collection(my_shear=Model(Shear)))
    assert model_labels(lenses) == [
        "sigma (a.lens.0)",
        "sigma (a.lens.1)",
        "gamma_1 (b.my_shear)",
        "gamma_2 (b.my_shear)",
    ]
    assert latex_labels(lenses)[2] == r"$\gamma_{1}^{\rm b.my\_shear}$"
    deep = {"one": {"a": {"b": Model(Shear)}}, "two": {"a": {"b": Model(Shear)}}}
    assert model_labels(Collection(deep))[0] == "gamma_1 (one.a.b)"
