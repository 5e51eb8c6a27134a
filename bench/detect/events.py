#!/usr/bin/env python3
"""Writes the events of a folder of public log collections as JSON lines, each flat enough for any Sigma engine.

usage: events.py DATA OUT [FOLDER...]

Every event gets a member `holdfast_event` by which both engines' hits are told apart. Windows events in the layout of the
event log's XML are flattened as rules name their fields; Zeek's tables become objects.
"""
import gzip
import io
import json
import pathlib
import sys
import zipfile

FOLDERS = ["sigma-regression", "otrf-windows", "invictus-aws-dataset", "stratus-detonation-logs", "zeek-baseline-logs"]


def flat(event):
    body = event.get("Event")
    if not isinstance(body, dict) or "System" not in body:
        return event
    out = {}
    for name, value in body["System"].items():
        if isinstance(value, dict):
            for key, inner in (value.get("#attributes") or value).items():
                out[f"{name}_{key}"] = inner
            if "#text" in value:
                out[name] = value["#text"]
        else:
            out[name] = value
    for part in ("EventData", "UserData"):
        data = body.get(part) or {}
        for name, value in data.items():
            if name == "#attributes":
                continue
            if part == "UserData" and isinstance(value, dict):
                out.update({k: v for k, v in value.items() if k != "#attributes"})
            else:
                out[name] = value
    return out


def zeek(text):
    fields, types = [], []
    for line in text.splitlines():
        if line.startswith("#fields"):
            fields = line.split("\t")[1:]
        elif line.startswith("#types"):
            types = line.split("\t")[1:]
        elif line and not line.startswith("#"):
            record = {}
            for name, kind, value in zip(fields, types, line.split("\t")):
                if value == "-":
                    continue
                if kind.startswith(("set", "vector")):
                    record[name] = [] if value == "(empty)" else value.split(",")
                elif kind in ("count", "int", "port"):
                    record[name] = int(value) if value.lstrip("-").isdigit() else value
                elif kind == "bool":
                    record[name] = value == "T"
                else:
                    record[name] = value
            yield record


def documents(text):
    text = text.lstrip("\ufeff")
    decoder = json.JSONDecoder()
    at = 0
    while at < len(text):
        while at < len(text) and text[at] in " \t\r\n":
            at += 1
        if at >= len(text):
            return
        try:
            value, at = decoder.raw_decode(text, at)
        except json.JSONDecodeError:
            end = text.find("\n", at)
            at = len(text) if end < 0 else end + 1
            continue
        if isinstance(value, dict) and isinstance(value.get("Records"), list):
            yield from value["Records"]
        elif isinstance(value, list):
            yield from (v for v in value if isinstance(v, dict))
        elif isinstance(value, dict):
            yield value


def records(path):
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as zipped:
            for name in zipped.namelist():
                if name.endswith(".json"):
                    yield from documents(zipped.read(name).decode("utf-8", "replace"))
        return
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.GzipFile(fileobj=io.BytesIO(data)).read()
    text = data.decode("utf-8", "replace")
    if "#fields\t" in text[:4096]:
        yield from zeek(text)
    elif path.suffix == ".json" or text.lstrip()[:1] == "{":
        yield from documents(text)


def main():
    data, out = pathlib.Path(sys.argv[1]), sys.argv[2]
    folders = sys.argv[3:] or FOLDERS
    with open(out, "w", encoding="utf-8") as lines:
        for folder in folders:
            number = 0
            for path in sorted((data / folder).rglob("*")):
                if not path.is_file() or path.suffix not in (".json", ".gz", ".zip", ".log", ".jsonl"):
                    continue
                for record in records(path):
                    number += 1
                    event = {"holdfast_event": f"{folder}-{number}"}
                    event.update(flat(record))
                    lines.write(json.dumps(event, ensure_ascii=False, separators=(",", ":")) + "\n")
            print(folder, number, file=sys.stderr)


main()
