#!/bin/sh
# The self-contained image on a machine without Java: version, push, sign, verify, and a changed byte refused. No variable of
# the caller reaches it and no program is on its PATH. Makes target/image first, from target/bulla where that is built.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$here"
if [ ! -e target/bulla/lib/jars.id ]; then
    echo "building (mvn package, tests not run) ..."
    mvn -q -B -ntp -DskipTests package
fi
# after the build above nothing but the image is left to be made
mvn -q -B -ntp -P image toolchains:select-jdk-toolchain@default exec:exec@image

work=$(mktemp -d "${TMPDIR:-/tmp}/bulla-image.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

# runs the image in an empty environment and insists on its exit code
expect() {
    wanted=$1
    shift
    printf '$ bulla %s\n' "$*"
    code=0
    env -i PATH=/nowhere HOME="$work" BULLA_CONFIG_DIR="$work/config" BULLA_CACHE_DIR="$work/cache" \
        BULLA_PASSPHRASE="image only" "$here/target/image/bin/bulla" "$@" || code=$?
    echo "exit $code"
    [ "$code" -eq "$wanted" ] || { echo "image: expected exit $wanted" >&2; exit 1; }
}

expect 0 version
own=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$here/target/image/runtime/release")
expect 0 version > said
grep -q "java $own" said || { echo "image: does not run on its own runtime, Java $own" >&2; exit 1; }

printf 'echo hello\n' > hello.sh
expect 0 push hello.sh oci:hello:1.0.0 --artifact-type application/vnd.example.script.v1 --media-type text/x-shellscript
expect 0 key new ann
expect 0 sign oci:hello:1.0.0 --key ann
expect 0 verify oci:hello:1.0.0 --key ann

digest=$(sha256sum hello.sh | cut -d ' ' -f 1)
chmod u+w "hello/blobs/sha256/$digest"
printf 'echo hellO\n' > "hello/blobs/sha256/$digest"
expect 1 verify oci:hello:1.0.0 --key ann --deep
du -sh "$here/target/image" | sed 's/[[:space:]].*/ altogether/'
echo "all as it should be"
