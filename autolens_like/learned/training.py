"""Training of the learned source: loss, steps, and a state that survives a kill.

Every step draws its stamps, their reflections and its noise from the seed and its own
number, so that a training that was stopped goes on as if it had not been.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import importlib
import io
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.atomic import write_bytes
from autolens_like.learned.canonical_frame import SIDE
from autolens_like.learned.network import LATENTS, decoded, drawn_weights, encoded
from autolens_like.learned.principal import principal_components

#: Relative errors above this count by their logarithm, so that the many good stamps
#: are improved too and not only the few bad ones.
_KNEE = 1e-3
#: Weights of the error, of the logarithm of the error, and of a nat of the latents.
_OF_ERROR, _OF_LOGARITHM, _OF_NAT = 100.0, 0.5, 1e-3
#: The components are good from the start and measured in units of a hundredth.
_SLOW = {"mean": 0.01, "components": 0.01, "projection": 0.3}
_STATE = "state.npz"
#: A stamp with fewer companions in the set has no meaningful principal components.
FEWEST_STAMPS = LATENTS + 1


@dataclasses.dataclass(frozen=True)
class TrainingSettings:
    """How to train.

    Parameters
    ----------
    steps
        In all. The step size is constant after a warm-up and falls to zero over the
        last third, so that a training may be resumed with another number.
    batch
        Stamps of a step.
    step_size
        Of Adam.
    seed
        Of every random number.
    every
        Steps between two checkpoints.
    """

    steps: int = 3000
    batch: int = 64
    step_size: float = 1.5e-3
    seed: int = 1
    every: int = 100

    def __post_init__(self) -> None:
        for name in ("steps", "batch", "every"):
            value = getattr(self, name)
            if not isinstance(value, int) or value < 1:
                raise exc.InputException(
                    f"TrainingSettings got {name}={value!r}; give a whole number of at "
                    "least 1."
                )
        if not self.step_size > 0.0:
            raise exc.InputException(
                f"TrainingSettings got step_size={self.step_size!r}; it must be above "
                "zero."
            )


def loss_of(weights: Mapping[str, Any], stamps: Any, noise: Any) -> tuple[Any, Any]:
    """The loss of a batch, and the mean relative error in it.

    Parameters
    ----------
    weights
        Of decoder and encoder.
    stamps
        (B, 64, 64) of unit norm.
    noise
        (B, 64) standard normal numbers.
    """
    import jax.numpy as jnp

    mean, log_variance = encoded(weights, stamps)
    model = decoded(weights, mean + noise * jnp.exp(0.5 * log_variance))
    error = jnp.sum((model - stamps) ** 2, axis=(1, 2))
    nats = 0.5 * (mean**2 + jnp.exp(log_variance) - 1.0 - log_variance).sum(axis=1)
    terms = (
        _OF_ERROR * error + _OF_LOGARITHM * jnp.log1p(error / _KNEE) + _OF_NAT * nats
    )
    return jnp.mean(terms), jnp.mean(error)


def _step_size(settings: TrainingSettings, step: int) -> float:
    """The step size: a rise, a plateau, and a fall to zero over the last third."""
    rise = (step + 1) / min(100, settings.steps // 5 + 1)
    left = (settings.steps - step) / max(1, settings.steps // 3)
    return settings.step_size * min(1.0, rise, max(left, 0.0))


def require_libraries() -> None:
    """See that what trains is installed, before anything is drawn or read.

    Raises
    ------
    MissingDependencyException
        JAX or optax is not.
    """
    for name in ("jax", "optax"):
        try:
            importlib.import_module(name)
        except ImportError as error:
            raise exc.MissingDependencyException(
                f"Training needs {name}, which is not installed: run "
                "`pip install 'autolens_like[train]'`."
            ) from error


@functools.cache
def _optimizer() -> Any:
    """The directions of the steps, whose size is multiplied afterwards."""
    import optax

    return optax.chain(optax.clip_by_global_norm(5.0), optax.scale_by_adam(b2=0.99))


@functools.cache
def _compiled_update() -> Callable[..., Any]:
    """One step, compiled once for all trainings with batches of one size."""
    import jax

    def update(weights: Any, moments: Any, stamps: Any, noise: Any, size: Any) -> Any:
        found, slopes = jax.value_and_grad(loss_of, has_aux=True)(
            weights, stamps, noise
        )
        steps, moments = _optimizer().update(slopes, moments, weights)
        moved = {
            name: value - size * _SLOW.get(name, 1.0) * steps[name]
            for name, value in weights.items()
        }
        return moved, moments, found

    return jax.jit(update)


class Training:
    """A training that is under way, and the folder that it is kept in.

    Parameters
    ----------
    stamps
        (N, 64, 64) canonical stamps.
    folder
        Where the state is kept; a state that is there is gone on with.
    settings
        How to train.

    Raises
    ------
    ArrayException
        There are fewer than 65 stamps, or they have another shape.
    InputException
        The state in the folder is damaged, or that of other stamps or another seed.
    MissingDependencyException
        JAX or optax is not installed.
    """

    def __init__(
        self, stamps: np.ndarray, folder: str | Path, settings: TrainingSettings
    ) -> None:
        require_libraries()
        import jax

        if stamps.shape[1:] != (SIDE, SIDE) or len(stamps) < FEWEST_STAMPS:
            raise exc.ArrayException(
                f"The training set has the shape {stamps.shape}; (N, 64, 64) with at "
                f"least {FEWEST_STAMPS} stamps is asked for."
            )
        self.stamps = np.asarray(stamps, np.float32)
        self.settings, self.folder = settings, Path(folder)
        self.step, self.history = 0, np.zeros((0, 4))
        self.weights = {k: jax.numpy.asarray(v) for k, v in self._start().items()}
        self._moments = _optimizer().init(self.weights)
        if (self.folder / _STATE).is_file():
            self._read()

    def _start(self) -> dict[str, np.ndarray]:
        generator = np.random.default_rng((self.settings.seed, 0))
        flips = generator.integers(0, 4, len(self.stamps))
        flat = _reflected(self.stamps, flips).reshape(len(self.stamps), -1)
        return drawn_weights(generator, *principal_components(flat, LATENTS))

    def run(self, report: Callable[[str], None] = print) -> None:
        """Train to the last step, with a checkpoint now and then."""
        since, errors = time.monotonic(), []
        while self.step < self.settings.steps:
            generator = np.random.default_rng((self.settings.seed, 1, self.step))
            chosen = generator.integers(0, len(self.stamps), self.settings.batch)
            flips = generator.integers(0, 4, self.settings.batch)
            noise = generator.standard_normal((self.settings.batch, LATENTS))
            self.weights, self._moments, (loss, error) = _compiled_update()(
                self.weights,
                self._moments,
                _reflected(self.stamps[chosen], flips),
                noise.astype(np.float32),
                np.float32(_step_size(self.settings, self.step)),
            )
            errors.append((float(loss), float(error)))
            self.step += 1
            if self.step % self.settings.every == 0 or self.step == self.settings.steps:
                row = [self.step, *np.mean(errors, axis=0), time.monotonic() - since]
                self.history = np.vstack([self.history, row])
                self.save()
                report(
                    f"step {self.step}: loss {row[1]:.4f}, relative error "
                    f"{row[2]:.5f}, {row[3]:.0f} s"
                )
                since, errors = time.monotonic(), []

    def save(self) -> None:
        """Write the state, whole or not at all."""
        jax = sys.modules["jax"]
        arrays = {f"weight_{k}": np.asarray(v) for k, v in self.weights.items()}
        for i, leaf in enumerate(jax.tree_util.tree_leaves(self._moments)):
            arrays[f"moment_{i}"] = np.asarray(leaf)
        stream = io.BytesIO()
        told = {"step": self.step, "of": self._of(), "history": self.history}
        np.savez(stream, **told, **arrays)
        write_bytes(self.folder / _STATE, stream.getvalue())

    def _of(self) -> str:
        """What tells one training from another: its stamps and its seed."""
        digest = hashlib.sha256(np.ascontiguousarray(self.stamps))
        return f"{digest.hexdigest()} {self.settings.seed}"

    def _read(self) -> None:
        jax, file = sys.modules["jax"], self.folder / _STATE
        leaves, shape = jax.tree_util.tree_flatten(self._moments)
        names = [f"weight_{name}" for name in self.weights]
        names += [f"moment_{i}" for i in range(len(leaves))]
        try:
            # From memory, because numpy leaves a damaged file open.
            stream = io.BytesIO(file.read_bytes())
            with np.load(stream, allow_pickle=False) as state:
                found = {n: state[n] for n in ("step", "of", "history", *names)}
        except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile) as error:
            raise exc.InputException(
                f"The state of a training {file} is damaged ({error}); delete it to "
                "begin anew, or give another folder."
            ) from error
        if str(found["of"]) != self._of():
            raise exc.InputException(
                f"{file} is the state of a training with other stamps or another seed; "
                "give another folder, or delete it to begin anew."
            )
        moments = [_device(found[f"moment_{i}"]) for i in range(len(leaves))]
        self._moments = jax.tree_util.tree_unflatten(shape, moments)
        self.weights = {k: _device(found[f"weight_{k}"]) for k in self.weights}
        self.step, self.history = int(found["step"]), found["history"]


def _device(array: np.ndarray) -> Any:
    return sys.modules["jax"].numpy.asarray(array)


def _reflected(stamps: np.ndarray, flips: np.ndarray) -> np.ndarray:
    """Stamps turned over along y (1), x (2) or both (3): the frame knows no side."""
    result = stamps.copy()
    for i, flip in enumerate(flips):
        if flip & 1:
            result[i] = result[i, ::-1]
        if flip & 2:
            result[i] = result[i, :, ::-1]
    return result
