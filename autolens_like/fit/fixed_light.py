"""`FixedLight`: blurred images that one fit after another has in common."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.dataset.imaging import Imaging
from autolens_like.fit import forward
from autolens_like.fit.linear_objects import LinearComponent
from autolens_like.inversion.inversion import FreeSet
from autolens_like.profiles.basis import image_matrix_from


class FixedLight:
    """Remembers the blurred images of linear light that did not change.

    A model builds its fixed components once, so light of the first plane whose very
    object comes again has the same image again. One of these belongs to one dataset;
    it travels empty to other processes.
    """

    def __init__(self) -> None:
        self._seen: dict[int, Any] = {}
        self._rows: dict[int, np.ndarray] = {}
        #: Which pixels of a source were above zero in the fit before.
        self.free_set = FreeSet()

    def __getstate__(self) -> dict[str, Any]:
        return {"_seen": {}, "_rows": {}, "free_set": FreeSet()}

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
        return {index: self._rows[key] for key, (index, _) in again.items()}

    @staticmethod
    def _blurred(dataset: Imaging, profiles: dict[int, Any]) -> dict[int, np.ndarray]:
        if not profiles:
            return {}

        def function(y: Any, x: Any) -> Any:
            return image_matrix_from(list(profiles.values()), y, x)

        rows = forward.blurred_rows(dataset, function, ())
        return dict(zip(profiles, rows, strict=True))
