"""Held-out NLL of each shipped real data set: its example flow, a full-covariance Gaussian, a 10-component mixture.

    npm run build
    python3 test/bench/real_data.py [--seeds 5] [--only NAME …]        (needs numpy and scikit-learn)

Every seed shuffles the rows of the CSV in resources/data, and so gives its own split. The flow trains on it through the
command line; the two baselines are fitted to the same training rows and judged by the same test rows. They know nothing
of the validation rows, which the flow uses only to stop. Prints nats per row, mean ± sd over seeds.
"""

import argparse
import json
import pathlib
import subprocess
import tempfile
import warnings

import numpy as np
from sklearn.mixture import GaussianMixture

ROOT = pathlib.Path(__file__).resolve().parents[2]
CLI = ["node", str(ROOT / "out" / "main" / "cli.js")]
EXAMPLES = {
    "old-faithful": "old-faithful",
    "fiji-quakes": "fiji-quakes",
    "stock-returns": "stock-returns",
    "light-chains": "light-chains",
    "iris": "iris",
    "wine": "wine",
    "breast-cancer": "breast-cancer",
}


def diffeo(*arguments):
    done = subprocess.run([*CLI, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    return done.stdout


def mixture_nll(train, test, components):
    """Fitted to standardised rows, so that the floor of 1e-6 on variances means the same for every column."""
    mean, scale = train.mean(0), train.std(0)
    components = min(components, len(train) // 2)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = GaussianMixture(components, n_init=5 if components > 1 else 1, max_iter=500, random_state=0)
        model.fit((train - mean) / scale)
    return -model.score((test - mean) / scale) + np.log(scale).sum()


def shuffled(name, seed, folder):
    """A document like the example, whose data is the CSV with its rows in another order."""
    head, *lines = (ROOT / "resources" / "data" / f"{name}.csv").read_text().strip().split("\n")
    order = np.random.default_rng(seed).permutation(len(lines))
    (folder / "data.csv").write_text("\n".join([head, *(lines[i] for i in order)]) + "\n")
    document = json.loads((ROOT / "resources" / "examples" / f"{EXAMPLES[name]}.flow.json").read_text())
    document["data"]["source"] = {"kind": "file", "path": "data.csv", "columns": columns_of(name)}
    path = folder / "shuffled.flow.json"
    path.write_text(json.dumps(document))
    return path


def columns_of(name):
    listing = json.loads((ROOT / "resources" / "data" / "index.json").read_text())
    return next(entry["columns"] for entry in listing if entry["name"] == name)


def flow_nll(document, seed, folder):
    model = folder / "model.json"
    diffeo("train", document, "--seed", seed, "--out", model)
    return json.loads(model.read_text())["metrics"]["testNll"]


def rows(document, part, folder):
    out = folder / f"{part}.csv"
    diffeo("data", "--document", document, "--part", part, "--out", out)
    return np.loadtxt(out, delimiter=",", skiprows=1, ndmin=2)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--only", nargs="*", default=list(EXAMPLES))
    options = parser.parse_args()
    print(f"{'data':15} {'train':>6} {'D':>3} {'flow':>18} {'Gaussian':>18} {'mixture of 10':>18}", flush=True)
    for name in options.only:
        results = []
        with tempfile.TemporaryDirectory() as place:
            folder = pathlib.Path(place)
            for seed in range(1, options.seeds + 1):
                document = shuffled(name, seed, folder)
                train, test = (rows(document, part, folder) for part in ("train", "test"))
                results.append(
                    (flow_nll(document, seed, folder), mixture_nll(train, test, 1), mixture_nll(train, test, 10))
                )
        columns = [f"{m:9.3f} ± {s:.3f}" for m, s in zip(np.mean(results, 0), np.std(results, 0, ddof=1))]
        print(f"{name:15} {len(train):6} {train.shape[1]:3} " + " ".join(f"{c:>18}" for c in columns), flush=True)


if __name__ == "__main__":
    main()
