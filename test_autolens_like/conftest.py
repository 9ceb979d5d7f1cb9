"""What all tests share."""

import os

# Half of the time of the suite is JAX compiling programs that run once. It compiles
# them a fifth faster without its optimizations, which the nightly command switches on.
os.environ.setdefault("JAX_DISABLE_MOST_OPTIMIZATIONS", "true")
