"""Where the figures come from, and how many threads a child may use."""

import os
import platform


def environment(threads):
    """Environment of a child in which every library keeps to `threads` threads."""
    own = {name: str(threads) for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")}
    many = "true" if threads > 1 else "false"
    own["XLA_FLAGS"] = f"--xla_cpu_multi_thread_eigen={many} intra_op_parallelism_threads={threads}"
    own["JAX_PLATFORMS"] = "cpu"
    return os.environ | own


def pin(threads):
    """Keeps the calling process to `threads` processors, so that no pool of threads can take more."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])


def describe():
    model = platform.processor()
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo") as lines:
            model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), model)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {"cpu": model, "cores": cores, "python": platform.python_version(), "load": os.getloadavg()[0]}
