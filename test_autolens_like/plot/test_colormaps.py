import numpy as np
import pytest

from autolens_like import exc
from autolens_like.plot import colormaps


def lightness(colors):
    """OKLab L, from Ottosson 2020."""
    linear = np.where(
        colors <= 0.04045, colors / 12.92, ((colors + 0.055) / 1.055) ** 2.4
    )
    to_cone = np.array(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ]
    )
    weights = np.array([0.2104542553, 0.7936177850, -0.0040720468])
    return np.cbrt(linear @ to_cone.T) @ weights


def test_the_signed_map_has_equal_steps_of_lightness():
    values = lightness(colormaps.signed_colors())
    half = len(values) // 2
    steps = np.diff(values[: half + 1])
    # No colour is clipped by sRGB, so the steps agree to its rounding.
    np.testing.assert_allclose(steps, steps.mean(), rtol=1e-3)


def test_the_signed_map_is_white_at_zero_and_as_dark_on_both_sides():
    colors = colormaps.signed_colors()
    values = lightness(colors)
    np.testing.assert_allclose(values, values[::-1], atol=1e-4)
    assert np.ptp(colors[len(colors) // 2]) < 1e-3
    assert colors[0, 2] > colors[0, 0] and colors[-1, 0] > colors[-1, 2]


def test_the_arms_stay_apart_without_red_or_green_cones():
    # Blue minus yellow is what protanopes and deuteranopes keep.
    colors = colormaps.signed_colors()
    opponent = colors[:, 2] - 0.5 * (colors[:, 0] + colors[:, 1])
    assert opponent[30] > 0.2 and opponent[-31] < -0.1


def test_names_and_maps_are_colormaps():
    own = colormaps.colormap_from("signed")
    assert colormaps.colormap_from(own) is own
    assert colormaps.colormap_from("viridis").name == "viridis"


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(exc.PlotException, match=r"'virids'.*Did you mean 'viridis'"):
        colormaps.colormap_from("virids")


def test_the_maps_of_matplotlib_are_left_as_they_are():
    from matplotlib import colormaps as registry

    colormaps.colormap_from("signed")
    assert "signed" not in registry
