"""A training step of PyTorch, the same for every torch library: Adam in its fused form, gradients clipped to norm 5."""

import torch

from configs import CLIP, LEARNING_RATE


class TorchTraining:
    def __init__(self, module, loss, rate=LEARNING_RATE):
        """`loss(x)` is the mean negative log-density of a batch; the rate a number, or a function of the steps taken."""
        self.module = module
        self.loss = loss
        self.weights = [p for p in module.parameters() if p.requires_grad]
        self.rate = rate if callable(rate) else lambda step: rate
        self.steps = 0
        self.adam = torch.optim.Adam(self.weights, lr=self.rate(0), fused=True)
        self.parameters = sum(p.numel() for p in self.weights)

    def step(self, batch):
        """One step on a numpy batch; the loss as a tensor."""
        self.adam.zero_grad(set_to_none=True)
        loss = self.loss(torch.from_numpy(batch))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.weights, CLIP)
        self.adam.param_groups[0]["lr"] = self.rate(self.steps)
        self.adam.step()
        self.steps += 1
        return loss.detach()

    def evaluate(self, x):
        with torch.no_grad():
            return float(self.loss(torch.from_numpy(x)))


def versions(*modules):
    return {"torch": torch.__version__} | {module.__name__: getattr(module, "__version__", "") for module in modules}
