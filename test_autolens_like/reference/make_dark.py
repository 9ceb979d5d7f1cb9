"""Makes `dark.json`: numbers of autolens for halos of dark matter.

`make.py` runs it. Names, parameters and conventions are the same. autolens decomposes
gNFW and cNFW into Gaussians, which is good to some 1e-4; it has no potential of
elliptical gNFW and cNFW halos. It solves the model of Ludlow et al. 2016, of which this
package has their fit: 1 to 2.5 percent in concentration. It takes the truncation radius
of halos by mass, 2 r_200 in kpc, for a number of arcseconds. Left out are its cored
halos by mass, which do not have the mass inside r_200.
"""

import autolens as al
from entries import (
    ELLIPSE,
    FLAT,
    METHODS,
    POSITIONS,
    ROUND,
    source_of_autolens,
    values_of_autolens,
    write,
)

HALOS = [
    ("NFW", {**ELLIPSE, "kappa_s": 0.2, "scale_radius": 1.5}),
    ("NFW", {**FLAT, "kappa_s": 0.1, "scale_radius": 12.0}),
    ("gNFW", {**ELLIPSE, "kappa_s": 0.2, "inner_slope": 1.4, "scale_radius": 5.0}),
    ("gNFWSph", {**ROUND, "kappa_s": 0.2, "inner_slope": 0.6, "scale_radius": 5.0}),
    ("cNFW", {**ELLIPSE, "kappa_s": 0.2, "scale_radius": 4.0, "core_radius": 0.3}),
    ("cNFWSph", {**ROUND, "kappa_s": 0.2, "scale_radius": 4.0, "core_radius": 0.3}),
    (
        "NFWTruncatedSph",
        {**ROUND, "kappa_s": 0.2, "scale_radius": 1.5, "truncation_radius": 4.0},
    ),
    ("YangSIDMSph", {**ROUND, "kappa_s": 0.2, "scale_radius": 2.0, "tau": 0.4}),
    ("NFWMCRDuffySph", {**ROUND, "mass_at_200": 1e12}),
    ("NFWMCRLudlow", {**ELLIPSE, "mass_at_200": 1e12}),
    ("NFWMCRLudlowSph", {**ROUND, "mass_at_200": 1e12}),
    ("NFWMCRScatterLudlow", {**ELLIPSE, "mass_at_200": 1e12, "scatter_sigma": 0.7}),
    ("NFWMCRScatterLudlowSph", {**ROUND, "mass_at_200": 1e12, "scatter_sigma": 0.7}),
    ("NFWTruncatedMCRDuffySph", {**ROUND, "mass_at_200": 1e12}),
    ("NFWTruncatedMCRLudlowSph", {**ROUND, "mass_at_200": 1e12}),
    ("NFWTruncatedMCRScatterLudlowSph", {**ROUND, "mass_at_200": 1e12}),
    ("gNFWMCRLudlow", {**ELLIPSE, "mass_at_200": 1e12}),
    ("YangSIDMMCRLudlowSph", {**ROUND, "mass_at_200": 1e12}),
    ("KaplinghatCoredNFWSph", ROUND),
    ("KaplinghatCoredNFWMCRLudlowSph", {**ROUND, "mass_at_200": 1e12}),
    ("gNFWVirialMassConcSph", {**ROUND, "log10m_vir": 12.3}),
    ("NFWVirialMassConcSph", {**ROUND, "virial_mass": 1e12, "concentration": 8.0}),
    ("gNFWVirialMassgNFWConcSph", {**ROUND, "log10m_vir": 12.3, "inner_slope": 1.2}),
]
#: Theirs are compared elsewhere, numerical integrals that fail, zeros, or missing.
WITH_POTENTIAL = {"NFW", "NFWVirialMassConcSph", "NFWMCRDuffySph"}


def methods_of(name):
    return METHODS if name in WITH_POTENTIAL else METHODS[:2]


def main():
    halos = [values_of_autolens(al.mp, *item, methods_of(item[0])) for item in HALOS]
    document = {"source": source_of_autolens("make_dark.py"), "positions": POSITIONS}
    write("dark", document | {"autolens": halos})


if __name__ == "__main__":
    main()
