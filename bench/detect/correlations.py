#!/usr/bin/env python3
"""Correlations of `detect run` beside what the specification says, worked out anew for every event.

usage: correlations.py FOLDER [EVENTS [SEED]]
Makes rules and events in FOLDER, runs ./holdfast over them, and lists for each correlation the bursts found where no window
that ends with the event holds the condition, and the events with such a window that lie in no burst.
RSIGMA=PROGRAM has RSigma count, over the same rules and events, with how many events each condition holds.
"""
import collections
import datetime
import json
import math
import os
import random
import subprocess
import sys
import uuid

folder = sys.argv[1]
number = int(sys.argv[2]) if len(sys.argv) > 2 else 5000
luck = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 7)
root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def known(title):
    """An id, which RSigma wants of what a correlation names."""
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, title))


def correlation(title, kind, rules, group, span, condition=None, **more):
    body = {"type": kind, "rules": rules, "timespan": f"{span}s", **more}
    if group:
        body["group-by"] = group
    if condition:
        body["condition"] = condition
    return {"title": title, "id": known(title), "level": "high", "correlation": body}


CORRELATIONS = [
    correlation("count", "event_count", ["a"], ["user"], 60, {"gte": 4}),
    correlation("count of two rules", "event_count", ["a", "b"], ["user"], 120, {"gt": 7}),
    correlation("count by two fields", "event_count", ["a"], ["user", "ip"], 60, {"gte": 3}),
    correlation("count of all", "event_count", ["c"], [], 120, {"gte": 7}),
    correlation("values", "value_count", ["a"], ["user"], 60, {"field": "ip", "gte": 4}),
    correlation("together", "temporal", ["a", "b", "c"], ["user"], 10),
    correlation("two of three together", "temporal", ["a", "b", "c"], ["user"], 5, {"gte": 2}),
    correlation("in order", "temporal_ordered", ["a", "b", "c"], ["user"], 20),
    correlation("sum", "value_sum", ["a"], ["user"], 60, {"field": "bytes", "gt": 250}),
    correlation("average", "value_avg", ["a"], ["user"], 60, {"field": "bytes", "gte": 90}),
    correlation("percentile", "value_percentile", ["a"], ["user"], 60, {"field": "bytes", "percentile": 90, "gte": 95}),
    correlation("median", "value_median", ["a"], ["user"], 60, {"field": "bytes", "gte": 92}),
    correlation(
        "by another name", "temporal", ["a", "b"], ["who"], 4, aliases={"who": {"a": "user", "b": "other"}}
    ),
]


def rule(name):
    return {
        "title": name,
        "id": known(name),
        "name": name,
        "level": "low",
        "logsource": {"product": "aws", "service": "cloudtrail"},
        "detection": {"s": {"eventName": name.upper()}, "condition": "s"},
    }


def events():
    time = datetime.datetime(2026, 1, 2, 3, tzinfo=datetime.timezone.utc)
    for i in range(number):
        time += datetime.timedelta(seconds=luck.choice([0, 0, 1, 1, 2, 3, 9, 40]))
        event = {
            "eventVersion": "1.11",
            "eventSource": "x.amazonaws.com",
            "eventName": luck.choice("AABCD"),
            "eventTime": time.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "eventID": f"e{i}",
            "user": f"u{int(luck.expovariate(0.3))}",
            "other": f"u{int(luck.expovariate(0.3))}",
            "ip": f"192.0.2.{luck.randrange(9)}",
            "bytes": luck.choice([luck.randrange(100)] * 17 + [str(luck.randrange(100)), "n/a"]),
        }
        for name in ("user", "bytes", "ip"):
            if luck.random() < 0.03:
                del event[name]
        yield time.timestamp(), event


def group(body, event):
    """None where a field is missing: such an event is not counted."""
    names = [body.get("aliases", {}).get(n, {}).get(event["eventName"].lower(), n) for n in body.get("group-by", [])]
    values = [event.get(name) for name in names]
    return None if None in values else tuple(values)


def value(body, event):
    if not body["type"].startswith("value"):
        return 0
    raw = event.get(body["condition"]["field"])
    if body["type"] == "value_count":
        return raw
    try:
        return float(raw)
    except (TypeError, ValueError):
        return None


def figure(body, window):
    kind, values = body["type"], sorted(v for _, _, v in window)
    if kind == "event_count":
        return len(window)
    if kind == "value_count":
        return len(set(values))
    if kind == "temporal":
        return len({name for _, name, _ in window})
    if kind == "temporal_ordered":
        at = -math.inf
        for done, name in enumerate(body["rules"]):
            at = min((time for time, n, _ in window if n == name and time >= at), default=None)
            if at is None:
                return done
        return len(body["rules"])
    if kind == "value_sum":
        return sum(values)
    if kind == "value_avg":
        return sum(values) / len(values)
    rank = body["condition"].get("percentile", 50) / 100 * (len(values) - 1)
    low = math.floor(rank)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (rank - low)


HOLDS = {"gte": lambda a, b: a >= b, "gt": lambda a, b: a > b}


def counted(body):
    for number, (time, event) in enumerate(log):
        name = event["eventName"].lower()
        if name in body["rules"] and group(body, event) is not None and value(body, event) is not None:
            yield number, time, name, group(body, event), value(body, event)


def by_specification(body):
    windows, span = collections.defaultdict(list), int(body["timespan"][:-1])
    bounds = {k: v for k, v in body.get("condition", {"gte": len(body["rules"])}).items() if k in HOLDS}
    for number, time, name, of, what in counted(body):
        window = windows[of] = [w for w in windows[of] if w[0] >= time - span] + [(time, name, what)]
        if all(HOLDS[k](figure(body, window), bound) for k, bound in bounds.items()):
            yield number


def outside(body, bursts, fired):
    """What fired although no burst goes on: a burst goes on while the next event counted comes within the timespan."""
    span, until, out = int(body["timespan"][:-1]), {}, []
    for number, time, _, of, _ in counted(body):
        if number in bursts or time <= until.get(of, -math.inf):
            until[of] = time + span
        elif number in fired:
            out.append(number)
    return out


os.makedirs(os.path.join(folder, "rules"), exist_ok=True)
os.makedirs(os.path.join(folder, "logs"), exist_ok=True)
log = list(events())
with open(os.path.join(folder, "rules", "all.yml"), "w") as file:
    # JSON is YAML too.
    file.write("\n---\n".join(json.dumps(d) for d in [rule(n) for n in "abc"] + CORRELATIONS))
with open(os.path.join(folder, "logs", "events.json"), "w") as file:
    file.writelines(json.dumps(event) + "\n" for _, event in log)
run = subprocess.run(
    [os.environ.get("HOLDFAST", os.path.join(root, "holdfast")), "detect", "run", "--no-queue", "--json",
     "--rules", os.path.join(folder, "rules"), "--home", os.path.join(folder, "home"),
     "--source", "file:" + os.path.join(folder, "logs")],
    stdout=subprocess.PIPE, check=True, text=True)
found, place = collections.defaultdict(set), {event["eventID"]: n for n, (_, event) in enumerate(log)}
for line in run.stdout.splitlines():
    finding = json.loads(line)
    if "correlation" in finding:
        found[finding["title"]].add(max(place[e] for e in finding["eventIds"]))
theirs = collections.Counter()
if os.environ.get("RSIGMA"):
    other = subprocess.run(
        [os.environ["RSIGMA"], "engine", "eval", "-r", os.path.join(folder, "rules"),
         "-e", "@" + os.path.join(folder, "logs", "events.json"), "--timestamp-field", "eventTime",
         "--output-format", "ndjson"],
        stdout=subprocess.PIPE, check=True, text=True)
    hits = (json.loads(line) for line in other.stdout.splitlines() if line.startswith("{"))
    theirs.update(hit["rule_title"] for hit in hits if "correlation_type" in hit)
wrong = 0
for one in CORRELATIONS:
    title, body = one["title"], one["correlation"]
    fired = set(by_specification(body))
    bursts = found[title]
    early, missed = sorted(bursts - fired), outside(body, bursts, fired)
    wrong += len(early) + len(missed)
    print(f"{title:24} {len(bursts):4} bursts, {len(fired):5} events; not due {early[:9]}, missed {missed[:9]}"
          + (f", RSigma {theirs[title]} events" if theirs else ""))
sys.exit(1 if wrong else 0)
