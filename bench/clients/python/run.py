"""Calls the SDK as calls/*.json say and prints for each family how many calls there were and how many answers are wrong.

Usage: run.py CLOUD_FILE [FAMILY...]. CLOUD_FILE is what the local cloud wrote; the SDK must be on PYTHONPATH.
"""

import json
import pathlib
import sys

from family import Family
from recorder import reset


def main(cloud_file, only):
    cloud = json.loads(pathlib.Path(cloud_file).read_text())
    cloud["folder"] = str(pathlib.Path(cloud_file).parent)  # for what calls read and write on this machine
    calls = wrong = 0
    files = sorted((pathlib.Path(__file__).parent / "calls").glob("*.json"))
    chosen = [file for file in files if not only or file.stem in only]
    for file in chosen:
        reset(cloud)
        family = Family(file, cloud)
        for complaint in family.run():
            print(f"  wrong: {file.stem}: {complaint}")
        print(f"{file.stem:28}{family.calls:6} calls{family.wrong:6} wrong", flush=True)
        calls, wrong = calls + family.calls, wrong + family.wrong
    print(f"Python SDK: {calls} calls in {len(chosen)} families, {wrong} wrong.")
    return 1 if wrong or not calls else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
