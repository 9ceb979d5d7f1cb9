"""`FixedLight`: blurred images that one fit after another has in common."""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from autolens_like.dataset.imaging import Imaging
from autolens_like.fit import forward
from autolens_like.fit.linear_objects import LinearComponent
from autolens_like.inversion.inversion import FreeSet
from autolens_like.lens.tracer import Tracer
from autolens_like.profiles.basis import image_matrix_from


class FixedLight:
    """Remembers the blurred images of light that did not change.

    A model builds its fixed components once, so light of the first plane whose very
    object comes again has the same image again. One of these belongs to one dataset;
    it travels empty to other processes.
    """

    def __init__(self) -> None:
        self._seen: dict[int, Any] = {}
        self._rows: dict[int, np.ndarray] = {}
        self._lit: list[Any] = []
        self._known: np.ndarray | None = None
        #: (M, N) the blurred images of all components, where all of them are known;
        #: the same array as long as they are, which nobody may write to.
        self.stack: np.ndarray | None = None
        #: Which pixels of a source were above zero in the fit before.
        self.free_set = FreeSet()

    def __getstate__(self) -> dict[str, Any]:
        return FixedLight().__dict__

    def rows_of(
        self, dataset: Imaging, components: list[LinearComponent]
    ) -> dict[int, np.ndarray]:
        """The (N,) blurred images that are known, by index of the component.

        Parameters
        ----------
        dataset
            Always the same one.
        components
            Of the fit at hand. Those of the first plane that were in the fit before
            are worked out once and remembered for as long as they keep coming.
        """
        first = {
            id(c.profile): (index, c.profile)
            for index, c in enumerate(components)
            if c.plane == 0 and forward.is_only_blurred(c.profile)
        }
        again = {key: it for key, it in first.items() if self._seen.get(key) is it[1]}
        # Holding the objects keeps their identities from being given to others.
        self._seen = {key: profile for key, (_, profile) in first.items()}
        if again.keys() != self._rows.keys():
            self._rows = self._blurred(
                dataset, {key: profile for key, (_, profile) in again.items()}
            )
            self.stack = None
        if self.stack is None and again and len(again) == len(components):
            order = sorted(again, key=lambda key: again[key][0])
            self.stack = np.stack([self._rows[key] for key in order])
            self.stack.flags.writeable = False
        return {index: self._rows[key] for key, (index, _) in again.items()}

    def known_of(self, tracer: Tracer) -> np.ndarray | None:
        """(N,) blurred light of known intensity, where it is that of the fit before.

        Parameters
        ----------
        tracer
            Of the fit at hand.
        """
        lit = [
            (profile, tracer.plane_index_of(galaxy))
            for galaxy in tracer.galaxies
            for profile in galaxy.light_profiles
        ]
        fixed = all(
            plane == 0 and forward.is_only_blurred(profile) for profile, plane in lit
        )
        now = [profile for profile, _ in lit] if fixed else []
        again = len(now) == len(self._lit) > 0
        again = again and all(map(operator.is_, now, self._lit))
        self._lit = now
        self._known = self._known if again else None
        return self._known

    def remember_known(self, light: np.ndarray | None) -> None:
        """Keep the blurred light of known intensity for the next fit."""
        self._known = light if self._lit else None

    @staticmethod
    def _blurred(dataset: Imaging, profiles: dict[int, Any]) -> dict[int, np.ndarray]:
        if not profiles:
            return {}

        def function(y: Any, x: Any) -> Any:
            return image_matrix_from(list(profiles.values()), y, x)

        rows = forward.blurred_rows(dataset, function, ())
        return dict(zip(profiles, rows, strict=True))
