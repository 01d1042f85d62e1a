package dev.bulla;

import dev.bulla.oci.Namespace;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Store;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.tuf.SimulatedNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A registry with two namespaces, acme and own, their TUF repositories, and a consumer with a policy. */
final class PolicyScene implements AutoCloseable {
    final PinnedScene scene;
    final SimulatedNamespace self;
    private final String own;

    PolicyScene(Path folder) throws IOException {
        scene = new PinnedScene(folder);
        own = scene.registry.host() + "/own";
        self = new SimulatedNamespace(own);
        Files.write(scene.file("acme.json"), scene.acme.root().toByteArray());
        Files.write(scene.file("own.json"), self.root().toByteArray());
        publishOwn();
    }

    @Override
    public void close() {
        scene.close();
    }

    void publishOwn() {
        try (Store store = scene.places.writing(Namespace.parse(own).trustRepository())) {
            self.publish(store);
        }
    }

    /** Repositories acme and own, and these rules; HOST is the registry. */
    Trust policy(String... rules) {
        return written(
                "'acme': {'root': {'file': 'acme.json'}, 'origin': 'HOST/acme'},"
                        + " 'own': {'root': {'file': 'own.json'}, 'origin': 'HOST/own'}",
                rules);
    }

    Trust written(String repositories, String... rules) {
        String text =
                "{'version': 1, 'repositories': {" + repositories + "}, 'rules': [" + String.join(", ", rules) + "]}";
        try {
            Path file = Files.writeString(
                    scene.file("policy.json"),
                    text.replace("HOST", scene.registry.host()).replace('\'', '"'));
            return scene.trust.under(file, PinnedScene.NOW);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Verdict verify(String reference, Trust trust) {
        return new Verifier(scene.places, false, Progress.NONE)
                .verify(PinnedScene.ref(reference), trust, Optional.empty(), PinnedScene.NOW);
    }

    Reason refused(String reference, Trust trust, ReasonCode code) {
        return PinnedScene.refused(verify(reference, trust), code);
    }
}
