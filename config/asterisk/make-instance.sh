#!/bin/sh
# make-instance.sh ROOT INSTANCE [KEY=VALUE ...]
#   ROOT      an Asterisk unpacked by get-asterisk.sh (- when only the part for a foreign exchange is wanted)
#   INSTANCE  the folder that becomes this exchange: etc, log, db, run ...; made again it keeps db and spool
#
# Keys, each with its default:
#   SYSTEM=svara            first part of every Uniqueid
#   SIP_BIND=127.0.0.1      SIP_PORT=5060     TRUNK=127.0.0.1:5070 (where svara-trunk's calls go)
#   TRANSFER=from-technicians  the context that decides where a technician's phone may send a caller on to
#   OUTSIDE=svara-trunk     the endpoint that people who were promised a call are dialled through
#   AMI_PORT=5038           AMI_USER=svara    AMI_SECRET=made up and kept in INSTANCE/ami.secret
#   AMI_PERMIT=127.0.0.1/255.255.255.255
#   RTP_START=20000         RTP_END=20999     RTP_TIMEOUT=300 (s)   QUALIFY=0 (s, 0: phones are not probed)
#   SOUNDS=INSTANCE/sounds  the folder that prompts/make-sounds.sh made: SOUNDS/{sv,en}/svara/KEY.wav, SOUNDS/moh
#   PHONES=201,...,208      PHONE_SECRET=made up and kept in INSTANCE/phone.secret
#
# Then make-queue.sh INSTANCE/etc for each queue. Prints what a person needs to register a phone.
# Start it:  ROOT/usr/bin/asterisk-run -C INSTANCE/etc/asterisk.conf -f
set -eu
here=$(cd "$(dirname "$0")" && pwd)
fail() { echo "make-instance: $1" >&2; exit 2; }
[ $# -ge 2 ] || fail "usage: make-instance.sh ROOT INSTANCE [KEY=VALUE ...]"
ROOT=$1 INSTANCE=$2; shift 2
case $INSTANCE in /*) ;; *) INSTANCE=$PWD/$INSTANCE ;; esac
case $ROOT in /*|-) ;; *) ROOT=$PWD/$ROOT ;; esac
SYSTEM=svara SIP_BIND=127.0.0.1 SIP_PORT=5060 TRUNK=127.0.0.1:5070 OUTSIDE=svara-trunk TRANSFER=from-technicians AMI_PORT=5038 AMI_USER=svara AMI_SECRET=
AMI_PERMIT=127.0.0.1/255.255.255.255 RTP_START=20000 RTP_END=20999 RTP_TIMEOUT=300 QUALIFY=0
SOUNDS=$INSTANCE/sounds PHONES=201,202,203,204,205,206,207,208 PHONE_SECRET=
for a in "$@"; do
    case $a in
        SYSTEM=*|SIP_BIND=*|SIP_PORT=*|TRUNK=*|OUTSIDE=*|TRANSFER=*|AMI_PORT=*|AMI_USER=*|AMI_SECRET=*|AMI_PERMIT=*|RTP_START=*|RTP_END=*|RTP_TIMEOUT=*|QUALIFY=*|SOUNDS=*|PHONES=*|PHONE_SECRET=*) ;;
        *) fail "unknown: $a" ;;
    esac
    v=${a#*=}
    case $v in *[!A-Za-z0-9,.:/_+@-]*) fail "${a%%=*} holds a character that does not belong in a configuration file: $v" ;; esac
    eval "${a%%=*}=\$v"
done
# the control socket's path has 108 bytes, its end included (sun_path)
[ "$(printf %s "$INSTANCE/run/asterisk.ctl" | wc -c)" -lt 108 ] || fail "the path is too long for a control socket: $INSTANCE"

secret() { # KEPT-IN: the secret of last time, or a new one that only its owner may read
    [ -s "$1" ] || (umask 077; od -An -N12 -tx1 /dev/urandom | tr -d ' \n' > "$1")
    cat "$1"
}
mkdir -p "$INSTANCE/etc/svara/dialplan.d" "$INSTANCE/etc/svara/queues.d"
chmod 700 "$INSTANCE"
[ -n "$AMI_SECRET" ] || AMI_SECRET=$(secret "$INSTANCE/ami.secret")
[ -n "$PHONE_SECRET" ] || PHONE_SECRET=$(secret "$INSTANCE/phone.secret")
MODULES=
for d in "$ROOT"/usr/lib/*/asterisk/modules "$ROOT"/usr/lib/asterisk/modules; do [ -d "$d" ] && MODULES=$d; done

fill() {
    sed -e "s#@ROOT@#$ROOT#g;s#@INSTANCE@#$INSTANCE#g;s#@MODULES@#$MODULES#g;s#@SYSTEM@#$SYSTEM#g" \
        -e "s#@SIP_BIND@#$SIP_BIND#g;s#@SIP_PORT@#$SIP_PORT#g;s#@TRUNK@#$TRUNK#g;s#@OUTSIDE@#$OUTSIDE#g;s#@TRANSFER@#$TRANSFER#g" \
        -e "s#@AMI_PORT@#$AMI_PORT#g;s#@AMI_USER@#$AMI_USER#g;s#@AMI_SECRET@#$AMI_SECRET#g;s#@AMI_PERMIT@#$AMI_PERMIT#g" \
        -e "s#@RTP_START@#$RTP_START#g;s#@RTP_END@#$RTP_END#g;s#@RTP_TIMEOUT@#$RTP_TIMEOUT#g;s#@QUALIFY@#$QUALIFY#g" \
        -e "s#@SOUNDS@#$SOUNDS#g" "$1"
}
for f in "$here"/etc/svara/*.conf; do fill "$f" > "$INSTANCE/etc/svara/${f##*/}"; done
chmod 600 "$INSTANCE/etc/svara/manager-svara.conf"
[ "$ROOT" != - ] || exit 0

[ -n "$MODULES" ] || fail "no Asterisk in $ROOT: run get-asterisk.sh first"
for d in lib db spool run log agi; do mkdir -p "$INSTANCE/$d"; done
# Asterisk has one folder for all its sounds: this one joins Asterisk's own with Svara's
rm -rf "$INSTANCE/share"; mkdir -p "$INSTANCE/share/sounds/en" "$SOUNDS/moh"
for f in "$ROOT"/usr/share/asterisk/*; do [ "${f##*/}" = sounds ] || ln -s "$f" "$INSTANCE/share/"; done
for f in "$ROOT"/usr/share/asterisk/sounds/en/*; do ln -s "$f" "$INSTANCE/share/sounds/en/"; done
ln -s "$SOUNDS/en/svara" "$INSTANCE/share/sounds/en/svara"
ln -s "$SOUNDS/sv" "$INSTANCE/share/sounds/sv"
for f in "$here"/etc/*.conf; do fill "$f" > "$INSTANCE/etc/${f##*/}"; done
for p in $(echo "$PHONES" | tr ',' ' '); do
    cat <<EOF
[$p](svara-phone)
auth = $p
aors = $p
callerid = $p <$p>
[$p](svara-login)
username = $p
password = $PHONE_SECRET
[$p](svara-contact)
EOF
done >> "$INSTANCE/etc/pjsip.conf"
chmod 600 "$INSTANCE/etc/pjsip.conf"
echo "phones $PHONES register at $SIP_BIND:$SIP_PORT with password $PHONE_SECRET"
