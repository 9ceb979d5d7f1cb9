"""Sums of Gaussians in place of other mass."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.profiles import mass
from autolens_like.profiles.mass import MGEDecomposer, MultiGaussian
from test_autolens_like.profiles.family import ring

SIGMAS = np.geomspace(2e-3, 20.0, 40)
FRAME = {"centre": (0.1, -0.2), "ell_comps": (0.1, 0.2)}
SAMPLES = [
    (mass.Sersic(**FRAME, sersic_index=4.0), 2e-5),
    (mass.SersicCore(**FRAME, radius_break=0.1), 2e-5),
    (mass.Isothermal(**FRAME), 1e-4),
    (mass.NFWSph(), 2e-5),
]


@pytest.mark.parametrize(("profile", "bound"), SAMPLES)
def test_the_error_that_is_stated_holds(profile, bound):
    decomposer = MGEDecomposer(profile)
    amplitudes, sigmas = decomposer.decompose_convergence_via_mge(SIGMAS)
    np.testing.assert_array_equal(sigmas, SIGMAS)
    error = decomposer.relative_error_from(amplitudes, sigmas)
    assert error < bound
    y, x = ring()
    kappa = profile.convergence(y, x)
    found = decomposer.convergence_2d_via_mge_from(
        np.stack([y, x], axis=-1), sigma_log_list=SIGMAS
    )
    scale = np.maximum(kappa, 1e-8 * profile.convergence(0.1, -0.18))
    assert np.all(np.abs(found - kappa) <= 1.01 * error * scale + 1e-14)


def test_deflections_and_potential_are_those_of_the_profile():
    profile = mass.Sersic(**FRAME, sersic_index=2.0)
    grid = np.stack(ring(), axis=-1)
    decomposer = MGEDecomposer(profile)
    found = decomposer.deflections_2d_via_mge_from(grid, sigma_log_list=SIGMAS)
    np.testing.assert_allclose(found, profile.deflections_yx_2d_from(grid), rtol=1e-4)
    potential = decomposer.potential_2d_via_mge_from(grid, sigma_log_list=SIGMAS)
    np.testing.assert_allclose(potential, profile.potential_2d_from(grid), rtol=1e-4)


def test_one_profile_is_the_list_of_gaussians():
    decomposer = MGEDecomposer(mass.Isothermal(**FRAME))
    options = {"sigma_log_list": np.geomspace(0.05, 5.0, 8)}
    whole = decomposer.mass_profile_via_mge_from(**options)
    parts = decomposer.gaussian_list_via_mge_from(**options)
    assert isinstance(whole, MultiGaussian) and len(parts) == 8
    y, x = ring()
    for method in ("deflections", "convergence", "potential"):
        total = sum(np.asarray(getattr(part, method)(y, x)) for part in parts)
        np.testing.assert_allclose(getattr(whole, method)(y, x), total, rtol=1e-8)


def test_amplitudes_above_zero_on_request():
    decomposer = MGEDecomposer(mass.Isothermal(**FRAME))
    amplitudes, sigmas = decomposer.decompose_convergence_via_mge(SIGMAS, positive=True)
    assert np.all(amplitudes >= 0.0)
    assert decomposer.relative_error_from(amplitudes, sigmas) < 1e-4
    assert decomposer.decompose_convergence_via_mge()[1].size == 50


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        (mass.Isothermal, "give an instance of a mass profile"),
        (mass.ExternalShear(), "not constant on ellipses"),
        (1.0, "MGEDecomposer got 1.0"),
    ],
)
def test_only_mass_on_ellipses_is_decomposed(argument, message):
    with pytest.raises(exc.ProfileException, match=message):
        MGEDecomposer(argument)


@pytest.mark.parametrize("sigmas", [[1.0], [1.0, 0.5], [0.0, 1.0], [1.0, 2.0]])
def test_dispersions_ascend_from_above_zero(sigmas):
    with pytest.raises(exc.InputException, match="dispersions"):
        MGEDecomposer(mass.NFWSph()).decompose_convergence_via_mge(sigmas)


def test_as_many_dispersions_as_amplitudes():
    with pytest.raises(exc.ProfileException, match=r"as many as amplitudes \(2\)"):
        MultiGaussian(amplitudes=(1.0, 2.0), dispersions=(1.0,))
