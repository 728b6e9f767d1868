"""One training step in Diffeo and in the libraries people use: the same models, threads and machine, in one run.

    npm run build
    python3 -m venv VENV && VENV/bin/pip install -r test/bench/peers/requirements.txt
    VENV/bin/python test/bench/peers/run.py [--threads 2] [--rounds 3] [--only NAME …] [--libraries NAME …] [--json OUT]

Forward KL with Adam and gradients clipped to norm 5, float32, a fresh batch each step. Every library and model has
processes of its own, which take turns with Diffeo's for so many rounds. What else the machine does can only slow a round
down, so the figure kept is the least median of the rounds; a library is timed with one thread too, and may keep that.
Run it on a machine that does nothing else: a thread that must wait for another's processor can cost PyTorch a hundredfold.
`torch.compile` needs a C++ compiler and is left out, with the reason, where there is none. `--no-diffeo` times the
libraries alone.
"""

import argparse
import json
import pathlib
import subprocess
import sys

from child import LIBRARIES
from configs import CONFIGS
from machine import describe, environment, pin

HERE = pathlib.Path(__file__).resolve().parent
CLI = HERE.parents[2] / "out" / "main" / "cli.js"


def call(command, threads):
    done = subprocess.run(
        list(map(str, command)),
        capture_output=True,
        text=True,
        env=environment(threads),
        preexec_fn=lambda: pin(threads),
    )
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stderr}")
    return done.stdout


def peer(library, config, options):
    """The better of one thread and all."""
    results = []
    for threads in sorted({1, options.threads}):
        command = [sys.executable, HERE / "child.py", library, config.name]
        settings = ["--threads", threads, "--seconds", options.seconds]
        results.append(json.loads(call([*command, *settings], threads).splitlines()[-1]))
    return fastest(results)


def diffeo(config, options):
    command = ["node", CLI, "bench", "--json", "--only", config.name, "--kind", "train-step"]
    settings = ["--threads", options.threads, "--seconds", options.seconds]
    backend = ["--backend", options.backend] if options.backend else []
    report = json.loads(call([*command, *settings, *backend], options.threads))
    return report["results"][0] | {"library": "diffeo", "variant": report["results"][0]["backend"]}


def fastest(results):
    return min(results, key=lambda each: each.get("ms", 0))


def rounds(config, options):
    """{library: its best result, or the reason why there is none}."""
    best = {}
    for number in range(options.rounds):
        for library in ([] if options.no_diffeo else ["diffeo"]) + options.libraries:
            if "skipped" in best.get(library, {}):
                continue
            result = diffeo(config, options) if library == "diffeo" else peer(library, config, options)
            said = result.get("skipped") or f"{result['ms']:.3f} ms"
            print(f"{config.name}, round {number + 1}, {library}: {said}", file=sys.stderr, flush=True)
            best[library] = fastest([best.get(library, result), result])
    return best


def table(results, libraries):
    """Milliseconds a step; behind them how many times Diffeo's."""
    lines = ["| model | " + " | ".join(libraries) + " |", "| --- |" + " ---: |" * len(libraries)]
    for name, best in results.items():
        ours = best.get("diffeo", {}).get("ms")
        cells = []
        for library in libraries:
            ms = best[library].get("ms")
            ratio = f" ({ms / ours:.2f}×)" if ms and ours and library != "diffeo" else ""
            cells.append(f"{ms:.3f}{ratio}" if ms else "–")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def remarks(results):
    for name, best in results.items():
        for library, result in best.items():
            if "skipped" in result:
                yield f"- {name}, {library}: {result['skipped']}."
            elif not result.get("learns", True):
                yield f"- {name}, {library}: its loss did not fall; the figure is not to be trusted."


def main():
    parser = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3, help="of timed steps, each round")
    parser.add_argument("--only", nargs="*", choices=CONFIGS, default=list(CONFIGS), metavar="NAME")
    parser.add_argument("--libraries", nargs="*", choices=LIBRARIES, default=list(LIBRARIES), metavar="NAME")
    parser.add_argument("--backend", help="Diffeo's; the one it would choose unless told")
    parser.add_argument("--no-diffeo", action="store_true")
    parser.add_argument("--json", type=pathlib.Path, help="where to write all figures")
    options = parser.parse_args()
    machine = describe()
    results = {name: rounds(CONFIGS[name], options) for name in options.only}
    machine["load_at_end"] = describe()["load"]
    versions = {}
    for best in results.values():
        for result in best.values():
            versions |= result.get("versions", {})
    libraries = ([] if options.no_diffeo else ["diffeo"]) + options.libraries
    print(f"Milliseconds a training step, at most {options.threads} threads; in brackets how many times Diffeo's.\n")
    print(table(results, libraries))
    print("\n" + "\n".join(remarks(results)))
    print("\n" + ", ".join(f"{name} {version}" for name, version in sorted(versions.items())))
    print(", ".join(f"{name} {value}" for name, value in machine.items()))
    if options.json:
        flat = [result for best in results.values() for result in best.values()]
        options.json.write_text(json.dumps({"results": flat, "machine": machine}, indent=2) + "\n")


if __name__ == "__main__":
    main()
