package dev.bulla.cli.command;

import dev.bulla.cli.frame.Invocation;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Place;
import java.nio.file.Path;

/** Namespaces as users write them. */
final class TrustPlaces {
    private TrustPlaces() {}

    /** A namespace; the path of a layout is relative to where the program was started. */
    static Namespace namespace(Invocation call, String written) {
        Namespace namespace = Namespace.parse(written);
        if (namespace instanceof Namespace.InLayout layout) {
            Path path = call.environment().path(layout.place().path().toString());
            return Namespace.of(new Place.LayoutPlace(path, layout.place().tar()));
        }
        return namespace;
    }
}
