"""What the scripts of this folder share: positions, parameters, and how to write.

`make.py` says how to run them.
"""

import json
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
#: (y, x) [arcsec].
POSITIONS = [(0.3, 0.2), (0.1, -0.6), (1.0, -1.0), (-1.3, 0.7)]
ELLIPSE = {"centre": (0.1, -0.05), "ell_comps": (0.1, 0.2)}
FLAT = {"centre": (-0.2, 0.1), "ell_comps": (-0.3, 0.4)}
ROUND = {"centre": (0.1, -0.05)}
METHODS = ("deflections_yx_2d_from", "convergence_2d_from", "potential_2d_from")


def listed(values):
    return np.asarray(getattr(values, "array", values)).tolist()


def values_of_autolens(namespace, name, parameters, methods):
    """What `<class>(**parameters).<method>(Grid2DIrregular(POSITIONS))` gives."""
    import autolens as al

    grid = al.Grid2DIrregular(POSITIONS)
    profile = getattr(namespace, name)(**parameters)
    values = {method: listed(getattr(profile, method)(grid=grid)) for method in methods}
    return {"name": name, "parameters": parameters, "values": values}


def source_of_autolens(script):
    import autolens as al

    return (
        f"autolens {al.__version__}, test_autolens_like/reference/{script}: "
        "<class>(**parameters).<method>(Grid2DIrregular(positions))"
    )


def write(name, document, **style):
    """Write `document` beside the scripts as `name`.json."""
    text = json.dumps(document, **(style or {"indent": 1}))
    (HERE / f"{name}.json").write_text(text + "\n")
