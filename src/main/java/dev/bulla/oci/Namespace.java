package dev.bulla.oci;

import dev.bulla.outcome.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The part of repository names that one TUF repository covers: {@code host/ns}, or an image layout, which is one
 * repository and therefore a namespace of its own (cli.md section 3, oci-graph section 3.4).
 */
public sealed interface Namespace {
    /** What wrong calls are answered with. */
    String GRAMMAR = "NAMESPACE = host/ns | oci:DIR | oci:FILE.tar";

    /** The name in words and in {@code x-origin}: {@code host/ns}; {@code oci:} and the last part of a layout's path. */
    String name();

    /** The TUF repository by default; a policy may name another. */
    TrustRepository trustRepository();

    /**
     * The name of an artifact of this namespace as roles list it (its target path).
     *
     * @param origin the name of the namespace where it was signed: {@link #name} at the origin, another at a relocated
     *     place; for an image layout that was filled from a registry the whole repository name
     * @return empty when {@code artifact} is not of this namespace
     */
    Optional<String> targetName(String origin, Place artifact, Tag tag);

    /**
     * Namespaces of a registry.
     *
     * @param host lower-case host with optional port
     * @param path what stands between host and last component; empty for {@code host/app}
     */
    record InRegistry(String host, String path) implements Namespace {
        @Override
        public String name() {
            return path.isEmpty() ? host : host + "/" + path;
        }

        @Override
        public TrustRepository trustRepository() {
            return new TrustRepository(new Place.RegistryPlace(host, below(TrustRepository.NAME)));
        }

        @Override
        public Optional<String> targetName(String origin, Place artifact, Tag tag) {
            if (artifact instanceof Place.RegistryPlace place
                    && place.host().equals(host)
                    && place.repository().startsWith(below(""))) {
                return Optional.of(
                        origin + "/" + place.repository().substring(below("").length()) + ":" + tag);
            }
            return Optional.empty();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof InRegistry same && same.host.equals(host) && same.path.equals(path);
        }

        @Override
        public int hashCode() {
            return 31 * host.hashCode() + path.hashCode();
        }

        private String below(String last) {
            return path.isEmpty() ? last : path + "/" + last;
        }

        @Override
        public String toString() {
            return name();
        }
    }

    /** An image layout. */
    record InLayout(Place.LayoutPlace place) implements Namespace {
        @Override
        public String name() {
            Path last = place.path().toAbsolutePath().normalize().getFileName();
            return "oci:" + (last == null ? "layout" : last.toString());
        }

        @Override
        public TrustRepository trustRepository() {
            return new TrustRepository(place);
        }

        @Override
        public Optional<String> targetName(String origin, Place artifact, Tag tag) {
            boolean same =
                    artifact instanceof Place.LayoutPlace other && whole(other).equals(whole(place));
            return same ? Optional.of(origin + ":" + tag) : Optional.empty();
        }

        /** The same layout may be written relative to where the program was started, or in full. */
        private static Path whole(Place.LayoutPlace layout) {
            return layout.path().toAbsolutePath().normalize();
        }

        @Override
        public String toString() {
            return place.toString();
        }
    }

    /** The namespace of a repository by default: its name less the last component; a layout is its own. */
    static Namespace of(Place place) {
        return place.fold(
                registry -> {
                    int last = registry.repository().lastIndexOf('/');
                    return new InRegistry(registry.host(), registry.repository().substring(0, Math.max(0, last)));
                },
                InLayout::new);
    }

    /** Every namespace that {@code place} could belong to, the narrowest first; the last one is the bare host. */
    static List<Namespace> enclosing(Place place) {
        List<Namespace> all = new ArrayList<>();
        Namespace narrow = of(place);
        all.add(narrow);
        while (narrow instanceof InRegistry registry && !registry.path().isEmpty()) {
            narrow = of(new Place.RegistryPlace(registry.host(), registry.path()));
            all.add(narrow);
        }
        return all;
    }

    /**
     * Parses {@code host/ns}, {@code oci:DIR} or {@code oci:FILE.tar}; hosts as in {@link Reference#parse}.
     *
     * @throws UsageException when the text is no namespace
     */
    static Namespace parse(String text) {
        if (text.startsWith("oci:")) {
            Reference layout = Reference.parse(text);
            if (layout.tag().isPresent() || layout.digest().isPresent()) {
                throw new UsageException("a namespace has no tag and no digest: " + layout, GRAMMAR);
            }
            return of(layout.place());
        }
        int slash = text.indexOf('/');
        if (text.indexOf('@') >= 0 || (slash >= 0 && text.lastIndexOf(':') > slash)) {
            throw new UsageException("a namespace has no tag and no digest", GRAMMAR);
        }
        try {
            return of(Reference.parse(text + "/" + TrustRepository.NAME).place());
        } catch (UsageException e) {
            throw new UsageException("that is no namespace: " + e.getMessage(), e, GRAMMAR);
        }
    }
}
