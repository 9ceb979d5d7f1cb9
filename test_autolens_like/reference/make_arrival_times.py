"""Arrival times of lenstronomy for the tests of several planes.

`make.py` runs it. Its reduced deflections are those of the source plane
(z_source_convention = z_source), which is the convention of this package, too. It
follows rays through flat space whatever the cosmology (1.14.2 is off by per cents where
space is curved), so that both cosmologies here are flat.
"""

import lenstronomy
import numpy as np
from astropy.cosmology import FlatLambdaCDM, Flatw0waCDM
from entries import write
from lenstronomy.LensModel.lens_model import LensModel

#: (y, x) [arcsec].
POINTS = [[0.3, 0.7], [-1.1, 0.4], [1.3, -0.9], [0.05, -1.6]]
#: Of each system: redshifts of the lenses, of the source, and (model, parameters).
SPHERES = [
    (0.3, "SIS", {"theta_E": 0.2, "center_x": -0.4, "center_y": 0.5}),
    (0.5, "SIS", {"theta_E": 1.1, "center_x": 0.03, "center_y": 0.01}),
    (0.5, "SHEAR", {"gamma1": 0.05, "gamma2": -0.02}),
    (1.2, "SIS", {"theta_E": 0.3, "center_x": 0.2, "center_y": 0.4}),
]
COSMOLOGIES = {
    "FlatLambdaCDM(H0=70, Om0=0.3)": FlatLambdaCDM(H0=70.0, Om0=0.3),
    "Flatw0waCDM(H0=70, Om0=0.3, w0=-0.9, wa=0.2)": Flatw0waCDM(
        H0=70.0, Om0=0.3, w0=-0.9, wa=0.2
    ),
}


def times_of(chosen, cosmology):
    model = LensModel(
        lens_model_list=[name for _, name, _ in chosen],
        z_source=2.0,
        lens_redshift_list=[redshift for redshift, _, _ in chosen],
        cosmo=cosmology,
        multi_plane=True,
    )
    y, x = np.array(POINTS).T
    parameters = [numbers for _, _, numbers in chosen]
    beta_x, beta_y = model.ray_shooting(x, y, parameters)
    return {
        "arrival_time": model.arrival_time(x, y, parameters).tolist(),
        "ray_shooting": np.stack([beta_y, beta_x], axis=-1).tolist(),
    }


def main():
    values = {"version": lenstronomy.__version__, "points": POINTS}
    for name, cosmology in COSMOLOGIES.items():
        values[f"3 lens planes, {name}"] = times_of(SPHERES, cosmology)
        values[f"2 lens planes, {name}"] = times_of(SPHERES[1:], cosmology)
    write("arrival_times", values)


if __name__ == "__main__":
    main()
