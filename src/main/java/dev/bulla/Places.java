package dev.bulla;

import dev.bulla.layout.LayoutStore;
import dev.bulla.layout.TagFolder;
import dev.bulla.oci.BlobCache;
import dev.bulla.oci.Place;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.oci.TrustRepository;
import dev.bulla.outcome.UnreachableException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Opens places: a registry repository and an image layout stand behind the same ports. */
public final class Places {
    private final Connection connection;

    /** Opens places over {@code connection}; nothing is connected before it is needed. */
    public Places(Connection connection) {
        this.connection = connection;
    }

    /**
     * As most programs reach places: {@link Connection#standard}.
     *
     * @param environment the variables of the process
     * @param clock for dates in answers of registries
     */
    public static Places standard(Map<String, String> environment, InstantSource clock) {
        return new Places(Connection.standard(environment, clock));
    }

    /**
     * Opens a place for reading.
     *
     * @throws dev.bulla.outcome.NotFoundException when an image layout does not exist
     * @throws UnreachableException for a registry when the connection is offline
     */
    public Source reading(Place place) {
        return place.<Source>fold(this::registry, LayoutStore::reading);
    }

    /**
     * Opens a place for writing; an image layout that does not exist comes into being with the first write.
     *
     * @throws UnreachableException for a registry when the connection is offline
     */
    public Store writing(Place place) {
        return place.<Store>fold(this::registry, LayoutStore::writing);
    }

    /**
     * Opens a TUF repository for reading, its tags as they are called in a registry ({@code latest}, {@code root-3}).
     *
     * @throws dev.bulla.outcome.NotFoundException when an image layout does not exist
     * @throws UnreachableException for a registry when the connection is offline
     */
    public Source reading(TrustRepository repository) {
        return repository
                .place()
                .<Source>fold(this::registry, layout -> TagFolder.reading(layout, TrustRepository.LAYOUT_PREFIX));
    }

    /** As {@link #reading(TrustRepository)} for writing. */
    public Store writing(TrustRepository repository) {
        return repository
                .place()
                .<Store>fold(this::registry, layout -> TagFolder.writing(layout, TrustRepository.LAYOUT_PREFIX));
    }

    /** Content of {@code place} that verifications may use instead of fetching it again; what is here already is not. */
    BlobCache cache(Place place) {
        return place instanceof Place.RegistryPlace ? connection.cache() : BlobCache.NONE;
    }

    /** The same places without a network: only image layouts can be opened. */
    Places withoutNetwork() {
        return new Places(connection.withoutNetwork());
    }

    /** Another repository of a registry that is asked anyway; empty when it is out of reach. */
    Optional<Source> nearby(Place place) {
        return isOutOfReach(place) ? Optional.empty() : Optional.of(reading(place));
    }

    /** True when {@code place} cannot be reached because the connection is offline. */
    boolean isOutOfReach(Place place) {
        return connection.offline() && place instanceof Place.RegistryPlace;
    }

    private Store registry(Place.RegistryPlace place) {
        if (connection.offline()) {
            throw new UnreachableException(place + " is a registry, and this call is offline");
        }
        return RegistryPlaces.open(place, connection);
    }
}
