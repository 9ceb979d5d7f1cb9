"""Suggestions name the nearest thing, or what there is."""

from autolens_like import exc


def test_the_nearest_name_is_suggested() -> None:
    text = exc.suggestion("einstien_radius", ["centre", "einstein_radius"])
    assert text == "Did you mean 'einstein_radius'? Allowed: centre, einstein_radius."


def test_without_anything_near_the_names_are_listed() -> None:
    assert exc.suggestion("zzz", ["centre"]) == "Allowed: centre."
    assert exc.suggestion("zzz", []) == "Nothing is allowed here."


def test_errors_about_input_are_value_errors() -> None:
    assert issubclass(exc.ProfileException, ValueError)
    assert issubclass(exc.ParameterException, exc.ResampleException)
    assert not issubclass(exc.InversionException, ValueError)
    assert issubclass(exc.MissingDependencyException, ImportError)
