"""Fits that are killed at every step of writing lose nothing."""

import signal
import subprocess
import sys

import pytest

from test_autolens_like.search.fakes import script_surroundings
from test_autolens_like.search.run_fit import digest_of, run

#: A fit makes fewer calls of each step.
_MOST = 60


def killed_at(kind, root, step, number):
    """What the fit says that is killed then; None where it was killed."""
    arguments = [kind, str(root), "1", "0.0", step, str(number)]
    done = subprocess.run(
        [sys.executable, "-m", "test_autolens_like.search.run_fit", *arguments],
        capture_output=True,
        check=False,
        **script_surroundings(root),
    )
    if done.returncode == -signal.SIGKILL:
        return None
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["static", "nautilus", "multi_start", "nuts"])
def test_a_fit_killed_at_every_step_of_writing_ends_as_the_unbroken_one(tmp_path, kind):
    unbroken = f"DIGEST {digest_of(run(kind, tmp_path / 'unbroken', silence=True))}"
    kills = 0
    for step in ("replace", "fsync", "journal"):
        for number in range(1, _MOST):
            said = killed_at(kind, tmp_path / step, step, number)
            if said is not None:
                break
            kills += 1
        assert said is not None and unbroken in said
    assert kills >= 25
