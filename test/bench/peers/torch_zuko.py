"""The models in zuko, made of its own blocks. zuko has no planar flow."""

import torch
import zuko
from zuko.distributions import DiagNormal
from zuko.flows.coupling import GeneralCouplingTransform
from zuko.lazy import Flow, UnconditionalDistribution
from zuko.transforms import MonotonicRQSTransform

from configs import BINS
from torch_training import TorchTraining, versions as torch_versions


def flow(config):
    hidden = [config.width] * 2
    if config.kind == "maf":
        return zuko.flows.MAF(config.dims, transforms=config.depth, hidden_features=hidden)
    if config.kind == "affine":
        return zuko.flows.RealNVP(config.dims, transforms=config.depth, hidden_features=hidden)
    if config.kind != "spline":
        return None
    # its NSF is autoregressive; the same spline in its coupling
    shapes = [(BINS,), (BINS,), (BINS - 1,)]
    couplings = [
        GeneralCouplingTransform(
            config.dims,
            mask=torch.arange(config.dims) % 2 == i % 2,
            univariate=MonotonicRQSTransform,
            shapes=shapes,
            hidden_features=hidden,
        )
        for i in range(config.depth)
    ]
    base = UnconditionalDistribution(DiagNormal, torch.zeros(config.dims), torch.ones(config.dims), buffer=True)
    return Flow(couplings, base)


def training(config):
    model = flow(config)
    return model and TorchTraining(model, lambda x: -model().log_prob(x).mean())


def versions():
    return torch_versions(zuko)
