package dev.bulla.registry;

import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.PinMode;
import dev.bulla.oci.Place;
import dev.bulla.oci.Place.RegistryPlace;
import dev.bulla.oci.ReferrerList;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.DeniedException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One repository of a registry (OCI distribution-spec 1.1). Opening it asks nothing; the first request does. Bytes asked
 * for by digest are hashed whatever headers say, nothing written is believed before it has been read back, and a registry
 * without referrers API is served through the fallback tag. May be used by several threads at once.
 */
public final class RegistryStore implements Store {
    private final Repository repository;
    private final Wire wire;
    private final Manifests manifests;
    private final ManifestWriter writer;
    private final Attaching attaching;
    private final BlobWriter blobs;

    private RegistryStore(RegistryPlace place, RegistryOptions options) {
        this.wire = new Wire(options.http());
        this.repository = new Repository(place, options, wire);
        this.manifests = new Manifests(repository);
        this.writer = new ManifestWriter(repository, manifests);
        this.attaching = new Attaching(repository, manifests, writer);
        this.blobs = new BlobWriter(repository);
    }

    /** The repository at {@code place}. */
    public static RegistryStore open(RegistryPlace place, RegistryOptions options) {
        return new RegistryStore(place, options);
    }

    /** True when the registry is on this machine. */
    public static boolean isLoopback(RegistryPlace place) {
        return Hosts.isLoopback(Hosts.withoutPort(place.host()));
    }

    @Override
    public Place place() {
        return repository.place();
    }

    @Override
    public Optional<Manifest> manifest(Tag tag) {
        return manifests.at(tag).map(Manifests.Tagged::manifest);
    }

    @Override
    public Optional<Digest> digest(Tag tag) {
        return manifests.digest(tag);
    }

    @Override
    public Optional<Manifest> manifest(Digest digest) {
        return manifests.at(digest);
    }

    @Override
    public boolean hasManifest(Digest digest) {
        return manifests.exists(digest);
    }

    @Override
    public boolean hasBlob(Descriptor blob) {
        return new BlobReader(repository).exists(blob);
    }

    @Override
    public InputStream blob(Descriptor blob) {
        return new BlobReader(repository).open(blob);
    }

    @Override
    public ReferrerList referrers(Digest subject) {
        return attaching.list(subject);
    }

    @Override
    public void pushBlob(Descriptor expected, Content content) {
        blobs.push(expected, content);
    }

    @Override
    public boolean mountBlob(Descriptor blob, Place from) {
        return from instanceof RegistryPlace other
                && other.host().equals(repository.place().host())
                && new Mount(repository).take(blob, other.repository());
    }

    /**
     * {@inheritDoc}
     *
     * @throws dev.bulla.outcome.RejectedException also when the registry refuses the manifest; {@link Refusal} says of
     *     what kind the refusal is
     */
    @Override
    public void pushManifest(Manifest manifest) {
        writer.push(manifest);
    }

    @Override
    public void tag(Manifest manifest, Tag tag) {
        writer.tag(manifest, tag);
    }

    @Override
    public TagState look(Tag tag) {
        return manifests.look(tag);
    }

    @Override
    public void tag(Manifest manifest, Tag tag, TagState before) {
        writer.tag(manifest, tag, before);
    }

    @Override
    public void replace(Manifest manifest, Tag tag) {
        writer.replace(manifest, tag);
    }

    @Override
    public void attach(Manifest attachment) {
        attachAll(List.of(attachment));
    }

    @Override
    public void attachAll(Collection<? extends Manifest> attachments) {
        attachments.forEach(writer::push);
        attaching.announce(attachments);
    }

    @Override
    public Optional<PinMode> pins() {
        return repository.options().pins();
    }

    @Override
    public void withdraw(Digest subject, Set<Digest> attachments) {
        attaching.withdraw(subject, attachments);
    }

    @Override
    public void delete(Digest digest) {
        Optional<Digest> subject =
                manifests.at(digest).flatMap(Manifest::subject).map(Descriptor::digest);
        Call call = Call.of("DELETE", repository.manifest(digest.toString()));
        try (Answer answer = repository.toDelete().send(call, repository.metadata())) {
            if (answer.status() == 405 || answer.status() == 501) {
                throw new DeniedException(answer.call() + ": this registry deletes nothing");
            }
            if (!answer.isSuccess() && answer.status() != 404) {
                throw Statuses.failure(answer);
            }
        }
        subject.ifPresent(of -> attaching.withdraw(of, Set.of(digest)));
    }

    @Override
    public void close() {
        wire.close();
    }
}
