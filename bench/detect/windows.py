#!/usr/bin/env python3
"""Compares what `detect run --json` found in lines of Windows events with RSigma's hits in them, rule by rule.

usage: rsigma engine eval … --include-event --output-format ndjson | windows.py EVENTS FOUND RULES SOURCES

EVENTS holds the lines, FOUND what `detect run` printed, RULES is the folder of rules, SOURCES that of content/sources: RSigma
asks every rule of every event, so that its hits by rules for another log are told apart by the routes that stand there.
Ends with 1 when there are differences.
"""
import collections
import hashlib
import json
import os
import sys

import yaml


def meets(wanted, value):
    wanted, value = str(wanted).lower(), str(value).lower()
    return value.startswith(wanted[:-1]) if wanted.endswith("*") else value == wanted


def routed(routes, source, event):
    """Whether a rule for the source is for the event."""
    asked = {k: v for k, v in source.items() if k in ("category", "service")}
    if source.get("product", "windows") != "windows":
        return False
    return not asked or any(
        all(route.get(k) == v for k, v in asked.items())
        and all(any(meets(v, event.get(k, "")) for v in values) for k, values in route["when"].items())
        for route in routes
    )


def one(event):
    return hashlib.sha256(json.dumps(event, sort_keys=True).encode()).hexdigest()


def rules_of(folder):
    """The rules' log sources by id, and ids by path."""
    sources, ids = {}, {}
    for at, _, files in os.walk(folder):
        for name in files:
            if name.endswith(".yml"):
                path = os.path.join(at, name)
                with open(path, encoding="utf-8") as file:
                    rule = next(yaml.load_all(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
                sources[rule["id"]] = rule.get("logsource", {})
                ids[os.path.relpath(path, folder)[:-4]] = rule["id"]
    return sources, ids


def main():
    events, found, rules, content = sys.argv[1:5]
    with open(os.path.join(content, "windows-eventlog.yaml"), encoding="utf-8") as file:
        routes = yaml.safe_load(file)["sigma"]["routes"]
    sources, ids = rules_of(rules)
    # Events without an id are known by the digest of their compact JSON, and equal ones by their number too.
    known = {}
    with open(events, encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                compact = json.dumps(json.loads(line), separators=(",", ":"), ensure_ascii=False)
                known[hashlib.sha256(compact.encode()).hexdigest()[:40]] = line
    ours, theirs, elsewhere, strange = set(), set(), 0, 0
    with open(found, encoding="utf-8") as lines:
        for line in lines:
            finding = json.loads(line)
            for event in finding.get("eventIds", []):
                event = event.split("~")[0]
                strange += event not in known
                if event in known:
                    ours.add((one(json.loads(known[event])), ids[finding["rule"]]))
    for line in sys.stdin:
        if line.startswith("{"):
            hit = json.loads(line)
            if routed(routes, sources.get(hit["rule_id"], {}), hit["event"]):
                theirs.add((one(hit["event"]), hit["rule_id"]))
            else:
                elsewhere += 1
    for side, hits in (("Holdfast", ours - theirs), ("RSigma", theirs - ours)):
        for rule, count in collections.Counter(rule for _, rule in hits).most_common(40):
            print(f"only {side}: {count} {rule} {sources.get(rule)}")
    print(f"Holdfast {len(ours)} hits, RSigma {len(theirs)}, {len(ours & theirs)} in both;"
          f" {elsewhere} of RSigma's by rules for another log, {strange} events of Holdfast's not found by their line")
    sys.exit(ours != theirs or strange > 0)


main()
