package dev.bulla.layout;

import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Place;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** How the parts of one layout are kept; {@link LayoutStore} gives them their meaning. May be used by several threads. */
sealed interface Backing permits DirectoryBacking, TarBacking {
    /** The index as it is now; an empty one for a layout that is still to be made. */
    LayoutIndex index();

    /** The bytes kept under {@code digest}, not yet verified. */
    Optional<InputStream> open(Digest digest) throws IOException;

    /** Keeps {@code content} once all of it is what {@code expected} says; wrong bytes never come under that name. */
    void put(Descriptor expected, Content content);

    /** Takes over a blob of another layout without reading it twice; false when that is impossible. */
    boolean link(Descriptor blob, Place.LayoutPlace from);

    /** Replaces the index by what {@code change} makes of the newest one; no other writer comes between. */
    void change(UnaryOperator<LayoutIndex> change);

    /** Forgets the bytes kept under {@code digest}. */
    void remove(Digest digest);

    /** Ends all use. */
    void close();
}
