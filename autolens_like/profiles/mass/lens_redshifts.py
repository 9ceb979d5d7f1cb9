"""What masses in physical units share: two redshifts and the cosmology between them."""

from __future__ import annotations

from typing import Any

from autolens_like.cosmology.distances import LensingCosmology
from autolens_like.cosmology.standard import cosmology_from


class LensRedshifts:
    """The redshifts and the cosmology of a mass that is given in solar masses.

    The fields of a subclass:

    redshift_object, redshift_source
        Of the mass, and of the plane that κ refers to: the last one of a tracer.
    cosmology
        A cosmology of `al.cosmo` or of astropy, by default Planck 2015. A mass does not
        know the tracer that it is in: give both the same. In a model, one component may
        be the cosmology of the tracer and of its masses.
    """

    redshift_object: Any
    redshift_source: Any
    cosmology: Any

    def __post_init__(self) -> None:
        if self.cosmology is not None:
            object.__setattr__(self, "cosmology", cosmology_from(self.cosmology))
        super().__post_init__()

    def _check_number(self, name: str, value: Any) -> None:
        if name != "cosmology":
            super()._check_number(name, value)

    def _check(self) -> None:
        redshifts = self.redshift_object, self.redshift_source
        if all(isinstance(redshift, float) for redshift in redshifts):
            self._require("redshift_object", redshifts[0] > 0.0, "above zero")
            rule = f"above redshift_object={redshifts[0]!r}"
            self._require("redshift_source", redshifts[1] > redshifts[0], rule)
        super()._check()

    @property
    def _cosmology(self) -> LensingCosmology:
        return cosmology_from(self.cosmology)
