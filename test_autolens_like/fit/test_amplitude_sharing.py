"""Components are told by their names, and who shares them is said once."""

from __future__ import annotations

import pytest

import autolens_like as al
from autolens_like import exc
from autolens_like.fit.amplitude_sharing import AmplitudeSharing
from test_autolens_like.fit.exposures import linear_tracer, multi

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
