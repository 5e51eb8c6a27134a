#!/bin/sh
# Writes down what only a running Linux machine knows, before it is cut off or stopped. Reads only; writes below one new
# folder. Every command has a time limit, so that one that hangs does not keep the rest from being taken. What is missing
# on the machine is named, not passed over. Prints the folder and a SHA-256 for each file; with BUCKET set, copies the
# folder there. Takes from the environment: OUT (folder to make, default below /var/tmp), LIMIT (seconds for each
# command), BUCKET (s3://… to copy to), MEMORY (1 to take memory through avml, where that is installed).
set -u
umask 077
LC_ALL=C
export LC_ALL
LIMIT=${LIMIT:-60}
OUT=${OUT:-/var/tmp/holdfast-$(date -u +%Y%m%dT%H%M%SZ)-$$}
case $LIMIT in '' | *[!0-9]*) echo "LIMIT is not a number" >&2; exit 2 ;; esac
mkdir -p -- "$(dirname -- "$OUT")" && mkdir -- "$OUT" || { echo "cannot make $OUT" >&2; exit 1; }

take() {
  name=$1
  shift
  if ! command -v "$1" >/dev/null 2>&1; then
    printf '%s\tmissing\t%s\n' "$name" "$1" >>"$OUT/taken.tsv"
    return 0
  fi
  timeout -k 5 "$LIMIT" "$@" >"$OUT/$name.txt" 2>"$OUT/$name.err" </dev/null
  printf '%s\texit %s\t%s\n' "$name" "$?" "$*" >>"$OUT/taken.tsv"
  [ -s "$OUT/$name.err" ] || rm -f -- "$OUT/$name.err"
}

# The most short-lived first: RFC 3227, section 2.1.
take time date -u +%Y-%m-%dT%H:%M:%SZ
if [ "${MEMORY:-0}" = 1 ]; then take memory avml "$OUT/memory.lime"; fi
take processes ps -eo pid,ppid,uid,lstart,stat,args --no-headers
take sockets ss -tanpu
take open-files lsof -nP
take routes ip -brief route
take neighbours ip neigh
take addresses ip -brief address
take modules lsmod
take mounts mount
take sessions who -a
take logins last -Fn 200
take kernel uname -a
take services systemctl list-units --all --no-pager --plain
take timers systemctl list-timers --all --no-pager
take crontab crontab -l
take cron-files find /etc/crontab /etc/cron.d /var/spool/cron -type f -exec cat {} +
take accounts cat /etc/passwd
take keys find /root /home -maxdepth 3 -name authorized_keys -type f -exec cat {} +
take changed find /etc /usr/bin /usr/sbin /tmp /var/tmp -xdev -type f -mtime -7 -not -path "$OUT/*"
take deleted-programs sh -c 'ls -l /proc/[0-9]*/exe 2>/dev/null | grep -F "(deleted)" || true'
take journal journalctl --since -24h --no-pager -o short-iso

( cd "$OUT" && find . -type f ! -name sha256.txt -exec sha256sum {} + | sort -k 2 >sha256.txt )
if [ -n "${BUCKET:-}" ]; then
  timeout -k 5 600 aws s3 cp --only-show-errors --recursive -- "$OUT" "$BUCKET/$(basename -- "$OUT")/" || echo "not copied to $BUCKET" >&2
fi
echo "$OUT"
cat "$OUT/sha256.txt"
