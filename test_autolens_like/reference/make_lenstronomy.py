"""Makes `lenstronomy.json`: profiles of lenstronomy that this package has, too.

`make.py` runs it. Everywhere x comes before y in lenstronomy, its (e1, e2) is
(ell_comps[1], ell_comps[0]), and an ellipse has the radius P = √(q x² + y² / q), the
geometric mean, where most mass profiles here have the major-axis radius R = P / √q.
What else differs stands in the docstring of each conversion, and beside its numbers.

Left out: BPL breaks the density in three dimensions, `PowerLawBroken` the convergence;
SPEMD and PEMD need a Fortran library; TNFWC and the NFW halos with ellipticity in the
potential are other profiles; the profiles of Sersic light with a core, multipoles or
exponential shapelets that differ are in `make_light.py`.
"""

import lenstronomy
from entries import POSITIONS, write
from lenstronomy_light import LIGHT, light_entry
from lenstronomy_mass import MASS, mass_entry


def main():
    document = {
        "source": f"lenstronomy {lenstronomy.__version__}, test_autolens_like/"
        "reference/make_lenstronomy.py: LensModel(models).alpha, .kappa, .potential; "
        "LightModel(models)",
        "positions": POSITIONS,
        "mass": [mass_entry(*item) for item in MASS],
        "light": [light_entry(*item) for item in LIGHT],
    }
    write("lenstronomy", document)


if __name__ == "__main__":
    main()
