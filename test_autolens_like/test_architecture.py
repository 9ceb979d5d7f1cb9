"""The floor plan of CONTRIBUTING.rst, kept by reading every import."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "autolens_like"

FLOORS = {
    "exc": 0, "atomic": 0, "typing": 0, "conf": 0, "version": 0, "strict_yaml": 0,
    "numerics": 1,
    "structures": 2, "cosmology": 2, "deflection_field": 2, "model": 2,
    "learned": 2,
    "profiles": 3, "inversion": 3, "dataset": 3, "search": 3,
    "galaxy": 4,
    "lens": 5,
    "fit": 6,
    "analysis": 7,
    "plot": 8, "report": 8, "interop": 8,
    "af": 9, "cli": 9, "": 9,
}  # fmt: skip
INFERENCE = {"model", "search"}
PHYSICS = {"structures", "learned", "cosmology", "deflection_field", "profiles",
           "inversion", "dataset", "galaxy", "lens", "fit"}  # fmt: skip
#: Rooms of one floor that do not know each other.
SIBLINGS = [{"profiles", "inversion", "dataset"}]
#: The modules that configuration may reach.
READERS = {"model.defaults", "search.configuration", "plot.style", "conf"}

MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__")
    .rstrip("."): path
    for path in sorted(PACKAGE.rglob("*.py"))
}  # fmt: skip
TREES = {name: ast.parse(path.read_text()) for name, path in MODULES.items()}


def room(module: str) -> str:
    return module.split(".")[0]


def type_checking_lines(tree: ast.Module) -> set[int]:
    """Lines inside `if TYPE_CHECKING:`, which never run."""
    lines: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            lines.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return lines


def imports_of(name: str) -> set[str]:
    """Every module that `name` imports, at the top or inside a function."""
    skipped = type_checking_lines(TREES[name])
    found: set[str] = set()
    for node in ast.walk(TREES[name]):
        if getattr(node, "lineno", 0) in skipped:
            continue
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: imports are absolute"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                own = whole.removeprefix("autolens_like.")
                found.add(whole if own in MODULES else str(node.module))
    return found


def own_imports_of(name: str) -> set[str]:
    prefix = "autolens_like"
    return {
        found.removeprefix(prefix).lstrip(".")
        for found in imports_of(name)
        if found == prefix or found.startswith(prefix + ".")
    }


def test_every_room_is_on_the_plan() -> None:
    assert {room(name) for name in MODULES} <= set(FLOORS)


@pytest.mark.parametrize("name", MODULES)
def test_imports_point_down(name: str) -> None:
    for target in own_imports_of(name):
        assert FLOORS[room(target)] <= FLOORS[room(name)], f"{name} -> {target}"


def test_there_is_no_import_circle() -> None:
    graph = {name: own_imports_of(name) - {name} for name in MODULES}
    done: set[str] = set()
    while True:
        free = [n for n in graph if n not in done and graph[n] <= done]
        if not free:
            break
        done.update(free)
    assert set(graph) == done, f"in or behind a circle: {sorted(set(graph) - done)}"


@pytest.mark.parametrize("name", MODULES)
def test_the_wings_do_not_know_each_other(name: str) -> None:
    rooms = {room(target) for target in own_imports_of(name)}
    if room(name) in PHYSICS | {"numerics"}:
        assert not rooms & INFERENCE, name
    if room(name) in INFERENCE:
        assert not rooms & (PHYSICS | {"numerics"}), name
    for siblings in SIBLINGS:
        if room(name) in siblings:
            assert not rooms & (siblings - {room(name)}), name


@pytest.mark.parametrize("name", MODULES)
def test_nobody_imports_the_roof(name: str) -> None:
    if FLOORS[room(name)] < 8:
        assert not {"plot", "report"} & {room(t) for t in own_imports_of(name)}


def heavy_imports(library: str) -> set[str]:
    return {
        name
        for name in MODULES
        if any(found.split(".")[0] == library for found in imports_of(name))
    }


def functions_importing(library: str, name: str) -> set[str]:
    """Names of the functions of a module that import a library; '' is the top."""
    found: set[str] = set()

    def walk(node: ast.AST, function: str) -> None:
        for child in ast.iter_child_nodes(node):
            inside = (
                child.name
                if isinstance(child, ast.FunctionDef) and not function
                else function
            )
            if isinstance(child, ast.Import):
                names = [alias.name for alias in child.names]
            elif isinstance(child, ast.ImportFrom):
                names = [child.module or ""]
            else:
                names = []
            if any(n.split(".")[0] == library for n in names):
                found.add(inside)
            walk(child, inside)

    walk(TREES[name], "")
    return found


def has_jax_twin(name: str) -> bool:
    return '.implement("jax")' in MODULES[name].read_text()


def test_jax_is_named_only_behind_its_doors() -> None:
    doors = {"numerics.namespace", "numerics.model_object", "numerics.kernel",
             "search.fitness", "search.gradient",
             "search.mcmc.nuts_kernel", "learned.training",
             "learned.stamp_fit"}  # fmt: skip
    for name in heavy_imports("jax") - doors:
        assert has_jax_twin(name), f"{name} names jax and has no twin of a kernel"
        assert "" not in functions_importing("jax", name), f"{name}, at module level"


def test_numba_is_named_only_by_the_kernel() -> None:
    assert heavy_imports("numba") <= {"numerics.kernel"}


def test_matplotlib_is_named_only_under_the_roof() -> None:
    assert {room(name) for name in heavy_imports("matplotlib")} <= {"plot", "report"}


def test_configuration_is_read_in_three_places() -> None:
    readers = {
        n for n in MODULES if "conf" in own_imports_of(n) and FLOORS[room(n)] < 9
    }
    assert readers <= READERS


def test_every_module_has_its_test_file() -> None:
    missing = []
    for name, path in MODULES.items():
        if path.name == "__init__.py" or name in ("version", "typing"):
            continue
        relative = path.relative_to(PACKAGE)
        test = ROOT / "test_autolens_like" / relative.parent / f"test_{relative.name}"
        if not test.is_file():
            missing.append(str(test.relative_to(ROOT)))
    assert not missing


def test_nothing_unsafe_is_called() -> None:
    forbidden = {"eval", "exec", "pickle", "dill", "marshal", "shelve"}
    for name, tree in TREES.items():
        loaded = {found.split(".")[0] for found in imports_of(name)}
        called = {
            node.func.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not (loaded | called) & forbidden, name
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg in ("allow_pickle", "shell"):
                assert getattr(node.value, "value", None) is False, name


def test_every_exception_handler_names_what_it_expects() -> None:
    for name, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler):
                caught = getattr(node.type, "id", None)
                reraises = isinstance(node.body[-1], ast.Raise)
                assert node.type is not None, f"{name}:{node.lineno}"
                assert caught not in ("Exception", "BaseException") or reraises, (
                    f"{name}:{node.lineno}"
                )


def test_the_import_loads_nothing_heavy() -> None:
    heavy = ("jax", "numba", "matplotlib", "astropy.cosmology", "scipy.optimize",
             "dynesty", "nautilus")  # fmt: skip
    code = (
        "import sys, autolens_like, autolens_like.af\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        cwd=ROOT,
    )  # fmt: skip
    assert run.stdout.strip() == "[]"


def test_the_import_is_not_slower_than_it_must_be() -> None:
    """A module that imports a heavy library by accident shows up by count."""
    code = "import sys, autolens_like; print(len(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        cwd=ROOT,
    )  # fmt: skip
    assert int(run.stdout) < 700


@pytest.mark.parametrize("name", MODULES)
def test_files_and_functions_stay_readable(name: str) -> None:
    lines = MODULES[name].read_text().count("\n")
    assert lines <= 400, f"{MODULES[name].name} has {lines} lines"
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.FunctionDef):
            docstring = ast.get_docstring(node, clean=False) or ""
            length = (node.end_lineno or 0) - node.lineno - docstring.count("\n")
            assert length <= 80, f"{node.name} has {length} lines"
