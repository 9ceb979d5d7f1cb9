"""Components are told by their names, and who shares them is said once."""

from __future__ import annotations

import pytest

import autolens_like as al
from autolens_like import exc
from autolens_like.fit.amplitude_sharing import (
    AmplitudeSharing,
    light_names_of,
    linear_names_of,
    paths_from,
)
from test_autolens_like.fit.exposures import linear_tracer, multi, pixelized_tracer

PATHS = ("galaxies.lens", "galaxies.source")
BULGE = "galaxies.source.bulge"


@pytest.mark.parametrize(
    "mode, scopes",
    [("joint", ["", "", ""]), ("grouped", ["VIS", "VIS", "NISP"]),
     ("separate", ["VIS_1", "VIS_2", "NISP"])],
)  # fmt: skip
def test_scopes_of_the_modes(mode, scopes) -> None:
    for sharing in (AmplitudeSharing(mode), AmplitudeSharing({PATHS[1]: mode})):
        found = [sharing.scope_of(multi(), number, BULGE) for number in range(3)]
        assert found == scopes


def test_a_sharing_comes_alone() -> None:
    sharing = AmplitudeSharing("grouped")
    assert AmplitudeSharing.of(sharing, None, "exposure", None, None) is sharing
    assert AmplitudeSharing.of("grouped", "plane", "band", None, None).bands == {}
    with pytest.raises(exc.InputException, match="with background='plane' beside it"):
        al.FitMultiImaging(multi(), linear_tracer(), sharing, background="plane")


def test_the_longest_name_decides() -> None:
    sharing = AmplitudeSharing({"galaxies.source": "separate", BULGE: "grouped"})
    assert sharing.scope_of(multi(), 0, BULGE) == "VIS"
    assert sharing.scope_of(multi(), 0, "galaxies.source.disk") == "VIS_1"
    assert sharing.scope_of(multi(), 0, "galaxies.lens.bulge") == ""


def test_profiles_of_a_basis_are_numbered() -> None:
    basis = al.lp_basis.Basis([al.lp_linear.Gaussian(sigma=s) for s in (0.1, 0.2)])
    galaxy = al.Galaxy(
        0.5, mass=al.mp.Isothermal(), mge=basis, disk=al.lp_linear.Sersic()
    )
    names = linear_names_of("galaxies.lens", galaxy)
    assert list(names.values()) == [
        "galaxies.lens.mge.0", "galaxies.lens.mge.1", "galaxies.lens.disk",
    ]  # fmt: skip
    assert light_names_of(al.Tracer([galaxy]), PATHS[:1]) == {
        "galaxies.lens.mge": ["galaxies.lens.mge.0", "galaxies.lens.mge.1"],
        "galaxies.lens.disk": ["galaxies.lens.disk"],
    }


def test_pixelizations_are_components() -> None:
    names = light_names_of(pixelized_tracer(), PATHS)
    own = "galaxies.source.pixelization"
    assert names[own] == [own]


def test_light_of_other_bands_is_left_out_and_its_mass_stays() -> None:
    sharing = AmplitudeSharing(bands={PATHS[0]: ["NISP"]})
    tracer = linear_tracer()
    tracers = sharing.tracers_of(multi(), tracer, PATHS)
    assert tracers[0].galaxies[0].names == ("mass", "shear")
    assert tracers[2].galaxies[0].names == ("bulge", "mass", "shear")
    assert tracers[0] is tracers[1]


def test_mass_deflects_in_every_band() -> None:
    both = al.Galaxy(0.5, stars=al.lmp.Sersic(intensity=1.0))
    sharing = AmplitudeSharing(bands={"galaxies.lens.stars": ["NISP"]})
    with pytest.raises(exc.InputException, match="mass as well as light"):
        sharing.tracers_of(multi(), al.Tracer([both]), PATHS[:1])


def test_paths_are_one_a_galaxy() -> None:
    tracer = linear_tracer()
    assert paths_from(tracer, None) == ["galaxies.0", "galaxies.1"]
    assert paths_from(tracer, [("galaxies", "lens"), PATHS[1]]) == list(PATHS)
    with pytest.raises(exc.InputException, match="every one of them once"):
        paths_from(tracer, [PATHS[0], PATHS[0]])


def test_priors_by_name() -> None:
    sharing = AmplitudeSharing(priors={"background": (0.0, 1.0), BULGE: (2, 0.5)})
    assert sharing.prior_of("background.VIS") == (0.0, 1.0)
    assert sharing.prior_of(BULGE) == (2.0, 0.5)
    assert sharing.prior_of("galaxies.lens.bulge") is None


def test_backgrounds_of_exposures_and_bands() -> None:
    scopes = {
        per: [AmplitudeSharing("joint", 0, per).background_of(multi(), i).scope
              for i in range(3)]
        for per in ("exposure", "band")
    }  # fmt: skip
    assert scopes["exposure"] == ["VIS_1", "VIS_2", "NISP"]
    assert scopes["band"] == ["VIS", "VIS", "NISP"]
    assert AmplitudeSharing().background_of(multi(), 0) is None
