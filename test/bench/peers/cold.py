"""Seconds from a cold start to an accepted two-moons NLL, all included: imports, compilation, evaluations.

    npm run build
    VENV/bin/python test/bench/peers/cold.py [--threads 2] [--seeds 3] [--only diffeo torch jax flowjax] [--target 1.335]

RealNVP 8×(2×64); two moons with noise 0.06, standardised by their exact moments, fresh rows every step; 16 000 steps of
256 at most, Adam with a cosine from 1e-3, gradients clipped to norm 5. Every 250 steps the NLL of 20 000 other rows is
taken, and the clock stops at the first that is low enough. The libraries take turns, a process each; all but Diffeo are
timed with one thread too, and may keep that.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np

from cold_child import DEVIATION, LIBRARIES, NOISE, TEST_ROWS
from machine import describe, environment, pin

HERE = pathlib.Path(__file__).resolve().parent
CLI = HERE.parents[2] / "out" / "main" / "cli.js"
DOCUMENT = HERE.parent / "documents" / "moons-realnvp.flow.json"


def timed(command, threads):
    started = time.perf_counter()
    done = subprocess.run(
        list(map(str, command)),
        capture_output=True,
        text=True,
        env=environment(threads),
        preexec_fn=lambda: pin(threads),
    )
    seconds = time.perf_counter() - started
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stderr}")
    return seconds, done.stdout


def peer(library, seed, options):
    """The better of one thread and all."""
    results = []
    for threads in sorted({1, options.threads}):
        settings = ["--seed", seed, "--threads", threads, "--target", options.target, "--every", options.every]
        seconds, out = timed([sys.executable, HERE / "cold_child.py", library, *settings], threads)
        results.append({"seconds": seconds, "threads": threads} | json.loads(out))
    return min(results, key=lambda each: each["seconds"])


def diffeo(seed, options, folder):
    document = json.loads(DOCUMENT.read_text())
    document["data"]["source"] |= {"samples": 2 * TEST_ROWS, "settings": {"noise": NOISE}, "fresh": True}
    document["data"]["split"] = {"validation": 0.5, "test": 0.1}
    document["training"]["validateEvery"] = options.every
    path, model = folder / "moons.flow.json", folder / "model.json"
    path.write_text(json.dumps(document))
    # it counts in the natural units of the data
    until = options.target + float(np.log(DEVIATION).sum())
    command = ["node", CLI, "train", path, "--until-nll", until, "--seed", seed, "--threads", options.threads]
    seconds, _ = timed([*command, "--out", model], options.threads)
    trained = json.loads(model.read_text())
    nll = trained["metrics"]["validationNll"]
    return {
        "seconds": seconds,
        "steps": trained["provenance"]["steps"],
        "nll": nll - until + options.target,
        "reached": nll <= until,
    }


def main():
    parser = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__)
    everyone = ["diffeo", *LIBRARIES]
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--target", type=float, default=1.335)
    parser.add_argument("--every", type=int, default=250)
    parser.add_argument("--only", nargs="*", choices=everyone, default=everyone, metavar="NAME")
    options = parser.parse_args()
    found = {name: [] for name in options.only}
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(1, options.seeds + 1):
            for name in options.only:
                ours = name == "diffeo"
                result = diffeo(seed, options, pathlib.Path(folder)) if ours else peer(name, seed, options)
                found[name].append(result)
                print(f"{name}, seed {seed}: {json.dumps(result)}", file=sys.stderr, flush=True)
    print("| from a cold start | seconds, each seed | median | steps |\n| --- | --- | ---: | --- |")
    for name, results in found.items():
        each = ", ".join(f"{r['seconds']:.1f}" + ("" if r["reached"] else " (not reached)") for r in results)
        median = np.median([r["seconds"] for r in results])
        print(f"| {name} | {each} | {median:.1f} | {', '.join(str(r['steps']) for r in results)} |")
    print("\n" + ", ".join(f"{name} {value}" for name, value in describe().items()))


if __name__ == "__main__":
    main()
