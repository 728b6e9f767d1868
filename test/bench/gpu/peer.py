"""Times one library's step of RealNVP on this machine's GPU: `python peer.py LIBRARY BATCH SECONDS`. One line of JSON.

The models of `../peers`, on the card: batches lie there before they are needed. `torch-compile` is torch.compile with CUDA
graphs (`reduce-overhead`). Without a card the reason is said instead.
"""

import dataclasses
import json
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "peers"))

import numpy as np  # noqa: E402

from configs import CONFIGS  # noqa: E402
from rows import batches, rows  # noqa: E402

BATCHES = 16
TEN = 10


def torch_steps(config, compiled):
    import torch
    import torch_hand

    if not torch.cuda.is_available():
        raise RuntimeError("PyTorch finds no CUDA card")
    torch.set_default_device("cuda")
    training = torch_hand.training(config)
    if compiled:
        training.loss = torch.compile(training.loss, mode="reduce-overhead")
    source = batches(rows(config.dims, max(20_000, config.batch)), config.batch)
    given = [torch.from_numpy(next(source)).cuda() for _ in range(BATCHES)]
    from_numpy, torch.from_numpy = torch.from_numpy, lambda x: x  # a step takes what lies on the card already
    return (lambda i: training.step(given[i % BATCHES])), float, lambda: setattr(torch, "from_numpy", from_numpy)


def jax_steps(config):
    import jax
    import jax_hand

    if jax.default_backend() != "gpu":
        raise RuntimeError("JAX finds no GPU")
    training = jax_hand.training(config)
    source = batches(rows(config.dims, max(20_000, config.batch)), config.batch)
    given = [jax.device_put(next(source)) for _ in range(BATCHES)]
    return (lambda i: training.step(given[i % BATCHES])), float, lambda: None


def main():
    library, batch, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    config = dataclasses.replace(CONFIGS["realnvp-8x64-b512-d2"], batch=batch)
    try:
        step, fetch, close = jax_steps(config) if library == "jax" else torch_steps(config, library == "torch-compile")
        for i in range(3 * TEN):
            loss = step(i)
        fetch(loss)
        times, begun = [], time.perf_counter()
        while time.perf_counter() - begun < seconds or len(times) < 3:
            before = time.perf_counter()
            for i in range(TEN):
                loss = step(i)
            value = fetch(loss)
            times.append(1000 * (time.perf_counter() - before) / TEN)
        close()
        print(json.dumps({"library": library, "ms": float(np.median(times)), "loss": value}))
    except Exception as error:  # a package that is not installed, a machine without a card
        print(json.dumps({"library": library, "skipped": f"{type(error).__name__}: {str(error).splitlines()[0][:200]}"}))


if __name__ == "__main__":
    main()
