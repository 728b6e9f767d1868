"""Takes some files out of a Python wheel, without installing it.

    python unpack_wheel.py WHEEL TARGET [--take FROM=TO ...] [--headers FROM=TO NAME ...]

`--take` takes every file whose path begins with FROM and puts TO in its place. `--headers` takes the C headers NAME and all
that they include, as far as these lie below FROM. Prints JSON: the files written, their bytes, the wheel's requirements.
Only Python's own library is used, from 3.6 on.
"""

import argparse
import json
import os
import re
import shutil
import sys
import zipfile

INCLUDE = re.compile(rb'^[ \t]*#[ \t]*include[ \t]+["<]([^">]+)[">]', re.MULTILINE)


def headers(wheel, names, root, first):
    """Paths in the wheel of the headers and of all that they include."""
    found = []
    waiting = [root + name for name in first]
    seen = set(waiting)
    while waiting:
        path = waiting.pop()
        if path not in names:
            continue  # the compiler's own, or one behind a condition
        found.append(path)
        for match in INCLUDE.findall(wheel.read(path)):
            name = match.decode()
            for other in (root + name, os.path.dirname(path) + "/" + name):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
    return found


def requirements(wheel, names):
    metadata = next(name for name in names if name.endswith(".dist-info/METADATA"))
    lines = wheel.read(metadata).decode().split("\n\n")[0].splitlines()
    return [line.split(":", 1)[1].strip() for line in lines if line.startswith("Requires-Dist:")]


def write(wheel, source, target):
    info = wheel.getinfo(source)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    # compares the checksum when it comes to the end
    with wheel.open(info) as stream, open(target, "wb") as out:
        shutil.copyfileobj(stream, out, 1 << 20)
    mode = (info.external_attr >> 16) & 0o777
    if mode:
        os.chmod(target, mode | 0o600)
    return info.file_size


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("wheel")
    parser.add_argument("target")
    parser.add_argument("--take", nargs="*", default=[])
    parser.add_argument("--headers", nargs="*", default=[])
    given = parser.parse_args()
    with zipfile.ZipFile(given.wheel) as wheel:
        names = {name for name in wheel.namelist() if not name.endswith("/")}
        chosen = {}
        for pair in given.take:
            before, after = pair.split("=")
            for name in names:
                if name.startswith(before):
                    chosen[name] = after + name[len(before):]
        if given.headers:
            before, after = given.headers[0].split("=")
            for name in headers(wheel, names, before, given.headers[1:]):
                chosen[name] = after + name[len(before):]
        size = 0
        for source, place in sorted(chosen.items()):
            if ".." in place.split("/") or os.path.isabs(place):
                sys.exit("refused to write " + place)
            size += write(wheel, source, os.path.join(given.target, place))
        print(json.dumps({"files": sorted(chosen.values()), "bytes": size, "requires": requirements(wheel, names)}))


main()
