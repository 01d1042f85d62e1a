#!/bin/sh
# A chain of three steps, recorded in the current, empty folder by the reference implementation alone: a layout with an RSA
# owner, links by an Ed25519, an ECDSA and an RSA functionary.
set -eu
in-toto-keygen -t rsa -b 2048 owner
in-toto-keygen -t ed25519 ann
in-toto-keygen -t ecdsa ben
in-toto-keygen -t rsa -b 2048 cat

python=$(head -n 1 "$(command -v in-toto-run)" | cut -c 3-)
$python - <<'PYTHON'
from in_toto.models.layout import Layout
from in_toto.models.metadata import Metablock
from securesystemslib.interface import import_publickeys_from_file

names = {"fetch": ("ann.pub", "ed25519"), "edit": ("ben.pub", "ecdsa"), "pack": ("cat.pub", "rsa")}
keys = {}
ids = {}
for step, (file, kind) in names.items():
    read = import_publickeys_from_file([file], [kind])
    keys.update(read)
    ids[step] = list(read)


def step(name, materials, products):
    return {
        "_type": "step",
        "name": name,
        "expected_materials": materials + [["DISALLOW", "*"]],
        "expected_products": products + [["DISALLOW", "*"]],
        "pubkeys": ids[name],
        "expected_command": [],
        "threshold": 1,
    }


layout = Layout.read(
    {
        "_type": "layout",
        "keys": keys,
        "steps": [
            step("fetch", [], [["CREATE", "src/*"]]),
            step("edit", [["MATCH", "*", "WITH", "PRODUCTS", "FROM", "fetch"]], [["MODIFY", "src/hello"], ["ALLOW", "src/other"]]),
            step(
                "pack",
                [["MATCH", "hello", "IN", "src", "WITH", "PRODUCTS", "IN", "src", "FROM", "edit"], ["ALLOW", "src/other"]],
                [["CREATE", "out.tar"], ["MATCH", "src/*", "WITH", "MATERIALS", "FROM", "pack"]],
            ),
        ],
        "inspect": [],
        "expires": "2031-01-01T00:00:00Z",
        "readme": 'three steps, "quoted" \\ and a tab\t',
    }
)
Metablock(signed=layout).dump("root.layout")
PYTHON
in-toto-sign -f root.layout -k owner

mkdir links src
in-toto-run -n fetch -k ann -t ed25519 -p src -d links -s -- \
    sh -c 'echo hello > src/hello; echo other > src/other; printf "fetched \303\251\n"'
in-toto-record start -n edit -k ben -t ecdsa -m src
echo more >> src/hello
in-toto-record stop -n edit -k ben -t ecdsa -p src -d links
in-toto-run -n pack -k cat -m src -p src out.tar -d links -- tar cf out.tar src
in-toto-verify -l root.layout -k owner.pub --link-dir links
