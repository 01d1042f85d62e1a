#!/bin/sh
# The whole of Bulla on two real registries, and what happens when somebody tampers with them: a namespace that three people
# found offline, two bundles and an image with a recorded supply chain, verified; then the attacks. Every step insists on
# exit code and words, and the script ends with 1 at the first that differs.
#
#   REGISTRY_PROGRAM   the distribution registry, if it is not `docker-registry` on the PATH
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
bulla=$here/target/bulla/bin/bulla
if [ ! -x "$bulla" ]; then
    echo "building (mvn package, tests not run) ..."
    (cd "$here" && mvn -q -B -ntp -DskipTests package)
fi
command -v git >/dev/null 2>&1 || { echo "demo: needs git" >&2; exit 1; }
registry=${REGISTRY_PROGRAM:-$(command -v docker-registry || echo "$here/target/testkit/docker-registry/usr/bin/docker-registry")}
[ -x "$registry" ] || { echo "demo: needs the distribution registry: docker-registry on the PATH or REGISTRY_PROGRAM" >&2; exit 1; }

work=$(mktemp -d "${TMPDIR:-/tmp}/bulla-demo.XXXXXX")
first=
second=
# shellcheck disable=SC2086 # no process is no word
end() { kill $first $second 2>/dev/null || true; rm -rf "$work"; }
trap end EXIT
trap 'exit 1' INT TERM
cd "$work"
mkdir bin
ln -s "$bulla" bin/bulla
PATH=$work/bin:$PATH
export PATH BULLA_CACHE_DIR="$work/cache" BULLA_PASSPHRASE="demo only"
exec 3>&1

# --- how the story is told ----------------------------------------------------------------------------------------------

say() { printf '\n# %s\n' "$*"; }
fail() { printf 'demo: %s\n' "$*" >&2; exit 1; }
# on MACHINE WORDS...: runs bulla on the machine of that name, which must end well
on() {
    printf '%s$ bulla' "$1" >&3
    at=$1
    shift
    printf ' %s' "$@" >&3
    echo >&3
    BULLA_CONFIG_DIR="$work/$at" bulla "$@"
}
# expect CODE MACHINE WORDS...: runs bulla, shows what it says, and insists on its exit code
expect() {
    wanted=$1
    shift
    code=0
    on "$@" > said.txt 2>&1 || code=$?
    cat said.txt
    [ "$code" -eq 0 ] || echo "exit $code"
    [ "$code" -eq "$wanted" ] || fail "expected exit $wanted, got $code"
}
# says TEXT...: what was said last contains each of these
says() {
    for text in "$@"; do
        grep -qF -- "$text" said.txt || fail "expected to read: $text"
    done
}
# never TEXT: what was said last does not contain this
never() { if grep -qF -- "$1" said.txt; then fail "did not expect to read: $1"; fi; }
# the value of a member in a JSON answer of bulla
member() { sed -n 's/.*"'"$1"'" *: *"\{0,1\}\([^",}]*\)"\{0,1\}.*/\1/p' | head -n 1; }
# a key on a machine, and where its halves are
key() { on "$1" key new "$2" > "$2.id"; }
keyid() { sed -n 's/^key id *\([0-9a-f]*\).*/\1/p' "$1.id"; }
public() { echo "$work/$1/keys/$2.pub"; }

# --- registries -----------------------------------------------------------------------------------------------------------

# serve NAME [PORT]: starts a registry over the folder NAME; its process is $served, its address $host
serve() {
    mkdir -p "$1/docker/registry/v2/repositories" "$1/docker/registry/v2/blobs"
    cat > "$1.yml" <<YAML
version: 0.1
log: {level: info, formatter: text, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: '$work/$1'}, delete: {enabled: true}, maintenance: {uploadpurging: {enabled: false}}}
http: {addr: '127.0.0.1:${2:-0}', secret: kept-over-restarts}
YAML
    "$registry" serve "$1.yml" > "$1.log" 2>&1 &
    served=$!
    tries=0
    until grep -q 'listening on' "$1.log"; do
        tries=$((tries + 1))
        [ "$tries" -lt 100 ] || fail "the registry $1 did not start: $(tail -n 1 "$1.log")"
        sleep 0.1
    done
    host=$(sed -n 's/.*listening on \([0-9.:]*\).*/\1/p' "$1.log" | head -n 1)
}

# What the operator of a registry can do, done to the files of the registry.
stored=docker/registry/v2/repositories
tags_of() { echo "one/$stored/${1#*/}/_manifests/tags"; }
digest() { cat "$(tags_of "$1")/$2/current/link"; }
move() { printf '%s' "$3" > "$(tags_of "$1")/$2/current/link"; }
keep() { rm -rf kept; cp -R one kept; }
restore() { rm -rf one; cp -R kept one; }
# forget_attachments REPOSITORY: takes the lists of attachments away, and what they list
forget_attachments() {
    for list in "one/$stored/acme/$1/_manifests/tags/sha256-"* "one/$stored/acme/$1/_manifests/tags/"[!s]*.signed; do
        hex=$(sed 's/sha256://' "$list/current/link")
        for attached in $(grep -o '"digest":"sha256:[0-9a-f]*"' "one/docker/registry/v2/blobs/sha256/$(echo "$hex" | cut -c 1-2)/$hex/data" |
            sed 's/.*sha256:\([0-9a-f]*\)"/\1/'); do
            rm -rf "one/$stored/acme/$1/_manifests/revisions/sha256/$attached"
        done
        rm -r "$list"
    done
}
stop() {
    kill "$1"
    wait "$1" 2>/dev/null || true
}

say "two registries, as they come from the distribution; they know nothing of signatures"
serve one
first=$served
one=$host
serve two
second=$served
two=$host
echo "$one and $two"
namespace=$one/acme
hello=$namespace/hello
level=3b
images=$namespace/images

# --- once: the namespace --------------------------------------------------------------------------------------------------

say "ann, ben and cleo hold root and targets on machines without network; ci is online; dan writes code"
for person in ann ben cleo dan; do key "$person" "$person"; done
for name in releases online builder; do key ci "$name"; done

say "ci stages the namespace, two of three sign it, ci publishes"
holders() { for each in ann ben cleo; do printf ' --%s-public %s' "$1" "$(public $each $each)"; done; }
# shellcheck disable=SC2046 # words
on ci init "$namespace" --profile mvp+intoto --key online --releases-key releases $(holders root) --root-threshold 2 \
    $(holders targets) --targets-threshold 2 --expires timestamp=7d,snapshot=7d --stage first.staged > /dev/null
for person in ann ben; do expect 0 "$person" role sign first.staged --key "$person" --yes -q; done
expect 0 ci role publish "$namespace" first.staged --key online --yes
says "root v1, targets v1, targets/releases v1, snapshot v1, timestamp v1"
root=$(sed -n 's/.*--root //p' said.txt)

say "a consumer does not trust what a registry offers; the owner says the fingerprint"
expect 4 consumer trust add "$namespace"
expect 0 consumer trust add "$namespace" --root "$root"
says "pinned root v1"

# --- every release: push, record, sign ------------------------------------------------------------------------------------

say "dan: a commit; ci: two images of it, two bundles of these, and an image beside; each step leaves a signed link"
mkdir source links
for name in installer web; do printf 'echo hello from %s\n' "$name" > "source/$name.sh"; done
git -C source init --quiet
git -C source add .
git -C source -c user.name=dan -c user.email=dan@acme.example commit --quiet -m "Say hello"
on dan attest git --step tag --key dan --repository source --link-dir links
cat > build.sh <<'BUILD'
set -eu
for name in installer web; do
    bulla push "$name.sh" "$1:$name" --artifact-type application/vnd.example.script.v1 \
        --media-type text/x-shellscript --format json > "../$name.json"
done
BUILD
(cd source && on ci attest run --step build --key builder --link-dir ../links --material installer.sh --material web.sh \
    --product "$images:installer" --product "$images:web" -- sh ../build.sh "$images")
image() { printf '"contentDigest":"%s",%s"image":"%s:%s","imageType":"oci","mediaType":"%s","size":%s' \
    "$(member digest < "$1.json")" "${2:-}" "$images" "$1" "$(member mediaType < "$1.json")" "$(member size < "$1.json")"; }
# bundle VERSION: writes bundle.json in source
bundle() {
    printf '{"description":"Says hello","images":{"web":{%s}},"invocationImages":[{%s}],"name":"hello","schemaVersion":"v1.2.0","version":"%s"}' \
        "$(image web '"description":"the greeting",')" "$(image installer)" "$1" > source/bundle.json
}
for version in 1.0.0 1.1.0; do
    bundle "$version"
    mkdir "links-$version"
    cp links/*.link "links-$version"
    on ci attest run --step bundle --key builder --base source --link-dir "links-$version" \
        --material "$images:installer" --material "$images:web" --product bundle.json --product "$hello:$version" -- \
        bulla push source/bundle.json "$hello:$version"
done
on ci push source/web.sh "$namespace/tool:1" --artifact-type application/vnd.example.script.v1

say "ann: how the pieces have to fit, for bundles and for images"
# layout NAME STEPS...: a signed layout in which dan tags and the builder does the rest
layout() {
    name=$1
    shift
    on ann in-toto layout new --template chain "$@" --functionary "tag=$(public dan dan)" \
        --functionary "$(public ci builder)" -o "$name.layout" -q
    on ann in-toto layout sign "$name.layout" --key ann -q
}
layout bundles --step tag --step build --step bundle
layout images --step tag --step build

say "two of three bind the layouts in top-level targets, where the releases key cannot reach them"
# bind LAYOUT REF PATTERN
bind() {
    on ci attest "$2" --layout "$1.layout" --layout-key "$(public ann ann)" --applies-to "$3" -o "$1.staged" -q
    for person in ben cleo; do expect 0 "$person" role sign "$1.staged" --key "$person" --yes -q; done
    expect 0 ci role publish "$namespace" "$1.staged" --key online --yes -q
}
bind bundles "$hello:1.1.0" "$hello:*"
bind images "$images:web" "$images:*"

say "ci lists who did what, then signs all of it at once; the signed roles travel with each artifact from now on"
# list REF LINKS
list() {
    reference=$1
    shift
    for link in "$@"; do set -- "$@" --link "$link"; shift; done
    on ci attest "$reference" "$@" --sign-key releases --sign-key online --yes -q
}
list "$images:installer" links/*.link
list "$images:web" links/*.link
list "$hello:1.0.0" links-1.0.0/*.link
list "$hello:1.1.0" links-1.1.0/*.link
expect 0 ci sign "$hello:1.0.0" "$hello:1.1.0" "$images:installer" "$images:web" "$namespace/tool:1" \
    --key releases --online-key online

# --- every consumer ---------------------------------------------------------------------------------------------------------

say "a consumer verifies: level $level"
expect 0 consumer verify "$hello:1.1.0" --min-level "$level"
says "trusted  $hello@$(digest "$hello" 1.1.0)" "layout $hello/in-toto-metadata/bundles.layout is met, 3 steps with evidence"
expect 0 consumer verify "$namespace/tool:1"
expect 0 consumer tree "$hello:1.1.0"
says "images/web" "invocation" "not verified; use"

# --- what a registry can do ---------------------------------------------------------------------------------------------------

say "the registry moves the tag to an older bundle, signed like the new one"
keep
move "$hello" 1.1.0 "$(digest "$hello" 1.0.0)"
expect 1 consumer verify "$hello:1.1.0"
says "rejected" "$hello:1.1.0"
never "trusted"

say "it deletes every signature and attachment"
restore
forget_attachments hello
expect 0 consumer verify "$hello:1.1.0" --min-level "$level" --state one-state
says "trusted  $hello@$(digest "$hello" 1.1.0)"

say "it deletes the TUF repository: the roles that travel with the bundle stand in"
restore
rm -r "one/$stored/acme/tuf"
expect 0 consumer verify "$hello:1.1.0" --min-level "$level" --state two-state
says "trusted  $hello@$(digest "$hello" 1.1.0)" "the roles came with the artifact"

say "it deletes both: nothing speaks for the bundle any more, and that is no pass"
forget_attachments hello
expect 3 consumer verify "$hello:1.1.0" --state three-state
expect 3 consumer verify "$hello:1.1.0"
expect 4 stranger verify "$hello:1.1.0"
restore

# --- what a thief can do ------------------------------------------------------------------------------------------------------

say "a thief has the releases key and publishes a bundle of his own; the refresh cannot know"
mkdir -p thief/keys
cp ci/keys/releases.* thief/keys
sed 's/Says hello/Says nothing good/' source/bundle.json > evil.json
on thief push evil.json "$hello:1.2.0"
expect 0 thief sign "$hello:1.2.0" --key releases --root "$root"
expect 0 ci refresh "$namespace" --key online
says "targets/releases v6 -> v7"
expect 1 consumer verify "$hello:1.2.0"
says "rejected" "0 of 1 links"

say "ann and cleo revoke the key; what the thief listed goes"
key ci releases2
on ci role rotate "$namespace" targets/releases --add "$(public ci releases2)" --remove "$(keyid releases)" \
    --remove-target "$hello:1.2.0" -o revoke.staged -q
for person in ann cleo; do expect 0 "$person" role sign revoke.staged --key "$person" --yes -q; done
expect 0 ci role sign revoke.staged --key releases2 --yes -q
expect 0 ci role publish "$namespace" revoke.staged --key online --yes -q
expect 8 thief sign "$hello:1.2.0" --key releases --root "$root"
expect 0 consumer verify "$hello:1.1.0" --min-level "$level"

say "root changes hands as well, by two of three of the old keys; consumers follow by themselves"
on ci role rotate "$namespace" root --add "$(public dan dan)" --remove "$(keyid cleo)" -o root.staged -q
for person in ann ben; do expect 0 "$person" role sign root.staged --key "$person" --yes -q; done
expect 0 ci role publish "$namespace" root.staged --key online --yes
expect 0 consumer verify "$hello:1.1.0" --min-level "$level"
says "root v2"

# --- what ordinary days bring -------------------------------------------------------------------------------------------------

say "two machines release at the same time: nothing is lost"
mkdir -p ci2
cp -R ci/keys ci/trust ci2
on ci push source/web.sh "$namespace/tool:2" --artifact-type application/vnd.example.script.v1
on ci push source/installer.sh "$namespace/tool:3" --artifact-type application/vnd.example.script.v1
on ci2 sign "$namespace/tool:2" --key releases2 --online-key online > other.txt 2>&1 &
other=$!
expect 0 ci sign "$namespace/tool:3" --key releases2 --online-key online
wait "$other" || { cat other.txt; fail "the other signer ended with $?"; }
expect 0 consumer verify "$namespace/tool:2" "$namespace/tool:3"

say "the registry collects its garbage"
stop "$first"
"$registry" garbage-collect one.yml > garbage.log 2>&1 || fail "garbage-collect: $(tail -n 1 garbage.log)"
serve one "${one##*:}"
first=$served
expect 0 newcomer trust add "$namespace" --root "$root"
expect 0 newcomer verify "$hello:1.1.0" "$hello:1.0.0" --min-level "$level"

say "all as it should be"
