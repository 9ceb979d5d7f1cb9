"""The short form of a model is the model that Python composes."""

from __future__ import annotations

import pytest
import yaml

import autolens_like as al
from autolens_like import af, exc
from autolens_like.cli.located import LocatedYaml
from autolens_like.cli.model_section import RECIPES, model_of

SHORT = """\
model:
  galaxies:
    lens:
      redshift: 0.5
      bulge: {recipe: mge_model_from, mask_radius: 2.0, total_gaussians: 3}
      disk: {recipe: mge_model_from, mask_radius: 2.0, total_gaussians: 3}
      mass:
        class: mp.Isothermal
        centre: [0.0, {type: Gaussian, mean: 0.0, sigma: 0.1, id: 3}]
        einstein_radius: {type: Uniform, lower_limit: 0.5, upper_limit: 2.0}
    source:
      redshift: 1.0
      bulge:
        class: lp_linear.SersicCore
        centre: [0.0, {type: Gaussian, mean: 0.0, sigma: 0.1, id: 3}]
        sersic_index:
          type: formula
          operation: "*"
          operands: [2.0, {type: Uniform, lower_limit: 0.5, upper_limit: 2.0, id: 4}]
"""


def model_in(folder, text: str):
    path = folder / "fit.yaml"
    path.write_text(text)
    return model_of(LocatedYaml(path))


def test_the_short_form_is_what_python_composes(tmp_path) -> None:
    read = model_in(tmp_path, SHORT)
    shared = af.GaussianPrior(0.0, 0.1)
    expected = af.Collection(
        galaxies=af.Collection(
            lens=af.Model(
                al.Galaxy,
                redshift=0.5,
                bulge=al.model_util.mge_model_from(2.0, total_gaussians=3),
                disk=al.model_util.mge_model_from(2.0, total_gaussians=3),
                mass=af.Model(
                    al.mp.Isothermal,
                    centre=(0.0, shared),
                    einstein_radius=af.UniformPrior(0.5, 2.0),
                ),
            ),
            source=af.Model(
                al.Galaxy,
                redshift=1.0,
                bulge=af.Model(
                    al.lp_linear.SersicCore,
                    centre=(0.0, shared),
                    sersic_index=2.0 * af.UniformPrior(0.5, 2.0),
                ),
            ),
        )
    )
    assert read.prior_count == expected.prior_count
    assert sorted(read.parameter_names) == sorted(expected.parameter_names)
    medians = read.instance_from_prior_medians()
    assert medians.galaxies.source.bulge.sersic_index == 2.0 * 1.25
    assert repr(medians) == repr(expected.instance_from_prior_medians())


def test_the_long_form_is_read_exactly(tmp_path) -> None:
    model = model_in(tmp_path, SHORT)
    again = model_in(tmp_path, yaml.safe_dump({"model": model.to_dict()}))
    assert again.identity() == model.identity()


def test_recipes_of_one_file_share_nothing(tmp_path) -> None:
    galaxies = model_in(tmp_path, SHORT).galaxies
    first, second = (
        {prior for prior in part.priors_ordered_by_id}
        for part in (galaxies.lens.bulge, galaxies.lens.disk)
    )
    assert len(first) == len(second) == 4
    assert not first & second


def test_recipes_are_those_of_model_util() -> None:
    for name, function in RECIPES.items():
        assert getattr(al.model_util, name) is function


@af.register
class Torus:
    """A class of a user, whose parameter has no prior in the configuration."""

    def __init__(self, breadth_of_ring: float):
        self.breadth_of_ring = breadth_of_ring


def test_a_parameter_without_a_value_is_told(tmp_path) -> None:
    text = "model:\n  galaxies:\n    lens:\n      ring: {class: Torus}\n"
    with pytest.raises(exc.ConfigException, match=r"fit\.yaml:\d: .*breadth_of_ring"):
        model_in(tmp_path, text)
