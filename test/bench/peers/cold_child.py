"""Trains RealNVP 8×(2×64) on two moons until its NLL is low enough: `python cold_child.py LIBRARY --seed S`.

Fresh rows every step, in the units in which the distribution has mean 0 and deviation 1. Prints one line of JSON.
"""

import argparse
import importlib
import json
import math

import numpy as np

from configs import Config
from machine import pin
from rows import moons

CONFIG = Config("realnvp-8x64-b256-d2", "affine", 8, 64, 256, 2)
LIBRARIES = {"torch": "torch_hand", "jax": "jax_hand", "flowjax": "jax_flowjax"}
PEAK, FLOOR = 1e-3, 0.01
TEST_ROWS = 20_000
NOISE = 0.06
MEAN = np.array([0.5, 0.25])
DEVIATION = np.sqrt([0.75 + NOISE**2, 0.5625 - 1 / math.pi + NOISE**2])


def draw(count, rng):
    return ((moons(count, rng, NOISE) - MEAN) / DEVIATION).astype(np.float32)


def cosine(library, steps):
    """The learning rate of a step, from the peak down to a hundredth of it."""
    if library == "torch":
        return lambda step: PEAK * (FLOOR + (1 - FLOOR) * 0.5 * (1 + math.cos(math.pi * step / steps)))
    optax = importlib.import_module("optax")
    return optax.cosine_decay_schedule(PEAK, steps, FLOOR)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("library", choices=LIBRARIES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--target", type=float, default=1.335)
    parser.add_argument("--steps", type=int, default=16_000)
    parser.add_argument("--every", type=int, default=250)
    options = parser.parse_args()
    pin(options.threads)
    module = importlib.import_module(LIBRARIES[options.library])
    if options.library == "torch":
        importlib.import_module("torch").set_num_threads(options.threads)
    training = module.training(CONFIG, cosine(options.library, options.steps), options.seed)
    source = np.random.default_rng([options.seed, 1])
    test = draw(TEST_ROWS, np.random.default_rng([options.seed, 2]))
    step, nll = 0, math.inf
    while step < options.steps and not nll <= options.target:
        training.step(draw(CONFIG.batch, source))
        step += 1
        if step % options.every == 0:
            nll = training.evaluate(test)
    print(json.dumps({"steps": step, "nll": nll, "reached": nll <= options.target}))


if __name__ == "__main__":
    main()
