#!/bin/bash
# installed.sh ROOT BEFORE ARCHIVE SIPP DOCS: in a network namespace of its own with nothing but the loopback, boots a clean Debian
# root with its own systemd and does there what the operator's pages in DOCS say, with the commands as they stand in their
# text: installs BEFORE, an older archive, calls, upgrades to ARCHIVE, calls, backs up, restores, boots again, uninstalls.
# Prints what it sees, a line each.
set -u
R=$1 BEFORE=$2 ARCHIVE=$3 SIPP=$4 DOCS=$5
HERE=$(cd "$(dirname "$0")" && pwd)
CGROUP=/sys/fs/cgroup
[ -e "$CGROUP/cgroup.procs" ] || CGROUP=/sys/fs/cgroup/unified
CGROUP=$CGROUP/svara-installed-$$
ip link set lo up

inside() { nsenter -t "$INIT" -a --wd="/proc/$INIT/root/root" env -i LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"; }
boot() {
    mkdir -p "$CGROUP"
    (echo 0 > "$CGROUP/cgroup.procs"; exec unshare -m -p -u -i -C --fork --kill-child sh "$HERE/boot.sh" "$R") >&2 </dev/null & MACHINE=$!
    for _ in $(seq 1 120); do
        INIT=$(pgrep -P "$MACHINE") && case $(inside systemctl is-system-running 2>/dev/null) in running | degraded) echo booted; return ;; esac
        sleep 0.5
    done
    echo "not booted"; exit 1
}
halt() { inside systemctl poweroff 2>/dev/null; wait "$MACHINE"; find "$CGROUP" -depth -type d -exec rmdir {} + 2>/dev/null; }
trap 'kill -KILL "$MACHINE" 2>/dev/null; wait 2>/dev/null; find "$CGROUP" -depth -type d -exec rmdir {} + 2>/dev/null' EXIT

# documented PAGE BEGINNING: the command that a page has in a block or between backticks
documented() {
    grep -ohE '^ {4}[^ ].*|`[^`]+`' "$DOCS/$1" | sed 's/^ *//; s/`//g' | grep -m 1 -E "^$2" || { echo "the page $1 has no command $2" >&2; return 1; }
}
# run PAGE BEGINNING: does it there, and prints how it ended
run() {
    local command code=0
    command=$(documented "$1" "$2") || exit 1
    command=${command#sudo }; command=${command/#.\//}
    command=${command/ADDRESS/eva.lund@example.se}; command=${command/FILE.zip//var/backups/svara/eva.zip}
    inside sh -c "$command" > "$R/root/said" 2>&1 || code=$?
    [ "$code" = 0 ] || sed "s/^/$2: /" "$R/root/said" >&2
    echo "$2 $code"
}
ready() {
    for _ in $(seq 1 180); do inside svara status > /dev/null 2>&1 && { echo ready; return; }; sleep 1; done
    echo "not ready"; inside journalctl -n 60 --no-pager >&2
}
call() { timeout 60 "$SIPP" -sn uac -s 100 -d 1500 -m 1 -i 127.0.0.1 -p 5099 127.0.0.1:5060 >/dev/null 2>&1; echo "called $?"; }
# what the unit may write, beside its own folders
writes() {
    local pid; pid=$(inside systemctl show -p MainPID --value "$1")
    for f in /opt/svara /etc/svara /usr /var/lib /root /home; do
        inside nsenter -t "$pid" -m touch "$f/x" 2>/dev/null && echo "$1 can write $f"
    done
    echo "$1 exposed $(inside systemd-analyze security --no-pager "$1" | sed -n 's/.*level for.*: \([0-9]\).*/\1/p')"
}

boot
P=$(documented operator.md 'tar -xzf'); cp "$BEFORE" "$R/root/${P##* }"
run operator.md 'tar -xzf'
run operator.md 'sudo svara-[^ ]*/svara install'
run operator.md 'systemctl start svara-exchange'
run operator.md 'svara doctor'
run operator.md 'systemctl start svara$'
ready; call
[ -s "$R/var/lib/svara/token" ] && echo "token"
printf 'email,name,department,numbers,language,coordinator,left\neva.lund@example.se,Eva Lund,Skola,8301,sv,no,\n' > "$R/root/FILE.csv"
inside chmod 755 /root
inside svara people import /root/FILE.csv > /dev/null

echo '# of the operator' >> "$R/etc/svara/svara.yaml"
WAS=$(cat "$R/opt/svara/VERSION")
inside sh -c 'rm -rf /root/svara-*/'
cp "$ARCHIVE" "$R/root/${P##* }"
run operator.md 'tar -xzf'
run operator.md 'sudo svara-[^ ]*/svara install'
[ "$WAS" = "$(cat "$R/opt/svara/VERSION")" ] || echo "upgraded"
echo "settings $(tail -n 1 "$R/etc/svara/svara.yaml")"
ready; call
run operator.md 'svara user link administrator'
run operator.md 'svara user add'
run operator.md 'svara user link anna'
run operator.md 'svara token add'
run alarms.md 'svara token add prometheus'
run operator.md 'svara token revoke'
run operator.md 'svara status --sign-in'
run alarms.md 'svara status'
run alarms.md 'systemctl status svara'
run alarms.md 'systemctl status svara-exchange'
run alarms.md 'journalctl -u svara -n 50'
run operator.md 'journalctl -u svara'
run alarms.md 'df -h'
run manager.md 'svara figures$'
run manager.md 'svara figures queue-log'
writes svara; writes svara-exchange
run operator.md 'svara people import FILE.csv --dry-run'
# somebody whom the older version took in
run personal-data.md './svara person export'
run personal-data.md './svara person erase'
run personal-data.md './svara retention --dry-run'
run personal-data.md './svara retention$'
run personal-data.md './svara retention --log'
run operator.md 'svara backup'
run alarms.md 'svara verify'

run operator.md 'svara install'
run exchange.md 'systemctl restart svara-exchange'
ready; call

run operator.md 'systemctl stop svara'
run operator.md 'svara restore'
inside sh -c "$(documented operator.md 'svara restore') $(documented operator.md --overwrite)" > "$R/root/said" 2>&1; echo "restored $?"
run alarms.md 'systemctl start svara'
ready; call

halt
boot; ready; call
run alarms.md 'svara verify'
tail -n 1 "$R/root/said"
run operator.md 'svara uninstall'
for f in /opt/svara /etc/systemd/system/svara.service /usr/local/bin/svara /etc/svara/svara.yaml /var/lib/svara/postgres/cluster /var/backups/svara/monday.backup; do
    [ -e "$R$f" ] && echo "there $f" || echo "gone $f"
done
halt
