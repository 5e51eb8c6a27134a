#!/usr/bin/env python3
"""Runs a command and prints what it cost: wall and processor seconds, and the peak memory of its process tree.

usage: measure.py [--label NAME] [--json FILE] [--stdout FILE] -- COMMAND [ARGUMENT ...]

Peak memory is the largest sum of the resident sets of the command and all processes below it, looked at every 20 ms, and
never less than the kernel's own peak of the largest single process. Linux only (/proc). The exit code is the command's.
"""
import argparse
import json
import os
import resource
import subprocess
import sys
import threading
import time

PAGE = os.sysconf('SC_PAGE_SIZE')


def tree(root):
    children = {}
    for name in os.listdir('/proc'):
        if name.isdigit():
            try:
                with open(f'/proc/{name}/stat') as f:
                    rest = f.read().rpartition(')')[2].split()
                children.setdefault(int(rest[1]), []).append((int(name), int(rest[21]) * PAGE))
            except (OSError, IndexError):
                pass
    out, todo = 0, [root]
    for pid, size in [x for xs in children.values() for x in xs]:
        if pid == root:
            out += size
    while todo:
        for pid, size in children.get(todo.pop(), []):
            out += size
            todo.append(pid)
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--label', default='')
    parser.add_argument('--json')
    parser.add_argument('--stdout')
    parser.add_argument('command', nargs=argparse.REMAINDER)
    options = parser.parse_args()
    command = options.command[1:] if options.command[:1] == ['--'] else options.command
    out = open(options.stdout, 'wb') if options.stdout else subprocess.DEVNULL
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=out)
    peak = [0]
    ended = threading.Event()

    def watch():
        while not ended.wait(0.02):
            peak[0] = max(peak[0], tree(process.pid))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    code = process.wait()
    wall = time.monotonic() - began
    ended.set()
    watcher.join()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = {'label': options.label or command[0], 'code': code, 'wall': round(wall, 2),
              'cpu': round(used.ru_utime + used.ru_stime, 2),
              'rss': max(peak[0], used.ru_maxrss * 1024)}
    if options.json:
        with open(options.json, 'w') as f:
            json.dump(result, f)
    print(f"{result['label']}: {result['wall']} s wall, {result['cpu']} s processor, "
          f"{result['rss'] / 1e6:.0f} MB peak memory, exit {code}", file=sys.stderr)
    sys.exit(code if code >= 0 else 128 - code)


main()
