package dev.bulla;

import dev.bulla.attach.Receipt;
import dev.bulla.crypto.Dsse;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Store;
import dev.bulla.tuf.RoleFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An enclave: a copy of an artifact with its capsule, and a consumer who counts receipts by one key for twenty days. */
final class ReceiptScene implements AutoCloseable {
    static final Instant NOW = PinnedScene.NOW;
    static final Duration MAX_AGE = Duration.ofDays(20);
    static final Signer ENCLAVE = TestKeys.seeded("enclave");

    final PinnedScene scene;
    final String shop;
    final String copy;
    final Manifest artifact;

    ReceiptScene(Path folder) {
        scene = new PinnedScene(folder);
        shop = scene.origin + "/shop:1";
        copy = scene.registry.host() + "/enclave/shop:1";
        artifact = scene.push(shop, "one");
        scene.acme.sign("targets", shop, artifact);
        expire("timestamp", Duration.ofDays(7));
        scene.push(copy, "one");
        scene.trust.add(
                new Trust.Wish(
                        Namespace.parse(scene.registry.host() + "/enclave"),
                        Optional.empty(),
                        Optional.of(scene.acme.root()),
                        Optional.of(scene.origin),
                        Optional.empty(),
                        new TrustDemands(List.of(ENCLAVE.publicKey()), Optional.of(MAX_AGE), List.of(), 0)),
                NOW);
    }

    /** Lets a role of the next state expire so long after {@link #NOW}. */
    void expire(String role, Duration after) {
        scene.acme.publisher().expire(role, NOW.plus(after));
        scene.acme.publisher().relist();
    }

    /** Attaches the present state of the namespace to the copy. */
    void capsule() {
        scene.attach(copy, artifact, shop);
    }

    /** What a receipt of this moment for the present state says. */
    Receipt receipt(Instant at) {
        return new Receipt(
                scene.origin, seen("root"), seen("timestamp"), at, Digest.of(scene.acme.root()), Duration.ofDays(30));
    }

    private Receipt.Seen seen(String role) {
        return role.equals("root")
                ? Receipt.Seen.of(RoleFormat.ROOT.read(scene.acme
                        .publisher()
                        .roots()
                        .get(scene.acme.publisher().roots().size() - 1)))
                : Receipt.Seen.of(
                        RoleFormat.TIMESTAMP.read(scene.acme.publisher().signed("timestamp")));
    }

    void attach(Receipt receipt) {
        attach(receipt, receipt.sign(List.of(ENCLAVE)));
    }

    /** Attaches this envelope as a receipt to the copy. */
    void attach(Receipt receipt, Dsse envelope) {
        attach(PinnedScene.ref(copy).place().toString(), artifact.descriptor(), receipt, envelope);
    }

    void attach(String place, Descriptor subject, Receipt receipt, Dsse envelope) {
        try (Store store = scene.places.writing(PinnedScene.ref(place + ":1").place())) {
            var builder = receipt.builder(subject, envelope);
            builder.contents().forEach((blob, bytes) -> store.pushBlob(blob, Content.of(bytes)));
            store.attach(builder.build());
        }
    }

    Verdict verify(Instant at) {
        return new Verifier(scene.places, false, Progress.NONE)
                .verify(PinnedScene.ref(copy), scene.trust, Optional.empty(), at);
    }

    @Override
    public void close() {
        scene.close();
    }
}
