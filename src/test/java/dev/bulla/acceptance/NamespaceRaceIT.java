package dev.bulla.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Place;
import dev.bulla.oci.Store;
import dev.bulla.publish.FixedRoles;
import dev.bulla.publish.Founding;
import dev.bulla.publish.Handover;
import dev.bulla.publish.NamespaceRepository;
import dev.bulla.publish.NewTarget;
import dev.bulla.publish.OnlineKeys;
import dev.bulla.publish.OnlineRoles;
import dev.bulla.publish.Profile;
import dev.bulla.publish.RefreshEdits;
import dev.bulla.publish.RoleLives;
import dev.bulla.publish.TargetEdits;
import dev.bulla.publish.WritePace;
import dev.bulla.registry.HttpSettings;
import dev.bulla.registry.Pacing;
import dev.bulla.registry.RegistryOptions;
import dev.bulla.registry.RegistryStore;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.RealRegistry;
import dev.bulla.tuf.Hashes;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.edit.RoleFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two publishers and a refresh job upon one head in a registry without conditional writes (trust.md section 11): nothing
 * that was published is ever missing in the end, and no reader ever sees a set that does not verify.
 */
class NamespaceRaceIT {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final String ORIGIN = "registry.example/acme";

    private final Signer root = TestKeys.seeded("root");
    private final Signer targets = TestKeys.seeded("targets");
    private final Signer releases = TestKeys.seeded("releases");
    private final Signer online = TestKeys.seeded("online");
    private final WritePace pace =
            new WritePace(Duration.ofMillis(250), Duration.ofMillis(200), Duration.ofMillis(50), 60, Pacing.real());
    private Bytes pinned = Bytes.empty();
    private Place.RegistryPlace place = new Place.RegistryPlace("unset.example", "tuf");

    @BeforeEach
    void found() {
        place = new Place.RegistryPlace(RealRegistry.shared().host(), "race-" + System.nanoTime() + "/tuf");
        Founding founding = new Founding(
                ORIGIN,
                Profile.MVP_INTOTO,
                new Founding.Holders(keys(root), 1),
                new Founding.Holders(keys(targets), 1),
                keys(online),
                keys(releases),
                List.of(),
                Profile.MVP_INTOTO.lives(Map.of()));
        Map<RoleName, RoleFile> files = new LinkedHashMap<>();
        founding.drafts(NOW).forEach((role, file) -> files.put(role, file.withSignatures(List.of(holder(role)))));
        pinned = Optional.ofNullable(files.get(RoleName.ROOT)).orElseThrow().bytes();
        try (Store store = open()) {
            repository(store).publish(FixedRoles.founding(files), roles());
        }
    }

    private Signer holder(RoleName role) {
        return switch (role.value()) {
            case "root" -> root;
            case "targets" -> targets;
            default -> releases;
        };
    }

    private static List<PublicKey> keys(Signer signer) {
        return List.of(signer.publicKey());
    }

    private Store open() {
        return RegistryStore.open(place, RegistryOptions.standard(HttpSettings.standard(() -> NOW)));
    }

    private NamespaceRepository repository(Store store) {
        return new NamespaceRepository(store, pinned, pace);
    }

    private OnlineRoles roles() {
        return new OnlineRoles(new OnlineKeys(List.of(online)), RoleLives.asBefore(), ORIGIN, NOW);
    }

    private static TargetPath path(String publisher, int round) {
        return new TargetPath(ORIGIN + "/" + publisher + ":" + round);
    }

    private static TargetEdits edits(Store store, Signer key, String publisher, int round) {
        Bytes content = Bytes.utf8(publisher + " " + round);
        NewTarget target = new NewTarget(
                path(publisher, round),
                NewTarget.BUNDLE,
                content.length(),
                Hashes.sha256Of(content),
                Descriptor.of(MediaType.OCI_INDEX, content));
        return new TargetEdits(
                List.of(target), new OnlineKeys(List.of(key)), RoleLives.asBefore(), new Handover(store), NOW);
    }

    /** Has the online key and writes the head itself. */
    private void publishAlone(int rounds) {
        try (Store store = open()) {
            for (int round = 1; round <= rounds; round++) {
                repository(store).publish(edits(store, releases, "alone", round), roles());
            }
        }
    }

    /** Hands its role over and waits until somebody's head holds it, as {@code sign --wait} does. */
    private void publishByRefresh(int rounds) {
        try (Store store = open()) {
            for (int round = 1; round <= rounds; round++) {
                TargetEdits edits = edits(store, targets, "handed", round);
                NamespaceRepository repository = repository(store);
                edits.upon(repository.standing()).ifPresent(new Handover(store)::offer);
                while (!edits.isIn(repository.standing().orElseThrow())) {
                    pace.pacing().pause(Duration.ofMillis(100));
                }
            }
        }
    }

    private void refresh(AtomicBoolean done) {
        try (Store store = open()) {
            while (!done.get()) {
                refresh(store);
                pace.pacing().pause(Duration.ofMillis(150));
            }
        }
    }

    private void refresh(Store store) {
        repository(store)
                .publish(
                        new RefreshEdits(
                                new Handover(store),
                                new OnlineKeys(List.of(online)),
                                RoleLives.asBefore(),
                                List.of(),
                                NOW),
                        roles());
    }

    @Attack("T26")
    @Test
    void twoPublishersAndARefreshJobLoseNothingAndEveryReaderVerifiesAllTheTime()
            throws InterruptedException, ExecutionException {
        int rounds = Scale.heads();
        AtomicBoolean done = new AtomicBoolean();
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(4);
                Store reading = open()) {
            HeadReader reader = new HeadReader(reading, pinned, NOW, path("nobody", 0));
            Future<?> alone = threads.submit(() -> publishAlone(rounds));
            Future<?> handed = threads.submit(() -> publishByRefresh(rounds));
            Future<?> job = threads.submit(() -> refresh(done));
            Future<?> watched = threads.submit(reader);
            alone.get();
            handed.get();
            done.set(true);
            job.get();
            reader.stop();
            watched.get();
            refresh(reading);

            List<TargetPath> missing = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                for (TargetPath path : List.of(path("alone", round), path("handed", round))) {
                    if (!reader.finds(path)) {
                        missing.add(path);
                    }
                }
            }
            System.out.println(rounds + " rounds of two publishers and a refresh job in "
                    + (System.nanoTime() - start) / 1_000_000 + " ms, timestamp v"
                    + repository(reading)
                            .standing()
                            .orElseThrow()
                            .timestamp()
                            .role()
                            .version()
                    + ", read " + reader.reads() + " times, refused "
                    + reader.refusals().size());
            assertThat(missing).isEmpty();
            assertThat(reader.refusals()).isEmpty();
        }
    }
}
