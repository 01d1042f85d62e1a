package dev.bulla.cli.command;

import dev.bulla.Verifier;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.json.Json;
import dev.bulla.oci.Place;
import dev.bulla.oci.Reference;
import java.util.List;
import java.util.Optional;

/**
 * Where the bytes came from that a verdict is about: the one thing in which the answers about the representations of one
 * bundle differ (trust.md section 3.2).
 *
 * @param kind {@code registry}, {@code layout}, {@code bundle.json} or {@code thick}
 * @param place the repository, or the file as the user wrote it
 * @param extras files in an archive that the bundle does not need
 */
record VerifiedFrom(String kind, String place, List<String> extras) {
    /** What a file is recognised by; everything else is a reference. */
    private static final List<String> ENDINGS = List.of(".json", ".tgz", ".tar.gz", ".tar");

    /** Copies the list. */
    VerifiedFrom {
        extras = List.copyOf(extras);
    }

    static VerifiedFrom of(Reference asked) {
        return new VerifiedFrom(
                asked.place() instanceof Place.RegistryPlace ? "registry" : "layout",
                asked.place().toString(),
                List.of());
    }

    static VerifiedFrom of(String written, Verifier.LocalVerdict judged) {
        String kind = switch (judged.form()) {
            case BUNDLE_JSON -> "bundle.json";
            case THICK -> "thick";
            case LAYOUT -> "layout";
        };
        return new VerifiedFrom(kind, written, judged.extras());
    }

    /** True when the argument is a file by its look: a path with one of the endings, or one that begins like a path. */
    static boolean isFile(String argument) {
        boolean path = argument.startsWith("/") || argument.startsWith("./") || argument.startsWith("../");
        return path || (!argument.startsWith("oci:") && ENDINGS.stream().anyMatch(argument::endsWith));
    }

    /**
     * The question about a file.
     *
     * @throws dev.bulla.outcome.UsageException when the call does not say under which name it was signed
     */
    static Verifier.LocalFile question(Invocation call, String file) {
        Optional<String> name = call.option("--as");
        if (name.isEmpty()) {
            throw call.wrongUse("needs --as NAME for a file, since a file does not say what it is: `bulla verify "
                    + file + " --as registry.example/acme/shop:1.4.0`");
        }
        if (file.endsWith(".json") && call.has("--deep")) {
            throw call.wrongUse("finds no images in " + file + ": --deep is for archives, layouts and registries");
        }
        return new Verifier.LocalFile(
                call.path(file),
                call.reference(name.get()),
                call.option("--capsule").map(call::path));
    }

    /** The line of the answer about a file. */
    Optional<String> line() {
        return switch (kind) {
            case "bundle.json" ->
                Optional.of("  file     " + place + ", a plain bundle.json: its images are not in it");
            case "thick" -> Optional.of("  file     " + place + ", a thick bundle");
            default -> Optional.empty();
        };
    }

    Json toJson() {
        Json.Obj document = Json.Obj.empty().with("kind", Json.text(kind)).with("place", Json.text(place));
        return extras.isEmpty() ? document : document.with("extras", Documents.texts(extras));
    }
}
