"""What a search asks of the thing it fits."""

from __future__ import annotations

import abc
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from autolens_like import exc
from autolens_like.search.identity import attributes_of, digest
from autolens_like.search.latent import Latent, latent_samples_from
from autolens_like.search.result import Result
from autolens_like.search.samples import Samples


class Analysis(abc.ABC):
    """The likelihood of some data given an instance of a model.

    A subclass writes `log_likelihood_function`; everything else may stay. It
    must be picklable for a search to use more than one core, and its likelihood
    must give the same number for the same instance.

    Attributes
    ----------
    use_jax : bool
        Whether a search compiles the likelihood with JAX.
    result_class : type
        What `make_result` makes.
    """

    use_jax: bool = False
    result_class: type[Result] = Result
    #: Where the latent quantities come from; by default from the methods below.
    Latent: type[Latent] = Latent
    #: Names of the latent quantities, dots divide them into paths; those of the
    #: dictionaries that `compute_latent_variables` gives when empty.
    LATENT_KEYS: Sequence[str] = ()
    #: What stands in brackets behind their names in latent.results.
    LATENT_UNITS: ClassVar[Mapping[str, str]] = {}

    @abc.abstractmethod
    def log_likelihood_function(self, instance: Any) -> float:
        """The natural logarithm of the likelihood of an instance.

        Raises
        ------
        InversionException, ResampleException, numpy.linalg.LinAlgError
            The instance has no likelihood: the search draws another one. NaN
            says the same.
        """

    def residuals_function(self, instance: Any) -> Any:
        """Residuals r (N,) of an instance, whose log likelihood is a constant minus
        ½ Σ r². Optional: least squares need them.

        Raises
        ------
        SearchException
            This analysis has none.
        """
        raise exc.SearchException(
            f"{type(self).__name__} has no residuals_function, which least squares "
            "need; write one, or use a nested sampling search such as DynestyStatic."
        )

    def identity(self) -> dict[str, str]:
        """A hash for each thing that the likelihood depends on.

        A changed one makes another fit, in another folder. This default takes
        the class name and every public attribute; `use_jax` is left out because
        it changes the way to a number and not the number.

        Returns
        -------
        dict
            Name to hexadecimal digest.
        """
        parts = {"class": digest(type(self).__qualname__)}
        for name, value in attributes_of(self).items():
            if name != "use_jax":
                parts[name] = digest(value)
        return parts

    # The hooks below are optional, so they do nothing rather than demand to be
    # written.

    def check_model(self, model: Any) -> None:  # noqa: B027
        """Called before anything is written: raise where a model cannot be fitted."""

    def save_attributes(self, paths: Any) -> None:  # noqa: B027
        """Called once before the search: write the data into the fit folder."""

    def visualize(  # noqa: B027
        self, paths: Any, instance: Any, during_analysis: bool
    ) -> None:
        """Called with the best instance so far, and once more at the end."""

    def save_results(self, paths: Any, result: Result) -> None:  # noqa: B027
        """Called once after the search: write what follows from the result."""

    def compute_latent_variables(
        self, parameters: Sequence[float], model: Any
    ) -> Mapping[str, float] | Sequence[float] | None:
        """What follows from a parameter vector: a radius, a flux, a magnification.

        Called for draws of the posterior after the search, which writes the
        quantities with their errors into latent.results and files/latent.

        Parameters
        ----------
        parameters : (D,)
            One draw; ``model.instance_from_vector(parameters)`` is its instance.
        model
            The model that was fitted.

        Returns
        -------
        dict, sequence or None
            By name, or in order of `LATENT_KEYS`; NaN where a draw has no value.
        """
        return None

    def compute_latent_samples(self, samples: Samples) -> Samples | None:
        """Samples of the latent quantities, None where there are none."""
        return latent_samples_from(samples, self)

    def make_result(
        self, samples: Samples, search: Any = None, paths: Any = None
    ) -> Result:
        """The result of a fit, new or reloaded."""
        return self.result_class(
            samples=samples, analysis=self, search=search, paths=paths
        )
