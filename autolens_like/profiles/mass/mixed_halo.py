"""Halos that are mixtures of steep ellipsoids: the formulas that they share."""

from __future__ import annotations

from typing import Any

from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.mass.steep_ellipsoids import (
    LATTICE,
    steep_convergence,
    steep_deflection,
    steep_potential,
)


class MixedHalo:
    """A halo whose `_weights` on `LATTICE` make its convergence, for κ_s = 1.

    Where 1e-5 ≤ R / r_s ≤ 1e3, convergence and deflections differ from those of the
    density by less than 1e-7 of themselves; their relation to each other and to the
    potential is exact.
    """

    kappa_s: Any
    scale_radius: Any
    #: Of the round siblings; those on ellipses have a field.
    ell_comps: Any = (0.0, 0.0)

    def _weights(self) -> Any:
        raise NotImplementedError

    def _nodes(self, y: Any, x: Any) -> tuple[Any, ...]:
        scale = self.scale_radius
        # In the namespace of the points, so that a loop over nodes is traced as one.
        xp = array_namespace(y, x, self)
        weights = xp.asarray(self._weights())
        return y / scale, x / scale, self.ell_comps, xp.asarray(LATTICE), weights

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        parts = steep_deflection(*self._nodes(y, x))
        scale = self.kappa_s * self.scale_radius
        return scale * parts[0], scale * parts[1]

    def _convergence(self, y: Any, x: Any) -> Any:
        return self.kappa_s * steep_convergence(*self._nodes(y, x))

    def _potential(self, y: Any, x: Any) -> Any:
        scale = self.kappa_s * self.scale_radius**2
        return scale * steep_potential(*self._nodes(y, x))
