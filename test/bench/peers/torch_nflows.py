"""The models in nflows, made of its own blocks. nflows has no planar flow that goes from x to z."""

from importlib.metadata import version

import torch
from nflows.distributions import StandardNormal
from nflows.flows import Flow
from nflows.nn.nets import MLP
from nflows.transforms import (
    AffineCouplingTransform,
    CompositeTransform,
    MaskedAffineAutoregressiveTransform,
    PiecewiseRationalQuadraticCouplingTransform,
    ReversePermutation,
)

from configs import BINS, BOUND
from torch_training import TorchTraining, versions as torch_versions


class Network(MLP):
    """nflows' couplings hand their network a context, which its MLP does not take."""

    def forward(self, inputs, context=None):
        return super().forward(inputs)


def blocks(config):
    make_network = lambda inputs, outputs: Network([inputs], [outputs], [config.width] * 2)  # noqa: E731
    for i in range(config.depth):
        mask = (torch.arange(config.dims) % 2 != i % 2).int()
        if config.kind == "affine":
            yield AffineCouplingTransform(mask, make_network)
        elif config.kind == "spline":
            yield PiecewiseRationalQuadraticCouplingTransform(
                mask, make_network, num_bins=BINS, tails="linear", tail_bound=BOUND
            )
        elif config.kind == "maf":
            yield ReversePermutation(config.dims)
            # one layer in front of its blocks: two hidden layers
            yield MaskedAffineAutoregressiveTransform(
                config.dims, config.width, num_blocks=1, use_residual_blocks=False
            )


def training(config):
    parts = list(blocks(config))
    if not parts:
        return None
    model = Flow(CompositeTransform(parts), StandardNormal([config.dims]))
    return TorchTraining(model, lambda x: -model.log_prob(x).mean())


def versions():
    return torch_versions() | {"nflows": version("nflows")}
