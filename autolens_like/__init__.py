"""autolens_like: fast, honest strong gravitational lens modelling."""

from autolens_like.version import __version__ as __version__
