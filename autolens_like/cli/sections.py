"""The sections of the YAML file of a fit, and the JSON schema for editors.

Keys have the names of the Python API: those of `data` are the arguments of
`Imaging.from_fits`, those of `mask` the arguments of the method of `Mask2D` that
`shape` names, those of `search` the arguments of its class.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag


def _kind(value: Any) -> str:
    if isinstance(value, dict | BaseModel):
        return "as-section"
    return "as-list" if isinstance(value, list) else "as-value"


#: Chooses between forms of a value by what it is, so that an error is about one form.
BY_KIND = Discriminator(_kind)

Pair = Annotated[list[float], Field(min_length=2, max_length=2)]
Hdu = int | str
Positive = Annotated[float, Field(gt=0.0)]
Size = Annotated[int, Field(ge=1)]
Scales = Annotated[
    Annotated[Positive, Tag("as-value")] | Annotated[Pair, Tag("as-list")], BY_KIND
]


class Section(BaseModel):
    """A part of the file: no other keys, no conversion of text to numbers."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class Data(Section):
    """The image, its noise map and its point spread function, as FITS files."""

    folder: str = Field("", description="Of the FITS files, relative to this file.")
    data_path: str
    data_hdu: Hdu = 0
    noise_map_path: str
    noise_map_hdu: Hdu = 0
    psf_path: str | None = None
    psf_hdu: Hdu = 0
    pixel_scales: Scales | None = Field(
        None, description="Arcseconds per pixel; left empty it is read from the WCS."
    )
    noise_threshold: Positive | None = Field(
        None, description="So much noise marks pixels without data."
    )
    mask_invalid: bool = False
    use_normalized_psf: bool = True
    convolve_over_sample_size: Size = 1


class Whole(Section):
    """No pixel is masked."""

    shape: Literal["all_false"]


class Circular(Section):
    """Pixels within a radius are kept."""

    shape: Literal["circular"]
    radius: Positive
    centre: Pair = [0.0, 0.0]


class CircularAnnular(Section):
    """Pixels between two radii are kept."""

    shape: Literal["circular_annular"]
    inner_radius: float
    outer_radius: Positive
    centre: Pair = [0.0, 0.0]


class Elliptical(Section):
    """Pixels within an ellipse are kept."""

    shape: Literal["elliptical"]
    major_axis_radius: Positive
    axis_ratio: Positive
    angle: float
    centre: Pair = [0.0, 0.0]


class FromFits(Section):
    """A FITS image of zeros (kept) and ones (masked)."""

    shape: Literal["from_fits"]
    file_path: str
    hdu: Hdu = 0
    invert: bool = False


Mask = Annotated[
    Whole | Circular | CircularAnnular | Elliptical | FromFits,
    Field(discriminator="shape"),
]


class RadialBins(Section):
    """Sub-grids that get coarser with the distance from one or more centres."""

    sub_size_list: list[Size]
    radial_list: list[Positive]
    centre_list: list[Pair] | None = None


Sizes = Annotated[
    Annotated[Size, Tag("as-value")] | Annotated[RadialBins, Tag("as-section")],
    BY_KIND,
]


class OverSampling(Section):
    """Side of the sub-grid in every pixel."""

    over_sample_size_lp: Sizes = 4
    over_sample_size_pixelization: Size = 4


class Positions(Section):
    """Multiple images of one source, which must meet in its plane."""

    positions: Annotated[list[Pair], Field(min_length=2)]
    threshold: Positive
    log_likelihood_penalty_factor: Positive = 1e8
    plane_redshift: Positive | None = None


class AnalysisSection(Section):
    """How the likelihood is computed."""

    use_jax: bool = False
    apply_sparse_operator: bool = False
    settings: dict[str, Any] = Field(
        default_factory=dict, description="Arguments of al.Settings."
    )


class Narrowed(Section):
    """The priors of a later search: uniform about the best fit of the one before."""

    sigmas: Positive = 6.0
    fixed: list[str] = Field(
        default_factory=list,
        description="Parameters fixed at the best fit; * stands for anything.",
    )


class SearchSection(BaseModel):
    """A search of `af`: its class, its name and its settings."""

    model_config = ConfigDict(extra="allow", strict=True)

    cls: str = Field(alias="class", description="Such as DynestyStatic.")
    name: str
    narrowed: Narrowed | None = None


Searches = Annotated[
    Annotated[SearchSection, Tag("as-section")]
    | Annotated[list[SearchSection], Field(min_length=1), Tag("as-list")],
    BY_KIND,
]


class Output(Section):
    """Where the results are written."""

    folder: str = Field("output", description="Relative to this file.")
    path_prefix: str | None = None
    unique_tag: str | None = None


class FitSections(Section):
    """A whole fit: data, mask, model, priors, search and output."""

    data: Data
    mask: Mask
    over_sampling: OverSampling = OverSampling()
    model: dict[str, Any] = Field(
        description="Galaxies by name, or a model as model.to_yaml writes it."
    )
    positions: Positions | None = None
    analysis: AnalysisSection = AnalysisSection()
    search: Searches
    output: Output = Output()


#: What stands in `model`, in the terms of JSON schema: pydantic sees a mapping only.
MODEL_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "galaxies": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {"$ref": "#/$defs/Part"},
        }
    },
    "additionalProperties": {"$ref": "#/$defs/Part"},
}
PART_SCHEMA: dict[str, Any] = {
    "description": (
        "A galaxy, a profile (class and arguments), a recipe, a prior (type and "
        "numbers), a number, or a list of these."
    ),
    "anyOf": [
        {"type": ["number", "string", "boolean", "null"]},
        {"type": "array", "items": {"$ref": "#/$defs/Part"}},
        {
            "type": "object",
            "properties": {
                "class": {"type": "string"},
                "recipe": {"type": "string"},
                "type": {"type": "string"},
                "id": {"type": "integer"},
            },
            "additionalProperties": {"$ref": "#/$defs/Part"},
        },
    ],
}


def json_schema() -> dict[str, Any]:
    """The JSON schema of the file, which editors check and complete by."""
    schema = FitSections.model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "A fit of autolens_like"
    schema["$defs"]["Part"] = PART_SCHEMA
    described = schema["properties"]["model"]["description"]
    schema["properties"]["model"] = {**MODEL_SCHEMA, "description": described}
    return schema
