"""The models that are compared. `diffeo bench` has the same ones under the same names."""

from dataclasses import dataclass

BINS = 8
BOUND = 4.0
HIDDEN = 2
LEARNING_RATE = 1e-3
CLIP = 5.0
#: c of s = c·tanh(a/c), Diffeo's log-scale of couplings and autoregressive blocks
SCALE_BOUND = 2.0


@dataclass(frozen=True)
class Config:
    name: str
    #: `affine`, `spline` (couplings), `maf` or `planar`
    kind: str
    #: how many blocks
    depth: int
    #: units in each of the two hidden layers of a conditioner; 0 where there is none
    width: int
    batch: int
    dims: int


CONFIGS = {
    config.name: config
    for config in (
        Config("realnvp-8x64-b512-d2", "affine", 8, 64, 512, 2),
        Config("nsf-4x64-b512-d2", "spline", 4, 64, 512, 2),
        Config("maf-5x64-b512-d8", "maf", 5, 64, 512, 8),
        # x -> z in closed form, as every library that trains it on data has it: Diffeo's planar block, inverted
        Config("planar-16-b512-d2", "planar", 16, 0, 512, 2),
        Config("realnvp-10x128-b1024-d43", "affine", 10, 128, 1024, 43),
    )
}
