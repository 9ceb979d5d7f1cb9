"""`al.mp`: mass profiles.

The head of each module below is a page on its family: formula, parameters, conventions,
limits, and what differs elsewhere. ``help(al.mp.NFW)`` has the parameters of a class.
Where a name ends in ``Sph``, the profile is round; most elliptical ones have such a
sibling.

===============================  =======================================================
page                             profiles
===============================  =======================================================
``isothermal``                   `Isothermal`: the singular isothermal ellipsoid
``isothermal_core``              `IsothermalCore`: with a core
``power_law``                    `PowerLaw`, `PowerLawIntermediate`: a free slope
``power_law_core``               `PowerLawCore`: with a core
``power_law_broken``             `PowerLawBroken`: two slopes of κ
``power_law_multipole``          `PowerLawMultipole`: boxy, discy or lopsided contours
``pseudo_isothermal_mass``       `PIEMass`, `dPIEMass`, `dPIEMassB0`: core and cut
``pseudo_isothermal_potential``  `dPIEPotential`: the same, elliptical in ψ
``point_mass``                   `PointMass`
``black_hole``                   `SMBH`, `SMBHBinary`: black holes by their mass
``sheets``                       `ExternalShear`, `ExternalPotential`, `MassSheet`
``nfw``                          `NFW`: the halo of simulations
``nfw_by_mass``                  `NFWMCR...`, `NFWVirialMassConcSph`: by mass
``truncated_nfw``                `NFWTruncatedSph`: with a finite mass
``generalized_nfw``              `gNFW`: a free inner slope
``generalized_nfw_by_mass``      `gNFWMCRLudlow`, `gNFWVirialMass...`: by mass
``cored_nfw``                    `cNFW`: with a core
``cored_nfw_by_mass``            `cNFWMCR...`: by mass
``kaplinghat``                   `KaplinghatCoredNFWSph`: with an isothermal core
``kaplinghat_by_mass``           `KaplinghatCoredNFWMCRLudlowSph`: by mass
``yang_sidm``                    `YangSIDMSph`: core formation and collapse
``yang_sidm_by_mass``            `YangSIDMMCRLudlowSph`: by mass
``sersic``                       `Sersic`, `Exponential`, `DevVaucouleurs`, gradients
``sersic_core``                  `SersicCore`: with a core
``gaussian``                     `Gaussian`, `GaussianGradient`
``multi_gaussian``               `MultiGaussian`, `MGEDecomposer`: sums of them
``chameleon``                    `Chameleon`: elementary deflections
``input_potential``              `InputPotential`: a map of ψ
``input_deflections``            `InputDeflections`: maps of α
``gaussian_random_field``        `GaussianRandomField`: random perturbations of ψ
===============================  =======================================================

A new profile is one file here and one import line; the tests find it by themselves.
"""

from autolens_like.profiles.mass.black_hole import SMBH, SMBHBinary
from autolens_like.profiles.mass.chameleon import Chameleon, ChameleonSph
from autolens_like.profiles.mass.cored_nfw import cNFW, cNFWSph
from autolens_like.profiles.mass.cored_nfw_by_mass import (
    cNFWMCRLudlow,
    cNFWMCRLudlowSph,
    cNFWMCRScatterLudlow,
    cNFWMCRScatterLudlowSph,
)
from autolens_like.profiles.mass.gaussian import Gaussian, GaussianGradient
from autolens_like.profiles.mass.gaussian_random_field import GaussianRandomField
from autolens_like.profiles.mass.generalized_nfw import gNFW, gNFWSph
from autolens_like.profiles.mass.generalized_nfw_by_mass import (
    gNFWMCRLudlow,
    gNFWVirialMassConcSph,
    gNFWVirialMassgNFWConcSph,
)
from autolens_like.profiles.mass.input_deflections import InputDeflections
from autolens_like.profiles.mass.input_potential import InputPotential
from autolens_like.profiles.mass.isothermal import Isothermal, IsothermalSph
from autolens_like.profiles.mass.isothermal_core import (
    IsothermalCore,
    IsothermalCoreSph,
)
from autolens_like.profiles.mass.kaplinghat import KaplinghatCoredNFWSph
from autolens_like.profiles.mass.kaplinghat_by_mass import (
    KaplinghatCoredNFWMCRLudlowSph,
)
from autolens_like.profiles.mass.mass_profile import MassProfile as MassProfile
from autolens_like.profiles.mass.multi_gaussian import MGEDecomposer, MultiGaussian
from autolens_like.profiles.mass.nfw import NFW, NFWSph
from autolens_like.profiles.mass.nfw_by_mass import (
    NFWMCRDuffySph,
    NFWMCRLudlow,
    NFWMCRLudlowSph,
    NFWMCRScatterLudlow,
    NFWMCRScatterLudlowSph,
    NFWTruncatedMCRDuffySph,
    NFWTruncatedMCRLudlowSph,
    NFWTruncatedMCRScatterLudlowSph,
    NFWVirialMassConcSph,
)
from autolens_like.profiles.mass.point_mass import PointMass
from autolens_like.profiles.mass.power_law import (
    PowerLaw,
    PowerLawIntermediate,
    PowerLawIntermediateSph,
    PowerLawSph,
)
from autolens_like.profiles.mass.power_law_broken import (
    PowerLawBroken,
    PowerLawBrokenSph,
)
from autolens_like.profiles.mass.power_law_core import PowerLawCore, PowerLawCoreSph
from autolens_like.profiles.mass.power_law_multipole import PowerLawMultipole
from autolens_like.profiles.mass.pseudo_isothermal_mass import (
    PIEMass,
    dPIEMass,
    dPIEMassB0,
    dPIEMassB0Sph,
    dPIEMassSph,
)
from autolens_like.profiles.mass.pseudo_isothermal_potential import (
    dPIEPotential,
    dPIEPotentialSph,
)
from autolens_like.profiles.mass.sersic import (
    DevVaucouleurs,
    DevVaucouleursSph,
    Exponential,
    ExponentialGradient,
    ExponentialGradientSph,
    ExponentialSph,
    Sersic,
    SersicGradient,
    SersicGradientSph,
    SersicSph,
)
from autolens_like.profiles.mass.sersic_core import SersicCore, SersicCoreSph
from autolens_like.profiles.mass.sheets import (
    ExternalPotential,
    ExternalShear,
    MassSheet,
)
from autolens_like.profiles.mass.truncated_nfw import NFWTruncatedSph
from autolens_like.profiles.mass.yang_sidm import YangSIDMSph
from autolens_like.profiles.mass.yang_sidm_by_mass import YangSIDMMCRLudlowSph

__all__ = [
    "NFW",
    "SMBH",
    "Chameleon",
    "ChameleonSph",
    "DevVaucouleurs",
    "DevVaucouleursSph",
    "Exponential",
    "ExponentialGradient",
    "ExponentialGradientSph",
    "ExponentialSph",
    "ExternalPotential",
    "ExternalShear",
    "Gaussian",
    "GaussianGradient",
    "GaussianRandomField",
    "InputDeflections",
    "InputPotential",
    "Isothermal",
    "IsothermalCore",
    "IsothermalCoreSph",
    "IsothermalSph",
    "KaplinghatCoredNFWMCRLudlowSph",
    "KaplinghatCoredNFWSph",
    "MGEDecomposer",
    "MassSheet",
    "MultiGaussian",
    "NFWMCRDuffySph",
    "NFWMCRLudlow",
    "NFWMCRLudlowSph",
    "NFWMCRScatterLudlow",
    "NFWMCRScatterLudlowSph",
    "NFWSph",
    "NFWTruncatedMCRDuffySph",
    "NFWTruncatedMCRLudlowSph",
    "NFWTruncatedMCRScatterLudlowSph",
    "NFWTruncatedSph",
    "NFWVirialMassConcSph",
    "PIEMass",
    "PointMass",
    "PowerLaw",
    "PowerLawBroken",
    "PowerLawBrokenSph",
    "PowerLawCore",
    "PowerLawCoreSph",
    "PowerLawIntermediate",
    "PowerLawIntermediateSph",
    "PowerLawMultipole",
    "PowerLawSph",
    "SMBHBinary",
    "Sersic",
    "SersicCore",
    "SersicCoreSph",
    "SersicGradient",
    "SersicGradientSph",
    "SersicSph",
    "YangSIDMMCRLudlowSph",
    "YangSIDMSph",
    "cNFW",
    "cNFWMCRLudlow",
    "cNFWMCRLudlowSph",
    "cNFWMCRScatterLudlow",
    "cNFWMCRScatterLudlowSph",
    "cNFWSph",
    "dPIEMass",
    "dPIEMassB0",
    "dPIEMassB0Sph",
    "dPIEMassSph",
    "dPIEPotential",
    "dPIEPotentialSph",
    "gNFW",
    "gNFWMCRLudlow",
    "gNFWSph",
    "gNFWVirialMassConcSph",
    "gNFWVirialMassgNFWConcSph",
]
