#!/bin/sh
# The main job from end to end: push, sign with two keys, verify 2 of 2, copy, verify the copy with the first place gone,
# change one byte, see it refused. Works on OCI image layouts; with REGISTRY=host:port against that registry.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
bulla=$here/target/bulla/bin/bulla
if [ ! -x "$bulla" ]; then
    echo "building (mvn package, tests not run) ..."
    (cd "$here" && mvn -q -B -ntp -DskipTests package)
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/bulla-quickstart.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"
export BULLA_CONFIG_DIR="$work/config" BULLA_CACHE_DIR="$work/cache" BULLA_PASSPHRASE="quickstart only"

# commands are shown on what is standard output here, wherever their answer goes
exec 3>&1
say() { printf '\n# %s\n' "$*"; }
run() { printf '$ bulla %s\n' "$*" >&3; "$bulla" "$@"; }
# the value of a member in a JSON answer of bulla
member() { sed -n 's/.*"'"$1"'" *: *"\{0,1\}\([^",}]*\)"\{0,1\}.*/\1/p' | head -n 1; }
# runs bulla and insists on its exit code
expect() {
    wanted=$1
    shift
    printf '$ bulla %s\n' "$*"
    code=0
    "$bulla" "$@" || code=$?
    echo "exit $code"
    [ "$code" -eq "$wanted" ] || { echo "quickstart: expected exit $wanted" >&2; exit 1; }
}

if [ -n "${REGISTRY:-}" ]; then
    run_id=$(date +%s)-$$
    images=$REGISTRY/quickstart-$run_id/images
    first=$REGISTRY/quickstart-$run_id/hello:1.0.0
else
    images=oci:images
    first=oci:first:1.0.0
fi
second=oci:second:1.0.0

say "two images for the bundle to name"
for name in installer web; do
    printf 'echo hello from %s\n' "$name" > "$name.sh"
    run push "$name.sh" "$images:$name" --artifact-type application/vnd.example.script.v1 \
        --media-type text/x-shellscript --format json > "$name.json"
done
image() { printf '"contentDigest":"%s",%s"image":"%s:%s","imageType":"oci","mediaType":"%s","size":%s' \
    "$(member digest < "$1.json")" "${2:-}" "example.com/hello" "$1" "$(member mediaType < "$1.json")" "$(member size < "$1.json")"; }
printf '{"description":"A bundle that says hello","images":{"web":{%s}},"invocationImages":[{%s}],"name":"hello","schemaVersion":"v1.2.0","version":"1.0.0"}' \
    "$(image web '"description":"the greeting",')" "$(image installer)" > bundle.json

say "push the bundle"
run push bundle.json "$first" --images-from "$images"

say "two keys, two signatures"
run key new ann
run key new ben
run sign "$first" --key ann --key ben

say "verify: two of two"
run verify "$first" --key ann --key ben --threshold 2
run tree "$first"

say "copy to a second place and take the first away"
run copy "$first" "$second"
rm -rf first images
expect 0 verify "$second" --key ann --key ben --threshold 2 --offline

say "change one byte of the bundle and verify again"
digest=$(sha256sum bundle.json | cut -d ' ' -f 1)
blob=second/blobs/sha256/$digest
sed 's/says hello/says hellO/' "$blob" > changed && chmod u+w "$blob" && cat changed > "$blob"
expect 1 verify "$second" --key ann --key ben --threshold 2 --offline

say "all as it should be"
