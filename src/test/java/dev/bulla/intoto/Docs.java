package dev.bulla.intoto;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.Dsse;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.Signer;
import dev.bulla.json.Json;
import dev.bulla.json.OlpcWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes documents member by member, so that a test can write wrong ones, too. */
final class Docs {
    private Docs() {}

    static Json.Arr words(String... words) {
        return Words.toJson(List.of(words));
    }

    /** Rules written on one line each, words parted by blanks. */
    static Json.Arr rules(String... rules) {
        List<Json> read = new ArrayList<>();
        for (String rule : rules) {
            read.add(words(rule.split(" ", -1)));
        }
        return new Json.Arr(read);
    }

    /** A key object as the reference writes it. */
    static Json.Obj key(KeyId id, Signer signer) {
        return signer.publicKey().toJson().with("keyid", Json.text(id.value()));
    }

    static Json.Obj step(String name, int threshold, List<KeyId> keyIds) {
        return Json.Obj.empty()
                .with("_type", Json.text("step"))
                .with("name", Json.text(name))
                .with("expected_materials", rules())
                .with("expected_products", rules())
                .with("pubkeys", Words.toJson(keyIds.stream().map(KeyId::value).toList()))
                .with("expected_command", words())
                .with("threshold", Json.whole(threshold));
    }

    static Json.Obj inspection(String name, String... run) {
        return Json.Obj.empty()
                .with("_type", Json.text("inspection"))
                .with("name", Json.text(name))
                .with("expected_materials", rules())
                .with("expected_products", rules())
                .with("run", words(run));
    }

    static Json.Obj layout(Map<String, Json> keys, List<Json> steps, List<Json> inspections) {
        return Json.Obj.empty()
                .with("_type", Json.text("layout"))
                .with("steps", new Json.Arr(steps))
                .with("inspect", new Json.Arr(inspections))
                .with("keys", new Json.Obj(keys))
                .with("expires", Json.text("2030-01-01T00:00:00Z"))
                .with("readme", Json.text(""));
    }

    static Json.Obj link(String name, Json.Obj materials, Json.Obj products) {
        return Json.Obj.empty()
                .with("_type", Json.text("link"))
                .with("name", Json.text(name))
                .with("materials", materials)
                .with("products", products)
                .with("byproducts", Json.Obj.empty())
                .with("environment", Json.Obj.empty())
                .with("command", words());
    }

    /** Artifacts written {@code name=hash}. */
    static Json.Obj artifacts(String... artifacts) {
        Map<String, Json> members = new LinkedHashMap<>();
        for (String artifact : artifacts) {
            int equals = artifact.lastIndexOf('=');
            members.put(
                    artifact.substring(0, equals),
                    Json.Obj.empty().with("sha256", Json.text(artifact.substring(equals + 1))));
        }
        return new Json.Obj(members);
    }

    static Json.Obj signature(KeyId id, Signer signer, Json signed) {
        return signature(id.value(), signer.sign(OlpcWriter.write(signed)).hex());
    }

    static Json.Obj signature(String id, String hex) {
        return Json.Obj.empty().with("keyid", Json.text(id)).with("sig", Json.text(hex));
    }

    static Json.Obj envelope(Json signed, Json... signatures) {
        return Json.Obj.empty()
                .with("signatures", new Json.Arr(List.of(signatures)))
                .with("signed", signed);
    }

    static Bytes metablock(Json.Obj signed, Signer... signers) {
        Json[] signatures = new Json[signers.length];
        for (int i = 0; i < signers.length; i++) {
            signatures[i] = signature(signers[i].keyId(), signers[i], signed);
        }
        return bytes(envelope(signed, signatures));
    }

    static Bytes dsse(Json.Obj payload, Signer... signers) {
        return Dsse.sign(Payload.TYPE, bytes(payload), List.of(signers)).toBytes();
    }

    /** Canonical JSON with control characters escaped, which makes it JSON. */
    static Bytes bytes(Json json) {
        StringBuilder text = new StringBuilder();
        OlpcWriter.write(json).asUtf8().orElseThrow().codePoints().forEach(c -> {
            if (c < 0x20) {
                text.append("\\u00").append(c < 0x10 ? "0" : "").append(Integer.toHexString(c));
            } else {
                text.appendCodePoint(c);
            }
        });
        return Bytes.utf8(text.toString());
    }
}
