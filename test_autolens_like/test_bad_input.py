"""What users get wrong, through the face: each error says what came and what to do.

One test a kind of mistake; the rooms test their own errors in more depth.
"""

from __future__ import annotations

import numpy as np
import pytest
from astropy.io import fits

import autolens_like as al
from autolens_like import af, conf, exc

RNG = np.random.default_rng(0)


def image(values=None, pixel_scales=0.1) -> al.Array2D:
    values = RNG.uniform(1.0, 2.0, size=(11, 11)) if values is None else values
    return al.Array2D.no_mask(values, pixel_scales=pixel_scales)


def kernel(shape=(3, 3)) -> al.Array2D:
    return al.Array2D.no_mask(np.ones(shape), pixel_scales=0.1)


def imaging(**changes) -> al.Imaging:
    return al.Imaging(**({"data": image(), "noise_map": image()} | changes))


def circle(shape=(11, 11), radius=0.4) -> al.Mask2D:
    return al.Mask2D.circular(shape, radius=radius, pixel_scales=0.1)


def with_value(value, index=(4, 5)) -> al.Array2D:
    values = np.ones((11, 11))
    values[index] = value
    return image(values)


@pytest.fixture
def files(tmp_path):
    """A good FITS file and several bad ones."""
    good = fits.PrimaryHDU(np.ones((11, 11)))
    table = fits.BinTableHDU.from_columns([fits.Column("a", "D", array=[1.0])])
    fits.HDUList([good, table]).writeto(tmp_path / "good.fits")
    fits.PrimaryHDU(np.ones(11)).writeto(tmp_path / "line.fits")
    fits.PrimaryHDU(np.ones((2, 11, 11))).writeto(tmp_path / "cube.fits")
    fits.PrimaryHDU(np.ones((200, 200))).writeto(tmp_path / "whole.fits")
    whole = (tmp_path / "whole.fits").read_bytes()
    (tmp_path / "truncated.fits").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "text.fits").write_text("no FITS file at all")
    return tmp_path


def load(files, name="good.fits", **arguments) -> al.Imaging:
    paths = {"data_path": files / name, "noise_map_path": files / "good.fits"}
    return al.Imaging.from_fits(**({"pixel_scales": 0.1} | paths | arguments))


@pytest.mark.parametrize(
    ("name", "arguments", "text"),
    [
        ("goood.fits", {}, r"no file .*Did you mean 'good\.fits'"),
        ("good.fits", {"data_hdu": 7}, r"has no HDU 7\. It holds"),
        ("good.fits", {"data_hdu": "SCI"}, r"has no HDU 'SCI'\. It holds"),
        ("good.fits", {"data_hdu": 1}, "is a table, not an image"),
        ("truncated.fits", {}, "damaged or was not copied whole"),
        ("text.fits", {}, "damaged or was not copied whole"),
        ("line.fits", {}, "1 axes came, 2 are needed"),
        ("cube.fits", {}, "3 axes came, 2 are needed"),
    ],
)
def test_files(files, name: str, arguments: dict, text: str) -> None:
    with pytest.raises(exc.FitsException, match=text):
        load(files, name, **arguments)


@pytest.mark.parametrize("pixel_scales", [0, 0.0, -0.1, "0.1", float("nan"), (0.1,)])
def test_pixel_scales(files, pixel_scales) -> None:
    with pytest.raises(exc.ArrayException, match="one number above zero"):
        load(files, pixel_scales=pixel_scales)


def test_shapes_that_differ() -> None:
    with pytest.raises(exc.DatasetException, match=r"\(9, 9\)"):
        imaging(noise_map=image(np.ones((9, 9))))


@pytest.mark.parametrize("noise", [0.0, -1.0])
def test_noise_that_is_not_above_zero(noise: float) -> None:
    with pytest.raises(exc.DatasetException, match=r"1 .*\(4, 5\)"):
        imaging(noise_map=with_value(noise))


@pytest.mark.parametrize("part", ["data", "noise_map"])
def test_nan_inside_the_mask_is_counted_and_shown(part: str) -> None:
    with pytest.raises(exc.DatasetException, match=r"1 .*\(4, 5\)[\s\S]*mask_invalid"):
        imaging(**{part: with_value(np.nan)}).apply_mask(circle())


def test_nan_under_the_mask_is_harmless() -> None:
    masked = imaging(data=with_value(np.nan, (0, 0))).apply_mask(circle())
    assert np.all(np.isfinite(masked.data.array))


def test_infinite_noise_is_a_mask() -> None:
    masked = imaging(noise_map=with_value(np.inf)).apply_mask(circle())
    assert masked.mask[4, 5]
    assert masked.shape_slim == circle().shape_slim - 1


@pytest.mark.parametrize(
    ("psf", "text"),
    [
        (np.full((3, 3), np.nan), "9 values that are not finite"),
        (np.ones((4, 4)), "odd"),
        (np.ones((13, 13)), "larger than"),
        (np.zeros((3, 3)), "sums to 0"),
    ],
)
def test_point_spread_functions(psf: np.ndarray, text: str) -> None:
    with pytest.raises(exc.KernelException, match=text):
        imaging(psf=al.Array2D.no_mask(psf, pixel_scales=0.1))


def test_masks() -> None:
    with pytest.raises(exc.MaskException, match=r"\(9, 9\).*\(11, 11\)"):
        imaging().apply_mask(circle((9, 9)))
    everything = al.Mask2D(np.ones((11, 11), dtype=bool), pixel_scales=0.1)
    with pytest.raises(exc.MaskException, match="mask"):
        imaging().apply_mask(everything)
    with pytest.raises(exc.MaskException, match="already"):
        imaging().apply_mask(circle()).apply_mask(circle())


def test_profiles() -> None:
    with pytest.raises(exc.ProfileException, match="Did you mean 'einstein_radius'"):
        al.mp.Isothermal(einstien_radius=1.0)
    with pytest.raises(exc.ProfileException, match=r"inside the unit disc"):
        al.mp.Isothermal(ell_comps=(0.8, 0.7))
    with pytest.raises(ValueError, match="above zero"):
        al.lp.Sersic(effective_radius=-1.0)
    with pytest.raises(exc.GalaxyException, match="give an instance"):
        al.Galaxy(redshift=0.5, mass=al.mp.Isothermal)
    with pytest.raises(exc.GalaxyException, match=r"redshift"):
        al.Galaxy(redshift=-0.5)


def test_a_source_in_front_of_its_lens() -> None:
    lens = al.Galaxy(redshift=1.0, mass=al.mp.Isothermal())
    source = al.Galaxy(redshift=0.5, bulge=al.lp.Sersic())
    with pytest.raises(exc.RayTracingException, match="must lie behind the lens"):
        al.Tracer(galaxies=[lens, source])


def test_priors_and_models() -> None:
    with pytest.raises(exc.ModelException, match=r"lower"):
        af.UniformPrior(lower_limit=2.0, upper_limit=1.0)
    with pytest.raises(exc.ModelException, match="Did you mean 'einstein_radius'"):
        af.Model(al.mp.Isothermal, einstien_radius=1.0)
    model = af.Model(al.mp.Isothermal)
    with pytest.raises(exc.ModelException, match="Did you mean 'einstein_radius'"):
        model.einstien_radius = 1.0


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"nlive": -5}, "nlive"),
        ({"number_of_cores": -1}, "number_of_cores"),
        ({"nlivee": 50}, "Did you mean 'nlive'"),
    ],
)
def test_searches(settings: dict, text: str) -> None:
    with pytest.raises(exc.SearchException, match=text):
        af.DynestyStatic(name="wrong", **settings)


def test_a_model_without_free_parameters(tmp_path) -> None:
    galaxy = af.Model(al.Galaxy, redshift=0.5, bulge=al.lp.Sersic())
    model = af.Collection(galaxies=af.Collection(lens=galaxy))
    analysis = al.AnalysisImaging(imaging().apply_mask(circle()))
    search = af.DynestyStatic(name="fixed", output_path=tmp_path, silence=True)
    with pytest.raises(exc.SearchException, match="free parameter"):
        search.fit(model=model, analysis=analysis)
    assert not list(tmp_path.rglob("*"))


def test_yaml_with_an_unknown_key(tmp_path) -> None:
    (tmp_path / "general.yaml").write_text("updates:\n  iterations_per_ful_update: 5\n")
    wanted = "Did you mean '?iterations_per_full_update"
    with (
        pytest.raises(exc.ConfigException, match=wanted),
        conf.with_config(path=tmp_path),
    ):
        conf.instance.value("general", "updates", "iterations_per_full_update")


def test_a_failed_write_leaves_nothing(tmp_path) -> None:
    class Broken:
        def __array__(self, dtype=None, copy=None):
            raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        al.output_to_fits(Broken(), tmp_path / "image.fits")
    assert not list(tmp_path.iterdir())


def test_every_error_is_of_one_tree() -> None:
    kinds = [
        kind
        for kind in vars(exc).values()
        if isinstance(kind, type) and issubclass(kind, Exception)
    ]
    assert len(kinds) > 10
    assert all(issubclass(kind, exc.LensException) for kind in kinds)
