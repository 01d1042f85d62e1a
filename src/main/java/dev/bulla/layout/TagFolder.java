package dev.bulla.layout;

import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ForwardingSource;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import java.util.Collection;
import java.util.Optional;

/**
 * A part of an image layout whose tags are {@code ref.name}s below a prefix, {@code tuf/latest} for {@code latest}: several
 * repositories' worth of tags in one layout that share its blobs (oci-graph section 4).
 */
public final class TagFolder extends ForwardingSource implements Store {
    private final LayoutStore layout;
    private final String prefix;

    private TagFolder(LayoutStore layout, String prefix) {
        super(layout);
        this.layout = layout;
        this.prefix = prefix;
    }

    /**
     * Opens for reading.
     *
     * @param prefix what stands before every tag, its slash included
     */
    public static Source reading(Place.LayoutPlace place, String prefix) {
        return new TagFolder(LayoutStore.open(place), prefix);
    }

    /** Opens for writing, as {@link LayoutStore#writing}. */
    public static Store writing(Place.LayoutPlace place, String prefix) {
        return new TagFolder(LayoutStore.writing(place), prefix);
    }

    private Tag below(Tag tag) {
        return new Tag(prefix + tag.value());
    }

    @Override
    public Optional<Manifest> manifest(Tag tag) {
        return layout.manifest(below(tag));
    }

    @Override
    public void pushBlob(Descriptor expected, Content content) {
        layout.pushBlob(expected, content);
    }

    @Override
    public boolean mountBlob(Descriptor blob, Place from) {
        return layout.mountBlob(blob, from);
    }

    @Override
    public void pushManifest(Manifest manifest) {
        layout.pushManifest(manifest);
    }

    @Override
    public void tag(Manifest manifest, Tag tag) {
        layout.tag(manifest, below(tag));
    }

    @Override
    public void attach(Manifest attachment) {
        layout.attach(attachment);
    }

    @Override
    public void attachAll(Collection<? extends Manifest> attachments) {
        layout.attachAll(attachments);
    }

    @Override
    public void delete(Digest manifest) {
        layout.delete(manifest);
    }
}
