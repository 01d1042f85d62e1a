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
unpacked=$here/target/testkit/docker-registry/usr/bin/docker-registry
registry=${REGISTRY_PROGRAM:-$(command -v docker-registry || echo "$unpacked")}
[ -x "$registry" ] || { echo "demo: needs docker-registry on the PATH, or its path in REGISTRY_PROGRAM" >&2; exit 1; }

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
export PATH BULLA_PASSPHRASE="demo only"
# shellcheck source=examples/demo/stage
. "$here/examples/demo/stage"

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
for version in 1.0.0 1.1.0; do
    # how its images were made travels with the bundle
    on ci attest "$hello:$version" --layout images.layout --layout-key "$(public ann ann)" -q
done
expect 0 ci sign "$hello:1.0.0" "$hello:1.1.0" "$images:installer" "$images:web" "$namespace/tool:1" \
    --key releases --online-key online

# --- every consumer ---------------------------------------------------------------------------------------------------------

# policy FILE REPOSITORY RULES: what a consumer demands, as a file
policy() {
    printf '{ "version": 1,\n  "repositories": { "acme": { "origin": "%s", %s } },\n  "rules": [ %s ] }\n' \
        "$namespace" "$2" "$3" > "$1"
}
# rule MATCH TARGET: bundles of level 4 alone
rule() { printf '{ "match": "%s", "rewrite": "%s", "repositories": ["acme"], "minLevel": "4", "aliases": true }' "$1" "$2"; }

say "a consumer verifies: level 4, by the pin and by rules that demand it"
expect 0 consumer verify "$hello:1.1.0" --min-level 4
says "trusted  $hello@$(digest one acme/hello 1.1.0)" "layout $hello/in-toto-metadata/bundles.layout is met, 3 steps with evidence"
policy strict.json '"root": { "sha256": "'"${root#sha256:}"'" }' "$(rule "$namespace/*:*" "$namespace/\$1:\$2")"
expect 0 consumer policy explain "$hello:1.1.0" --policy strict.json
says "covered   $hello:1.1.0"
expect 1 consumer verify "$namespace/tool:1" --policy strict.json
expect 0 consumer verify "$namespace/tool:1"
expect 0 consumer tree "$hello:1.1.0"
says "images/web" "invocation" "not verified; use"

say "what that takes: requests in rounds, each waiting for the one before; first by who knows nothing but the root"
on newcomer trust add "$namespace" --root "$root" -q
for knowing in nothing much; do
    on newcomer verify "$hello:1.1.0" --min-level 4 --trace "trace-$knowing.json" -q
    rounds "trace-$knowing.json"
done
[ "$(member rounds < trace-nothing.json)" -le 3 ] || fail "more than three rounds for who knows nothing"
[ "$(member rounds < trace-much.json)" -eq 1 ] || fail "more than one round for who knows much"

# --- elsewhere ----------------------------------------------------------------------------------------------------------------

say "an operator copies the bundle to the second registry; another one carries both tags with skopeo"
expect 0 consumer copy "$hello:1.1.0" "$two/mirror/hello:1.1.0"
says "digests unchanged"
expect 0 consumer copy "$hello:1.0.0" "$two/mirror/hello:1.0.0" -q
carried=mirror
if command -v skopeo >/dev/null 2>&1; then
    carried=carried
    for tag in 1.1.0 1.1.0.signed; do
        echo "operator\$ skopeo copy --all docker://$hello:$tag docker://$two/carried/hello:$tag"
        skopeo --insecure-policy copy --quiet --all --src-tls-verify=false --dest-tls-verify=false \
            "docker://$hello:$tag" "docker://$two/carried/hello:$tag"
    done
else
    echo "demo: no skopeo here; its copy is left out"
fi

say "a place behind a gap wants to know that nothing had expired when the bundle left; a key of its own says so"
key carrier enclave
on carrier trust add "$namespace" --root "$root" -q
expect 0 carrier copy "$hello:1.1.0" oci:usb.tar:1.1.0
expect 0 carrier receipt create "$hello:1.1.0" --sign-key enclave --to oci:usb.tar:1.1.0
expect 8 carrier sign "$hello:1.1.0" --key enclave
cp consumer/trust/*/root_history/1.root.json root.json 2>/dev/null || cp consumer/trust/*/root.json root.json

say "the first registry is gone"
stop "$first"
first=
expect 7 consumer verify "$hello:1.1.0"

say "a rule says which names the copies stand for; they have the level that they had at home"
policy abroad.json '"root": { "file": "root.json" }, "sources": ["attached"]' \
    "$(rule "$two/mirror/*:*" "$namespace/\$1:\$2"), $(rule "$two/carried/*:*" "$namespace/\$1:\$2")"
expect 0 abroad policy check abroad.json
expect 0 abroad verify "$two/mirror/hello:1.1.0" "$two/$carried/hello:1.1.0" --policy abroad.json
says "trusted  $two/mirror/hello@$(digest one acme/hello 1.1.0)" "signed as $hello:1.1.0"

say "without the rule nobody has a say in that name, and what the copy claims is not believed"
expect 4 abroad verify "$two/mirror/hello:1.1.0"

say "another bundle of the same publisher, put under that name"
move two mirror/hello 1.1.0 "$(digest two mirror/hello 1.0.0)"
expect 1 abroad verify "$two/mirror/hello:1.1.0" --policy abroad.json
never "trusted"

say "behind the gap: no network at all, ten days later, when the timestamp has long expired"
if unshare -rn true 2>/dev/null; then gap="unshare -rn"; fi
expect 0 enclave trust add oci:inside --same-as "$hello" --root root.json \
    --receipt-key "$(public carrier enclave)" --max-age 20d --offline
expect 0 enclave copy oci:usb.tar:1.1.0 oci:inside:1.1.0 --offline
expect 0 enclave verify oci:inside:1.1.0 --offline --at "$(in_days 10)" --min-level 4
says "trusted  oci:" "RECEIPT"
expect 1 enclave verify oci:inside:1.1.0 --offline --at "$(in_days 25)"
never "trusted"
gap=
serve one "${one##*:}"
first=$served

# --- what a registry can do ---------------------------------------------------------------------------------------------------

say "the registry moves the tag to an older bundle, signed like the new one"
keep
move one acme/hello 1.1.0 "$(digest one acme/hello 1.0.0)"
expect 1 consumer verify "$hello:1.1.0"
says "rejected" "is signed as $(digest kept acme/hello 1.1.0), here it is $(digest one acme/hello 1.1.0)"
never "trusted"
expect 0 consumer verify --resolve "$hello:1.1.0"
says "${hello}@$(digest kept acme/hello 1.1.0)"

say "it deletes every signature and attachment"
restore
forget_attachments one acme/hello
expect 0 consumer verify "$hello:1.1.0" --min-level 4 --state one-state
says "trusted  $hello@$(digest one acme/hello 1.1.0)"

say "it deletes the TUF repository: the roles that travel with the bundle stand in"
restore
rm -r "one/$stored/acme/tuf"
expect 0 consumer verify "$hello:1.1.0" --min-level 4 --state two-state
says "trusted  $hello@$(digest one acme/hello 1.1.0)" "the roles came with the artifact"

say "it deletes both: nothing speaks for the bundle any more, and that is no pass"
forget_attachments one acme/hello
expect 3 consumer verify "$hello:1.1.0" --state three-state
expect 3 consumer verify "$hello:1.1.0"
expect 4 stranger verify "$hello:1.1.0"
restore

# --- what a thief can do ------------------------------------------------------------------------------------------------------

say "a thief has the releases key and publishes bundles of his own; the refresh cannot know"
mkdir -p thief/keys
cp ci/keys/releases.* thief/keys
sed 's/Says hello/Says nothing good/' source/bundle.json > evil.json
on thief push evil.json "$hello:1.2.0"
on thief push evil.json "$namespace/game:1" --images-from "$images"
expect 0 thief sign "$hello:1.2.0" "$namespace/game:1" --key releases --root "$root"
expect 0 ci refresh "$namespace" --key online
says "targets/releases v6 -> v7"

say "a name with a layout is refused for want of evidence, any other name by whoever demands a level"
expect 1 consumer verify "$hello:1.2.0"
says "rejected" "0 of 1 links"
expect 1 consumer verify "$namespace/game:1" --policy strict.json
never "trusted"

say "ann and cleo revoke the key; what the thief listed goes"
key ci releases2
on ci role rotate "$namespace" targets/releases --add "$(public ci releases2)" --remove "$(keyid releases)" \
    --remove-target "$hello:1.2.0" --remove-target "$namespace/game:1" -o revoke.staged -q
for person in ann cleo; do expect 0 "$person" role sign revoke.staged --key "$person" --yes -q; done
expect 0 ci role sign revoke.staged --key releases2 --yes -q
expect 0 ci role publish "$namespace" revoke.staged --key online --yes -q
expect 8 thief sign "$hello:1.2.0" --key releases --root "$root"
expect 0 consumer verify "$hello:1.1.0" --min-level 4

say "root changes hands as well, by two of three of the old keys; consumers follow by themselves"
on ci role rotate "$namespace" root --add "$(public dan dan)" --remove "$(keyid cleo)" -o root.staged -q
for person in ann ben; do expect 0 "$person" role sign root.staged --key "$person" --yes -q; done
expect 0 ci role publish "$namespace" root.staged --key online --yes -q
expect 0 consumer verify "$hello:1.1.0" --min-level 4
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
expect 0 newcomer verify "$hello:1.1.0" "$hello:1.0.0" --min-level 4

say "all as it should be"
