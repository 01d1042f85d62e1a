package dev.bulla.cli.command;

import dev.bulla.Places;
import dev.bulla.Trust;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Place;
import dev.bulla.oci.TrustRepository;
import java.util.Optional;

/** Pinned roots as a call names them. */
final class Pinning {
    private Pinning() {}

    /** The pins of this machine; {@code --state} moves what changes. */
    static Trust trust(Invocation call, Places places) {
        return new Trust(
                places, call.directories().trust(), call.option("--state").map(call::path));
    }

    /** A namespace as the user wrote it; a layout's path is relative to where the program was started. */
    static Namespace namespace(Invocation call, String written) {
        Namespace namespace = Namespace.parse(written);
        return namespace instanceof Namespace.InLayout layout
                ? Namespace.of(new Place.LayoutPlace(
                        call.path(layout.place().path().toString()),
                        layout.place().tar()))
                : namespace;
    }

    /** The TUF repository that {@code --trust-repo} names. */
    static Optional<TrustRepository> repository(Invocation call) {
        return call.option("--trust-repo")
                .map(written -> new TrustRepository(call.reference(written).place()));
    }
}
