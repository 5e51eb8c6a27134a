#!/usr/bin/env python3
"""Compares what RSigma hit (JSON lines of `engine eval`) with a file of hits of DetectBench. Ends with 1 when they differ.

usage: hits.py RSIGMA.ndjson HOLDFAST.hits
"""
import collections
import json
import sys


def rsigma(path):
    found = collections.Counter()
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("{"):
                rule = json.loads(line)
                found[rule.get("rule_id") or rule.get("header", {}).get("rule_id")] += 1
    return found


def holdfast(path):
    with open(path, encoding="utf-8") as lines:
        return collections.Counter(line.rstrip("\n").split("\t")[1] for line in lines)


theirs, ours = rsigma(sys.argv[1]), holdfast(sys.argv[2])
for rule in sorted(set(theirs) | set(ours), key=str):
    if theirs[rule] != ours[rule]:
        print(f"{rule}: RSigma {theirs[rule]}, Holdfast {ours[rule]}")
print(f"RSigma {sum(theirs.values())} hits, Holdfast {sum(ours.values())}")
sys.exit(theirs != ours)
