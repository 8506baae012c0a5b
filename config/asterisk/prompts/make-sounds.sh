#!/bin/sh
# make-sounds.sh [OUTDIR]
#
# Makes what callers hear: OUTDIR/{sv,en}/svara/KEY.wav from the texts beside this script, so that Asterisk's
# Playback(svara/KEY) finds the caller's language, and OUTDIR/moh/svara.wav to wait with. All of them 8 kHz, mono, 16 bit.
# recorded/{sv,en}/KEY.wav beside this script, or under SVARA_RECORDED, takes the place of a spoken text, file by file;
# wav of any rate, or aiff or au. Only what changed is made anew. OUTDIR defaults to sounds in the cache folder.
# Needs espeak-ng and sox, from PATH or SVARA_TOOLS (a folder; default: what get-tools.sh has put into the cache).
set -eu
ME=make-sounds
FORM=1 # of how a text becomes sound: raise it to have every file made anew
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/../../tools/debs.sh"

CACHE=$(svara_cache)
OUT=${1:-$CACHE/sounds}
PATH=${SVARA_TOOLS:-$CACHE/tools/bin}:$PATH
RECORDED=${SVARA_RECORDED:-$HERE/recorded}
LANGUAGES="sv en"

# a little slower than the voice's own pace and with air between words: the line to a desk phone is narrow
voice() { case $1 in sv) echo "-v sv+f2 -s 138 -p 42 -g 2" ;; en) echo "-v en-gb+f2 -s 145 -p 42 -g 2" ;; esac; }

keys() { sed -n 's/^\([a-z][a-z0-9_]*\):.*/\1/p' "$HERE/$1.yaml"; }
text() { sed -n "s/^$2: *\"\\(.*\\)\"[[:space:]]*\$/\\1/p" "$HERE/$1.yaml"; }
recording() { for e in wav aiff aif au; do [ -f "$RECORDED/$1/$2.$e" ] && echo "$RECORDED/$1/$2.$e" && return 0; done; return 1; }
sum() { sha256sum | cut -d' ' -f1; }

everything() {
    echo $FORM; cat "$0" "$HERE/sv.yaml" "$HERE/en.yaml"
    [ -d "$RECORDED" ] && find "$RECORDED" -type f -exec sha256sum {} + | sort
    return 0
}
whole() {
    [ "$(cat "$OUT/.whole" 2>/dev/null)" = "$ALL" ] && [ -s "$OUT/moh/svara.wav" ] || return 1
    for l in $LANGUAGES; do for k in $(keys "$l"); do [ -s "$OUT/$l/svara/$k.wav" ] || return 1; done; done
}

# from stdin or a file to what every phone can hear: speech band, no silence around it, one loudness
finish() {
    sox "$1" -b 16 -c 1 -r 8000 "$2" highpass 180 lowpass 3500 \
        silence 1 0.02 0.5% reverse silence 1 0.02 0.5% reverse norm -4 pad 0.06 "$3" 2>"$OUT/.error" ||
        missing "sox could not read $1: $(head -n 1 "$OUT/.error")"
}

say_or_copy() {
    to=$OUT/$1/svara/$2.wav
    t=$(text "$1" "$2")
    [ -n "$t" ] || missing "$HERE/$1.yaml has no text in double quotes for $2"
    if r=$(recording "$1" "$2"); then stamp="$FORM recorded $(sum < "$r") $t"; else stamp="$FORM $(voice "$1") $t"; fi
    [ -s "$to" ] && [ "$(cat "$OUT/.stamps/$1-$2" 2>/dev/null)" = "$stamp" ] && return 0
    # a piece that something is said after ends sooner than a sentence
    case $t in *.) rest=0.25; silent=6604 ;; *) rest=0.04; silent=3244 ;; esac
    raw=$OUT/.raw.wav; new=$OUT/.new.wav
    if [ -n "$r" ]; then raw=$r
    else espeak-ng $(voice "$1") -w "$raw" -- "$t" 2>"$OUT/.error" || missing "espeak-ng could not speak $1 $2: $(head -n 1 "$OUT/.error")"
    fi
    finish "$raw" "$new" $rest
    # the added rests and a tenth of a second
    [ "$(wc -c < "$new")" -gt $silent ] || missing "${r:-$1 $2} holds no sound"
    mv "$new" "$to"; echo "$stamp" > "$OUT/.stamps/$1-$2"
    MADE=$((MADE + 1))
}

# what is no longer a prompt goes
prune() {
    for f in "$OUT/$1"/svara/*.wav; do
        k=$(basename "$f" .wav)
        grep -q "^$k:" "$HERE/$1.yaml" || rm -f "$f" "$OUT/.stamps/$1-$k"
    done
}

# Four quiet chords of plucked and held notes, 24 s, that join their own beginning.
tune() {
    [ -s "$OUT/moh/svara.wav" ] && [ "$(cat "$OUT/.stamps/moh" 2>/dev/null)" = "$FORM" ] && return 0
    n=0; parts=
    for chord in "C3 E4 G4 C5 E5" "A2 E4 A4 C5 E5" "F2 F4 A4 C5 F5" "G2 D4 G4 B4 D5"; do
        set -- $chord; n=$((n + 1))
        sox -n -r 8000 -b 16 -c 1 "$OUT/.hold.wav" synth 6 sine "$1" synth 6 sine mix "$2" synth 6 sine mix "$3" \
            fade t 0.8 6 1.2 gain -16 2>/dev/null
        # the melody: every note dies away by itself, one each 0.75 s
        i=0; mix=
        for note in "$3" "$4" "$5" "$4" "$3" "$4" "$2" "$3"; do
            sox -n -r 8000 -b 16 -c 1 "$OUT/.note$i.wav" synth 1.4 pluck "$note" fade 0.01 1.4 0.9 gain -12 pad "$(echo $i | awk '{print $1 * 0.75}')" 2>/dev/null
            mix="$mix $OUT/.note$i.wav"; i=$((i + 1))
        done
        sox -m "$OUT/.hold.wav" $mix "$OUT/.chord$n.wav" trim 0 6 gain 12 2>/dev/null
        parts="$parts $OUT/.chord$n.wav"
    done
    sox $parts "$OUT/.moh.wav" lowpass 2800 norm -14 2>/dev/null || missing "sox could not make the music to wait with"
    mv "$OUT/.moh.wav" "$OUT/moh/svara.wav"; echo $FORM > "$OUT/.stamps/moh"
    rm -f "$OUT"/.hold.wav "$OUT"/.note*.wav "$OUT"/.chord*.wav
    MADE=$((MADE + 1))
}

ALL=$(everything | sum)
whole && exit 0
mkdir -p "$OUT/.stamps" "$OUT/moh" "$OUT/sv/svara" "$OUT/en/svara" 2>/dev/null || missing "cannot write to $OUT"
exec 9>"$OUT/.lock"; flock 9
whole && exit 0
for c in espeak-ng sox; do
    command -v $c >/dev/null || missing "$c is not here: run config/tools/get-tools.sh $CACHE/tools espeak-ng sox, or install it"
done
trap 'rm -f "$OUT"/.raw.wav "$OUT"/.new.wav "$OUT"/.error "$OUT"/.hold.wav "$OUT"/.note*.wav "$OUT"/.chord*.wav' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
MADE=0
say "making the prompts in Swedish and English, and the music to wait with, in $OUT"
for l in $LANGUAGES; do
    for k in $(keys $l); do say_or_copy $l "$k"; done
    prune $l
done
tune
echo "$ALL" > "$OUT/.whole"
say "$MADE sound files made"
