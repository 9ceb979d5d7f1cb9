"""The decoder profile: where its stamp lies, its gradients, and what it refuses."""

import ast
import pickle

import numpy as np
import pytest

import autolens_like as al
from autolens_like import af, exc
from autolens_like.profiles.light import Decoder
from autolens_like.profiles.light import linear as lp_linear
from autolens_like.structures.grid import Grid2D

LATENTS = tuple(np.random.default_rng(6).normal(0.0, 0.7, 64).tolist())
PROFILE = Decoder(
    centre=(0.3, -0.2), angle=40.0, half_light_radius=0.5, intensity=2.0,
    latents=LATENTS,
)  # fmt: skip
GRID = Grid2D.uniform((24, 24), pixel_scales=0.1, over_sample_size=2)
POINTS = np.random.default_rng(3).normal(0.0, 0.6, (9, 2))


def places_of_pixels(profile):
    """Sky coordinates of the pixels of the profile's stamp."""
    offsets = (np.arange(64) - 31.5) * profile.half_light_radius / 8.0
    v, u = np.meshgrid(offsets, offsets, indexing="ij")
    angle = np.radians(profile.angle)
    sine, cosine = np.sin(angle), np.cos(angle)
    y, x = profile.centre
    return y + cosine * v + sine * u, x + cosine * u - sine * v


def test_the_image_is_the_stamp_where_the_frame_says():
    image = PROFILE.image(*places_of_pixels(PROFILE))
    stamp = PROFILE.stamp()
    np.testing.assert_allclose(image, 2.0 * 32.0 * stamp, rtol=1e-9, atol=1e-12)


def test_there_is_no_light_far_outside():
    far = np.array([[10.0, 0.0], [0.0, -30.0], [1e12, 1e12]])
    np.testing.assert_array_equal(PROFILE.image_2d_from(far), 0.0)


def test_a_circle_of_the_half_light_radius_holds_half_of_the_light():
    for latents in ((0.0,) * 64, LATENTS):
        stamp = Decoder(latents=latents).stamp()
        v, u = np.indices((64, 64)) - 31.5
        inside = stamp[np.hypot(v, u) <= 8.0].sum() / stamp.sum()
        assert inside == pytest.approx(0.5, abs=0.12)


def test_the_mean_galaxy_is_as_bright_as_an_exponential_disc():
    # A disc with q = 1; the mean galaxy of all inclinations and kinds is near it.
    radius = np.array([[0.0, 0.5], [0.5, 0.0], [0.0, -0.5], [-0.5, 0.0]])
    image = Decoder(half_light_radius=0.5, intensity=1.0).image_2d_from(radius)
    assert image.mean() == pytest.approx(1.0, rel=0.25)


def test_every_kind_of_grid_gives_the_same_numbers():
    points = PROFILE.image_2d_from(np.asarray(GRID.array))
    np.testing.assert_array_equal(points, PROFILE.image_2d_from(GRID.array.tolist()))
    fine = Grid2D.uniform((48, 48), pixel_scales=0.05, over_sample_size=1)
    native = PROFILE.image_2d_from(fine).native.array.reshape(24, 2, 24, 2)
    image = PROFILE.image_2d_from(GRID)
    np.testing.assert_allclose(image.native.array, native.mean((1, 3)), rtol=1e-10)


def test_jax_agrees_with_numpy_and_gradients_with_differences_everywhere():
    import jax
    import jax.numpy as jnp

    edge = PROFILE.half_light_radius * 4.0
    special = [PROFILE.centre, (PROFILE.centre[0], edge), (50.0, 50.0)]
    points = np.concatenate([POINTS, special])

    def function(profile, xp):
        image = profile.image_2d_from(points, xp=xp)
        pixels = profile.image_2d_from(GRID, xp=xp).array
        return xp.sum(xp.cos(image + points[:, 0])) + 1e-2 * xp.sum(pixels**2)

    slopes = jax.jit(jax.value_and_grad(lambda p: function(p, jnp)))
    value, gradient = slopes(PROFILE)
    assert value == pytest.approx(function(PROFILE, np), rel=1e-12)

    def difference(change, step=1e-6):
        ends = [function(PROFILE.replaced(**change(s)), np) for s in (step, -step)]
        return (ends[0] - ends[1]) / (2 * step)

    for name in ("angle", "half_light_radius", "intensity"):
        found = difference(lambda s, n=name: {n: getattr(PROFILE, n) + s})
        assert getattr(gradient, name) == pytest.approx(found, rel=1e-5, abs=1e-7)
    for name in ("centre", "latents"):
        values = np.array(getattr(PROFILE, name))
        for i in (0, 1, len(values) - 1):
            unit = np.eye(len(values))[i]
            found = difference(lambda s, n=name, u=unit, v=values: {n: (*(v + s * u),)})
            slope = getattr(gradient, name)[i]
            assert slope == pytest.approx(found, rel=1e-5, abs=1e-7)
    for profile in (
        Decoder(),
        PROFILE.replaced(half_light_radius=1e-2),
        PROFILE.replaced(half_light_radius=30.0),
        PROFILE.replaced(latents=(8.0, -8.0) * 32, angle=360.0),
    ):
        leaves = jax.tree_util.tree_leaves(slopes(profile))
        assert all(np.isfinite(leaf).all() for leaf in leaves)


def test_a_fit_with_a_solved_intensity_finds_it_and_decodes_once(monkeypatch):
    from autolens_like.profiles.light import decoder

    lens = al.Galaxy(redshift=0.5, mass=al.mp.Isothermal(einstein_radius=0.6))
    tracer = al.Tracer([lens, al.Galaxy(redshift=1.0, light=PROFILE)])
    mask = al.Mask2D.circular(shape_native=(24, 24), pixel_scales=0.1, radius=1.15)
    psf = al.Convolver.from_gaussian(
        shape_native=(5, 5), pixel_scales=0.1, sigma=0.1, normalize=True
    )

    def dataset_of(data):
        noise = al.Array2D.full(0.1, (24, 24), 0.1)
        whole = al.Imaging(data, noise, psf, over_sample_size_lp=2)
        return whole.apply_mask(mask)

    zeros = al.Array2D.full(0.0, (24, 24), 0.1)
    seen = np.zeros((24, 24))
    seen[~mask.array] = al.FitImaging(dataset_of(zeros), tracer).model_data.array
    dataset = dataset_of(al.Array2D.no_mask(seen, 0.1))
    names = ("centre", "angle", "half_light_radius", "latents")
    source = lp_linear.Decoder(**{name: getattr(PROFILE, name) for name in names})
    calls = []
    monkeypatch.setattr(
        decoder,
        "decoded",
        lambda *given, decoded=decoder.decoded: calls.append(1) or decoded(*given),
    )
    fit = al.FitImaging(
        dataset, al.Tracer([lens, al.Galaxy(redshift=1.0, light=source)])
    )
    assert fit.chi_squared < 1e-6
    assert len(calls) == 1
    solved = fit.linear_light_profile_intensity_dict
    assert next(iter(solved.values())) == pytest.approx(2.0, rel=1e-6)
    assert source.with_intensity(2.0).image_2d_from(POINTS) == pytest.approx(
        PROFILE.image_2d_from(POINTS)
    )


def test_a_model_has_a_normal_prior_for_every_latent():
    model = af.Model(al.lp_linear.Decoder)
    assert model.prior_count == 64 + 4
    for prior in model.latents:
        assert isinstance(prior, af.GaussianPrior)
        assert (prior.mean, prior.sigma) == (0.0, 1.0)
    instance = model.instance_from_prior_medians()
    np.testing.assert_allclose(instance.latents, 0.0, atol=1e-12)
    assert instance.weights == ""


def test_repr_and_pickle_give_the_profile_back():
    call = ast.parse(repr(PROFILE), mode="eval").body
    given = {item.arg: ast.literal_eval(item.value) for item in call.keywords}
    for copy in (Decoder(**given), pickle.loads(pickle.dumps(PROFILE))):
        assert repr(copy) == repr(PROFILE)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"latents": (0.0,) * 63}, "63 of them; give 64 numbers"),
        ({"latents": np.zeros(64)}, "no list; give 64 numbers as a tuple"),
        ({"latents": 3.0}, "no list; give 64 numbers as a tuple"),
        ({"latents": (float("nan"),) * 64}, "it must be finite"),
        ({"half_light_radius": 0.0}, "it must be above zero"),
        ({"weights": 3}, "give a path as a string"),
        ({"effective_radius": 1.0}, "no parameter 'effective_radius'"),
    ],
)
def test_bad_parameters_are_refused_with_the_remedy(parameters, message):
    with pytest.raises(exc.ProfileException) as error:
        Decoder(**parameters)
    assert message in str(error.value)


def test_missing_weights_are_an_error_when_an_image_is_asked_for(tmp_path):
    profile = Decoder(weights=str(tmp_path / "none.npz"))
    with pytest.raises(exc.InputException, match="no decoder weights"):
        profile.image_2d_from(GRID)


def test_bands_share_the_latents_and_have_an_amplitude_each():
    light = {"centre": PROFILE.centre, "angle": 40.0, "half_light_radius": 0.5}
    images = PROFILE.image_2d_from(GRID).native.array
    exposures = [
        al.Imaging(
            al.Array2D.no_mask(factor * images, 0.1),
            al.Array2D.full(0.1 * factor, images.shape, 0.1),
            over_sample_size_lp=2,
        )
        for factor in (1.0, 2.5, 2.5)
    ]
    dataset = al.MultiImaging(exposures, bands=["g", "i", "i"])
    tracer = al.Tracer(
        [al.Galaxy(1.0, light=al.lp_linear.Decoder(latents=LATENTS, **light))]
    )
    fit = al.FitMultiImaging(dataset, tracer, "grouped")
    assert fit.total_linear_parameters == 2
    found = [next(iter(own.values())) for own in fit.amplitude_dict.values()]
    np.testing.assert_allclose(found, [2.0, 5.0, 5.0], rtol=1e-5)
    assert fit.chi_squared < 1e-4
