"""Values of autolens 2026.10.26.1 for the tests of galaxies and tracers.

`make.py` runs it. Every entry of the file names the call that gave it.
"""

import autolens as al
from entries import listed, write

POINTS = [[0.3, 0.7], [-1.1, 0.4], [1.3, -0.9], [0.05, -1.6]]


def system():
    lens = al.Galaxy(
        redshift=0.5,
        bulge=al.lp.Sersic(centre=(0.02, -0.01), ell_comps=(0.05, 0.1), intensity=0.8),
        mass=al.mp.Isothermal(
            centre=(0.01, 0.03), ell_comps=(0.1, 0.05), einstein_radius=1.2
        ),
        shear=al.mp.ExternalShear(gamma_1=0.03, gamma_2=-0.02),
    )
    middle = al.Galaxy(
        redshift=1.0,
        bulge=al.lp.SersicSph(
            centre=(0.4, 0.2), effective_radius=0.2, sersic_index=1.0
        ),
        mass=al.mp.IsothermalSph(centre=(0.4, 0.2), einstein_radius=0.3),
    )
    source = al.Galaxy(
        redshift=2.0,
        bulge=al.lp.Sersic(
            centre=(0.05, 0.1),
            ell_comps=(0.1, 0.0),
            effective_radius=0.3,
            sersic_index=1.0,
        ),
    )
    return lens, middle, source


def main():
    lens, middle, source = system()
    grid = al.Grid2DIrregular(values=POINTS)
    three = al.Tracer(galaxies=[lens, middle, source])
    two = al.Tracer(galaxies=[lens, source])
    calculator = al.LensCalc.from_tracer(two)
    planck = al.cosmo.Planck15()

    values = {
        "version": al.__version__,
        "points": POINTS,
        "Tracer([lens, middle, source]).traced_grid_2d_list_from(grid)": [
            listed(plane) for plane in three.traced_grid_2d_list_from(grid=grid)
        ],
        "Tracer([lens, middle, source]).image_2d_list_from(grid)": [
            listed(image) for image in three.image_2d_list_from(grid=grid)
        ],
        "Tracer([lens, middle, source]).convergence_2d_from(grid)": listed(
            three.convergence_2d_from(grid=grid)
        ),
        "Tracer([lens, source]).time_delays_from(grid)": listed(
            two.time_delays_from(grid=grid)
        ),
        "LensCalc.from_tracer(two).magnification_2d_via_hessian_from(grid)": listed(
            calculator.magnification_2d_via_hessian_from(grid=grid)
        ),
        "Planck15().critical_surface_density_between_redshifts_from(0.5, 2.0)": float(
            planck.critical_surface_density_between_redshifts_from(
                redshift_0=0.5, redshift_1=2.0
            )
        ),
        "Planck15().velocity_dispersion_from(0.5, 2.0, 1.2)": float(
            planck.velocity_dispersion_from(
                redshift_0=0.5, redshift_1=2.0, einstein_radius=1.2
            )
        ),
    }
    try:
        extent = al.Grid2D.uniform(shape_native=(200, 200), pixel_scales=0.025)
        radius = float(calculator.einstein_radius_from(grid=extent))
        values["LensCalc.from_tracer(two).einstein_radius_from(grid 200 x 0.025)"] = (
            radius
        )
    except AttributeError as error:
        print("einstein_radius_from failed:", error)
    write("lens", values)


if __name__ == "__main__":
    main()
