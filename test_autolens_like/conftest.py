"""What all tests share."""

import importlib.metadata
import importlib.util
import os

#: Plain loops instead of fused ones, and no threads for parts of a program.
QUICK = (
    "--xla_cpu_use_fusion_emitters=false",
    "--xla_cpu_parallel_codegen_split_count=1",
)


def knows_these_flags() -> bool:
    """Whether this XLA has them; an unknown one ends the process."""
    if importlib.util.find_spec("jaxlib") is None:
        return False
    return importlib.metadata.version("jaxlib").startswith("0.10.")


# Half of the time of the suite is JAX compiling programs that run once. It compiles
# them a fifth faster without its optimizations, which the nightly command switches on,
# and in two thirds of the time that is left with these flags of XLA.
os.environ.setdefault("JAX_DISABLE_MOST_OPTIMIZATIONS", "true")
if os.environ["JAX_DISABLE_MOST_OPTIMIZATIONS"] == "true" and knows_these_flags():
    flags = os.environ.get("XLA_FLAGS", "").split()
    os.environ["XLA_FLAGS"] = " ".join(dict.fromkeys((*QUICK, *flags)))

# Tests start scores of processes: each would compile the modules of the package anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
