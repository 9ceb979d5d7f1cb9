"""Fits that are killed at every step of writing and at any time lose nothing."""

import signal
import time

import numpy as np
import pytest

from test_autolens_like.search.run_fit import digest_of, run
from test_autolens_like.search.started_fit import (
    journals,
    size_of_journal,
    start,
    tear,
)

KINDS = ["static", "nautilus", "multi_start", "least_squares", "nuts"]
#: A fit makes fewer calls of each step.
_MOST = 60
_RANDOM_KILLS = 12


def ended(process):
    """What a fit said; None where it was killed."""
    said, errors = process.communicate()
    if process.returncode == -signal.SIGKILL:
        return None
    assert process.returncode == 0, errors
    return said


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_fit_killed_at_every_step_of_writing_ends_as_the_unbroken_one(tmp_path, kind):
    unbroken = f"DIGEST {digest_of(run(kind, tmp_path / 'unbroken', silence=True))}"
    kills = 0
    for step in ("replace", "fsync", "journal"):
        for number in range(1, _MOST):
            said = ended(start(kind, tmp_path / step, 1, 0.0, step, number))
            if said is not None:
                break
            kills += 1
        assert said is not None and unbroken in said
    assert kills >= 25


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_fit_killed_at_any_time_ends_as_the_unbroken_one(tmp_path, kind):
    unbroken = f"DIGEST {digest_of(run(kind, tmp_path / 'unbroken', silence=True))}"
    root, generator = tmp_path / "killed", np.random.default_rng(3)
    kills, said = 0, None
    while said is None and kills < _RANDOM_KILLS:
        before = size_of_journal(root)
        process = start(kind, root)
        while process.poll() is None and size_of_journal(root) <= before:
            time.sleep(0.005)
        time.sleep(generator.uniform(0.0, 0.3))
        process.kill()
        said = ended(process)
        if said is None:
            kills += 1
            # Half of them as a power cut would leave it.
            if journals(root) and kills % 2:
                tear(root)
    said = said or ended(start(kind, root, 1, 0.0))
    assert unbroken in said
    assert kills >= 4
