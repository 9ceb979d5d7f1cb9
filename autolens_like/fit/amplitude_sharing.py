"""`AmplitudeSharing`: which exposures have an amplitude in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.dataset.multi_imaging import MultiImaging
from autolens_like.fit.backgrounds import BACKGROUND_NAME, Background, order_from
from autolens_like.fit.component_names import light_names_of, name_from
from autolens_like.fit.flux_calibration import Calibration, check_calibration
from autolens_like.lens.tracer import Tracer

#: What exposures may have in common.
MODES = ("joint", "grouped", "separate")
#: What the fields beside `amplitudes` are where nothing is said.
_NO_OPTIONS = (None, "exposure", None, None)


@dataclass(frozen=True, eq=False)
class AmplitudeSharing:
    """How the amplitudes of a `FitMultiImaging` are shared between exposures.

    A component is named by its galaxy and its name there, such as
    "galaxies.source.bulge"; a profile of a basis has its number behind, such as
    "galaxies.lens.bulge.3". What is said of "galaxies.source" or of
    "galaxies.lens.bulge" goes for everything in it.

    Parameters
    ----------
    amplitudes
        "joint": one amplitude a component; "grouped": one in every band; "separate":
        one in every exposure. A mapping gives each component its own, by name;
        components that it leaves out are joint.
    background
        A polynomial under the data that is free in every exposure: None, "constant",
        "plane", or its order.
    background_per
        "exposure", or "band": one polynomial for all exposures of a band.
    bands
        The only bands or exposures that have a component, by its name: a list of
        their names. Components that are left out are everywhere.
    priors
        (mean, standard deviation) of a Gaussian prior on the amplitudes of a
        component, by its name, or on every coefficient of a background, by
        "background" or such as "background.VIS".
    calibration
        (mean, standard deviation) of a Gaussian prior on a factor of the light of an
        exposure, or one for all of a band, by its name. It is solved for with the
        amplitudes, beyond the flux scaling of the dataset; of linear light and
        pixelized sources only. One exposure is left without as a rule.

    Raises
    ------
    InputException
        Another value.
    """

    amplitudes: str | Mapping[str, str] = "joint"
    background: Any = None
    background_per: str = "exposure"
    bands: Mapping[str, Sequence[str]] = field(default_factory=dict)
    priors: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    calibration: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, amplitudes: Any, *options: Any) -> AmplitudeSharing:
        """What came as `amplitudes`, where it is an `AmplitudeSharing`; else one.

        Parameters
        ----------
        amplitudes, *options
            Those of the class, in its order; bands and priors may be None.

        Raises
        ------
        InputException
            One came, and options that it does not have beside it.
        """
        if not isinstance(amplitudes, cls):
            return cls(amplitudes, *options)
        names = [own.name for own in fields(cls)][1 : len(options) + 1]
        given = [
            f"{name}={value!r}"
            for name, value, default in zip(names, options, _NO_OPTIONS, strict=True)
            if value != default
        ]
        if given:
            raise exc.InputException(
                f"An AmplitudeSharing came as amplitudes, with {', '.join(given)} "
                "beside it; give these to al.AmplitudeSharing(...)."
            )
        return amplitudes

    def __post_init__(self) -> None:
        modes = self.amplitudes
        for mode in modes.values() if isinstance(modes, Mapping) else [modes]:
            _require_in(mode, MODES, "amplitudes")
        _require_in(self.background_per, ("exposure", "band"), "background_per")
        order_from(self.background)
        bands = {
            name_from(key): _texts(key, some)
            for key, some in (self.bands or {}).items()
        }
        priors = {
            name_from(key): _prior(key, p) for key, p in (self.priors or {}).items()
        }
        calibration = {
            key: _prior(key, p, "calibration")
            for key, p in (self.calibration or {}).items()
        }
        object.__setattr__(self, "calibration", calibration)
        object.__setattr__(self, "bands", bands)
        object.__setattr__(self, "priors", priors)
        if isinstance(modes, Mapping):
            modes = {name_from(key): mode for key, mode in modes.items()}
            object.__setattr__(self, "amplitudes", modes)

    def check(
        self, dataset: MultiImaging, tracer: Tracer, paths: Sequence[str]
    ) -> None:
        """Refuse names that the dataset or the galaxies do not have.

        Parameters
        ----------
        tracer
            With all its light.
        paths
            What its galaxies are called.

        Raises
        ------
        InputException
            There is one; or of those that are switched on no exposure has a component,
            or an exposure has none.
        """
        if not (self.bands or self.priors or self.calibration) and isinstance(
            self.amplitudes, str
        ):
            # Nothing is named, and all exposures have all light.
            return
        names, places = light_names_of(tracer, paths), {*dataset.names, *dataset.bands}
        solved = [n for own in names.values() for n in own]
        modes = self.amplitudes if isinstance(self.amplitudes, Mapping) else {}
        for key in modes:
            _require_known(key, solved, "amplitudes")
        for key in self.bands:
            _require_known(key, list(names), "bands")
        backgrounds = [BACKGROUND_NAME, *(f"{BACKGROUND_NAME}.{p}" for p in places)]
        for key in self.priors:
            is_background = key.split(".")[0] == BACKGROUND_NAME
            _require_known(key, backgrounds if is_background else solved, "priors")
        for key, chosen in self.bands.items():
            for place in chosen:
                if place not in places:
                    raise exc.InputException(
                        f"bands[{key!r}] names {place!r}, which is no band or exposure "
                        f"of the dataset. {exc.suggestion(place, sorted(places))}"
                    )
        check_calibration(self.calibration, dataset, tracer)
        for name in names:
            if not any(self.has(dataset, i, name) for i in dataset.active_indices):
                raise exc.InputException(
                    f"The component '{name}' is in no exposure that is switched on; "
                    f"bands gives it {list(self._said(self.bands, name))}."
                )
        for i in dataset.active_indices if self.bands else ():
            if not any(self.has(dataset, i, name) for name in names):
                raise exc.InputException(
                    f"The exposure '{dataset.names[i]}' has no component: bands leaves "
                    f"it out of {', '.join(names)}. Give it one of them, or switch it "
                    "off with dataset.with_active(...)."
                )
        if self.amplitudes == "joint":
            self._require_common(dataset, solved)

    def _require_common(self, dataset: MultiImaging, solved: Sequence[str]) -> None:
        """Refuse exposures that a joint fit would not fit jointly."""
        parts: list[tuple[set[str], list[str]]] = []
        for index in dataset.active_indices:
            own = {name for name in solved if self.has(dataset, index, name)}
            members = [dataset.names[index]]
            apart = [part for part in parts if not part[0] & own]
            for part in parts:
                if part[0] & own:
                    own, members = own | part[0], part[1] + members
            parts = [*apart, (own, members)] if own else parts
        if len(parts) > 1:
            texts = " and ".join(", ".join(members) for _, members in parts)
            raise exc.InputException(
                f"amplitudes='joint' came, but {texts} have no component in common; "
                "give them one in bands, or amplitudes='separate'."
            )

    @staticmethod
    def _said(table: Mapping[str, Any], name: str, default: Any = None) -> Any:
        """What a table says of a component, the longest name first."""
        if not table:
            return default
        parts = name.split(".")
        for length in range(len(parts), 0, -1):
            key = ".".join(parts[:length])
            if key in table:
                return table[key]
        return default

    def has(self, dataset: MultiImaging, index: int, name: str) -> bool:
        """Whether an exposure has a component."""
        chosen = self._said(self.bands, name)
        own = {dataset.names[index], dataset.bands[index]}
        return chosen is None or bool(own & set(chosen))

    def scope_of(self, dataset: MultiImaging, index: int, name: str) -> str:
        """The exposures that share an amplitude with this one; "" is all."""
        mode = self.amplitudes
        if isinstance(mode, Mapping):
            mode = self._said(mode, name, "joint")
        scopes = ("", dataset.bands[index], dataset.names[index])
        return scopes[MODES.index(mode)]

    def prior_of(self, name: str) -> tuple[float, float] | None:
        """Mean and standard deviation of the prior of a component."""
        return self._said(self.priors, name)

    def calibration_of(self, dataset: MultiImaging, index: int) -> Calibration | None:
        """The factor of the light of an exposure that is solved for."""
        if not self.calibration:
            return None
        for scope in (dataset.names[index], dataset.bands[index]):
            if scope in self.calibration:
                return Calibration(scope, self.calibration[scope])
        return None

    def background_of(self, dataset: MultiImaging, index: int) -> Background | None:
        """The background under an exposure."""
        order = order_from(self.background)
        if order is None:
            return None
        if self.background_per == "exposure":
            return Background.of(dataset, dataset.names[index], [index], order)
        band = dataset.bands[index]
        return Background.of(dataset, band, list(dataset.in_band(band)), order)


def _require_in(value: Any, allowed: Sequence[str], name: str) -> None:
    if value not in allowed:
        raise exc.InputException(
            f"{name}={value!r} came. {exc.suggestion(str(value), allowed)}"
        )


def _require_known(key: str, names: Sequence[str], argument: str) -> None:
    if any(name == key or name.startswith(f"{key}.") for name in names):
        return
    raise exc.InputException(
        f"{argument} names '{key}', which no galaxy has. {exc.suggestion(key, names)}"
    )


def _texts(key: Any, names: Any) -> tuple[str, ...]:
    names = (names,) if isinstance(names, str) else tuple(names)
    if not names or not all(isinstance(name, str) for name in names):
        raise exc.InputException(
            f"bands[{key!r}]={names!r} came; give the names of bands or exposures."
        )
    return names


def _prior(key: Any, prior: Any, argument: str = "priors") -> tuple[float, float]:
    values = np.asarray(prior, dtype=float)
    if values.shape != (2,) or not np.all(np.isfinite(values)) or values[1] <= 0.0:
        raise exc.InputException(
            f"{argument}[{key!r}]={prior!r} came; give (mean, standard deviation), the "
            "second above zero."
        )
    return float(values[0]), float(values[1])
