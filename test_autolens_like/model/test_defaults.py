import pytest

from autolens_like import conf, exc
from autolens_like.model import defaults
from autolens_like.model.prior import (
    Constant,
    GaussianPrior,
    LogUniformPrior,
    TruncatedGaussianPrior,
    UniformPrior,
)
from autolens_like.model.width_modifier import (
    AbsoluteWidthModifier,
    RelativeWidthModifier,
)


def a_class(module, name, *bases):
    return type(name, bases, {"__module__": module})


LIGHT = "autolens_like.profiles.light.sersic"
MASS = "autolens_like.profiles.mass.isothermal"


@pytest.mark.parametrize(
    ("module", "name", "parameter", "kind", "arguments"),
    [
        (MASS, "Isothermal", "centre", GaussianPrior, (0.0, 0.1)),
        (LIGHT, "Sersic", "centre", GaussianPrior, (0.0, 0.3)),
        (MASS, "Isothermal", "ell_comps", TruncatedGaussianPrior, (0, 0.3, -1, 1)),
        (LIGHT, "Sersic", "ell_comps", TruncatedGaussianPrior, (0, 0.3, -1, 1)),
        (MASS, "Isothermal", "einstein_radius", UniformPrior, (0.0, 8.0)),
        (MASS, "PowerLaw", "slope", UniformPrior, (1.5, 3.0)),
        (MASS, "ExternalShear", "gamma_1", UniformPrior, (-0.3, 0.3)),
        (MASS, "ExternalShear", "gamma_2", UniformPrior, (-0.3, 0.3)),
        (LIGHT, "Sersic", "intensity", LogUniformPrior, (1e-6, 1e6)),
        (LIGHT, "Sersic", "effective_radius", UniformPrior, (0.0, 30.0)),
        (LIGHT, "Sersic", "sersic_index", UniformPrior, (0.8, 5.0)),
        (MASS, "NFWSph", "kappa_s", UniformPrior, (0.0, 1.0)),
        (MASS, "NFWSph", "scale_radius", UniformPrior, (0.0, 30.0)),
        (LIGHT, "Gaussian", "sigma", UniformPrior, (0.0, 25.0)),
        (LIGHT, "SersicCore", "intensity", LogUniformPrior, (1e-5, 1e3)),
        (
            "anywhere.at_all",
            "Mine",
            "mass_to_light_ratio",
            LogUniformPrior,
            (1e-6, 1e6),
        ),
    ],
)
def test__default_for__priors_of_the_field(module, name, parameter, kind, arguments):
    """Values: shared/design/pyautolens_api.md §3, row "Default priors"."""
    prior = defaults.default_for(a_class(module, name), parameter)
    assert type(prior) is kind
    assert tuple(prior.arguments.values()) == arguments


def test__default_for__fixed_by_the_configuration():
    for name in ("SersicCore", "SersicCoreSph"):
        core = a_class(LIGHT, name)
        assert defaults.default_for(core, "radius_break") == Constant(0.025)
        assert defaults.default_for(core, "gamma") == Constant(0.25)
    dataset_model = a_class("autolens_like.fit.dataset_model", "DatasetModel")
    for parameter in ("background_sky_level", "grid_offset", "grid_rotation_angle"):
        assert defaults.default_for(dataset_model, parameter) == Constant(0.0)
    assert defaults.default_for(dataset_model, "flux_scaling") == Constant(1.0)


def test__default_for__every_call_is_a_new_parameter():
    cls = a_class(MASS, "Isothermal")
    first, second = (defaults.default_for(cls, "slope") for _ in range(2))
    assert first is not second and first.id < second.id


def test__default_for__nothing_known():
    assert defaults.default_for(a_class("a.b", "C"), "flavour") is None


def test__default_for__classes_inherit_entries_and_rooms():
    core = a_class(LIGHT, "SersicCore")
    linear = a_class("autolens_like.profiles.light.linear", "SersicCore", core)
    mine = a_class("__main__", "MyCore", core)
    for cls in (linear, mine):
        assert defaults.default_for(cls, "gamma") == Constant(0.25)
        assert defaults.default_for(cls, "centre").sigma == 0.3
    both = a_class("light_and_mass", "Both", mine, a_class(MASS, "Sersic"))
    assert defaults.default_for(both, "centre").sigma == 0.3


def test__every_packaged_entry_describes_a_prior():
    by_name = conf.instance.section("priors/by_name")
    for name, entry in by_name.items():
        assert defaults.prior_from(entry, name) is not None
    for room, section in conf.instance.section("priors/by_class").items():
        for name, entry in section.items():
            entries = {name: entry} if "type" in entry else entry
            for parameter in entries:
                cls = a_class(room, "Any" if "type" in entry else name)
                assert defaults.default_for(cls, parameter) is not None


def test__overlay__classes_names_and_parts_of_tuples(tmp_path):
    (tmp_path / "priors").mkdir()
    (tmp_path / "priors" / "by_class.yaml").write_text(
        "mass:\n"
        "  Mine: {slope: {type: Gaussian, mean: 2.0, sigma: 0.1}}\n"
        "  Isothermal: {centre_1: {type: Constant, value: 0.5}}\n"
        "my_rooms: {Mine: {slope: {type: Constant, value: 1.0}}}\n"
    )
    with conf.with_config(path=tmp_path):
        mine = a_class("my_lenses.mass.mine", "Mine")
        assert defaults.default_for(mine, "slope").arguments == {
            "mean": 2.0,
            "sigma": 0.1,
        }
        assert defaults.default_for(a_class("my_rooms", "Mine"), "slope") == Constant(1)
        sie = a_class(MASS, "Isothermal")
        assert defaults.default_for(sie, "centre", "centre_1") == Constant(0.5)
        assert defaults.default_for(sie, "centre", "centre_0").sigma == 0.1


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"type": "Unifrom"}, "no type 'Unifrom'. Did you mean 'Uniform'"),
        ({"type": "Uniform", "lower": 0}, "unknown key 'lower'. Did you mean 'lower_l"),
        ({"type": "Gaussian", "mean": 0.0}, "the key 'sigma' is missing"),
        ({"type": "Uniform", "lower_limit": 2, "upper_limit": 1}, "swap them"),
        ({"mean": 0.0}, "write 'type: Uniform'"),
        (3.0, "write 'type: Uniform'"),
        ({"type": "Constant", "valeu": 1}, "Did you mean 'value'"),
        ({"type": "Uniform", "width_modifier": 0.1}, "write {type: Absolute"),
        (
            {"type": "Uniform", "width_modifier": {"type": "Abs", "value": 1}},
            "no type 'Abs'",
        ),
        (
            {"type": "Uniform", "width_modifier": {"type": "Absolute", "value": 0}},
            "width_modifier: .*positive, finite",
        ),
        (
            {"type": "Uniform", "width_modifier": {"type": "Absolute"}},
            "the key 'value' is missing",
        ),
    ],
)
def test__prior_from__malformed_entries_name_their_place(entry, message):
    with pytest.raises(exc.ConfigException, match=rf"^my\.place.*{message}"):
        defaults.prior_from(entry, "my.place")


def test__prior_from__width_modifiers():
    entry = {"type": "Uniform", "width_modifier": {"type": "Absolute", "value": 0.2}}
    assert defaults.prior_from(entry, "").width_modifier == AbsoluteWidthModifier(0.2)
    plain = defaults.prior_from({"type": "Uniform"}, "")
    assert plain.width_modifier == RelativeWidthModifier(0.5)


def test__notation_for__known_and_unknown_names():
    assert defaults.notation_for("einstein_radius") == ("theta_E", r"\theta_{\rm E}")
    assert defaults.notation_for("my_name") == ("my_name", r"{\rm my\_name}")
    with conf.with_config("notation", "parameters", "odd", value={"label": "o"}):
        with pytest.raises(exc.ConfigException, match="give it the keys label and lat"):
            defaults.notation_for("odd")


def test__tables_follow_the_configuration():
    with conf.with_config("general", "output", "info_whitespace_length", value=40):
        assert defaults.info_whitespace_length() == 40
    assert defaults.model_results_decimal_places() == 3
