"""What is installed is complete: every package, every YAML."""

from __future__ import annotations

import configparser
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def listed_packages() -> set[str]:
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg")
    return set(parser["options"]["packages"].split())


def test_every_package_is_listed() -> None:
    folders = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for path in (ROOT / "autolens_like").rglob("__init__.py")
    }
    configuration = {"autolens_like.config", "autolens_like.config.priors"}
    assert listed_packages() == folders | configuration


def test_requirements_are_ranges_that_pip_can_read() -> None:
    from importlib.metadata import PackageNotFoundError, requires

    try:
        lines = requires("autolens_like") or []
    except PackageNotFoundError:
        pytest.skip("the package is run from its folder, not installed")
    names = {re.match(r"[\w-]+", line).group() for line in lines}
    assert {"numpy", "scipy", "numba", "jax", "astropy", "dynesty"} <= names


@pytest.mark.wheel
def test_the_wheel_holds_the_configuration(tmp_path) -> None:
    """Builds the wheel; part of .ci/run, where the build tools are installed."""
    command = [sys.executable, "-m", "build", "--wheel", "-o", str(tmp_path), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, text=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        general = archive.read("autolens_like/config/general.yaml").decode()
    for path in (ROOT / "config").rglob("*.yaml"):
        inside = f"autolens_like/config/{path.relative_to(ROOT / 'config').as_posix()}"
        assert inside in names
    assert "iterations_per_full_update" in general
    assert "autolens_like/py.typed" in names
    assert "autolens_like/learned/decoder_weights.npz" in names
