import pytest

import autolens_like as al
from autolens_like import exc
from autolens_like.model import registry
from test_autolens_like.model.classes import Shear


def made(module="notebook"):
    class Ring:
        pass

    Ring.__qualname__, Ring.__module__ = "Ring", module
    return Ring


@pytest.fixture(autouse=True)
def _as_before(monkeypatch):
    monkeypatch.setattr(registry, "_classes", dict(registry._classes))
    monkeypatch.setattr(registry, "_names", dict(registry._names))
    monkeypatch.setattr(registry, "_providers", list(registry._providers))


def test__a_class_is_found_under_its_name():
    assert registry.register(Shear, name="Shear") is Shear
    assert registry.class_named("Shear") is Shear
    assert registry.name_of(Shear) == "Shear"

    @registry.register(name="my.Ring")
    class Ring:
        pass

    assert registry.class_named("my.Ring") is Ring


def test__a_notebook_defines_its_class_again():
    first, again = made(), made()
    registry.register(first)
    registry.register(again)
    assert registry.class_named("Ring") is again
    with pytest.raises(exc.ModelException, match=r"belongs to notebook\.Ring already"):
        registry.register(made("elsewhere"))


def test__unknown_names_are_never_imported():
    for name in (
        "os.system",
        "subprocess.Popen",
        "test_autolens_like.model.classes",
        3,
    ):
        with pytest.raises(exc.ModelException, match="no class is registered as"):
            registry.class_named(name, "here")
    registry.register(made())
    with pytest.raises(exc.ModelException, match="Did you mean 'Ring'"):
        registry.class_named("Rings")
    with pytest.raises(exc.ModelException, match="has no name for files"):
        registry.name_of(made())
    with pytest.raises(exc.ModelException, match="a class is asked for"):
        registry.register("Ring")


def test__the_package_registers_its_profiles_by_their_public_names():
    named = {
        "mp.Isothermal": al.mp.Isothermal,
        "lp.Sersic": al.lp.Sersic,
        "lp_linear.Sersic": al.lp_linear.Sersic,
        "lp_basis.Basis": al.lp_basis.Basis,
        "Galaxy": al.Galaxy,
        "reg.Constant": al.reg.Constant,
    }
    for name, cls in named.items():
        assert registry.class_named(name) is cls and registry.name_of(cls) == name
