"""The face of the inference wing: `from autolens_like import af`."""

from types import SimpleNamespace

from autolens_like.analysis.aggregate_fits import AggregateFITS
from autolens_like.model.abstract_model import AbstractModel
from autolens_like.model.array import Array
from autolens_like.model.composition import Collection, Model
from autolens_like.model.expression import (
    Abs,
    Add,
    Divide,
    Exp,
    Log,
    Log10,
    Mod,
    Multiply,
    Power,
    Sqrt,
)
from autolens_like.model.instance import ModelInstance
from autolens_like.model.prior import (
    Constant,
    GaussianPrior,
    LogGaussianPrior,
    LogUniformPrior,
    PeriodicPrior,
    Prior,
    TruncatedGaussianPrior,
    UniformPrior,
)
from autolens_like.model.registry import register
from autolens_like.model.tuple_prior import TuplePrior
from autolens_like.model.width_modifier import (
    AbsoluteWidthModifier,
    RelativeWidthModifier,
    WidthModifier,
)
from autolens_like.search.analysis import Analysis
from autolens_like.search.estimates import marginalize
from autolens_like.search.grid_result import GridSearchResult
from autolens_like.search.grid_search import SearchGridSearch
from autolens_like.search.latent import Latent
from autolens_like.search.latex import latex_row
from autolens_like.search.many import Fit, FitOutcome, fit_many
from autolens_like.search.mcmc.emcee import Emcee
from autolens_like.search.mcmc.nuts import NUTS
from autolens_like.search.mle.bfgs import BFGS
from autolens_like.search.mle.drawer import Drawer
from autolens_like.search.mle.lbfgs import LBFGS
from autolens_like.search.mle.least_squares import LeastSquares
from autolens_like.search.mle.multi_start_adam import (
    MultiStartADABelief,
    MultiStartAdam,
    MultiStartLion,
    MultiStartProdigy,
)
from autolens_like.search.mle.multi_start_lbfgs import MultiStartLBFGS
from autolens_like.search.mle.multi_start_levenberg_marquardt import (
    MultiStartLevenbergMarquardt,
)
from autolens_like.search.mle.particle_swarm import ParticleSwarm
from autolens_like.search.nest.dynesty_dynamic import DynestyDynamic
from autolens_like.search.nest.dynesty_static import DynestyStatic
from autolens_like.search.nest.nautilus import Nautilus
from autolens_like.search.result import Result
from autolens_like.search.sample_views import Sample
from autolens_like.search.samples import Samples
from autolens_like.search.store.agg_base import AggBase
from autolens_like.search.store.aggregate_csv import AggregateCSV, ValueType
from autolens_like.search.store.aggregator import Aggregator

#: The names of PyAutoFit for the same things.
Instance = ModelInstance
SamplesPDF = SamplesNest = SamplesMCMC = Samples
AbstractPriorModel = AbstractModel
#: `af.text.Samples.latex(samples)` is a row of a LaTeX table.
text = SimpleNamespace(Samples=SimpleNamespace(latex=latex_row))

__all__ = [
    "BFGS",
    "LBFGS",
    "NUTS",
    "Abs",
    "AbsoluteWidthModifier",
    "AbstractModel",
    "AbstractPriorModel",
    "Add",
    "AggBase",
    "AggregateCSV",
    "AggregateFITS",
    "Aggregator",
    "Analysis",
    "Array",
    "Collection",
    "Constant",
    "Divide",
    "Drawer",
    "DynestyDynamic",
    "DynestyStatic",
    "Emcee",
    "Exp",
    "Fit",
    "FitOutcome",
    "GaussianPrior",
    "GridSearchResult",
    "Instance",
    "Latent",
    "LeastSquares",
    "Log",
    "Log10",
    "LogGaussianPrior",
    "LogUniformPrior",
    "Mod",
    "Model",
    "ModelInstance",
    "MultiStartADABelief",
    "MultiStartAdam",
    "MultiStartLBFGS",
    "MultiStartLevenbergMarquardt",
    "MultiStartLion",
    "MultiStartProdigy",
    "Multiply",
    "Nautilus",
    "ParticleSwarm",
    "PeriodicPrior",
    "Power",
    "Prior",
    "RelativeWidthModifier",
    "Result",
    "Sample",
    "Samples",
    "SamplesMCMC",
    "SamplesNest",
    "SamplesPDF",
    "SearchGridSearch",
    "Sqrt",
    "TruncatedGaussianPrior",
    "TuplePrior",
    "UniformPrior",
    "ValueType",
    "WidthModifier",
    "fit_many",
    "marginalize",
    "register",
    "text",
]
