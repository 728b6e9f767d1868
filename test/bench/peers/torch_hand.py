"""The models written by hand in PyTorch, with nothing in them that a library's generality would cost."""

import math

import torch
import torch.nn.functional as F
from torch import nn

from configs import BINS, BOUND, LEARNING_RATE, SCALE_BOUND
from torch_training import TorchTraining, versions as torch_versions

LEAST = 1e-3
OFFSET = math.log(math.expm1(1 - LEAST))
HALF_LOG_2PI = 0.5 * math.log(2 * math.pi)


def zeroed(linear):
    nn.init.zeros_(linear.weight)
    nn.init.zeros_(linear.bias)
    return linear


def network(inputs, width, outputs):
    return nn.Sequential(
        nn.Linear(inputs, width),
        nn.ReLU(),
        nn.Linear(width, width),
        nn.ReLU(),
        zeroed(nn.Linear(width, outputs)),
    )


def affine(raw, x):
    """x → z = (x − t)·e^−s with s = c·tanh(a/c); raw [B, 2m]."""
    a, t = raw.chunk(2, -1)
    minus_s = -SCALE_BOUND * torch.tanh(a / SCALE_BOUND)
    return (x - t) * minus_s.exp(), minus_s.sum(-1)


def spline(raw, x):
    """x → z through the inverse of a rational-quadratic spline on [−B, B]; raw [B, m(3K − 1)]."""
    raw = raw.unflatten(-1, (x.shape[-1], 3 * BINS - 1))
    shares = F.softmax(raw[..., : 2 * BINS].unflatten(-1, (2, BINS)), -1)
    sizes = 2 * BOUND * (LEAST + (1 - LEAST * BINS) * shares)
    edges = F.pad(sizes.cumsum(-1), (1, 0)) - BOUND
    slopes = F.pad(LEAST + F.softplus(raw[..., 2 * BINS :] + OFFSET), (1, 1), value=1.0)
    inside = x.abs() <= BOUND
    y = x.clamp(-BOUND, BOUND)
    k = torch.searchsorted(edges[..., 1, 1:-1].detach().contiguous(), y.unsqueeze(-1).contiguous(), right=True)
    at = lambda table, index: table.gather(-1, index).squeeze(-1)  # noqa: E731
    left, bottom = at(edges[..., 0, :], k), at(edges[..., 1, :], k)
    width, height = at(sizes[..., 0, :], k), at(sizes[..., 1, :], k)
    d0, d1 = at(slopes, k), at(slopes, k + 1)
    s, rise = height / width, y - bottom
    bend = rise * (d0 + d1 - 2 * s)
    a, b = height * (s - d0) + bend, height * d0 - bend
    theta = 2 * s * rise / (b + (b * b + 4 * a * s * rise).clamp_min(1e-30).sqrt())
    rest = theta * (1 - theta)
    denominator = s + (d0 + d1 - 2 * s) * rest
    slope = d1 * theta.square() + 2 * s * rest + d0 * (1 - theta).square()
    log_slope = -(slope.log() + 2 * (s / denominator).log())
    return torch.where(inside, left + width * theta, x), torch.where(inside, log_slope, 0.0).sum(-1)


class Couplings(nn.Module):
    """The two halves change places from block to block, so that nothing is ever joined again."""

    def __init__(self, config):
        super().__init__()
        self.transformer, outputs = (affine, 2) if config.kind == "affine" else (spline, 3 * BINS - 1)
        halves = (config.dims + 1) // 2, config.dims // 2
        self.networks = nn.ModuleList(
            network(halves[i % 2], config.width, halves[1 - i % 2] * outputs) for i in range(config.depth)
        )

    def forward(self, x):
        """Log-density of rows."""
        still, moved = x[:, ::2], x[:, 1::2]
        log_det = 0.0
        for net in self.networks:
            moved, more = self.transformer(net(still), moved)
            log_det = log_det + more
            still, moved = moved, still
        squares = still.square().sum(-1) + moved.square().sum(-1)
        return log_det - 0.5 * squares - x.shape[-1] * HALF_LOG_2PI


class Masked(nn.Module):
    def __init__(self, degrees_in, degrees_out, strict):
        super().__init__()
        self.linear = nn.Linear(len(degrees_in), len(degrees_out))
        seen = degrees_out[:, None] > degrees_in if strict else degrees_out[:, None] >= degrees_in
        self.register_buffer("mask", seen.float())

    def forward(self, x):
        return F.linear(x, self.linear.weight * self.mask, self.linear.bias)


class Autoregressive(nn.Module):
    def __init__(self, config):
        super().__init__()
        order = torch.arange(1, config.dims + 1)
        hidden = 1 + torch.arange(config.width) % (config.dims - 1)
        self.networks = nn.ModuleList()
        for i in range(config.depth):
            rank = order if i % 2 == 0 else order.flip(0)
            last = Masked(hidden, torch.cat([rank, rank]), True)
            zeroed(last.linear)
            self.networks.append(
                nn.Sequential(Masked(rank, hidden, False), nn.ReLU(), Masked(hidden, hidden, False), nn.ReLU(), last)
            )

    def forward(self, x):
        log_det = 0.0
        for net in self.networks:
            x, more = affine(net(x), x)
            log_det = log_det + more
        return log_det - 0.5 * x.square().sum(-1) - x.shape[-1] * HALF_LOG_2PI


class Planar(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.u = nn.Parameter(torch.zeros(config.depth, config.dims))
        self.w = nn.Parameter(torch.randn(config.depth, config.dims) / math.sqrt(config.dims))
        self.b = nn.Parameter(torch.zeros(config.depth))

    def forward(self, x):
        along = (self.w * self.u).sum(-1)
        k = LEAST + F.softplus(along + OFFSET) - 1
        u_hat = self.u + ((k - along) / self.w.square().sum(-1)).unsqueeze(-1) * self.w
        log_det = 0.0
        for w, b, u, gain in zip(self.w.unbind(), self.b.unbind(), u_hat.unbind(), k.unbind()):
            t = torch.tanh(x @ w + b)
            x = x + t.unsqueeze(-1) * u
            log_det = log_det + torch.log1p(gain * (1 - t * t))
        return log_det - 0.5 * x.square().sum(-1) - x.shape[-1] * HALF_LOG_2PI


def module(config):
    made = {"affine": Couplings, "spline": Couplings, "maf": Autoregressive, "planar": Planar}
    return made[config.kind](config)


def training(config, rate=LEARNING_RATE, seed=0):
    torch.manual_seed(seed)
    model = module(config)
    return TorchTraining(model, lambda x: -model(x).mean(), rate)


def compiled(config):
    """The same under torch.compile: forward and backward are compiled, Adam is the fused one."""
    model = module(config)
    loss = torch.compile(lambda x: -model(x).mean(), fullgraph=True, dynamic=False)
    return TorchTraining(model, loss)


def versions():
    return torch_versions()
