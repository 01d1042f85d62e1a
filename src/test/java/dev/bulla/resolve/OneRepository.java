package dev.bulla.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.attach.HeadManifest;
import dev.bulla.attach.RoleLayer;
import dev.bulla.bytes.Bytes;
import dev.bulla.layout.LayoutStore;
import dev.bulla.layout.TagFolder;
import dev.bulla.oci.Place;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.oci.TrustRepository;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Step;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.RoleDocuments;
import dev.bulla.testkit.tuf.SimulatedMemory;
import dev.bulla.testkit.tuf.SimulatedNamespace;
import dev.bulla.testkit.tuf.WebServer;
import dev.bulla.tuf.Client;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.RoleFileName;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.RoleSource;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.TufLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One repository over HTTP, by its files and as a head, and what a client says of each in words that can be compared. */
final class OneRepository {
    static final TrustRepository ACME = new TrustRepository(new Place.RegistryPlace("unused.example", "acme/tuf"));
    private static final String TARGET = "example.com/acme/shop:1";

    private OneRepository() {}

    static SimulatedPublisher repository() {
        SimulatedPublisher publisher = new SimulatedPublisher();
        publisher.delegate(
                "targets", "releases", entry -> entry.with("paths", RoleDocuments.texts("example.com/acme/*:*")));
        publisher.target("releases", TARGET, "content");
        return publisher.publish("targets", "releases");
    }

    static String overHttp(SimulatedPublisher publisher, Bytes pinned) {
        try (WebServer web = WebServer.of(publisher);
                Repositories opened = Repositories.at(SimulatedPublisher.NOW, false)) {
            return verdict(opened.source(web.metadataUrl(), Optional.of(web.targetsUrl())), pinned);
        }
    }

    static String inLayout(SimulatedPublisher publisher, Bytes pinned, Place.LayoutPlace place) {
        try (Store store = TagFolder.writing(place, TrustRepository.LAYOUT_PREFIX)) {
            SimulatedNamespace.put(store, HeadManifest.builder(ACME.toString(), files(publisher)));
        }
        try (Source source = LayoutStore.reading(place)) {
            assertThat(source.manifest(Tag.LATEST))
                    .as("no tag of the artifacts")
                    .isEmpty();
        }
        try (Source source = TagFolder.reading(place, TrustRepository.LAYOUT_PREFIX)) {
            return verdict(HeadSource.at(source).orElseThrow(), pinned);
        }
    }

    /** What a server would have, as the layers of a head. */
    static List<RoleLayer> files(SimulatedPublisher publisher) {
        List<RoleLayer> layers = new ArrayList<>();
        for (int version = 1; version <= publisher.roots().size(); version++) {
            layers.add(RoleLayer.of(RoleName.ROOT, version, publisher.roots().get(version - 1)));
        }
        for (String role : publisher.roles()) {
            RoleName name = new RoleName(role);
            long version = publisher.version(role);
            if (!name.equals(RoleName.ROOT)) {
                publisher
                        .metadata(RoleFileName.consistent(name, version).text())
                        .ifPresent(content -> layers.add(RoleLayer.of(name, version, content)));
            }
        }
        return layers;
    }

    /** The verdict in words: who vouches, or the reason with its role and section, or what is missing. */
    static String verdict(RoleSource source, Bytes pinned) {
        try {
            Step<Found> found = new Client(source, SimulatedMemory.pinned(pinned), TufLimits.defaults(), line -> {})
                    .refresh(SimulatedPublisher.NOW)
                    .then(lookup -> lookup.find(new TargetPath(TARGET)));
            return switch (found) {
                case Step.Done<Found> done -> "listed by " + done.value().chain();
                case Step.Refused<Found> refused ->
                    refused.reason().code() + " " + refused.reason().facts().get("role") + " "
                            + refused.reason().facts().get("section");
            };
        } catch (NotFoundException e) {
            return "a file is missing";
        }
    }
}
