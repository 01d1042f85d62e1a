#!/bin/sh
# Several people, one namespace: 2 of 3 holders found it on machines that never meet, a lost key is replaced, a stolen
# releases key is revoked, and a consumer who slept through five roots catches up. A directory stands for each machine.
# Works on an OCI image layout; with REGISTRY=host:port against that registry.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
bulla=$here/target/bulla/bin/bulla
if [ ! -x "$bulla" ]; then
    echo "building (mvn package, tests not run) ..."
    (cd "$here" && mvn -q -B -ntp -DskipTests package)
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/bulla-ceremony.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"
export BULLA_CACHE_DIR="$work/cache" BULLA_PASSPHRASE="ceremony only"

say() { printf '\n# %s\n' "$*"; }
# on MACHINE WORDS...: runs bulla on the machine of that name
on() {
    machine=$1
    shift
    printf '%s$ bulla %s\n' "$machine" "$*"
    BULLA_CONFIG_DIR="$work/$machine" "$bulla" "$@"
}
# expect CODE MACHINE WORDS...: runs bulla and insists on its exit code
expect() {
    wanted=$1
    shift
    code=0
    on "$@" || code=$?
    echo "exit $code"
    [ "$code" -eq "$wanted" ] || { echo "ceremony: expected exit $wanted" >&2; exit 1; }
}
# a key on a machine, and where its halves are
key() { on "$1" key new "$2" | tee "$work/$2.id" | sed -n 1p; }
public() { echo "$work/$1/keys/$2.pub"; }
secret() { echo "$work/$1/keys/$2.key"; }
keyid() { sed -n 's/^key id *\([0-9a-f]*\).*/\1/p' "$work/$1.id"; }

if [ -n "${REGISTRY:-}" ]; then
    namespace=$REGISTRY/ceremony-$(date +%s)-$$/acme
else
    namespace=oci:acme
fi

say "keys are made where they stay; public halves go round"
for person in ann ben cleo ci; do key "$person" "$person"; done
key ops online

say "ops stages the namespace, two holders and ci sign copies of the file without a network, ops joins and publishes"
on ops init "$namespace" --profile mvp+intoto --key online --releases-public "$(public ci ci)" \
    --root-public "$(public ann ann)" --root-public "$(public ben ben)" --root-public "$(public cleo cleo)" --root-threshold 2 \
    --targets-public "$(public ann ann)" --targets-public "$(public ben ben)" --targets-public "$(public cleo cleo)" \
    --targets-threshold 2 --expires timestamp=7d,snapshot=7d --stage first.staged > staged.txt
for person in ann cleo ci; do
    cp first.staged "$person.staged"
    on "$person" role sign "$person.staged" --key "$person" --yes -q
done
on ops role merge ann.staged cleo.staged ci.staged -o first.staged -q
on ops role publish "$namespace" first.staged --key online --yes > published.txt
root=$(sed -n 's/.*--root //p' published.txt)
on consumer trust add "$namespace" --root "$root"

say "cleo's key is lost: the others put dora in its place"
key dora dora
on ann role rotate "$namespace" root --add "$(public dora dora)" --remove "$(keyid cleo)" -o root.staged --root "$root"
for person in ann ben; do on "$person" role sign root.staged --key "$person" --yes -q; done
on ops role publish "$namespace" root.staged --key online --yes -q

say "the key of ci is stolen: what it signed is refused from the next published state on"
key ci2 ci2
on ann role rotate "$namespace" targets/releases --add "$(public ci2 ci2)" --remove "$(keyid ci)" -o revoke.staged --root "$root" -q
for person in ann ben ci2; do on "$person" role sign revoke.staged --key "$person" --yes -q; done
on ops role publish "$namespace" revoke.staged --key online --yes -q
printf '{"%s/shop:6.6.6":{"hashes":{"sha256":"%064d"},"length":666}}' "$namespace" 0 > evil.json
expect 8 ops role stage "$namespace" targets/releases --add-targets evil.json \
    --sign-key "$(secret ci ci)" --sign-key online --yes -q

say "four more roots while the consumer sleeps"
for threshold in 3 2 3 2; do
    on ops role rotate "$namespace" root --threshold "$threshold" --sign-key "$(secret ann ann)" \
        --sign-key "$(secret ben ben)" --sign-key "$(secret dora dora)" --sign-key online --yes -q
done

say "the consumer wakes up"
on consumer trust update "$namespace"
on consumer role list "$namespace" --format tree

say "all as it should be"
