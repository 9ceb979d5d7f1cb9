"""Models as PyAutoFit writes them. The dictionary is what `Model.dict()` of autofit
2026.10.26.1 gave for two isothermal masses, the second with a radius of twice that of
the first plus one, a linear light profile, a fixed mass, and an assertion."""

import copy

import pytest

import autolens_like as al
from autolens_like import af, exc
from autolens_like.model import registry
from autolens_like.model.autofit_files import is_from_autofit

LIGHT = "autogalaxy.profiles.light.linear.sersic_core.SersicCore"
MASS = "autogalaxy.profiles.mass.total.isothermal.Isothermal"
POINT = "autogalaxy.profiles.mass.point.point.PointMass"
MESH = "autoarray.inversion.mesh.mesh.rectangular_uniform.RectangularUniform"


def gaussian(number):
    return {"type": "Gaussian", "id": number, "mean": 0.0, "sigma": 0.1}


def pair(name, first):
    parts = {f"{name}_{k}": gaussian(first + k) for k in range(2)}
    return {"type": "tuple_prior", "arguments": parts}


RADIUS = {"type": "Uniform", "id": 4, "lower_limit": 0.0, "upper_limit": 8.0}
TWICE = {
    "type": "compound",
    "compound_type": "MultiplePrior",
    "left": RADIUS,
    "right": 2,
}
WRITTEN = {
    "type": "collection",
    "assertions": [
        {
            "type": "compound",
            "compound_type": "GreaterThanLessThanAssertion",
            "left": gaussian(5),
            "right": RADIUS,
        }
    ],
    "arguments": {
        "a": {
            "class_path": MASS,
            "type": "model",
            "arguments": {
                "centre": pair("centre", 0),
                "ell_comps": pair("ell_comps", 2),
                "einstein_radius": RADIUS,
            },
        },
        "b": {
            "class_path": MASS,
            "type": "model",
            "arguments": {
                "centre": pair("centre", 5),
                "ell_comps": pair("ell_comps", 7),
                "einstein_radius": {
                    "type": "compound",
                    "compound_type": "SumPrior",
                    "left": TWICE,
                    "right": 1,
                },
            },
        },
        "light": {
            "class_path": LIGHT,
            "type": "model",
            "arguments": {
                "centre": pair("centre", 10),
                "ell_comps": pair("ell_comps", 12),
                "effective_radius": {**RADIUS, "id": 14},
                "sersic_index": {**RADIUS, "id": 15},
                "radius_break": {"type": "Constant", "value": 0.025},
                "gamma": {"type": "Constant", "value": 0.25},
                "alpha": {"type": "Constant", "value": 3.0},
            },
        },
        "halo": {
            "type": "instance",
            "class_path": POINT,
            "arguments": {
                "centre": {"type": "tuple", "values": [0.0, 0.0]},
                "einstein_radius": 0.1,
            },
        },
        "mesh": {
            "class_path": MESH,
            "type": "model",
            "arguments": {
                "shape": {"type": "tuple", "values": [30, 30]},
                "bandwidth": None,
                "respect_small_datasets": {"type": "Constant", "value": 1.0},
            },
        },
        "names": {"type": "list", "values": ["one", "two"]},
        "e": None,
    },
}


def test__a_model_of_pyautofit_is_the_same_model_here():
    model = af.Model.from_dict(copy.deepcopy(WRITTEN))
    assert model.a.cls is al.mp.Isothermal
    assert model.light.cls is al.lp_linear.SersicCore
    # The order of the parameters is that of the ids.
    assert model.prior_count == 15 and model.paths[4] == ("a", "einstein_radius")
    vector = [0.01 * number for number in range(15)]
    vector[-1] = 2.0
    vector[5] = -1.0
    instance = model.instance_from_vector(vector)
    assert instance.b.einstein_radius == 2.0 * instance.a.einstein_radius + 1.0
    assert instance.halo.einstein_radius == 0.1 and instance.mesh.shape == (30, 30)
    assert instance.light.radius_break == 0.025 and instance.e is None
    vector[5] = 2.0
    with pytest.raises(exc.ResampleException):
        model.instance_from_vector(vector)
    # Written, it is a file of ours.
    assert not is_from_autofit(model.to_dict(), 50)
    assert af.Model.from_dict(model.to_dict()).info == model.info


def comparison(left, right, equal=""):
    kind = f"GreaterThanLessThan{equal}Assertion"
    return {"type": "compound", "compound_type": kind, "left": left, "right": right}


def test__a_chain_of_assertions_is_each_of_them():
    # What `Collection.dict()` of the same autofit gave for (a < b) < c.
    priors = [{**RADIUS, "id": number} for number in range(3)]
    chain = {
        "type": "compound",
        "compound_type": "CompoundAssertion",
        "assertion_1": comparison(*priors[:2]),
        "assertion_2": comparison(*priors[1:], equal="Equal"),
    }
    written = {
        "type": "collection",
        "assertions": [chain],
        "arguments": dict(zip("abc", priors, strict=True)),
    }
    model = af.Model.from_dict(written)
    assert model.instance_from_vector([1.0, 2.0, 2.0]).c == 2.0
    for vector in ([2.0, 2.0, 3.0], [1.0, 3.0, 2.0]):
        with pytest.raises(exc.ResampleException):
            model.instance_from_vector(vector)
    chain["assertion_2"] = None
    with pytest.raises(exc.ModelException, match="None is no assertion"):
        af.Model.from_dict(written)


def test__a_log_gaussian_prior_needs_what_pyautofit_does_not_write():
    prior = {"type": "LogGaussian", "id": 0}
    written = {
        "class_path": MASS,
        "type": "model",
        "arguments": {"einstein_radius": prior},
    }
    with pytest.raises(exc.ModelException, match=r"without mean and sigma.*model.info"):
        af.Model.from_dict(written)
    prior |= {"mean": 0.5, "sigma": 0.2}
    radius = af.Model.from_dict(written).einstein_radius
    assert isinstance(radius, af.LogGaussianPrior)
    assert (radius.mean, radius.sigma) == (0.5, 0.2)


def test__what_has_no_name_here_is_said_with_the_nearest():
    for path, said in (
        (MASS + "l", "'mp.Isothermall'. Did you mean 'mp.Isothermal'"),
        ("my_module.MyProfile", "'MyProfile'.*af.register"),
        (7, "no class"),
    ):
        wrong = copy.deepcopy(WRITTEN)
        wrong["arguments"]["a"]["class_path"] = path
        with pytest.raises(exc.ModelException, match=said.replace("no class", "of 7")):
            af.Model.from_dict(wrong)


@pytest.mark.parametrize("kind", ["SinePrior", None, 3])
def test__unknown_formulas_are_said(kind):
    wrong = copy.deepcopy(WRITTEN)
    wrong["arguments"]["b"]["arguments"]["einstein_radius"]["compound_type"] = kind
    with pytest.raises(exc.ModelException, match=r"formula .* is not known here"):
        af.Model.from_dict(wrong)
    wrong = copy.deepcopy(WRITTEN)
    wrong["assertions"][0]["compound_type"] = kind
    with pytest.raises(exc.ModelException, match=r"assertion .* is not known here"):
        af.Model.from_dict(wrong)


def test__no_depth_exhausts_the_stack():
    entry = {"type": "tuple_prior", "arguments": {}}
    for _ in range(5000):
        entry = {"type": "collection", "arguments": {"a": entry}}
    with pytest.raises(exc.ModelException, match="nested deeper"):
        af.Model.from_dict({**entry, "class_path": MASS})


def test__the_longest_beginning_of_a_path_decides():
    linear = "autogalaxy.profiles.light.linear"
    assert registry.name_for_path(f"{linear}.sersic.Sersic") == "lp_linear.Sersic"
    assert registry.name_for_path(f"{linear}_operated.sersic.Sersic") == (
        "lp_linear_operated.Sersic"
    )
    assert registry.name_for_path("autogalaxy.galaxy.galaxy.Galaxy") == "Galaxy"
