package dev.bulla;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.json.Json;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Store;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.loopback.Kind;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The delegated role of a target is asked for with the top-level roles where its name can be guessed (trust.md section 3). */
class GuessedRolesTest {
    private static final int BINS = 8;

    @TempDir
    Path folder;

    private PinnedScene scene;
    private String shop;
    private Manifest artifact;

    @BeforeEach
    void oneArtifact() {
        scene = new PinnedScene(folder);
        shop = scene.origin + "/shop:1";
        artifact = scene.push(shop, "one");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private List<Connection.Request> verify() {
        List<Connection.Request> requests = new CopyOnWriteArrayList<>();
        Places observed = new Places(Connection.standard(Map.of(), InstantSource.fixed(PinnedScene.NOW))
                .observed(requests::add));
        Trust trust = new Trust(observed, folder.resolve("trust"), Optional.empty());
        Verdict verdict = new Verifier(observed, false, Progress.NONE)
                .verify(PinnedScene.ref(shop), trust, Optional.empty(), PinnedScene.NOW);
        assertThat(verdict).as(verdict.toString()).isInstanceOf(Verdict.Trusted.class);
        return requests;
    }

    private static long rounds(List<Connection.Request> requests) {
        return requests.stream().map(Connection.Request::round).distinct().count();
    }

    /** The head without anything inlined. */
    private void publish() {
        try (Store store = scene.places.writing(Namespace.parse(scene.origin).trustRepository())) {
            ReleasedBundle.publishBare(store, scene.acme.publish(store));
        }
    }

    @Test
    void theRoleThatIsCalledByTheRepositoryAmongMany() {
        SimulatedPublisher publisher = scene.acme.publisher();
        for (String repository : List.of("api", "cart", "mail", "shop", "stock", "web")) {
            publisher.delegate(
                    "targets",
                    "targets/" + repository,
                    entry -> entry.with(
                            "paths", new Json.Arr(List.of(Json.text(scene.origin + "/" + repository + ":*")))));
        }
        publisher.publish("targets");
        scene.acme.sign("targets/shop", shop, artifact);
        publish();
        scene.pin();

        List<Connection.Request> requests = verify();

        assertThat(rounds(requests)).isEqualTo(2);
        assertThat(requests)
                .as("head, artifact, timestamp, snapshot, targets, the role")
                .hasSize(6);
        assertThat(scene.registry.log().count(Kind.REFERRERS)).isZero();
    }

    @Test
    void theBinOfThePath() {
        SimulatedPublisher publisher = scene.acme.publisher();
        for (int i = 0; i < BINS; i++) {
            publisher.delegate("targets", "bin-" + i, entry -> entry);
            if (i > 0) {
                publisher.signers("bin-" + i).clear();
                publisher.signers("bin-" + i).addAll(publisher.signers("bin-0"));
            }
        }
        publisher.edit("targets", signed -> {
            Json.Obj delegations = (Json.Obj) signed.get("delegations").orElseThrow();
            Json.Obj first = (Json.Obj)
                    ((Json.Arr) delegations.get("roles").orElseThrow()).items().get(0);
            return signed.with(
                    "delegations",
                    delegations
                            .without("roles")
                            .with(
                                    "succinct_roles",
                                    Json.Obj.empty()
                                            .with("keyids", first.get("keyids").orElseThrow())
                                            .with("threshold", Json.whole(1))
                                            .with("bit_length", Json.whole(3))
                                            .with("name_prefix", Json.text("bin"))));
        });
        publisher.publish("targets");
        String hash = HashFunction.SHA256.hash(Bytes.utf8(shop)).hex();
        scene.acme.sign("bin-" + Character.digit(hash.charAt(0), 16) / 2, shop, artifact);
        publish();
        scene.pin();

        List<Connection.Request> requests = verify();

        assertThat(rounds(requests)).isEqualTo(2);
        assertThat(requests).hasSize(6);
    }
}
