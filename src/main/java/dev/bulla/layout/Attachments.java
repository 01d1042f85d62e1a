package dev.bulla.layout;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.GraphLimits;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What is attached to what in a layout, found by looking at the manifests that its entries lead to. */
final class Attachments {
    /** Four thousand signature manifests need a fifth of it; what others list must not fill the memory. */
    private static final long MAX_LISTED_BYTES = 32L << 20;

    private static final String DERIVED_NAME = "tuf/.*|.*\\.signed|sha(?:256|512)-[0-9a-f]{64}.*";

    private final Object place;
    private final Function<Digest, Optional<Manifest>> reader;
    private final ManifestWalk walk;

    /**
     * Looks at a layout.
     *
     * @param reader gives verified manifests; empty for one that is absent, or that is none
     */
    Attachments(Object place, Function<Digest, Optional<Manifest>> reader) {
        this.place = place;
        this.reader = reader;
        this.walk = new ManifestWalk(reader);
    }

    /**
     * The manifests with this subject to which {@code entries} lead, as a list of attachments describes them.
     *
     * @throws RejectedException {@code LIMIT_EXCEEDED}
     */
    List<Descriptor> of(Digest subject, List<Descriptor> entries) {
        List<Descriptor> found = new ArrayList<>();
        long bytes = 0;
        for (Map.Entry<Digest, ManifestWalk.Node> node : walk.from(entries).entrySet()) {
            Optional<Manifest> attachment =
                    node.getValue().subject().filter(subject::equals).isPresent()
                            ? reader.apply(node.getKey())
                            : Optional.empty();
            if (attachment.isPresent()) {
                found.add(hint(attachment.get()));
                bytes += attachment.get().raw().length();
            }
            if (found.size() > GraphLimits.MAX_REFERRERS || bytes > MAX_LISTED_BYTES) {
                throw new RejectedException(
                        ReasonCode.LIMIT_EXCEEDED,
                        "more than " + GraphLimits.MAX_REFERRERS + " attachments, or " + MAX_LISTED_BYTES
                                + " bytes of them, to " + subject + " in " + place);
            }
        }
        return found;
    }

    /** The entry under which an attachment is listed: with its type and annotations, as referrers lists have them. */
    static Descriptor hint(Manifest attachment) {
        Descriptor plain = attachment.descriptor().withAnnotations(attachment.annotations());
        return attachment.artifactType().map(plain::withArtifactType).orElse(plain);
    }

    /**
     * Whether a reader would lose an attachment, or what one speaks of, if no entry of {@code index} listed {@code losing}
     * any more and one for {@code successor} came instead.
     */
    boolean need(Digest losing, LayoutIndex index, Descriptor successor) {
        List<Descriptor> rest = new ArrayList<>(index.without(losing).descriptors());
        rest.add(successor);
        try {
            Set<Digest> stillFound = walk.from(rest).keySet();
            Set<Digest> below = walk.from(List.of(Descriptor.of(MediaType.OCI_INDEX, losing, 0)))
                    .keySet();
            return walk.from(index.descriptors()).entrySet().stream()
                    .anyMatch(node -> node.getValue()
                            .subject()
                            .filter(subject -> subject.equals(losing)
                                    || below.contains(subject)
                                    || !stillFound.contains(node.getKey()))
                            .isPresent());
        } catch (RejectedException e) {
            return true; // too much to look through, so nothing is taken away
        }
    }

    /** What somebody put into the layout for its own sake: no attachments, carriers, fallback tags, TUF repository. */
    List<Descriptor> artifacts(LayoutIndex index) {
        Pattern derived = Pattern.compile(DERIVED_NAME);
        Map<Digest, ManifestWalk.Node> nodes = walk.from(index.descriptors());
        Map<Digest, Descriptor> artifacts = new LinkedHashMap<>();
        for (Descriptor entry : index.descriptors()) {
            String name = entry.annotations().getOrDefault(LayoutIndex.REF_NAME, "");
            ManifestWalk.Node node = nodes.get(entry.digest());
            boolean attached = node != null && node.subject().isPresent();
            if (!attached && !derived.matcher(name).matches()) {
                artifacts.putIfAbsent(entry.digest(), entry);
            }
        }
        return List.copyOf(artifacts.values());
    }
}
