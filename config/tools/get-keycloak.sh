#!/bin/sh
# get-keycloak.sh [DEST]
#
# Prints a folder that holds Keycloak, unpacked from Maven Central into DEST (default: keycloak in the cache folder) and
# made ready to start. For tests that sign in at a real provider; the product needs none of it. Idempotent, and safe to
# run twice at once. Settings: see debs.sh; OFFLINE=1 takes Maven's own store alone.
# Exit 3: cannot, with one line that says what is missing.
set -eu
ME=get-keycloak
VERSION=26.4.7
FORM=1 # of what is made below: raise it to have everything made anew
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/debs.sh"

DEST=${1:-$(svara_cache)/keycloak}
case $DEST in /*) ;; *) DEST=$PWD/$DEST ;; esac
MADE=$DEST/.made-$FORM-$VERSION
[ -e "$MADE" ] && { echo "$DEST"; exit 0; }
mkdir -p "$(dirname "$DEST")" 2>/dev/null || missing "cannot write to $(dirname "$DEST")"
exec 9>"$DEST.lock"; flock 9
[ -e "$MADE" ] && { echo "$DEST"; exit 0; }

JAVA=${JAVA_HOME:+$JAVA_HOME/bin/}
command -v "${JAVA}jar" >/dev/null || missing "a JDK is needed: set JAVA_HOME"
say "fetching Keycloak $VERSION, 160 MB, into $DEST"
rm -rf "$DEST" "$DEST.new"
mkdir -p "$DEST.new"
"$HERE/../../mvnw" -f "$HERE/../../pom.xml" -q -B ${OFFLINE:+-o} -N dependency:copy \
    -Dartifact="org.keycloak:keycloak-quarkus-dist:$VERSION:zip" -DoutputDirectory="$DEST.new" >"$DEST.new/fetched" 2>&1 ||
    missing "Keycloak $VERSION cannot be fetched: $(tail -n 3 "$DEST.new/fetched" | tr '\n' ' ')"
(cd "$DEST.new" && "${JAVA}jar" -xf "keycloak-quarkus-dist-$VERSION.zip" && mv "keycloak-$VERSION"/* . && rm -rf "keycloak-$VERSION" *.zip)
# what Quarkus puts together once, so that each start need not
sh "$DEST.new/bin/kc.sh" build --db=dev-mem >"$DEST.new/built" 2>&1 || missing "Keycloak cannot be built: $(tail -n 3 "$DEST.new/built" | tr '\n' ' ')"
mv "$DEST.new" "$DEST"
: > "$MADE"
echo "$DEST"
