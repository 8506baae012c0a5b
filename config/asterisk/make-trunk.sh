#!/bin/sh
# make-trunk.sh ETC NAME=name HOST=address [KEY=VALUE ...]
#
# Writes a SIP trunk to the organisation's PBX into ETC/local, for the exchange that Svara fetches. What comes in over
# it may dial the helpdesk's numbers and nothing else (from-callers). Run again after a change, then: core restart
# when convenient (module reload res_pjsip.so, where REGISTER, TLS and SRTP are as before).
#
#   NAME=pbx            of the trunk; callbacks go out over it with OUTSIDE=pbx of make-instance.sh
#   HOST=10.1.2.3       the PBX, PORT=5060 (5061 with TLS)
#   USER= SECRET_FILE=  with these the trunk registers at the PBX (SECRET_FILE holds the password alone)
#   NUMBER=USER         what the PBX shall put in front of calls to what we registered: the helpdesk's number
#   ALLOW=HOST          addresses and networks (10.1.2.0/24,10.1.3.4) whose calls are the trunk's; all else is refused
#   TLS=no|yes          SIP over TLS; BIND=0.0.0.0:5061 and CERT=, KEY= (files) for calls that come in; CA= (file) that
#                       the PBX's certificate is checked against, the machine's own list otherwise
#   SRTP=no|yes         sound encrypted (SDES), which only makes sense with TLS
#   PUBLIC=             our address as the PBX sees it, where NAT lies between; LOCAL=10.0.0.0/8,... is this side of it
#   QUALIFY=30          seconds between looks whether the PBX is there (0: none)
set -eu
fail() { echo "make-trunk: $1" >&2; exit 2; }
[ $# -ge 3 ] || fail "usage: make-trunk.sh ETC NAME=name HOST=address [KEY=VALUE ...]"
etc=$1; shift
NAME= HOST= PORT= USER= SECRET_FILE= NUMBER= ALLOW= TLS=no BIND=0.0.0.0:5061 CERT= KEY= CA= SRTP=no PUBLIC= LOCAL= QUALIFY=30
for a in "$@"; do
    k=${a%%=*} v=${a#*=}
    case $k in NAME|HOST|PORT|USER|SECRET_FILE|NUMBER|ALLOW|TLS|BIND|CERT|KEY|CA|SRTP|PUBLIC|LOCAL|QUALIFY) ;; *) fail "unknown: $a" ;; esac
    case $v in *[!A-Za-z0-9,.:/_+@-]*) fail "$k holds a character that does not belong in a configuration file: $v" ;; esac
    eval "$k=\$v"
done
case $NAME in [a-z]*) ;; *) fail "NAME starts with a small letter: '$NAME'" ;; esac
case $NAME in *[!a-z0-9-]*|svara-*) fail "NAME is of a-z, 0-9 and -, and does not begin with svara-: '$NAME'" ;; esac
[ -n "$HOST" ] || fail "HOST is missing"
for k in TLS SRTP; do eval "v=\$$k"; case $v in yes|no) ;; *) fail "$k is yes or no: '$v'" ;; esac; done
[ -z "$USER" ] || [ -r "$SECRET_FILE" ] || fail "USER needs SECRET_FILE, a file that can be read: '$SECRET_FILE'"
[ $TLS = yes ] || [ $SRTP = no ] || fail "SRTP=yes without TLS=yes would send its keys in the clear"
[ $TLS = no ] || [ -r "$CERT" ] && [ $TLS = no -o -r "${KEY:-/}" ] || fail "TLS=yes needs CERT and KEY, files that can be read"
[ -n "$PORT" ] || { PORT=5060; [ $TLS = no ] || PORT=5061; }
ALLOW=${ALLOW:-$HOST}
SECRET=
if [ -n "$USER" ]; then
    SECRET=$(head -n 1 "$SECRET_FILE")
    case $SECRET in ''|*[!-A-Za-z0-9,.:/_+@!%=~^]*) fail "the password in $SECRET_FILE is empty or holds a character that pjsip.conf cannot" ;; esac
fi
WAY=''; [ $TLS = no ] || WAY=';transport=tls'
TRANSPORT=udp; [ $TLS = no ] || TRANSPORT=$NAME-tls
URI="sip:$HOST:$PORT$WAY"

nat() {
    [ -z "$PUBLIC" ] || printf 'external_signaling_address = %s\nexternal_media_address = %s\n' "$PUBLIC" "$PUBLIC"
    for n in $(echo "$LOCAL" | tr ',' ' '); do echo "local_net = $n"; done
}
umask 027
mkdir -p "$etc/local"
{
    echo "; written by make-trunk.sh: a change by hand is lost"
    if [ $TLS = yes ]; then
        echo "[$TRANSPORT]"
        echo "type = transport"
        echo "protocol = tls"
        echo "bind = $BIND"
        echo "method = tlsv1_2"
        echo "cert_file = $CERT"
        echo "priv_key_file = $KEY"
        if [ -n "$CA" ]; then echo "ca_list_file = $CA"; else echo "ca_list_path = /etc/ssl/certs"; fi
        echo "verify_server = yes"
        nat
    fi
    if [ $TLS = no ] && [ -n "$PUBLIC" ]; then echo "[udp](+)"; nat; fi
    cat <<EOF
[$NAME]
type = endpoint
transport = $TRANSPORT
context = from-callers
identify_by = ip
disallow = all
allow = alaw,ulaw
dtmf_mode = auto_info
direct_media = no
aors = $NAME
; whose call it is: P-Asserted-Identity where the PBX sends it, and ours to it
trust_id_inbound = yes
trust_id_outbound = yes
send_pai = yes
; the PBX's own transfers are the PBX's; nobody out there moves calls in here
allow_transfer = no
rtp_timeout = 300
rtp_timeout_hold = 300
EOF
    [ -z "$PUBLIC" ] || printf 'rtp_symmetric = yes\nforce_rport = yes\nrewrite_contact = yes\n'
    [ $SRTP = no ] || echo "media_encryption = sdes"
    if [ -n "$USER" ]; then printf 'outbound_auth = %s\nfrom_user = %s\nfrom_domain = %s\n' "$NAME" "$USER" "$HOST"; fi
    cat <<EOF
[$NAME]
type = aor
contact = $URI
qualify_frequency = $QUALIFY
[$NAME]
type = identify
endpoint = $NAME
EOF
    for n in $(echo "$ALLOW" | tr ',' ' '); do echo "match = $n"; done
    if [ -n "$USER" ]; then
        cat <<EOF
[$NAME]
type = auth
auth_type = userpass
username = $USER
password = $SECRET
[$NAME]
type = registration
transport = $TRANSPORT
server_uri = $URI
client_uri = sip:$USER@$HOST:$PORT$WAY
contact_user = ${NUMBER:-$USER}
outbound_auth = $NAME
expiration = 300
retry_interval = 20
forbidden_retry_interval = 300
; for ever: the PBX may be away for a night
max_retries = 1000000
fatal_retry_interval = 300
; calls that come to what we registered are the trunk's, wherever the PBX sends them from
line = yes
endpoint = $NAME
EOF
    fi
} > "$etc/local/pjsip-$NAME.conf.new"
chmod 640 "$etc/local/pjsip-$NAME.conf.new"
mv "$etc/local/pjsip-$NAME.conf.new" "$etc/local/pjsip-$NAME.conf"
{
    [ -z "$USER" ] || echo "load = res_pjsip_outbound_registration.so"
    [ $SRTP = no ] || echo "load = res_srtp.so"
} > "$etc/local/modules-$NAME.conf"
