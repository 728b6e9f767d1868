"""A training step of PyTorch, the same for every torch library: Adam in its fused form, gradients clipped to norm 5."""

import torch

from configs import CLIP, LEARNING_RATE


class TorchTraining:
    def __init__(self, module, loss, rate=LEARNING_RATE):
        """`loss(x)` is the mean negative log-density of a batch under `module`."""
        self.module = module
        self.loss = loss
        self.weights = [p for p in module.parameters() if p.requires_grad]
        self.adam = torch.optim.Adam(self.weights, lr=rate, fused=True)
        self.parameters = sum(p.numel() for p in self.weights)

    def step(self, batch):
        """One step on a numpy batch; the loss as a tensor."""
        self.adam.zero_grad(set_to_none=True)
        loss = self.loss(torch.from_numpy(batch))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.weights, CLIP)
        self.adam.step()
        return loss.detach()

    def evaluate(self, x):
        with torch.no_grad():
            return float(self.loss(torch.from_numpy(x)))


def versions(*modules):
    return {"torch": torch.__version__} | {module.__name__: getattr(module, "__version__", "") for module in modules}
