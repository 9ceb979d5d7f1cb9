"""Where JAX has no wheel, everything but gradients works, and what needs it says so."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

PROGRAM = """
import sys


class Missing:
    def find_spec(self, name, path, target=None):
        if name.split(".")[0] in ("jax", "jaxlib"):
            raise ModuleNotFoundError(f"No module named {name!r}")


sys.meta_path.insert(0, Missing())
import numpy as np
import autolens_like as al
from autolens_like import af, exc
from test_autolens_like.analysis.conftest import lens_model
from test_autolens_like.fit.conftest import dataset_of, tracer_of

dataset = dataset_of()
for linear in (False, True):
    assert np.isfinite(al.FitImaging(dataset, tracer_of(linear=linear)).log_likelihood)
assert np.isfinite(al.lp.Decoder().image_2d_from([(0.1, 0.2)]))
settings = dict(nlive=10, dlogz=50.0, maxiter=20, silence=True, output_path=sys.argv[1])
analysis = al.AnalysisImaging(dataset)
result = af.DynestyStatic(name="numpy", **settings).fit(lens_model(), analysis)
assert np.isfinite(result.log_likelihood)
try:
    analysis = al.AnalysisImaging(dataset, use_jax=True)
    af.DynestyStatic(name="jax", **settings).fit(lens_model(), analysis)
except exc.MissingDependencyException as error:
    print(error)
assert "jax" not in sys.modules
"""


def test_everything_but_gradients_works_without_jax(tmp_path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert run.returncode == 0, run.stderr
    assert "pip install jax" in run.stdout
