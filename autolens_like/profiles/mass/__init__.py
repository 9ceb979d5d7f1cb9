"""`al.mp`: mass profiles, one import line each."""

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
from autolens_like.profiles.mass.generalized_nfw import gNFW, gNFWSph
from autolens_like.profiles.mass.generalized_nfw_by_mass import (
    gNFWMCRLudlow,
    gNFWVirialMassConcSph,
    gNFWVirialMassgNFWConcSph,
)
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
