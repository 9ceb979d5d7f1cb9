"""A small fit as YAML, and the FITS files that it names."""

from __future__ import annotations

from pathlib import Path

from test_autolens_like.analysis.lens_images import lens_image

GOOD = """\
data:
  folder: data
  data_path: data.fits
  noise_map_path: noise.fits
  psf_path: psf.fits
  pixel_scales: 0.1
mask:
  shape: circular
  radius: 1.2
over_sampling:
  over_sample_size_lp: 1
model:
  galaxies:
    lens:
      redshift: 0.5
      bulge:
        recipe: mge_model_from
        mask_radius: 1.5
        total_gaussians: 3
        centre_fixed: [0.03, -0.02]
        use_spherical: true
      mass:
        class: mp.IsothermalSph
        centre: [0.03, -0.02]
        einstein_radius: {type: Uniform, lower_limit: 0.8, upper_limit: 1.2}
    source:
      redshift: 1.0
      bulge:
        class: lp_linear.SersicCoreSph
        centre:
          - {type: Gaussian, mean: 0.1, sigma: 0.05}
          - 0.15
        effective_radius: 0.1
        sersic_index: 1.0
positions:
  positions: [[1.1, 0.4], [-0.8, -0.3]]
  threshold: 1.0
search:
  class: DynestyStatic
  name: first
  nlive: 12
  sample: rwalk
  walks: 3
  dlogz: 20.0
  silence: true
output:
  path_prefix: small
"""


def write_fit(folder: Path, text: str = GOOD) -> Path:
    """The YAML file in a folder, without its data."""
    path = folder / "fit.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def write_data(folder: Path) -> None:
    """The FITS files of the fit."""
    lens_image().output_to_fits(
        data_path=folder / "data" / "data.fits",
        noise_map_path=folder / "data" / "noise.fits",
        psf_path=folder / "data" / "psf.fits",
    )


def line_of(text: str, fragment: str) -> int:
    """The first line with a fragment; the first is 1."""
    return text[: text.index(fragment)].count("\n") + 1
