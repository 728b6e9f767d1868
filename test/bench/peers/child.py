"""Times one library on one model, in a process of its own: `python child.py LIBRARY CONFIG`. Prints one line of JSON.

Each step draws a batch. Steps are timed in tens, the loss fetched at the end of each ten, so that a library that runs
ahead of Python may do so.
"""

import argparse
import importlib
import json
import time

import numpy as np

from configs import CONFIGS
from machine import pin
from rows import batches, rows

#: name → module, function that makes its training, words for the table
LIBRARIES = {
    "torch": ("torch_hand", "training", "eager"),
    "torch-compile": ("torch_hand", "compiled", "torch.compile"),
    "zuko": ("torch_zuko", "training", "eager"),
    "nflows": ("torch_nflows", "training", "eager"),
    "jax": ("jax_hand", "training", "jit"),
    "flowjax": ("jax_flowjax", "training", "jit"),
}
TEN = 10
WARM_UP_SECONDS = 0.5


def clock(training, source, seconds):
    """First step's seconds, first loss, then per-step milliseconds and losses of tens of steps."""
    started = time.perf_counter()
    first = float(training.step(next(source)))
    compile_seconds = time.perf_counter() - started

    def ten():
        for _ in range(TEN):
            loss = training.step(next(source))
        return float(loss)

    warm = time.perf_counter()
    while time.perf_counter() - warm < WARM_UP_SECONDS:
        ten()
    times, losses = [], []
    begun = time.perf_counter()
    while time.perf_counter() - begun < seconds or len(times) < 5:
        before = time.perf_counter()
        losses.append(ten())
        times.append(1000 * (time.perf_counter() - before) / TEN)
    return compile_seconds, first, times, losses


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("library", choices=LIBRARIES)
    parser.add_argument("config", choices=CONFIGS)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=3)
    options = parser.parse_args()
    pin(options.threads)
    config = CONFIGS[options.config]
    name, make, variant = LIBRARIES[options.library]
    head = {"name": config.name, "library": options.library, "variant": variant}
    try:
        module = importlib.import_module(name)
        if name.startswith("torch"):
            importlib.import_module("torch").set_num_threads(options.threads)
        training = getattr(module, make)(config)
        if training is None:
            print(json.dumps(head | {"skipped": "the library has no such block"}))
            return
        source = batches(rows(config.dims), config.batch)
        compile_seconds, first, times, losses = clock(training, source, options.seconds)
    except Exception as error:  # a compiler that is absent, a package that is not installed
        print(json.dumps(head | {"skipped": f"{type(error).__name__}: {str(error).splitlines()[0][:200]}"}))
        return
    last = float(np.mean(losses[-5:]))
    p10, ms, p90 = np.percentile(times, [10, 50, 90])
    figures = {"ms": ms, "p10": p10, "p90": p90, "steps": TEN * len(times), "threads": options.threads}
    learnt = {"first_loss": first, "last_loss": last, "learns": last < first, "parameters": training.parameters}
    print(json.dumps(head | figures | {"compile_s": compile_seconds} | learnt | {"versions": module.versions()}))


if __name__ == "__main__":
    main()
