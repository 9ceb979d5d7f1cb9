"""Every family has its page, and every profile its parameters with units."""

import importlib
import inspect

import pytest

from autolens_like.profiles import (
    basis,
    light,
    light_and_mass,
    light_and_mass_linear,
    mass,
)
from test_autolens_like.profiles.family import parameter_names, profiles_in

#: What every page says, and what it says of mass besides.
TERMS = ("Parameters", "Radius", "Normalization", "Limits", "Elsewhere")
OF_MASS = ("Einstein radius",)
CLASSES = [*profiles_in(light), *profiles_in(mass)]
PAGES = sorted({cls.__module__ for cls in CLASSES} | {basis.__name__})


def terms_of(text):
    """Lines at the margin whose next line is indented: terms of a definition list."""
    lines = text.splitlines()
    pairs = zip(lines, [*lines[1:], ""], strict=True)
    return {a for a, b in pairs if a.strip() == a and b.startswith("    ")}


@pytest.mark.parametrize("name", PAGES)
def test_a_family_has_a_page(name):
    text = inspect.getdoc(importlib.import_module(name))
    wanted = {*TERMS, *(OF_MASS if ".mass." in name else ())}
    assert wanted <= terms_of(text)
    assert text.splitlines()[0].endswith(".")
    assert 12 <= len(text.splitlines()) <= 45


@pytest.mark.parametrize("room", [light, mass], ids=["lp", "mp"])
def test_the_namespace_lists_its_pages(room):
    listed = room.__doc__
    for cls in profiles_in(room):
        page = cls.__module__.split(".")[-1]
        assert f"``{page}``" in listed, page


@pytest.mark.parametrize("cls", CLASSES)
def test_a_class_describes_its_parameters(cls):
    text = inspect.getdoc(cls)
    # A sibling sends the reader to the class whose parameters it has.
    if "Parameters\n----------" not in text:
        assert "`" in text
        return
    described = text.split("Parameters\n----------")[1].split("\nRaises\n")[0]
    for name in parameter_names(cls):
        assert name in described, name


@pytest.mark.parametrize("room", [light_and_mass, light_and_mass_linear])
def test_derived_namespaces_say_whose_parameters_they_have(room):
    assert "al.mp" in room.__doc__ or "al.lmp" in room.__doc__ or "mass" in room.__doc__
