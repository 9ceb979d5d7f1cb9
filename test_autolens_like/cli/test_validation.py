"""Every mistake in the YAML of a fit is one line: file, line, key, reason."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from autolens_like import exc
from autolens_like.cli.fit_file import FitFile
from test_autolens_like.cli.small_fit import GOOD, line_of, write_fit


@dataclass(frozen=True)
class Bad:
    """One change of the good file, and what the error says: the text at whose line,
    the key, and a part of the reason."""

    old: str
    new: str
    at: str
    key: str
    reason: str


MISTAKES = {
    "a misspelt section": Bad("mask:", "maks:", "maks:", "maks", "'mask'?"),
    "no section": Bad(
        "mask:\n  shape: circular\n  radius: 1.2\n", "", "data:", "the file", "'mask'"
    ),
    "a misspelt key": Bad(
        "psf_path", "psf_pth", "psf_pth", "data.psf_pth", "Did you mean 'psf_path'?"
    ),
    "a missing key": Bad(
        "  data_path: data.fits\n", "", "data:", "data", "'data_path' is missing"
    ),
    "a number in quotes": Bad(
        "radius: 1.2", 'radius: "1.2"', "radius:", "mask.radius", "its quotes"
    ),
    "a word for a number": Bad(
        "radius: 1.2", "radius: wide", "radius:", "mask.radius", "'wide' came"
    ),
    "a unit": Bad(
        "radius: 1.2", "radius: 1.2 arcsec", "radius:", "mask.radius", "'1.2 arcsec'"
    ),
    "a negative radius": Bad(
        "radius: 1.2", "radius: -1.2", "radius:", "mask.radius", "greater than 0"
    ),
    "not a number": Bad(
        "radius: 1.2", "radius: .nan", "radius:", "mask.radius", "nan came"
    ),
    "no value": Bad("radius: 1.2", "radius:", "radius:", "mask.radius", "nothing came"),
    "a list for a number": Bad(
        "radius: 1.2", "radius: [1.2]", "radius:", "mask.radius", "[1.2] came"
    ),
    "yes for a name": Bad(
        "name: first", "name: yes", "name:", "search.name", "in quotes"
    ),
    "a misspelt shape": Bad(
        "circular", "circlar", "shape:", "mask.shape", "Did you mean 'circular'?"
    ),
    "a key of another shape": Bad(
        "radius: 1.2", "radius: 1.2\n  angle: 3.0", "angle", "mask.angle", "Allowed"
    ),
    "half a pair": Bad(
        "[-0.8, -0.3]", "[-0.8]", "positions: [[", "positions.positions[1]", "2 items"
    ),
    "a sub-grid of 1.5": Bad(
        "size_lp: 1", "size_lp: 1.5", "size_lp", "over_sampling.over", "valid integer"
    ),
    "galaxies misspelt": Bad(
        "galaxies:", "galaxis:", "galaxis", "model.galaxis", "'galaxies'?"
    ),
    "a misspelt class": Bad(
        "mp.IsothermalSph",
        "mp.IsothermlSph",
        "IsothermlSph",
        "model.galaxies.lens.mass.class",
        "Did you mean 'mp.IsothermalSph'?",
    ),
    "a misspelt argument": Bad(
        "einstein_radius",
        "einstein_raduis",
        "einstein_raduis",
        "model.galaxies.lens.mass.einstein_raduis",
        "Did you mean 'einstein_radius'?",
    ),
    "a misspelt redshift": Bad(
        "redshift: 1.0",
        "redshfit: 1.0",
        "redshfit",
        "model.galaxies.source.redshfit",
        "Did you mean 'redshift'?",
    ),
    "a misspelt prior": Bad(
        "Uniform", "Unifrom", "Unifrom", "lens.mass.einstein_radius", "'Uniform'?"
    ),
    "a misspelt limit": Bad(
        "lower_limit",
        "lower_limt",
        "lower_limt",
        "lens.mass.einstein_radius.lower_limt",
        "'lower_limit'?",
    ),
    "limits that cross": Bad(
        "upper_limit: 1.2", "upper_limit: 0.1", "upper_limit", "einstein_radius", "0.1"
    ),
    "text for a prior": Bad(
        "effective_radius: 0.1", "effective_radius: 0..1", "0..1", "bulge", "'0..1'"
    ),
    "one sharing id, two priors": Bad(
        "mean: 0.1, sigma: 0.05}\n          - 0.15",
        "mean: 0.1, sigma: 0.05, id: 0}\n"
        "          - {type: Gaussian, mean: 0.2, sigma: 0.05, id: 0}",
        "centre:\n          -",
        "model.galaxies.source.bulge.centre",
        "same id 0",
    ),
    "a misspelt recipe": Bad(
        "mge_model_from", "mge_model", "mge_model", "lens.bulge.recipe", "Did you mean"
    ),
    "a recipe that is a list": Bad(
        "mge_model_from", "[mge_model_from]", "[mge", "lens.bulge.recipe", "no recipe ["
    ),
    "a recipe's argument": Bad(
        "total_gaussians", "total_gausians", "total_gausians", "lens.bulge", "'total_g"
    ),
    "a recipe's number": Bad(
        "total_gaussians: 3", "total_gaussians: many", "many", "total_gauss", "'many'"
    ),
    "code for a number": Bad(
        "redshift: 1.0",
        "redshift: !!python/object/apply:os.getcwd []",
        "redshift: !!python",
        "",
        "could not determine a constructor",
    ),
    "a misspelt search": Bad(
        "DynestyStatic", "DynestyStatik", "class: Dyn", "search.class", "'DynestyStati"
    ),
    "a misspelt setting": Bad(
        "nlive", "nlvie", "nlvie", "search.nlvie", "Did you mean 'nlive'?"
    ),
    "minus one live point": Bad(
        "nlive: 12", "nlive: -1", "nlive: -1", "search.nlive", "at least 2"
    ),
    "a name out of the folder": Bad(
        "name: first", "name: ../first", "name: ../first", "search.name", "leads out"
    ),
    "priors about no best fit": Bad(
        "nlive: 12", "narrowed: {sigmas: 3.0}", "narrowed", "search.narrowed", "first"
    ),
    "a key twice": Bad("nlive: 12", "name: second", "name: second", "", "there twice"),
    "a tab": Bad("  nlive: 12", "\tnlive: 12", "\tnlive", "", "not tabs"),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_line(mistake: Bad, tmp_path) -> None:
    assert mistake.old in GOOD
    text = GOOD.replace(mistake.old, mistake.new, 1)
    path = write_fit(tmp_path, text)
    with pytest.raises(exc.ConfigException) as raised:
        FitFile(path)
    message = str(raised.value)
    print(message.replace(str(path), "fit.yaml"))
    start = f"{path}:{line_of(text, mistake.at)}:"
    lines = [line for line in message.splitlines() if line.startswith(start)]
    assert any(mistake.key in line and mistake.reason in line for line in lines)


def test_the_good_file_is_good(tmp_path) -> None:
    assert FitFile(write_fit(tmp_path)).model.prior_count == 2


def test_all_mistakes_of_kind_are_told_at_once(tmp_path) -> None:
    text = GOOD.replace("radius: 1.2", "radius: wide").replace("psf_path", "psf_pth")
    with pytest.raises(exc.ConfigException) as raised:
        FitFile(write_fit(tmp_path, text))
    assert len(str(raised.value).splitlines()) == 2


def test_a_file_that_cannot_be_read(tmp_path) -> None:
    with pytest.raises(exc.ConfigException, match=r"no\.yaml cannot be read"):
        FitFile(tmp_path / "no.yaml")
    (tmp_path / "latin.yaml").write_bytes("name: Schrödinger".encode("latin-1"))
    with pytest.raises(exc.ConfigException, match="not UTF-8"):
        FitFile(tmp_path / "latin.yaml")
    (tmp_path / "list.yaml").write_text("- data\n- mask\n")
    with pytest.raises(exc.ConfigException, match="list at its top level"):
        FitFile(tmp_path / "list.yaml")
