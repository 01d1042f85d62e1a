package dev.bulla.oci;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where the bytes of one repository live: a registry repository or an OCI image layout. */
public sealed interface Place {
    /** The last part of its name without what it is below; of a layout in lower case and without {@code .tar}. */
    String shortName();

    /** What one of the two functions makes of it; a switch over the two forms costs a short run of the program more. */
    <R> R fold(
            Function<? super RegistryPlace, ? extends R> registry, Function<? super LayoutPlace, ? extends R> layout);

    /**
     * A repository of a registry.
     *
     * @param host lower-case host with optional port, {@code docker.io} for Docker Hub
     * @param repository the name below the host, for example {@code acme/shop}
     */
    record RegistryPlace(String host, String repository) implements Place {
        @Override
        public String shortName() {
            return repository.substring(repository.lastIndexOf('/') + 1);
        }

        @Override
        public <R> R fold(
                Function<? super RegistryPlace, ? extends R> registry,
                Function<? super LayoutPlace, ? extends R> layout) {
            return registry.apply(this);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof RegistryPlace place
                    && place.host.equals(host)
                    && place.repository.equals(repository);
        }

        @Override
        public int hashCode() {
            return 31 * host.hashCode() + repository.hashCode();
        }

        /** {@code host/repository}. */
        @Override
        public String toString() {
            return host + "/" + repository;
        }
    }

    /**
     * An image layout, which is one repository without a server.
     *
     * @param path the directory or tar file as the user wrote it
     * @param tar true for a tar file
     */
    record LayoutPlace(Path path, boolean tar) implements Place {
        private static final String TAR = ".tar";

        @Override
        public String shortName() {
            Path last = path.toAbsolutePath().normalize().getFileName();
            String name = last == null ? "layout" : last.toString().toLowerCase(Locale.ROOT);
            return tar && name.endsWith(TAR) ? name.substring(0, name.length() - TAR.length()) : name;
        }

        @Override
        public <R> R fold(
                Function<? super RegistryPlace, ? extends R> registry,
                Function<? super LayoutPlace, ? extends R> layout) {
            return layout.apply(this);
        }

        /** {@code oci:PATH}. */
        @Override
        public String toString() {
            return "oci:" + path;
        }
    }
}
