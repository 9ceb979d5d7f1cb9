"""Evidences of autolens 2026.10.26.1 for the tests of pixelized sources.

`make.py` runs it. The data are those of fit.json; the file holds every case as names
and numbers, and what `FitImaging` of autolens made of them.

Where conventions differ: autolens does not relocate the border and zeroes the edge of
a rectangular mesh by its own configuration, so that every case states both settings.
"""

import json

import autolens as al
import numpy as np
from entries import HERE, write

INPUTS = json.loads((HERE / "fit.json").read_text())
MASS = INPUTS["cases"]["parametric"]["galaxies"][0]["profiles"]
BULGE = MASS["bulge"][1]
OVER_SAMPLE = 2

RECTANGULAR = ["RectangularUniform", {"shape": [15, 15]}]
OBLONG = ["RectangularUniform", {"shape": [9, 12]}]
CONSTANT = ["Constant", {"coefficient": 2.0}]
FREE = {"use_positive_only_solver": False}
PLAIN = {"use_border_relocator": False, "use_edge_zeroed_pixels": False}
LINEAR = {k: v for k, v in BULGE.items() if k != "intensity"}
LIGHT = {"lens_light": ["lp_linear.Sersic", LINEAR]}
KNOWN = {"lens_light": ["lp.Sersic", BULGE]}


def case(mesh, regularization, light=None, **settings):
    return {
        "mesh": mesh,
        "regularization": regularization,
        **(light or {}),
        "settings": {**PLAIN, **settings},
    }


DELAUNAY = ["Delaunay", {"pixels": 0}]
ADAPT = {"inner_coefficient": 0.7, "outer_coefficient": 1.6, "signal_scale": 0.8}
ZEROTH = {"zeroth_coefficient": 0.9, "zeroth_signal_scale": 1.4}
SCALE = {"scale": 0.12}
#: On rectangles, and below on triangles: name, arguments.
REGULARIZATIONS = {
    "rectangular": [
        ["AdaptPower", {**ADAPT, "power": 1.3}],
        ["GaussianKernel", {"coefficient": 1.4, **SCALE}],
        ["MaternKernel", {"coefficient": 1.4, **SCALE, "nu": 2.5}],
    ],
    "Delaunay": [
        ["Adapt", ADAPT],
        ["ConstantSplit", {"coefficient": 1.7}],
        ["AdaptSplit", ADAPT],
        ["AdaptSplitPower", {**ADAPT, "power": 1.3}],
        ["AdaptSplitZeroth", {**ZEROTH, **ADAPT}],
        ["AdaptSplitZerothPower", {**ZEROTH, **ADAPT, "power": 1.3}],
        ["ExponentialKernel", {"coefficient": 1.4, **SCALE}],
        ["MaternKernel", {"coefficient": 1.4, **SCALE, "nu": 0.8}],
        ["MaternAdaptKernel", {**SCALE, "nu": 1.5, **ADAPT}],
        ["MaternAdaptPowerKernel", {**SCALE, "nu": 0.5, **ADAPT, "power": 1.3}],
    ],
}
#: Meshes: name, arguments but for their shape, regularization, settings.
FOLLOWING = {"weight_power": 0.7, "weight_floor": 0.1}
MESHES = [
    ["RectangularBilinearAdaptDensity", {}, CONSTANT, FREE],
    ["RectangularBilinearAdaptImage", FOLLOWING, ["Adapt", ADAPT], FREE],
    ["RectangularRTUAdaptDensity", {}, ["MaternKernel", {**SCALE, "nu": 1.5}], FREE],
    [
        "RectangularRTUAdaptImage",
        {**FOLLOWING, "bandwidth": 0.7, "n_knots": 40},
        ["Adapt", ADAPT],
        {"use_positive_only_solver": True, "use_edge_zeroed_pixels": True,
         "use_border_relocator": True},
    ],
]  # fmt: skip
CASES = {
    "rectangular, unconstrained": case(RECTANGULAR, CONSTANT, KNOWN, **FREE),
    "rectangular, positive": case(
        RECTANGULAR, CONSTANT, LIGHT, use_positive_only_solver=True
    ),
    "rectangular, edge at zero": case(
        RECTANGULAR,
        CONSTANT,
        LIGHT,
        use_positive_only_solver=True,
        use_edge_zeroed_pixels=True,
    ),
    "border relocated": case(
        OBLONG, CONSTANT, KNOWN, **FREE, use_border_relocator=True
    ),
    "linear light, unconstrained": case(RECTANGULAR, CONSTANT, LIGHT, **FREE),
    "linear light, positive": case(
        OBLONG, CONSTANT, LIGHT, use_positive_only_solver=True
    ),
    "zeroth": case(OBLONG, ["Zeroth", {"coefficient": 1.5}], KNOWN, **FREE),
    "constant and zeroth": case(
        OBLONG,
        [
            "ConstantZeroth",
            {"coefficient_neighbor": 1.2, "coefficient_zeroth": 0.7},
        ],
        KNOWN,
        **FREE,
    ),
    "adapt": case(
        OBLONG,
        [
            "Adapt",
            {"inner_coefficient": 0.7, "outer_coefficient": 1.6, "signal_scale": 0.8},
        ],
        KNOWN,
        **FREE,
    ),
    "Delaunay, unconstrained": case(DELAUNAY, CONSTANT, KNOWN, **FREE),
    "Delaunay, positive": case(
        DELAUNAY, CONSTANT, LIGHT, use_positive_only_solver=True
    ),
    "natural neighbours": case(["DelaunayNN", {"pixels": 0}], CONSTANT, KNOWN, **FREE),
    "natural neighbours, split": case(
        ["DelaunayNN", {"pixels": 0}],
        ["AdaptSplit", ADAPT],
        LIGHT,
        use_positive_only_solver=True,
        use_border_relocator=True,
    ),
    "nearest neighbours": case(
        ["KNearestNeighbor", {"pixels": 0, "k_neighbors": 7}],
        ["ConstantSplit", {"coefficient": 1.7}],
        KNOWN,
        **FREE,
    ),
    "nearest triangles": case(
        ["KNNBarycentric", {"pixels": 0}], ["AdaptSplit", ADAPT], KNOWN, **FREE
    ),
    **{
        name: case([name, {"shape": [11, 11], **values}], spec, KNOWN, **more)
        for name, values, spec, more in MESHES
    },
    **{
        f"{kind}, {spec[0]} {index}": case(
            OBLONG if kind == "rectangular" else DELAUNAY, spec, KNOWN, **FREE
        )
        for kind, specs in REGULARIZATIONS.items()
        for index, spec in enumerate(specs)
    },
}


def listed(values):
    return np.asarray(getattr(values, "array", values), dtype=float).tolist()


def tuples(values):
    return {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}


def profile(spec):
    module, cls = spec[0].split(".")
    return getattr(getattr(al, module), cls)(**tuples(spec[1]))


def array(name):
    return al.Array2D.no_mask(values=INPUTS[name], pixel_scales=INPUTS["pixel_scales"])


def dataset():
    mask = al.Mask2D.circular(
        shape_native=np.shape(INPUTS["data"]),
        pixel_scales=INPUTS["pixel_scales"],
        radius=INPUTS["mask_radius"],
    )
    return al.Imaging(
        data=array("data"),
        noise_map=array("noise_map"),
        psf=al.Convolver(kernel=array("psf")),
        over_sample_size_lp=4,
        over_sample_size_pixelization=OVER_SAMPLE,
    ).apply_mask(mask=mask)


def tracer(spec, vertices):
    mesh, values = spec["mesh"]
    if "pixels" in values:
        values = {**values, "pixels": len(vertices)}
    pixelization = al.Pixelization(
        mesh=getattr(al.mesh, mesh)(**tuples(values)),
        regularization=getattr(al.reg, spec["regularization"][0])(
            **spec["regularization"][1]
        ),
    )
    light = {"bulge": profile(spec["lens_light"])} if "lens_light" in spec else {}
    lens = al.Galaxy(
        redshift=0.5,
        mass=profile(MASS["mass"]),
        shear=profile(MASS["shear"]),
        **light,
    )
    source = al.Galaxy(redshift=1.0, pixelization=pixelization)
    return al.Tracer(galaxies=[lens, source]), source


def outcome(spec, masked, vertices, adapt_image):
    traced, source = tracer(spec, vertices)
    fit = al.FitImaging(
        dataset=masked,
        tracer=traced,
        adapt_images=al.AdaptImages(
            galaxy_image_dict={source: adapt_image},
            galaxy_image_plane_mesh_grid_dict={source: al.Grid2DIrregular(vertices)},
        ),
        settings=al.Settings(**spec["settings"]),
    )
    inversion = fit.inversion
    names = ("chi_squared", "log_evidence", "figure_of_merit", "log_likelihood",
             "log_likelihood_with_regularization")  # fmt: skip
    found = {name: float(getattr(fit, name)) for name in names}
    names = ("regularization_term", "log_det_curvature_reg_matrix_term",
             "log_det_regularization_matrix_term")  # fmt: skip
    found |= {name: float(getattr(inversion, name)) for name in names}
    found["reconstruction"] = listed(inversion.reconstruction)
    found["model_data"] = listed(fit.model_data)
    return found


def main():
    masked = dataset()
    overlay = al.image_mesh.Overlay(shape=(10, 9))
    grid = overlay.image_plane_mesh_grid_from(mask=masked.mask, adapt_data=None)
    vertices = np.asarray(grid.array)
    random = np.random.default_rng(3)
    image = np.abs(masked.data.array) + 0.02 * random.random(len(masked.data))
    adapt_image = al.Array2D(values=image, mask=masked.mask)
    content = {
        "versions": {"autolens": al.__version__},
        "over_sample_size_pixelization": OVER_SAMPLE,
        "overlay_shape": [10, 9],
        "vertices": listed(vertices),
        "adapt_image": listed(image),
        "mass": MASS,
        "cases": {
            name: {**spec, "autolens": outcome(spec, masked, vertices, adapt_image)}
            for name, spec in CASES.items()
        },
    }
    write("inversion", content, separators=(",", ":"))


if __name__ == "__main__":
    main()
