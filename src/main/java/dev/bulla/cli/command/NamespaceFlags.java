package dev.bulla.cli.command;

import dev.bulla.Namespaces;
import dev.bulla.Places;
import dev.bulla.bytes.Bytes;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.term.Quantity;
import dev.bulla.json.Json;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Namespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The flags of those who publish in a namespace. */
final class NamespaceFlags {
    private NamespaceFlags() {}

    /** {@code model} with the flags that say where the roles are and by which root they are judged. */
    static CommandModel trusting(CommandModel model) {
        return model.flag(
                        "--root ROOT",
                        "sha256:FINGERPRINT of the root that is trusted, or its file; else the pinned one")
                .flag("--trust-repo PLACE", "where the TUF repository is, if not at NAMESPACE/tuf");
    }

    /** {@code model} with the flag for lives of roles. */
    static CommandModel lives(CommandModel model, String otherwise) {
        return model.flag(
                "--expires ROLE=DURATION,...", "how long roles live, such as timestamp=7d,targets=90d; " + otherwise);
    }

    static Namespaces namespaces(Invocation call) {
        Places places = Reach.places(call);
        return new Namespaces(
                places, Pinning.trust(call, places), call.directories().config().resolve("pending"));
    }

    /** The namespace that the call names, judged as its flags say. */
    static Namespaces.At at(Invocation call, Namespace namespace) {
        Optional<String> root = call.has("--root") ? call.option("--root") : Optional.empty();
        Optional<Digest> fingerprint = root.flatMap(Digest::parse);
        if (fingerprint.isEmpty()
                && root.filter(text -> text.startsWith("sha256:")).isPresent()) {
            throw call.wrongUse("takes --root sha256:<64 hex> or a file");
        }
        Optional<Bytes> file = fingerprint.isPresent() ? Optional.empty() : root.map(path -> Pins.rootFile(call, path));
        return new Namespaces.At(namespace, Pinning.repository(call), fingerprint, file);
    }

    /** What {@code --expires} says, by role. */
    static Map<String, Duration> lives(Invocation call) {
        Map<String, Duration> lives = new LinkedHashMap<>();
        for (String pair : split(call.option("--expires").orElse(""))) {
            int equals = pair.indexOf('=');
            Optional<Duration> life = equals < 1 ? Optional.empty() : Quantity.duration(pair.substring(equals + 1));
            if (life.isEmpty() || lives.put(pair.substring(0, equals), life.get()) != null) {
                throw call.wrongUse("reads --expires as timestamp=7d,snapshot=7d, each role once, not '" + pair + "'");
            }
        }
        return lives;
    }

    /** Parts between commas. */
    static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int comma = text.indexOf(',', from);
            int to = comma < 0 ? text.length() : comma;
            parts.add(text.substring(from, to));
            from = to + 1;
        }
        return parts;
    }

    /** Roles with version and expiry. */
    static Json.Arr roles(List<Namespaces.RoleState> roles) {
        List<Json> items = new ArrayList<>();
        for (Namespaces.RoleState role : roles) {
            items.add(Json.Obj.empty()
                    .with("role", Json.text(role.role()))
                    .with("version", Json.whole(role.version()))
                    .with("expires", Json.text(Quantity.absolute(role.expires())))
                    .with("due", Json.text(Quantity.absolute(role.due()))));
        }
        return new Json.Arr(items);
    }

    /** {@code root v1, targets v1}. */
    static String versions(List<Namespaces.RoleState> roles) {
        List<String> versions = new ArrayList<>();
        roles.forEach(role -> versions.add(role.role() + " v" + role.version()));
        return String.join(", ", versions);
    }
}
