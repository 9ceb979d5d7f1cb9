"""`Profile` checks what is given in numbers and leaves alone what is traced."""

import pytest

from autolens_like import exc
from autolens_like.profiles.light import Sersic
from autolens_like.profiles.mass import Isothermal
from autolens_like.profiles.point import Point
from autolens_like.profiles.profile import Profile


class Halo(Profile):
    """A profile with a rule of its own."""

    centre: tuple[float, float] = (0.0, 0.0)
    mass: float = 1.0

    def _check(self):
        self._require_positive("mass")
        super()._check()


def test_numbers_become_floats_and_pairs_tuples():
    halo = Halo(centre=[1, 2], mass=3)
    assert halo.centre == (1.0, 2.0) and isinstance(halo.centre, tuple)
    assert type(halo.mass) is float


def test_errors_are_value_errors_and_ask_a_search_for_another_draw():
    with pytest.raises(ValueError) as error:
        Halo(mass=-1)
    assert isinstance(error.value, exc.ResampleException)
    assert isinstance(error.value, exc.ProfileException)


def test_a_misspelt_name_is_no_reason_to_draw_again():
    with pytest.raises(exc.ProfileException) as error:
        Halo(mas=1.0)
    assert not isinstance(error.value, exc.ResampleException)
    assert "Did you mean 'mass'?" in str(error.value)


@pytest.mark.parametrize("centre", [1.0, (1.0,), (1.0, 2.0, 3.0), "ab", None])
def test_a_pair_must_be_a_pair(centre):
    with pytest.raises(exc.ProfileException, match=r"give a \(y, x\) pair"):
        Halo(centre=centre)


@pytest.mark.parametrize("mass", [None, "1", True])
def test_a_number_must_be_a_number(mass):
    with pytest.raises(exc.ProfileException, match="give a number"):
        Halo(mass=mass)


def test_infinite_numbers_are_refused_inside_pairs_too():
    with pytest.raises(exc.ParameterException, match="it must be finite"):
        Halo(centre=(0.0, float("inf")))


def test_traced_numbers_are_not_checked():
    import jax

    mass = jax.jit(lambda mass: Halo(mass=mass).mass)(-1.0)
    assert mass == -1.0


def test_profiles_pass_through_jit_and_vmap():
    import jax
    import jax.numpy as jnp

    lens = Isothermal(ell_comps=(0.1, 0.2))
    radii = jnp.array([0.5, 1.0])

    def deflection(radius):
        return lens.replaced(einstein_radius=radius).deflections(
            jnp.ones(1), jnp.zeros(1)
        )

    y, _ = jax.vmap(deflection)(radii)
    assert float(y[1, 0] / y[0, 0]) == pytest.approx(2.0)


def test_positional_arguments_follow_the_documented_order():
    assert Sersic((0.1, 0.2), (0.0, 0.1), 0.3, 0.4, 1.5).effective_radius == 0.4


def test_point_is_a_centre():
    assert Point((0.1, 0.2)).centre == (0.1, 0.2)
