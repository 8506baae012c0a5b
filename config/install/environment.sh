# What the unit svara.service sets, for commands that people type.
SVARA_TELEPHONY_AMI_SECRET_FILE=${SVARA_TELEPHONY_AMI_SECRET_FILE:-/var/lib/svara/exchange/ami.secret}
export SVARA_TELEPHONY_AMI_SECRET_FILE
