package dev.bulla.cli.command;

import dev.bulla.cli.frame.Invocation;
import dev.bulla.crypto.KeyFiles;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.PublicKeyFile;
import dev.bulla.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How keys are told about. */
final class KeyAnswer {
    private final Invocation call;
    private final Keys keys;

    KeyAnswer(Invocation call, Keys keys) {
        this.call = call;
        this.keys = keys;
    }

    /** What was written: file, key id, scheme. */
    void written(String name) {
        PublicKeyFile key = keys.publicKey(name);
        if (!call.output().isText()) {
            call.output().json(stored(document(), name));
            return;
        }
        Path folder = call.directories().keys();
        call.output()
                .line(
                        keys.directory().hasSecret(name)
                                ? "wrote " + folder.resolve(name + ".key") + " (encrypted)"
                                : "wrote " + folder.resolve(name + ".pub") + " (public)");
        call.output()
                .line("key id  " + call.output().keyId(key.key().computedId().value()) + "  "
                        + key.key().scheme());
    }

    static Json.Obj document() {
        return Json.Obj.empty().with("schema", Json.text("bulla.key/1"));
    }

    /** {@code document} with the members of a key of the key directory. */
    Json.Obj stored(Json.Obj document, String name) {
        return members(document.with("name", Json.text(name)), keys.publicKey(name))
                .with("secret", new Json.Bool(keys.directory().hasSecret(name)));
    }

    /** {@code document} with the members of a public key. */
    static Json.Obj members(Json.Obj document, PublicKeyFile key) {
        List<String> ids = new ArrayList<>();
        for (KeyId id : key.ids()) {
            ids.add(id.value());
        }
        return document.with("keyid", Json.text(key.key().computedId().value()))
                .with("keyids", Documents.texts(ids))
                .with("key", key.key().toJson())
                .with("pem", Json.text(pem(key)));
    }

    static String pem(PublicKeyFile key) {
        return KeyFiles.write(key.key()).asUtf8().orElseThrow();
    }
}
