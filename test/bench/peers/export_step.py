"""The training step of a RealNVP, exported by TensorFlow in Python: `python export_step.py CONFIG FOLDER`.

Writes a SavedModel that takes up to ten steps (forward, backward, clipping, Adam) compiled by XLA as one function, weights
and moments in and out, and `step.json`: batch and dimensions, the states to begin with, and by what names to feed and
fetch. `test/bench/backends.mjs` runs it through the same binding as Diffeo's own graphs. Prints one line of JSON.
"""

import json
import math
import pathlib
import sys

import numpy as np

from configs import CLIP, CONFIGS, LEARNING_RATE, SCALE_BOUND

STEPS = 10
BETAS = 0.9, 0.999
EPSILON = 1e-8
HALF_LOG_2PI = 0.5 * math.log(2 * math.pi)


def weights(config):
    """[(weight, bias)] of each coupling's network with two hidden layers, the last one zero."""
    rng = np.random.default_rng(0)
    halves = (config.dims + 1) // 2, config.dims // 2
    made = []
    for i in range(config.depth):
        sizes = [halves[i % 2], config.width, config.width, 2 * halves[1 - i % 2]]
        for layer, (m, n) in enumerate(zip(sizes, sizes[1:])):
            bound = 0.0 if layer == 2 else math.sqrt(2 * 3 / m)
            made += [rng.uniform(-bound, bound, (m, n)).astype("f4"), rng.uniform(-bound, bound, n).astype("f4")]
    return made


def density(tf, own, x):
    """log p(x) [B]; `own` as `weights` makes it."""
    still, moved = x[:, ::2], x[:, 1::2]
    log_det = 0.0
    for i in range(0, len(own), 6):
        w1, b1, w2, b2, w3, b3 = own[i : i + 6]
        raw = tf.nn.relu(tf.nn.relu(still @ w1 + b1) @ w2 + b2) @ w3 + b3
        a, t = tf.split(raw, 2, -1)
        minus_s = -SCALE_BOUND * tf.tanh(a / SCALE_BOUND)
        still, moved = (moved - t) * tf.exp(minus_s), still
        log_det += tf.reduce_sum(minus_s, -1)
    return log_det - sum(tf.reduce_sum(0.5 * z**2 + HALF_LOG_2PI, -1) for z in (still, moved))


def export(tf, config, folder):
    start = weights(config)
    n = len(start)

    def step(count, own, m, v, x):
        with tf.GradientTape() as tape:
            tape.watch(own)
            loss = -tf.reduce_mean(density(tf, own, x))
        gradients, _ = tf.clip_by_global_norm(tape.gradient(loss, own), CLIP)
        count += 1.0
        m = [BETAS[0] * a + (1 - BETAS[0]) * g for a, g in zip(m, gradients)]
        v = [BETAS[1] * a + (1 - BETAS[1]) * g * g for a, g in zip(v, gradients)]
        first, second = 1 - BETAS[0] ** count, 1 - BETAS[1] ** count
        own = [w - LEARNING_RATE * a / first / (tf.sqrt(b / second) + EPSILON) for w, a, b in zip(own, m, v)]
        return count, own, m, v, loss

    @tf.function(jit_compile=True)
    def steps(x, turns, count, *states):
        own, m, v = (list(states[i * n : (i + 1) * n]) for i in range(3))
        turn = tf.constant(0)
        loss = tf.constant(0.0)

        def body(turn, loss, count, own, m, v):
            count, own, m, v, loss = step(count, own, m, v, x[turn])
            return turn + 1, loss, count, own, m, v

        start = (turn, loss, count, own, m, v)
        _, loss, count, own, m, v = tf.while_loop(lambda turn, *_: turn < turns, body, start)
        return loss, count, own, m, v

    @tf.function
    def signature(x, turns, **states):
        loss, count, own, m, v = steps(x, turns, *[states[f"s{i:03}"] for i in range(3 * n + 1)])
        return {"loss": loss} | {f"s{i:03}": value for i, value in enumerate([count, *own, *m, *v])}

    values = [np.float32(0), *start, *(np.zeros_like(w) for w in start), *(np.zeros_like(w) for w in start)]
    specs = {f"s{i:03}": tf.TensorSpec(np.shape(value), tf.float32, f"s{i:03}") for i, value in enumerate(values)}
    concrete = signature.get_concrete_function(
        tf.TensorSpec((STEPS, config.batch, config.dims), tf.float32, "x"), tf.TensorSpec((), tf.int32, "turns"), **specs
    )
    tf.saved_model.save(tf.Module(), str(folder), signatures=concrete)
    return values


def names(folder):
    """By the arguments' and results' names, those of the graph."""
    from tensorflow.core.protobuf import saved_model_pb2

    model = saved_model_pb2.SavedModel.FromString((folder / "saved_model.pb").read_bytes())
    signature = model.meta_graphs[0].signature_def["serving_default"]
    return [{key: info.name for key, info in part.items()} for part in (signature.inputs, signature.outputs)]


def main():
    config, folder = CONFIGS[sys.argv[1]], pathlib.Path(sys.argv[2])
    try:
        import tensorflow as tf
    except ImportError as error:
        print(json.dumps({"skipped": str(error)}))
        return
    if config.kind != "affine":
        print(json.dumps({"skipped": "only RealNVPs are exported"}))
        return
    values = export(tf, config, folder)
    inputs, outputs = names(folder)
    states = [f"s{i:03}" for i in range(len(values))]
    told = {
        "batch": config.batch,
        "dims": config.dims,
        "states": [{"shape": list(np.shape(value)), "values": np.ravel(value).tolist()} for value in values],
        "feeds": [inputs[name] for name in ["x", "turns", *states]],
        "fetches": [outputs[name] for name in ["loss", *states]],
    }
    (folder / "step.json").write_text(json.dumps(told))
    print(json.dumps({"version": tf.__version__}))


if __name__ == "__main__":
    main()
