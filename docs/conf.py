"""Sphinx reads the documentation from the docstrings of the package."""

from autolens_like.version import __version__

project = "autolens_like"
release = __version__
extensions = ["sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "furo"
# Single backticks name things of the package, many of them by their short name.
default_role = "literal"
autodoc_member_order = "bysource"
autodoc_typehints = "none"
autodoc_class_signature = "separated"
napoleon_google_docstring = False
add_module_names = False
