#!/usr/bin/env python3
"""Compares the hits of RSigma, event by event and rule by rule, with a matrix of MatchMatrix.

usage: rsigma engine eval … --include-event --output-format ndjson | compare.py MATRIX.tsv RULES.txt [DIFFERENCES.tsv]

MATRIX.tsv holds an event and a rule's id on each line, RULES.txt the ids of the rules that are compared. Differences are written with the side that alone has the hit. Ends with 1 when there are any.
"""
import collections
import json
import sys


def main():
    ours = set()
    with open(sys.argv[1], encoding="utf-8") as lines:
        for line in lines:
            event, rule = line.rstrip("\n").split("\t")
            ours.add((event, rule))
    compared = set(open(sys.argv[2], encoding="utf-8").read().split())
    theirs = set()
    for line in sys.stdin:
        if line.startswith("{"):
            hit = json.loads(line)
            rule = hit["rule_id"]
            # Correlations name no single event.
            if rule in compared and "event" in hit:
                theirs.add((hit["event"]["holdfast_event"], rule))
    by_rule = collections.defaultdict(lambda: [0, 0])
    with open(sys.argv[3] if len(sys.argv) > 3 else "/dev/null", "w", encoding="utf-8") as out:
        for side, hits in enumerate((theirs - ours, ours - theirs)):
            for event, rule in sorted(hits):
                by_rule[rule][side] += 1
                out.write(f"{'RSigma' if side == 0 else 'Holdfast'}\t{rule}\t{event}\n")
    for rule, (alone, mine) in sorted(by_rule.items())[:40]:
        print(f"{rule}: only RSigma {alone}, only Holdfast {mine}")
    print(f"RSigma {len(theirs)} hits, Holdfast {len(ours)}, {len(theirs & ours)} in both, {len(by_rule)} rules differ")
    sys.exit(bool(by_rule))


main()
