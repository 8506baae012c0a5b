#!/bin/sh
# make-queue.sh ETC NAME=name NUMBERS=n[,n...] [TALKING=1] [WAITING=1] [LANGUAGE=sv] [LANGUAGES=n:en[,n:sv...]] [RING=20] [STRATEGY=linear|ringall]
#
# Writes what the exchange must know of one queue without the engine (numbers, limits) into
# ETC/svara. Run again after a change, then reload: dialplan reload, queue reload all.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
fail() { echo "make-queue: $1" >&2; exit 2; }
[ $# -ge 1 ] || fail "usage: make-queue.sh ETC NAME=name NUMBERS=n[,n...] [TALKING=1] [WAITING=1] [LANGUAGE=sv] [RING=20] [STRATEGY=linear]"
etc=$1; shift
NAME= NUMBERS= TALKING=1 WAITING=1 LANGUAGE=sv LANGUAGES= RING=20 STRATEGY=linear
for a in "$@"; do
    case $a in
        NAME=*|NUMBERS=*|TALKING=*|WAITING=*|LANGUAGE=*|LANGUAGES=*|RING=*|STRATEGY=*) k=${a%%=*}; v=${a#*=} ;;
        *) fail "unknown: $a" ;;
    esac
    # every value ends up in a dialplan: nothing but these characters, ever
    case $v in *[!A-Za-z0-9,+:_-]*) fail "$k holds a character that does not belong in a dialplan: $v" ;; esac
    eval "$k=\$v"
done
case $NAME in [a-z]*) ;; *) fail "NAME starts with a small letter: '$NAME'" ;; esac
case $NAME in *[!a-z0-9_]*) fail "NAME must be of a-z, 0-9 and _: '$NAME'" ;; esac
case $NUMBERS in ''|*[!0-9+,]*) fail "NUMBERS must be digits and commas: '$NUMBERS'" ;; esac
for v in "$TALKING" "$WAITING" "$RING"; do case $v in ''|*[!0-9]*) fail "TALKING, WAITING and RING are whole numbers: '$v'" ;; esac; done
case $STRATEGY in linear|ringall) ;; *) fail "STRATEGY must be linear or ringall: '$STRATEGY'" ;; esac

language_of() { # NUMBER: its own language, else the queue's
    for l in $(echo "$LANGUAGES" | tr ',' ' '); do [ "${l%%:*}" = "$1" ] && { echo "${l#*:}"; return; }; done
    echo "$LANGUAGE"
}
for l in $(echo "$LANGUAGES" | tr ',' ' '); do
    case ",$NUMBERS," in *",${l%%:*},"*) ;; *) fail "LANGUAGES names ${l%%:*}, which is none of NUMBERS" ;; esac
    case $l in *:[a-z][a-z]) ;; *) fail "LANGUAGES is NUMBER:LANGUAGE, as in 101:en: '$l'" ;; esac
done

mkdir -p "$etc/svara/dialplan.d" "$etc/svara/queues.d"
fill() { sed -e "s/@QUEUE@/$NAME/g;s/@TALKING@/$TALKING/g;s/@WAITING@/$WAITING/g;s/@LANGUAGE@/$LANGUAGE/g;s/@RING@/$RING/g;s/@STRATEGY@/$STRATEGY/g" "$1"; }
fill "$here/etc/svara/queues.d/QUEUE.conf" > "$etc/svara/queues.d/$NAME.conf"
{
    fill "$here/etc/svara/dialplan.d/QUEUE.conf"
    deadman='${IF($["${GLOBAL(SVARA_DEADMAN_'$NAME')}" = ""]?10:${GLOBAL(SVARA_DEADMAN_'$NAME')})}'
    for n in $(echo "$NUMBERS" | tr ',' ' '); do
        printf 'exten => %s,1,MSet(__SVARA_QUEUE=%s,CHANNEL(language)=%s,GROUP(svara)=%s,TIMEOUT(absolute)=%s)\n same => n,Return()\n' \
            "$n" "$NAME" "$(language_of "$n")" "$NAME" "$deadman"
    done
    # the numbers as a phone dials them
    echo '[svara-dial]'
    for n in $(echo "$NUMBERS" | tr ',' ' '); do printf 'exten => %s,1,Goto(svara-queue,%s,1)\n' "$n" "$n"; done
} > "$etc/svara/dialplan.d/$NAME.conf"
