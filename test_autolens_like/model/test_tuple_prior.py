import numpy as np
import pytest

from autolens_like import exc
from autolens_like.model.prior import Constant, UniformPrior
from autolens_like.model.tuple_prior import TuplePrior


def test__entries_by_name_by_position_and_in_order():
    prior = UniformPrior()
    centre = TuplePrior(centre_0=prior, centre_1=2.0)
    assert centre.centre_0 is prior is centre[0]
    assert list(centre) == [prior, 2.0]
    assert len(centre) == 2
    centre.centre_1 = Constant(3.0)
    assert centre[1] == 3.0


def test__of__sequences_and_other_tuples_share_priors_but_not_changes():
    prior = UniformPrior()
    first = TuplePrior.of("centre", (prior, 0.0), 2, "Disk")
    second = TuplePrior.of("offset", first, 2, "Bulge")
    assert second.offset_0 is prior
    second.offset_0 = 1.0
    assert first.centre_0 is prior
    assert list(TuplePrior.of("centre", np.array([1.0, 2.0]), 2, "Disk")) == [1.0, 2.0]


@pytest.mark.parametrize("values", [1.0, (1.0,), (1.0, 2.0, 3.0), "ab", None])
def test__of__another_length_or_kind(values):
    with pytest.raises(exc.ModelException, match=r"a tuple of 2 .*centre_0, centre_1"):
        TuplePrior.of("centre", values, 2, "Disk")


def test__of__a_long_tuple_is_told_short():
    with pytest.raises(exc.ModelException, match="63 of them; a tuple of 64") as error:
        TuplePrior.of("latents", (0.0,) * 63, 64, "Decoder")
    assert str(error.value).endswith(
        "latents_0, latents_1, latents_2, ..., latents_63."
    )
    assert len(str(error.value)) < 250


@pytest.mark.parametrize("value", ["1", None, float("nan"), True, (1.0, 2.0)])
def test__an_entry_is_a_finite_number_or_a_prior(value):
    with pytest.raises(exc.ModelException, match="a finite number or a prior"):
        TuplePrior(centre_0=value)


def test__misspelt_entries_have_a_suggestion():
    centre = TuplePrior(centre_0=0.0, centre_1=0.0)
    with pytest.raises(exc.ModelException, match="Did you mean 'centre_1'"):
        centre.center_1 = 1.0
    with pytest.raises(exc.ModelException, match="Did you mean 'centre_1'"):
        _ = centre.center_1
    assert repr(centre) == "TuplePrior(centre_0=0.0, centre_1=0.0)"
