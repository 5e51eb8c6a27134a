#!/bin/sh
# Cuts a running Linux machine off from the network but for the agent of Systems Manager: new and old connections alike.
# For machines that security groups cannot cut off, whose tracked connections live on. `isolate.sh on` saves the rules
# first and refuses to save twice; `isolate.sh off` puts the saved rules back. Takes from the environment: STATE (folder for
# the saved rules), ALLOW (addresses or networks that stay reachable by HTTPS, apart by blanks; those of the Systems Manager
# endpoints). The metadata address stays reachable, since the agent signs with what it gets there.
set -eu
STATE=${STATE:-/var/lib/holdfast-isolate}
ALLOW=${ALLOW:-}
for address in $ALLOW; do
  case $address in *[!0-9./]*) echo "ALLOW: $address is no IPv4 address or network" >&2; exit 2 ;; esac
done
case ${1:-} in
  on)
    if [ -e "$STATE/rules.v4" ]; then echo "already isolated: $STATE holds the rules from before" >&2; exit 3; fi
    umask 077
    mkdir -p -- "$STATE"
    timeout 20 iptables-save >"$STATE/rules.new"
    mv -- "$STATE/rules.new" "$STATE/rules.v4"
    {
      echo '*filter'
      echo ':INPUT DROP [0:0]'
      echo ':FORWARD DROP [0:0]'
      echo ':OUTPUT DROP [0:0]'
      echo '-A INPUT -i lo -j ACCEPT'
      echo '-A OUTPUT -o lo -j ACCEPT'
      echo '-A OUTPUT -d 169.254.169.254/32 -p tcp --dport 80 -j ACCEPT'
      echo '-A INPUT -s 169.254.169.254/32 -p tcp --sport 80 -j ACCEPT'
      echo '-A OUTPUT -d 169.254.169.253/32 -p udp --dport 53 -j ACCEPT'
      echo '-A INPUT -s 169.254.169.253/32 -p udp --sport 53 -j ACCEPT'
      for address in $ALLOW; do
        echo "-A OUTPUT -d $address -p tcp --dport 443 -j ACCEPT"
        echo "-A INPUT -s $address -p tcp --sport 443 -j ACCEPT"
      done
      echo 'COMMIT'
    } | timeout 20 iptables-restore
    if command -v ip6tables-restore >/dev/null 2>&1; then
      timeout 20 ip6tables-save >"$STATE/rules.v6"
      printf '*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A OUTPUT -o lo -j ACCEPT\nCOMMIT\n' | timeout 20 ip6tables-restore
    fi
    echo isolated
    ;;
  off)
    if [ ! -e "$STATE/rules.v4" ]; then echo "not isolated: $STATE holds no rules" >&2; exit 3; fi
    timeout 20 iptables-restore <"$STATE/rules.v4"
    if [ -e "$STATE/rules.v6" ]; then timeout 20 ip6tables-restore <"$STATE/rules.v6"; rm -f -- "$STATE/rules.v6"; fi
    rm -f -- "$STATE/rules.v4"
    echo released
    ;;
  *)
    echo "usage: isolate.sh on|off" >&2
    exit 2
    ;;
esac
