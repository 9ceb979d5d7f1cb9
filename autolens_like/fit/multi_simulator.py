"""`SimulatorMultiImaging`: what several exposures of one sky would show."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.dataset import exposures as checks
from autolens_like.dataset.imaging import Imaging
from autolens_like.dataset.multi_imaging import MultiImaging
from autolens_like.fit.dataset_model import DatasetModel
from autolens_like.fit.imaging import FitImaging
from autolens_like.lens.simulator import SimulatorImaging, finer, require_own_light
from autolens_like.lens.tracer import Tracer
from autolens_like.profiles.light.snr import LightProfileSNR
from autolens_like.structures.array import Array2D
from autolens_like.structures.grid import Grid2D


class SimulatorMultiImaging:
    """Telescopes that look at one sky: turns light into a `MultiImaging`.

    Parameters
    ----------
    simulators
        A `SimulatorImaging` for every exposure, by its name, each with its own PSF,
        exposure time and sky; or a list of them. Exposures draw different noise also
        where their seeds are equal.
    bands, flux_scaling, offsets, rotations
        As for `MultiImaging`, one an exposure.

    Raises
    ------
    DatasetException, ArrayException
        No simulators, or lists of another length; as for `MultiImaging`.
    """

    def __init__(
        self,
        simulators: Mapping[str, SimulatorImaging] | Sequence[SimulatorImaging],
        bands: Sequence[str] | None = None,
        flux_scaling: Sequence[float] | None = None,
        offsets: Sequence[tuple[float, float]] | None = None,
        rotations: Sequence[float] | None = None,
    ) -> None:
        named = isinstance(simulators, Mapping)
        every = tuple(simulators.values() if named else simulators)
        for one in every:
            if not isinstance(one, SimulatorImaging):
                raise exc.DatasetException(
                    f"SimulatorMultiImaging got a {type(one).__name__}; give an "
                    "al.SimulatorImaging for every exposure."
                )
        if not every:
            raise exc.DatasetException(
                "No simulator came; give at least one al.SimulatorImaging."
            )
        count = len(every)
        self.simulators = every
        self.names = checks.names_from(list(simulators) if named else None, count)
        self.bands = None if bands is None else checks.texts_from(bands, count, "bands")
        self.flux_scaling = checks.flux_scaling_from(flux_scaling, count)
        self.placements = checks.placements_from(offsets, rotations, self.names)

    def via_tracer_from(
        self, tracer: Any, grid: Any, dataset_model: Any = None
    ) -> MultiImaging:
        """The exposures of a lens system.

        Light just beyond a frame is taken at the centres of its pixels, as in a fit.

        Parameters
        ----------
        tracer
            A `Tracer` for all exposures, a list with one an exposure, or a mapping
            from names: lenses have other colours in every band.
        grid
            The pixels and sub-grids of a whole frame, a `Grid2D`, in the same three
            ways.
        dataset_model
            Sky that is left, errors of registration, and dust: a `DatasetModel`, in
            the same three ways; None is none.

        Raises
        ------
        DatasetException
            A grid is no `Grid2D` of a whole frame, an exposure has none or no tracer,
            or some light is linear or has a signal-to-noise ratio for its intensity.
        """
        tracers = checks.in_order_of(tracer, self.names, "tracer", Tracer)
        grids = checks.in_order_of(grid, self.names, "grid", Grid2D)
        models = checks.in_order_of(
            dataset_model, self.names, "dataset_model", DatasetModel
        )
        area = None
        exposures = []
        for number, name in enumerate(self.names):
            _check_frame(name, tracers[number], grids[number])
            own = float(np.prod(grids[number].pixel_scales))
            area = own if area is None else area
            model = (models[number] or DatasetModel()).placed(self.placements[number])
            model = model.with_flux_scaled(self.flux_scaling[number])
            model = model.replaced(area_ratio=area / own)
            exposures.append(
                self._observed(number, tracers[number], grids[number], model)
            )
        return MultiImaging(
            exposures,
            self.names,
            self.bands,
            self.flux_scaling,
            [placement.offset for placement in self.placements],
            [placement.rotation for placement in self.placements],
        )

    def _observed(
        self, number: int, tracer: Tracer, grid: Grid2D, model: DatasetModel
    ) -> Imaging:
        """One exposure: what a fit would model, with noise."""
        simulator = copy.copy(self.simulators[number])
        if simulator.noise_seed >= 0:
            seeds = np.random.SeedSequence([simulator.noise_seed, number])
            simulator.noise_seed = int(seeds.generate_state(1)[0])
        ones = Array2D(np.ones(grid.mask.shape_native), grid.mask)
        empty = Imaging(
            ones,
            ones,
            simulator.psf,
            use_normalized_psf=False,
            over_sample_size_lp=grid.over_sample_size,
            **finer(simulator.psf),
        )
        image = FitImaging(empty, tracer, model).model_data
        return simulator.via_image_from(
            image, grid.over_sample_size, image_is_convolved=True
        )


def _check_frame(name: str, tracer: Any, grid: Any) -> None:
    if not isinstance(tracer, Tracer):
        raise exc.DatasetException(
            f"Exposure '{name}': {type(tracer).__name__} came as tracer; give an "
            "al.Tracer."
        )
    if not isinstance(grid, Grid2D) or not grid.mask.is_all_false:
        raise exc.DatasetException(
            f"Exposure '{name}': {type(grid).__name__} came as grid; simulate a whole "
            "frame, for example al.Grid2D.uniform(shape_native=(100, 100), "
            "pixel_scales=0.05), and mask the dataset afterwards."
        )
    require_own_light(tracer)
    if tracer.has(LightProfileSNR):
        raise exc.DatasetException(
            f"Exposure '{name}': al.lp_snr sets intensities by the noise of one "
            "exposure; put those in before, by SimulatorImaging."
            "tracer_with_intensities_from(tracer, grid)."
        )
