#!/bin/sh
# From a git commit to a verified bundle: who did which step, on what, and did the pieces fit. A developer tags a commit, a
# build machine builds, bundles and pushes; each step leaves a signed link. The owner's layout says how the pieces have to
# fit, and top-level targets binds it to every bundle of the namespace, so that not even the releases key gets past it.
# Works on OCI image layouts; with REGISTRY=host:port against that registry.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
bulla=$here/target/bulla/bin/bulla
if [ ! -x "$bulla" ]; then
    echo "building (mvn package, tests not run) ..."
    (cd "$here" && mvn -q -B -ntp -DskipTests package)
fi
command -v git >/dev/null 2>&1 || { echo "supply-chain: needs git" >&2; exit 1; }

work=$(mktemp -d "${TMPDIR:-/tmp}/bulla-supply-chain.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir bin
ln -s "$bulla" bin/bulla
PATH=$work/bin:$PATH
export PATH BULLA_CONFIG_DIR="$work/config" BULLA_CACHE_DIR="$work/cache" BULLA_PASSPHRASE="example only"

exec 3>&1
say() { printf '\n# %s\n' "$*"; }
run() { printf '$ bulla %s\n' "$*" >&3; bulla "$@"; }
# runs bulla and insists on its exit code
expect() {
    wanted=$1
    shift
    code=0
    run "$@" || code=$?
    echo "exit $code"
    [ "$code" -eq "$wanted" ] || { echo "supply-chain: expected exit $wanted" >&2; exit 1; }
}

if [ -n "${REGISTRY:-}" ]; then
    namespace=$REGISTRY/chain-$(date +%s)-$$
    shop=$namespace/shop
    images=$namespace/images
    pattern="$namespace/shop:*"
else
    namespace=oci:shop
    shop=oci:shop
    images=oci:images
    pattern="oci:shop:*"
fi

say "six keys: root and owner stay offline; online, release and ci are machines; ann tags commits"
for name in root owner online release ci ann; do
    run key new "$name" | tail -n 1
    run key export "$name" -o "$name.pub"
done
run init "$namespace" --profile mvp+intoto --root-key root --targets-key owner --key online --releases-key release

say "the owner says how the pieces have to fit, and signs that"
run in-toto layout new --template cnab --functionary tag=ann.pub --functionary ci.pub -o root.layout
run in-toto layout sign root.layout --key owner

say "ann: a commit"
mkdir source links
for name in installer web; do
    printf 'echo hello from %s\n' "$name" > "source/$name.sh"
done
git -C source init --quiet
git -C source add .
git -C source -c user.name=ann -c user.email=ann@shop.example commit --quiet -m "Say hello"
run attest git --step tag --key ann --repository source --link-dir links

say "ci: build two images from what was tagged"
cat > build.sh <<'BUILD'
set -eu
for name in installer web; do
    bulla push "$name.sh" "$1:$name" --artifact-type application/vnd.example.script.v1 \
        --media-type text/x-shellscript --format json > "../$name.json"
done
BUILD
case $images in oci:*) pushed=oci:../images ;; *) pushed=$images ;; esac
(cd source && run attest run --step build --key ci --link-dir ../links \
    --material installer.sh --material web.sh \
    --product "$pushed:installer" --product "$pushed:web" -- sh ../build.sh "$pushed")

say "ci: the bundle that names them"
member() { sed -n 's/.*"'"$1"'" *: *"\{0,1\}\([^",}]*\)"\{0,1\}.*/\1/p' | head -n 1; }
image() { printf '"contentDigest":"%s",%s"image":"%s:%s","imageType":"oci","mediaType":"%s","size":%s' \
    "$(member digest < "$1.json")" "${2:-}" "example.com/hello" "$1" "$(member mediaType < "$1.json")" "$(member size < "$1.json")"; }
run attest record start --step bundle --key ci --base source --link-dir links \
    --material "$images:installer" --material "$images:web"
printf '{"description":"A bundle that says hello","images":{"web":{%s}},"invocationImages":[{%s}],"name":"hello","schemaVersion":"v1.2.0","version":"1.0.0"}' \
    "$(image web '"description":"the greeting",')" "$(image installer)" > source/bundle.json
run attest record stop --step bundle --key ci --base source --link-dir links --product bundle.json

say "ci: push it"
run attest run --step push --key ci --base source --link-dir links --material bundle.json \
    --product bundle.json --product "$shop:1.0.0" -- \
    bulla push source/bundle.json "$shop:1.0.0" --images-from "$images"

say "the pieces fit, as plain files already"
run in-toto verify --layout root.layout --layout-key owner.pub --link-dir links

say "the owner binds the layout to every bundle of the namespace; the release is signed and lists its links"
run attest "$shop:1.0.0" --layout root.layout --layout-key owner.pub --applies-to "$pattern" \
    --sign-key owner --sign-key online --yes
set --
for link in links/*.link; do
    set -- "$@" --link "$link"
done
run sign "$shop:1.0.0" --key release --online-key online
run attest "$shop:1.0.0" "$@" --sign-key release --sign-key online --yes

say "a consumer verifies, and sees who did what"
expect 0 verify "$shop:1.0.0"
run provenance "$shop:1.0.0"

say "a thief of the releases key publishes a bundle of his own: signed, and refused for want of a supply chain"
sed 's/says hello/says nothing good/' source/bundle.json > evil.json
run push evil.json "$shop:1.0.1" --images-from "$images"
run sign "$shop:1.0.1" --key release --online-key online
expect 1 verify "$shop:1.0.1"

say "all as it should be"
