import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autolens_like import exc
from autolens_like.model import registry
from autolens_like.model.array import Array
from autolens_like.model.composition import Collection, Model
from autolens_like.model.prior import (
    GaussianPrior,
    LogGaussianPrior,
    LogUniformPrior,
    PeriodicPrior,
    TruncatedGaussianPrior,
    UniformPrior,
)
from autolens_like.model.width_modifier import AbsoluteWidthModifier
from autolens_like.model.writing import dictionary_from
from test_autolens_like.model.classes import (
    Basis,
    Galaxy,
    Isothermal,
    Shear,
    Unheard,
)


class Fixed:
    """An object whose attributes are its constructor's arguments."""

    def __init__(self, table, kind=Shear, limits=(1, 2)):
        self.table, self.kind, self.limits = table, kind, limits


class Forgetful:
    def __init__(self, size):
        self.area = size**2


class Renamed(Forgetful):
    def constructor_arguments(self):
        return {"size": self.area**0.5}


for cls in (Fixed, Renamed):
    registry.register(cls, name=f"written.{cls.__name__}")

NUMBER = st.floats(-1e6, 1e6)
WIDTH = st.one_of(st.none(), st.floats(1e-3, 1e3).map(AbsoluteWidthModifier))


@st.composite
def priors(draw):
    lower, step = draw(NUMBER), draw(st.floats(1e-3, 1e6))
    width = draw(WIDTH)
    keywords = {} if width is None else {"width_modifier": width}
    makers = [
        lambda: UniformPrior(lower, lower + step, **keywords),
        lambda: PeriodicPrior(lower, lower + step, **keywords),
        lambda: LogUniformPrior(step, 2 * step, **keywords),
        lambda: GaussianPrior(lower, step, **keywords),
        lambda: LogGaussianPrior(lower, step, **keywords),
        lambda: TruncatedGaussianPrior(lower, step, lower - step, **keywords),
    ]
    return draw(st.sampled_from(makers))()


@st.composite
def models(draw):
    known = draw(st.lists(priors(), min_size=1, max_size=4))
    known += [2 * known[0], abs(known[-1]) - 0.5]

    def value():
        return draw(st.one_of(NUMBER, st.sampled_from(known)))

    def shear():
        return Model(Shear, gamma_1=value(), gamma_2=value())

    mass = Model(Isothermal, centre=(value(), value()), ell_comps=(0.0, 0.1),
                 einstein_radius=value())  # fmt: skip
    galaxy = Model(Galaxy, redshift=0.5, mass=mass, shear=shear())
    basis = Model(Basis, profile_list=[shear(), Shear(0.1, 0.2)])
    array = Array((2,), known[0])
    array[0] = value()
    inner = Collection(shear(), array, basis=basis, note="text", none=None)
    return Collection(galaxies=Collection(lens=galaxy), inner=inner)


@settings(deadline=None, max_examples=40)
@given(models())
def test__json_gives_back_the_model_to_the_last_bit(model):
    text = json.dumps(model.to_dict(), allow_nan=False)
    again = Collection.from_dict(json.loads(text))
    assert again.identity() == model.identity()
    assert (again.paths, again.info) == (model.paths, model.info)
    widths = [prior.width_modifier for prior in model.priors_ordered_by_id]
    assert [prior.width_modifier for prior in again.priors_ordered_by_id] == widths


def test__the_vector_keeps_its_order_not_the_places():
    first, second = UniformPrior(0, 1), UniformPrior(0, 2)
    model = Model(Shear, gamma_1=second, gamma_2=first)
    written = dictionary_from(model)
    assert written["class"] == "test.Shear"
    ids = [written["arguments"][name]["id"] for name in ("gamma_1", "gamma_2")]
    assert ids == [1, 0]
    again = Model.from_dict(written)
    assert again.parameter_names == model.parameter_names == ["gamma_2", "gamma_1"]


def test__assertions_and_fixed_objects():
    model = Collection(
        shear=Model(Shear),
        fixed=Fixed(np.arange(6.0).reshape(2, 3), limits=(1, float("inf"))),
        renamed=Renamed(3.0),
        settings={"depth": 3, "names": ["a", None, True]},
    )
    shear = model.shear
    shear.add_assertion(shear.gamma_1 * 2 > shear.gamma_2, "order")
    again = Model.from_dict(json.loads(json.dumps(model.to_dict(), allow_nan=False)))
    assert again.identity() == model.identity()
    instance = again.instance_from_vector([0.2, 0.1])
    assert instance.fixed.limits == (1, float("inf")) and instance.fixed.kind is Shear
    assert np.array_equal(instance.fixed.table, [[0, 1, 2], [3, 4, 5]])
    assert instance.renamed.area == 9.0
    assert instance.settings.names[0] == "a"
    with pytest.raises(exc.ResampleException, match="'order'"):
        again.instance_from_vector([0.1, 0.25])


def test__what_cannot_be_written():
    with pytest.raises(exc.ModelException, match="without a value or prior"):
        dictionary_from(Model(Unheard))
    with pytest.raises(exc.ModelException, match=r"Forgetful has no name for files"):
        dictionary_from(Collection(a=Forgetful(2)))
    registry.register(Forgetful, name="written.Forgetful")
    with pytest.raises(exc.ModelException, match="constructor"):
        dictionary_from(Collection(a=Forgetful(2)))

    class OwnPrior(UniformPrior):
        pass

    with pytest.raises(exc.ModelException, match="a prior of the class OwnPrior"):
        dictionary_from(Model(Shear, gamma_1=OwnPrior(), gamma_2=0.0))
