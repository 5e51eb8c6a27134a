#!/usr/bin/env python3
"""Asks the same rules of the same events by pySigma and SQLite, and compares with a matrix of MatchMatrix.

usage: sqlite.py RULES EVENTS.ndjson MATRIX.tsv
needs: pysigma 2.0.1, pysigma-backend-sqlite 2.1.1
"""
import json
import pathlib
import re
import sqlite3
import sys

from sigma.backends.sqlite import sqliteBackend
from sigma.collection import SigmaCollection
from sigma.exceptions import SigmaError


def flat(value, name, out):
    if isinstance(value, dict):
        for key, inner in value.items():
            flat(inner, f"{name}.{key}" if name else key, out)
        if name:
            out.setdefault(name, json.dumps(value, separators=(",", ":"), ensure_ascii=False))
    elif isinstance(value, list):
        out[name] = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    elif value is not None:
        out[name] = str(value).lower() if isinstance(value, bool) else value
    return out


def main():
    rules, events, matrix = sys.argv[1:4]
    rows = [flat(json.loads(line), "", {}) for line in open(events, encoding="utf-8")]
    queries, fields = [], {"holdfast_event"}
    for path in sorted(pathlib.Path(rules).rglob("*.yml")):
        try:
            collection = SigmaCollection.from_yaml(path.read_text(encoding="utf-8"))
            for rule in collection.rules:
                for query in sqliteBackend().convert_rule(rule):
                    queries.append((str(rule.id), query))
        except (SigmaError, NotImplementedError, AttributeError) as e:
            print(f"{path.name}: pySigma cannot: {type(e).__name__} {e}", file=sys.stderr)
    # SQLite takes two thousand columns at most: those that some query names.
    text = "\n".join(q for _, q in queries)
    for row in rows:
        fields.update(name for name in row if name in text)
    names = {}
    for name in sorted(fields):
        names.setdefault(name.lower(), name)
    db = sqlite3.connect(":memory:")
    db.create_function("REGEXP", 2, lambda pattern, text: text is not None and bool(re.search(pattern, str(text))))
    columns = sorted(names.values())
    db.execute("CREATE TABLE logs (" + ", ".join('"' + c.replace('"', '""') + '"' for c in columns) + ")")
    marks = ",".join("?" * len(columns))
    db.executemany(f"INSERT INTO logs VALUES ({marks})", ([row.get(c) for c in columns] for row in rows))
    theirs, able = set(), set()
    for rule, query in queries:
        try:
            where = query.replace("<TABLE_NAME>", "logs").replace("SELECT *", "SELECT holdfast_event", 1)
            theirs.update((row[0], rule) for row in db.execute(where))
            able.add(rule)
        except sqlite3.Error as e:
            if "no such column" in str(e):
                able.add(rule)
            else:
                print(f"{rule}: SQLite cannot: {e}", file=sys.stderr)
    ours = {tuple(line.rstrip("\n").split("\t")) for line in open(matrix, encoding="utf-8")}
    ours = {hit for hit in ours if hit[1] in able}
    print(f"{len(rows)} events, {len(able)} rules: SQLite {len(theirs)} hits, Holdfast {len(ours)}")
    for event, rule in sorted(theirs - ours)[:40]:
        print(f"only SQLite: {rule} {event}")
    for event, rule in sorted(ours - theirs)[:40]:
        print(f"only Holdfast: {rule} {event}")
    sys.exit(theirs != ours)


main()
