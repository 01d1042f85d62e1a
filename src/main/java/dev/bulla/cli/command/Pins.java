package dev.bulla.cli.command;

import dev.bulla.Trust;
import dev.bulla.Verdict;
import dev.bulla.bytes.Bytes;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.frame.Output;
import dev.bulla.cli.term.Quantity;
import dev.bulla.json.Json;
import java.util.ArrayList;
import java.util.List;

/** How pinned roots are told about. */
final class Pins {
    /** As long as a root may be (tuf.md section 8). */
    private static final int MAX_ROOT = 512_000;

    private final Invocation call;
    private final Output output;

    Pins(Invocation call) {
        this.call = call;
        this.output = call.output();
    }

    /** A root file that the user names. */
    static Bytes rootFile(Invocation call, String path) {
        return LocalFiles.read(call.path(path), MAX_ROOT);
    }

    /** One line about a pin, or the document {@code bulla.trust/1}. */
    void answer(Trust.Pinned pinned, String word) {
        if (!output.isText()) {
            output.json(members(Json.Obj.empty().with("schema", Json.text("bulla.trust/1")), pinned));
            return;
        }
        output.line(
                word + " root " + root(pinned) + (pinned.relocated() ? "; names are read as " + names(pinned) : ""));
    }

    private String root(Trust.Pinned pinned) {
        Verdict.Role root = pinned.trustedRoot();
        return "v" + root.version() + " of " + pinned.namespace() + " ("
                + Math.min(root.keyIds().size(), root.threshold()) + " of " + root.threshold() + " keys, expires "
                + output.time(root.expires(), call.now()) + ")";
    }

    static String names(Trust.Pinned pinned) {
        return pinned.names() + (pinned.namespace().toString().startsWith("oci:") ? ":*" : "/*");
    }

    /** {@code document} with the members of a pin. */
    static Json.Obj members(Json.Obj document, Trust.Pinned pinned) {
        Json.Obj filled = document.with(
                        "namespace", Json.text(pinned.namespace().toString()))
                .with("root", Json.text(pinned.root().toString()))
                .with("names", Json.text(pinned.names()))
                .with("trustRepository", Json.text(pinned.repository().toString()))
                .with("sharedMemory", new Json.Bool(pinned.shared()))
                .with("roles", roles(pinned.roles()));
        return Demanded.members(filled, pinned.demands());
    }

    /** Verified roles as JSON. */
    static Json.Arr roles(List<Verdict.Role> roles) {
        List<Json> items = new ArrayList<>();
        for (Verdict.Role role : roles) {
            items.add(Json.Obj.empty()
                    .with("role", Json.text(role.name()))
                    .with("version", Json.whole(role.version()))
                    .with("expires", Json.text(Quantity.absolute(role.expires())))
                    .with("threshold", Json.whole(role.threshold()))
                    .with("keyids", Documents.texts(role.keyIds())));
        }
        return new Json.Arr(items);
    }
}
