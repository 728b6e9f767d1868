"""The models in flowjax, as its own constructors make them."""

from importlib.metadata import version

import equinox as eqx
import jax
import jax.numpy as jnp
import paramax
from flowjax.bijections import RationalQuadraticSpline
from flowjax.distributions import Normal
from flowjax.flows import coupling_flow, masked_autoregressive_flow, planar_flow

from configs import BINS, BOUND, LEARNING_RATE
from jax_training import JaxTraining, versions as jax_versions


def flow(config, seed):
    key = jax.random.key(seed)
    base = Normal(jnp.zeros(config.dims))
    network = {"nn_width": config.width, "nn_depth": 2}
    if config.kind == "planar":
        return planar_flow(key, base_dist=base, flow_layers=config.depth)
    if config.kind == "maf":
        return masked_autoregressive_flow(key, base_dist=base, flow_layers=config.depth, **network)
    # it counts inner knots, one fewer than bins
    spline = RationalQuadraticSpline(knots=BINS - 1, interval=BOUND) if config.kind == "spline" else None
    return coupling_flow(key, base_dist=base, transformer=spline, flow_layers=config.depth, **network)


def training(config, rate=LEARNING_RATE, seed=0):
    # what its own training loop does: weights apart from all that is not trained
    weights, static = eqx.partition(
        flow(config, seed), eqx.is_inexact_array, is_leaf=lambda leaf: isinstance(leaf, paramax.NonTrainable)
    )

    def loss(weights, x):
        return -paramax.unwrap(eqx.combine(weights, static)).log_prob(x).mean()

    return JaxTraining(weights, loss, rate)


def versions():
    return jax_versions(flowjax=version("flowjax"), equinox=version("equinox"))
