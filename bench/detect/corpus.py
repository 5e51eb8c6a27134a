#!/usr/bin/env python3
"""Makes a log of many events from the CloudTrail files of a folder: runs of their records, each with ids, times and keys of
its own, so that nothing is told twice.

usage: corpus.py LOGS OUT [MEGABYTES [SEED]]

Writes OUT/gz/*.json.gz, as CloudTrail delivers them, and the same records in the same order as OUT/corpus.ndjson.
"""
import gzip
import json
import pathlib
import random
import re
import sys

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
KEY = re.compile(r"\b(AKIA|ASIA|AIDA|AROA)[A-Z0-9]{16,17}\b")
TIME = re.compile(r'"eventTime":"[^"]*"')
ADDRESS = re.compile(r'"sourceIPAddress":"\d+\.\d+\.\d+\.\d+"')
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def files(folder):
    for path in sorted(pathlib.Path(folder).rglob("*.json*")):
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        try:
            records = json.loads(data).get("Records", [])
        except (ValueError, AttributeError):
            continue
        if records:
            yield [json.dumps(r, separators=(",", ":"), ensure_ascii=False) for r in records]


def main():
    out = pathlib.Path(sys.argv[2])
    size = int(float(sys.argv[3] if len(sys.argv) > 3 else 200) * 1e6)
    rnd = random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 7)
    sources = list(files(sys.argv[1]))
    weights = [len(s) for s in sources]
    (out / "gz").mkdir(parents=True, exist_ok=True)
    minute = made = events = number = 0

    def fresh(text):
        def uuid(_):
            h = f"{rnd.getrandbits(128):032x}"
            return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"

        text = ID.sub(uuid, text)
        text = KEY.sub(lambda m: m[1] + "".join(rnd.choices(LETTERS, k=16)), text)
        clock = f"{2 + minute // 1440:02d}T{minute // 60 % 24:02d}:{minute % 60:02d}:{rnd.randrange(60):02d}"
        text = TIME.sub(f'"eventTime":"2026-01-{clock}Z"', text, count=1)
        return ADDRESS.sub(f'"sourceIPAddress":"203.0.113.{rnd.randrange(256)}"', text)

    with open(out / "corpus.ndjson", "w", encoding="utf-8") as lines:
        while made < size:
            records = []
            for _ in range(rnd.randrange(40, 120)):
                source = rnd.choices(sources, weights)[0]
                start = rnd.randrange(len(source))
                records.extend(fresh(r) for r in source[start : start + rnd.randrange(1, 50)])
            for record in records:
                lines.write(record + "\n")
            text = '{"Records":[' + ",".join(records) + "]}"
            (out / "gz" / f"{number:06d}.json.gz").write_bytes(gzip.compress(text.encode(), 6, mtime=0))
            made += len(text.encode())
            events += len(records)
            number += 1
            minute = (minute + 5) % 40000
    print(f"{number} files, {events} events, {made / 1e6:.0f} MB", file=sys.stderr)


main()
