package dev.bulla.oci;

import java.nio.file.Path;

/** Where the bytes of one repository live: a registry repository or an OCI image layout. */
public sealed interface Place {
    /**
     * A repository of a registry.
     *
     * @param host lower-case host with optional port, {@code docker.io} for Docker Hub
     * @param repository the name below the host, for example {@code acme/shop}
     */
    record RegistryPlace(String host, String repository) implements Place {
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
        /** {@code oci:PATH}. */
        @Override
        public String toString() {
            return "oci:" + path;
        }
    }
}
