"""`JointLight`: the light of several exposures, evaluated at once."""

from __future__ import annotations

from typing import Any

from autolens_like.fit import forward
from autolens_like.fit.linear_objects import LinearComponent, linear_components_of
from autolens_like.lens.tracer import Tracer
from autolens_like.numerics.cached import cached_property


class JointLight:
    """The blurred light of the exposures of a `FitMultiImaging`.

    Exposures that see the same light, and of which nothing but their places on the
    sky is known, are rays of one bundle: three exposures of 100 x 100 pixels cost
    little more Python than one, and JAX compiles a third of the program.

    Parameters
    ----------
    fit
        The `FitMultiImaging`.
    """

    def __init__(self, fit: Any) -> None:
        self._fit = fit
        self._components: dict[int, tuple[Tracer, list[LinearComponent]]] = {}

    def components_of(self, tracer: Tracer) -> list[LinearComponent]:
        """The linear light of a tracer, which exposures have in common."""
        if id(tracer) not in self._components:
            # With the tracer, which keeps its identity from being given to another.
            self._components[id(tracer)] = (tracer, linear_components_of(tracer))
        return self._components[id(tracer)][1]

    def rows_of(self, exposure: Any) -> tuple[Any, Any] | None:
        """`forward.light_rows` of an exposure; None if it has to be seen by itself.

        Of every exposure once: what is blurred is given away, because it is as large as
        all images together.
        """
        means = self.means.pop(id(exposure), None)
        if means is None:
            return None
        place = (exposure.dataset, exposure.dataset_model)
        return forward.seen_light_rows(means, *place, *exposure.light)

    @cached_property
    def means(self) -> dict[int, tuple[Any, Any]]:
        """Their light before it is blurred, by identity of the exposure.

        Of all that are seen together, in the pixels and in those around.
        """
        fits, dataset = self._fit.fits, self._fit.dataset
        groups: dict[Any, list[int]] = {}
        for number in dataset.active_indices:
            exposure = fits[number]
            light = (exposure.tracer, exposure.components)
            late = self._fit.dataset_models[number].is_after_light
            if late and not forward.has_operated_light(*light):
                groups.setdefault(exposure.light_key, []).append(number)
        means: dict[int, tuple[Any, Any]] = {}
        for members in groups.values():
            if len(members) > 1:
                some = [fits[number] for number in members]
                samples = dataset.sky_samples_of(tuple(members))
                found = forward.joint_light_means(samples, *some[0].light)
                means |= {id(o): m for o, m in zip(some, found, strict=True)}
        return means
