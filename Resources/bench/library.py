#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""library.py RUNS NETSEND USER

Sends in turns through libmessngr and by a process of netsend, RUNS times each, and prints the median time of each in
milliseconds."""
import importlib.util
import pathlib
import statistics
import subprocess
import sys
import time

example = pathlib.Path(__file__).parent.parent / "examples" / "send.py"
specification = importlib.util.spec_from_file_location("send", example)
library = importlib.util.module_from_spec(specification)
specification.loader.exec_module(library)


def seconds(action):
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


runs, netsend, user = int(sys.argv[1]), sys.argv[2], sys.argv[3]
times = ([], [])
for run in range(runs):
    text = f"Backup finished, run {run}"
    times[0].append(seconds(lambda: library.send(user, text)))
    times[1].append(seconds(lambda: subprocess.run([netsend, "-q", user, text], check=True)))
for values in times:
    print(f"{statistics.median(values) * 1e3:.3f}")
