"""Rows to train on: two moons for D = 2, a bent Gaussian beyond. Standardised, float32."""

import numpy as np


def moons(count, rng, noise=0.06):
    """Two half circles, the angle uniform, plus noise; natural units [count, 2], as Diffeo's two-moons."""
    angle = np.pi * rng.random(count)
    upper = rng.random(count) < 0.5
    x = np.where(upper, np.cos(angle), 1 - np.cos(angle))
    y = np.where(upper, np.sin(angle), 0.5 - np.sin(angle))
    return np.stack([x, y], 1) + noise * rng.standard_normal((count, 2))


def bent(count, dims, rng):
    """z with each coordinate pushed by the square of the one before: x_i = z_i/2 + z_{i-1}^2/2."""
    z = rng.standard_normal((count, dims))
    x = z.copy()
    x[:, 1:] = 0.5 * z[:, 1:] + 0.5 * z[:, :-1] ** 2
    return x


def rows(dims, count=20_000, seed=1):
    rng = np.random.default_rng(seed)
    x = moons(count, rng) if dims == 2 else bent(count, dims, rng)
    return ((x - x.mean(0)) / x.std(0)).astype(np.float32)


def batches(x, size, seed=2):
    """Endless random batches, drawn as they are asked for."""
    rng = np.random.default_rng(seed)
    while True:
        yield x[rng.integers(0, len(x), size)]
