package dev.bulla;

import dev.bulla.attach.ArtifactBuilder;
import dev.bulla.attach.AttachmentWriter;
import dev.bulla.attach.DescriptorSignature;
import dev.bulla.attach.SignatureManifest;
import dev.bulla.attach.TagRecord;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.Signer;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.NotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Signs artifacts where they are stored: detached, by several keys at once or one after another. */
public final class Sealer {
    /** How long a tag record holds unless told otherwise. */
    public static final Duration DEFAULT_LIFE = Duration.ofDays(90);

    private final Places places;

    /** A sealer over {@code places}. */
    public Sealer(Places places) {
        this.places = places;
    }

    /**
     * What to sign.
     *
     * @param artifact the artifact; a tag is resolved once and must not move meanwhile
     * @param name the name to bind, if it is not that of {@code artifact}; a layout directory has no name of its own
     * @param tagRecord whether the name is bound to the digest as well
     * @param life how long the tag record holds
     * @param version of the tag record; empty for minutes since 1970, which rise without anybody remembering
     * @param at the time of signing
     */
    public record Request(
            Reference artifact,
            Optional<String> name,
            boolean tagRecord,
            Duration life,
            OptionalLong version,
            Instant at) {
        /** The artifact with a tag record under its own name. */
        public static Request of(Reference artifact, Instant at) {
            return new Request(artifact, Optional.empty(), true, DEFAULT_LIFE, OptionalLong.empty(), at);
        }

        /** The name that the tag record binds. */
        Optional<String> boundName() {
            Optional<String> own = artifact.place() instanceof Place.RegistryPlace
                            && artifact.tag().isPresent()
                    ? Optional.of(artifact.place() + ":" + artifact.tag().get())
                    : Optional.empty();
            return tagRecord ? name.or(() -> own) : Optional.empty();
        }
    }

    /**
     * What is about to be signed, for showing before anything is.
     *
     * @param artifact type, digest and size
     * @param bound the name that is bound to it, if any
     * @param keyIds who signs
     */
    public record Intent(Descriptor artifact, Optional<String> bound, List<String> keyIds) {}

    /**
     * What was signed.
     *
     * @param artifact type, digest and size
     * @param signatures the signature manifests that are attached now
     * @param tagRecord the attached tag record, if one was made
     * @param carrier the carrier as it stands
     */
    public record Sealed(Descriptor artifact, List<Digest> signatures, Optional<Digest> tagRecord, Digest carrier) {}

    /**
     * Signs with every one of {@code signers}: one signature manifest over the artifact, and one over the tag record.
     *
     * @param show hears what will be signed before a key is used; it may throw to stop
     * @throws NotFoundException when there is no such artifact
     * @throws ConflictException when the tag moved meanwhile, or the attachments do not appear in the listing
     */
    public Sealed sign(Request request, List<? extends Signer> signers, Consumer<Intent> show) {
        try (Store store = places.writing(request.artifact().place())) {
            Intent intent = intent(store, request, signers);
            show.accept(intent);
            Sealed sealed = seal(store, intent.artifact(), request, signers);
            checkTagStands(store, request.artifact(), intent.artifact());
            return sealed;
        }
    }

    /**
     * What {@link #sign} would sign; no key is used and nothing is written.
     *
     * @throws NotFoundException when there is no such artifact
     */
    public Intent plan(Request request, List<? extends Signer> signers) {
        try (Source source = places.reading(request.artifact().place())) {
            return intent(source, request, signers);
        }
    }

    private static Intent intent(Source source, Request request, List<? extends Signer> signers) {
        Manifest artifact = source.manifest(request.artifact())
                .orElseThrow(() -> new NotFoundException(request.artifact() + " does not exist"));
        List<String> keyIds =
                signers.stream().map(Signer::keyId).map(KeyId::value).toList();
        return new Intent(artifact.descriptor().plain(), request.boundName(), keyIds);
    }

    private static Sealed seal(Store store, Descriptor subject, Request request, List<? extends Signer> signers) {
        AttachmentWriter writer = new AttachmentWriter(store);
        Optional<String> origin = request.name().or(request::boundName);
        Optional<ArtifactBuilder> record =
                request.boundName().map(name -> record(subject, name, request).builder());
        List<ArtifactBuilder> builders = new ArrayList<>();
        builders.add(signature(subject, subject, signers, origin));
        record.ifPresent(made -> {
            builders.add(made);
            builders.add(signature(subject, made.build().descriptor(), signers, origin));
        });
        List<Digest> attached = new ArrayList<>();
        writer.attachTogether(builders)
                .orElseGet(() -> oneByOne(writer, subject, builders, signers, origin))
                .forEach(manifest -> attached.add(manifest.digest()));
        Optional<Digest> recorded = record.map(made -> attached.remove(1));
        Digest carrier =
                writer.writeCarrier(subject.digest(), request.artifact().tag()).digest();
        return new Sealed(subject, attached, recorded, carrier);
    }

    /** Where the place takes an older form only: the record is attached first, since the form changes what is signed. */
    private static List<Manifest> oneByOne(
            AttachmentWriter writer,
            Descriptor subject,
            List<ArtifactBuilder> builders,
            List<? extends Signer> signers,
            Optional<String> origin) {
        List<Manifest> attached = new ArrayList<>();
        attached.add(writer.attach(builders.get(0)));
        if (builders.size() > 1) {
            Manifest record = writer.attach(builders.get(1));
            attached.add(record);
            attached.add(writer.attach(signature(subject, record.descriptor(), signers, origin)));
        }
        return attached;
    }

    private static ArtifactBuilder signature(
            Descriptor subject, Descriptor target, List<? extends Signer> signers, Optional<String> origin) {
        return SignatureManifest.builder(subject, DescriptorSignature.sign(target, signers), origin, Optional.empty());
    }

    private static TagRecord record(Descriptor subject, String name, Request request) {
        long minutes = request.at().getEpochSecond() / 60;
        return new TagRecord(
                subject,
                name,
                request.version().orElse(minutes),
                request.at(),
                request.at().plus(request.life()));
    }

    private static void checkTagStands(Store store, Reference reference, Descriptor signed) {
        if (reference.tag().isPresent()) {
            Optional<Digest> now = store.manifest(reference.tag().get()).map(Manifest::digest);
            if (!now.equals(Optional.of(signed.digest()))) {
                throw new ConflictException(
                        reference + " moved while it was signed: it was " + signed.digest() + " and is "
                                + now.map(Digest::toString).orElse("gone"),
                        "the signature speaks of the digest that was shown; sign again if the new one is meant");
            }
        }
    }
}
