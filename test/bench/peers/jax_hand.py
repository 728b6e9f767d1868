"""The models written by hand in JAX. Shapes as in torch_hand.py."""

import math

import jax
import jax.numpy as jnp
import numpy as np

from configs import BINS, BOUND, LEARNING_RATE, SCALE_BOUND
from jax_training import JaxTraining, versions as jax_versions

LEAST = 1e-3
OFFSET = math.log(math.expm1(1 - LEAST))
HALF_LOG_2PI = 0.5 * math.log(2 * math.pi)


def layers(rng, inputs, width, outputs):
    """[(weight, bias)] of a network with two hidden layers, the last one zero."""
    sizes = [inputs, width, width, outputs]
    made = []
    for i, (m, n) in enumerate(zip(sizes, sizes[1:])):
        bound = 0.0 if i == 2 else math.sqrt(2 * 3 / m)
        made.append((rng.uniform(-bound, bound, (m, n)).astype("f4"), rng.uniform(-bound, bound, n).astype("f4")))
    return made


def network(layers, x, masks=(1.0, 1.0, 1.0)):
    for i, ((weight, bias), mask) in enumerate(zip(layers, masks)):
        x = x @ (weight * mask) + bias
        x = jax.nn.relu(x) if i < 2 else x
    return x


def affine(raw, x):
    a, t = jnp.split(raw, 2, -1)
    minus_s = -SCALE_BOUND * jnp.tanh(a / SCALE_BOUND)
    return (x - t) * jnp.exp(minus_s), minus_s.sum(-1)


def spline(raw, x):
    raw = raw.reshape(*x.shape, 3 * BINS - 1)
    shares = jax.nn.softmax(raw[..., : 2 * BINS].reshape(*x.shape, 2, BINS), -1)
    sizes = 2 * BOUND * (LEAST + (1 - LEAST * BINS) * shares)
    ends = jnp.cumsum(sizes, -1) - BOUND
    starts = ends - sizes
    slopes = jnp.pad(LEAST + jax.nn.softplus(raw[..., 2 * BINS :] + OFFSET), [(0, 0)] * x.ndim + [(1, 1)], constant_values=1)
    inside = jnp.abs(x) <= BOUND
    y = jnp.clip(x, -BOUND, BOUND)
    k = (y[..., None] >= starts[..., 1, 1:]).sum(-1, keepdims=True)
    at = lambda table: jnp.take_along_axis(table, k, -1)[..., 0]  # noqa: E731
    left, bottom = at(starts[..., 0, :]), at(starts[..., 1, :])
    width, height = at(sizes[..., 0, :]), at(sizes[..., 1, :])
    d0, d1 = at(slopes[..., :-1]), at(slopes[..., 1:])
    s, rise = height / width, y - bottom
    bend = rise * (d0 + d1 - 2 * s)
    a, b = height * (s - d0) + bend, height * d0 - bend
    theta = 2 * s * rise / (b + jnp.sqrt(jnp.maximum(b * b + 4 * a * s * rise, 1e-30)))
    rest = theta * (1 - theta)
    denominator = s + (d0 + d1 - 2 * s) * rest
    slope = d1 * theta**2 + 2 * s * rest + d0 * (1 - theta) ** 2
    log_slope = -(jnp.log(slope) + 2 * jnp.log(s / denominator))
    return jnp.where(inside, left + width * theta, x), jnp.where(inside, log_slope, 0.0).sum(-1)


def base(*parts):
    return -sum(0.5 * (part**2).sum(-1) + part.shape[-1] * HALF_LOG_2PI for part in parts)


def couplings(config, rng):
    transformer, outputs = (affine, 2) if config.kind == "affine" else (spline, 3 * BINS - 1)
    halves = (config.dims + 1) // 2, config.dims // 2
    weights = [
        layers(rng, halves[i % 2], config.width, halves[1 - i % 2] * outputs) for i in range(config.depth)
    ]

    def log_density(weights, x):
        still, moved = x[:, ::2], x[:, 1::2]
        log_det = 0.0
        for own in weights:
            moved, more = transformer(network(own, still), moved)
            log_det += more
            still, moved = moved, still
        return log_det + base(still, moved)

    return weights, log_density


def autoregressive(config, rng):
    order = np.arange(1, config.dims + 1)
    hidden = 1 + np.arange(config.width) % (config.dims - 1)
    ranks = [order if i % 2 == 0 else order[::-1] for i in range(config.depth)]
    masks = [
        [
            (hidden >= rank[:, None]).astype("f4"),
            (hidden >= hidden[:, None]).astype("f4"),
            (np.concatenate([rank, rank]) > hidden[:, None]).astype("f4"),
        ]
        for rank in ranks
    ]
    weights = [layers(rng, config.dims, config.width, 2 * config.dims) for _ in ranks]

    def log_density(weights, x):
        log_det = 0.0
        for own, seen in zip(weights, masks):
            x, more = affine(network(own, x, seen), x)
            log_det += more
        return log_det + base(x)

    return weights, log_density


def planar(config, rng):
    u = np.zeros((config.depth, config.dims), "f4")
    w = (rng.standard_normal(u.shape) / math.sqrt(config.dims)).astype("f4")

    def log_density(weights, x):
        u, w, b = weights
        along = (w * u).sum(-1)
        k = LEAST + jax.nn.softplus(along + OFFSET) - 1
        u_hat = u + ((k - along) / (w**2).sum(-1))[:, None] * w
        log_det = 0.0
        for i in range(config.depth):
            t = jnp.tanh((x * w[i]).sum(-1) + b[i])
            x = x + t[:, None] * u_hat[i]
            log_det += jnp.log1p(k[i] * (1 - t * t))
        return log_det + base(x)

    return (u, w, np.zeros(config.depth, "f4")), log_density


def training(config, rate=LEARNING_RATE, seed=0):
    made = {"affine": couplings, "spline": couplings, "maf": autoregressive, "planar": planar}
    weights, log_density = made[config.kind](config, np.random.default_rng(seed))
    return JaxTraining(jax.tree.map(jnp.asarray, weights), lambda weights, x: -log_density(weights, x).mean(), rate)


def versions():
    return jax_versions()
