package dev.bulla;

import dev.bulla.attach.Annotations;
import dev.bulla.attach.Attachment;
import dev.bulla.attach.Attachments;
import dev.bulla.attach.Kind;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Place;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.UsageException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads hints about origins; what comes out is for people, and nothing acts on it. */
final class Suggestions {
    private Suggestions() {}

    static List<Trust.Suggestion> of(Source source, Reference artifact) {
        Manifest manifest =
                source.manifest(artifact).orElseThrow(() -> new NotFoundException(artifact + " does not exist"));
        Set<Trust.Suggestion> suggestions = new LinkedHashSet<>();
        for (Attachment attachment :
                Attachments.of(source, manifest.digest(), artifact.tag()).found()) {
            String origin = attachment.manifest().annotations().getOrDefault(Annotations.ORIGIN, "");
            if (attachment.kind() != Kind.OTHER && !origin.isEmpty()) {
                suggestion(artifact.place(), origin).ifPresent(suggestions::add);
            }
        }
        return List.copyOf(suggestions);
    }

    /** Only a name that would be this artifact's under a plain change of the beginning suggests anything. */
    private static Optional<Trust.Suggestion> suggestion(Place place, String origin) {
        try {
            return switch (Reference.parse(origin).place()) {
                case Place.RegistryPlace there -> ofRegistry(place, there);
                case Place.LayoutPlace there -> ofLayout(place, Namespace.of(there));
            };
        } catch (UsageException e) {
            return Optional.empty(); // a hint may hold anything
        }
    }

    private static Optional<Trust.Suggestion> ofRegistry(Place place, Place.RegistryPlace there) {
        return switch (place) {
            case Place.LayoutPlace layout -> Optional.of(new Trust.Suggestion(Namespace.of(layout), there.toString()));
            case Place.RegistryPlace here ->
                last(here).equals(last(there)) && !here.equals(there)
                        ? Optional.of(new Trust.Suggestion(
                                Namespace.of(here), Namespace.of(there).name()))
                        : Optional.empty();
        };
    }

    private static Optional<Trust.Suggestion> ofLayout(Place place, Namespace there) {
        return place instanceof Place.LayoutPlace layout
                        && !Namespace.of(layout).name().equals(there.name())
                ? Optional.of(new Trust.Suggestion(Namespace.of(layout), there.name()))
                : Optional.empty();
    }

    private static String last(Place.RegistryPlace place) {
        return place.repository().substring(place.repository().lastIndexOf('/') + 1);
    }
}
