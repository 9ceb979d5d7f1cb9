import pickle
import time

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.model.composition import Collection, Model
from autolens_like.model.prior import (
    GaussianPrior,
    LogUniformPrior,
    TruncatedGaussianPrior,
    UniformPrior,
)
from autolens_like.model.tuple_prior import TuplePrior
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
    lens = Model(Galaxy, redshift=0.5, mass=Isothermal, shear=Shear)
    return Collection(galaxies=Collection(lens=lens))


def basis_of(total, sets):
    """Gaussians that share one centre, and one ellipticity in each set."""
    centre = (UniformPrior(-0.1, 0.1), UniformPrior(-0.1, 0.1))
    profiles = []
    for _ in range(sets):
        ell_comps = TuplePrior(
            ell_comps_0=TruncatedGaussianPrior(0.0, 0.3, -1.0, 1.0),
            ell_comps_1=TruncatedGaussianPrior(0.0, 0.3, -1.0, 1.0),
        )
        for index in range(total // sets):
            profile = Model(Gaussian, sigma=0.01 * (index + 1), ell_comps=ell_comps)
            profile.centre = centre
            profiles.append(profile)
    return Model(Basis, profile_list=profiles)


def test__paths_and_names_follow_the_order_of_creation(model):
    assert model.prior_count == model.total_free_parameters == 7
    assert model.paths[0] == ("galaxies", "lens", "mass", "centre", "centre_0")
    assert model.parameter_names == [
        "galaxies.lens.mass.centre_0",
        "galaxies.lens.mass.centre_1",
        "galaxies.lens.mass.ell_comps_0",
        "galaxies.lens.mass.ell_comps_1",
        "galaxies.lens.mass.einstein_radius",
        "galaxies.lens.shear.gamma_1",
        "galaxies.lens.shear.gamma_2",
    ]
    ids = [prior.id for prior in model.priors_ordered_by_id]
    assert ids == sorted(ids)


def test__instance_from_vector__every_value_at_its_place(model):
    vector = [0.01, 0.02, 0.03, 0.04, 1.5, 0.06, 0.07]
    for given in (vector, tuple(vector), np.array(vector)):
        lens = model.instance_from_vector(given).galaxies.lens
        assert lens.redshift == 0.5
        assert lens.mass == Isothermal((0.01, 0.02), (0.03, 0.04), 1.5)
        assert lens.shear == Shear(0.06, 0.07)


def test__instance_from_vector__a_change_of_the_model_is_seen(model):
    vector = model.physical_values_from_prior_medians
    assert model.instance_from_vector(vector).galaxies.lens.shear.gamma_1 == 0.0
    model.galaxies.lens.shear.gamma_1 = 0.2
    assert model.prior_count == 6
    instance = model.instance_from_vector(vector[:6])
    assert instance.galaxies.lens.shear.gamma_1 == 0.2
    # The change of another model changes nothing here.
    Model(Shear).gamma_1 = 0.1
    assert model.instance_from_vector(vector[:6]).galaxies.lens.mass == (
        instance.galaxies.lens.mass
    )


@pytest.mark.parametrize(
    "vector", [[], [0.0] * 6, [0.0] * 8, np.zeros((1, 7)), 1.0, np.array(1.0)]
)
def test__vectors_of_another_length(model, vector):
    with pytest.raises(exc.ModelException, match="the model has 7 free parameters"):
        model.instance_from_vector(vector)


def test__unit_vectors_of_another_length(model):
    with pytest.raises(exc.ModelException, match="the model has 7 free parameters"):
        model.vector_from_unit_vector([0.5] * 6)
    with pytest.raises(exc.ModelException, match="the model has 7 free parameters"):
        model.unit_vector_from_vector(0.5)


def test__unit_vector_and_vector_are_inverse(model):
    unit = np.random.default_rng(1).random((5, 7))
    vectors = model.vector_from_unit_vector(unit)
    assert vectors.shape == (5, 7)
    assert model.unit_vector_from_vector(vectors) == pytest.approx(unit, abs=1e-12)
    for one, row in zip(unit, vectors, strict=True):
        assert model.vector_from_unit_vector(one) == pytest.approx(row, rel=1e-15)


def test__prior_medians_are_the_middle_of_the_unit_cube(model):
    medians = model.physical_values_from_prior_medians
    assert medians == pytest.approx(list(model.vector_from_unit_vector([0.5] * 7)))
    by_unit = model.instance_from_unit_vector([0.5] * 7).galaxies.lens.mass
    assert model.instance_from_prior_medians().galaxies.lens.mass == by_unit


def test__log_prior__is_the_sum_over_the_parameters(model):
    vectors = model.vector_from_unit_vector(np.full((3, 7), 0.3))
    total = model.log_prior_from_vector(vectors[0])
    each = zip(model.priors_ordered_by_id, vectors[0], strict=True)
    parts = sum(prior.log_prior_from_value(value) for prior, value in each)
    assert isinstance(total, float) and total == pytest.approx(parts, rel=1e-14)
    assert model.log_prior_from_vector(vectors) == pytest.approx([total] * 3)
    vectors[0, 4] = -1.0  # below the limit of the Einstein radius
    assert model.log_prior_from_vector(vectors[0]) == -np.inf


def test__random_instance__seeded_and_from_the_prior(model):
    first, again = (model.random_instance(seed=3).galaxies.lens.mass for _ in range(2))
    assert first == again
    assert model.random_instance(seed=4).galaxies.lens.mass != first
    assert 0.0 <= first.einstein_radius <= 8.0


def test__random_instance__keeps_assertions():
    model = Model(Shear, gamma_1=UniformPrior(), gamma_2=UniformPrior())
    model.add_assertion(model.gamma_1 > model.gamma_2)
    for seed in range(5):
        instance = model.random_instance(seed)
        assert instance.gamma_1 > instance.gamma_2
    model.add_assertion(model.gamma_1 - 1 > model.gamma_2)
    with pytest.raises(
        exc.ModelException, match=r"no possible instance\. The commonest"
    ):
        model.random_instance(0)


def test__assertions__raise_resample_unless_ignored():
    model = Model(Shear, gamma_1=UniformPrior(), gamma_2=UniformPrior())
    model.add_assertion(model.gamma_1 > model.gamma_2)
    for make in (model.instance_from_vector, model.instance_from_unit_vector):
        with pytest.raises(exc.ResampleException):
            make([0.1, 0.2])
        assert make([0.1, 0.2], ignore_assertions=True) == Shear(0.1, 0.2)
    with pytest.raises(exc.ResampleException):
        model.check_assertions(np.array([0.1, 0.2]))
    with pytest.raises(exc.ResampleException):
        model.instance_from_prior_medians()
    assert model.instance_from_prior_medians(ignore_assertions=True) == Shear(0.5, 0.5)


def test__assertions__of_a_part_hold_in_the_whole():
    shear = Model(Shear, gamma_1=UniformPrior(), gamma_2=UniformPrior())
    model = Collection(shear=shear)
    model.instance_from_vector([0.1, 0.2])
    shear.add_assertion(shear.gamma_1 > shear.gamma_2)
    with pytest.raises(exc.ResampleException):
        model.instance_from_vector([0.1, 0.2])


def test__missing_parameters_are_named_when_the_model_is_used():
    model = Collection(odd=Model(Unheard))
    for use in (
        lambda: model.instance_from_vector([]),
        lambda: model.vector_from_unit_vector([]),
        lambda: model.physical_values_from_prior_medians,
        lambda: model.identity(),
    ):
        with pytest.raises(
            exc.ModelException, match=r"odd\.flavour \(of Unheard\), od"
        ):
            use()
    model.odd.flavour = 1.0
    model.odd.strangeness = GaussianPrior(0.0, 1.0)
    assert model.instance_from_prior_medians().odd.strangeness == 0.0


def test__a_model_without_free_parameters_can_be_told_and_built():
    model = Collection(shear=Model(Shear, gamma_1=0.1, gamma_2=0.0))
    assert model.prior_count == 0 and model.paths == []
    assert model.instance_from_vector([]).shear == Shear(0.1, 0.0)
    assert model.vector_from_unit_vector([]).shape == (0,)
    assert model.log_prior_from_vector([]) == 0.0


def test__jax_tracers_pass_through():
    jax = pytest.importorskip("jax")
    model = Collection(shear=Model(Shear), scale=LogUniformPrior())
    model.add_assertion(model.shear.gamma_1 < model.shear.gamma_2)

    @jax.jit
    def product(vector):
        instance = model.instance_from_vector(vector)
        return instance.shear.gamma_1 * instance.shear.gamma_2 * instance.scale

    assert float(product(jax.numpy.array([2.0, 3.0, 4.0]))) == 24.0
    assert jax.grad(product)(jax.numpy.array([2.0, 3.0, 4.0])).tolist() == [12, 8, 6]


def test__pickled_models_map_the_same(model):
    twin = pickle.loads(pickle.dumps(model))
    unit = [0.3] * 7
    assert twin.parameter_names == model.parameter_names
    assert np.array_equal(
        twin.vector_from_unit_vector(unit), model.vector_from_unit_vector(unit)
    )


def test__an_instance_of_eighty_gaussians_takes_less_than_half_a_millisecond(model):
    model.galaxies.lens.bulge = basis_of(60, 2)
    source = Model(Galaxy, redshift=1.0, bulge=basis_of(20, 1))
    model.galaxies.source = source
    assert model.prior_count == 17
    vector = model.physical_values_from_prior_medians
    instance = model.instance_from_vector(vector)
    assert len(instance.galaxies.lens.bulge.profile_list) == 60

    def seconds():
        start = time.perf_counter()
        model.instance_from_vector(vector)
        return time.perf_counter() - start

    assert min(seconds() for _ in range(50)) < 5e-4


def test__random_vectors__from_the_middle_of_the_priors(model):
    vector = model.random_vector_from_priors_within_limits(0.4, 0.6, seed=2)
    unit = model.unit_vector_from_vector(vector)
    assert np.all((unit > 0.4 - 1e-9) & (unit < 0.6 + 1e-9))
    same = model.random_vector_from_priors(seed=5)
    assert np.array_equal(same, model.random_vector_from_priors(seed=5))
    with pytest.raises(exc.ModelException, match="0 <= lower < upper <= 1"):
        model.random_vector_from_priors_within_limits(0.6, 0.4)


def test__random_instance__stops_and_tells_the_commonest_reason():
    model = Model(Shear, gamma_1=UniformPrior(), gamma_2=UniformPrior())
    model.add_assertion(model.gamma_1 > model.gamma_2, "rare")
    model.add_assertion(model.gamma_1 + 2 < model.gamma_2, "never")
    with pytest.raises(exc.ModelException, match=r"1000 draws.*commonest reason \("):
        model.random_instance(0)
