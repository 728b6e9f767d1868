"""A training step of JAX, the same for every JAX library: loss, gradient, clipping and Adam jitted as one function."""

import jax
import jax.numpy as jnp
import optax

from configs import CLIP, LEARNING_RATE


class JaxTraining:
    def __init__(self, weights, loss, rate=LEARNING_RATE):
        """`loss(weights, x)` is the mean negative log-density of a batch. The rate a number, or a function of the steps taken."""
        optimizer = optax.chain(optax.clip_by_global_norm(CLIP), optax.adam(rate))

        def step(weights, state, x):
            value, gradient = jax.value_and_grad(loss)(weights, x)
            updates, state = optimizer.update(gradient, state, weights)
            return optax.apply_updates(weights, updates), state, value

        self.weights = weights
        self.state = optimizer.init(weights)
        self.parameters = sum(leaf.size for leaf in jax.tree.leaves(weights))
        self.jitted = jax.jit(step, donate_argnums=(0, 1))
        self.jitted_loss = jax.jit(loss)

    def step(self, batch):
        """One step on a numpy batch; the loss as an array that may still be under way."""
        self.weights, self.state, loss = self.jitted(self.weights, self.state, batch)
        return loss

    def evaluate(self, x):
        return float(self.jitted_loss(self.weights, jnp.asarray(x)))


def versions(**others):
    return {"jax": jax.__version__, "optax": optax.__version__} | others
