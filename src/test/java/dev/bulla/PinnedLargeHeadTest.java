package dev.bulla;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.testkit.loopback.Kind;
import dev.bulla.testkit.loopback.RequestLog;
import dev.bulla.testkit.tuf.RoleDocuments;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A namespace with so many roles that its head is worth remembering. */
class PinnedLargeHeadTest {
    @TempDir
    Path folder;

    private PinnedScene scene;
    private String shop;

    @BeforeEach
    void aNamespaceOfManyRoles() {
        scene = new PinnedScene(folder);
        shop = scene.origin + "/shop:1";
        for (int i = 0; i < 60; i++) {
            scene.acme
                    .publisher()
                    .delegate("targets", "role-" + i, entry -> entry.with("paths", RoleDocuments.texts("elsewhere/*")));
        }
        scene.signed(shop, "one");
        scene.pin();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    /** What was asked of the repository of role files with a body in the answer, since the log was cleared. */
    private List<String> fetched() {
        return scene.registry.log().entries().stream()
                .filter(entry ->
                        entry.target().contains("/acme/tuf/") && entry.method().equals("GET"))
                .map(RequestLog.Entry::toString)
                .toList();
    }

    @Test
    void whenNothingIsNewTheRolesCostOneRequestWithoutABody() {
        scene.trusted(shop);
        assertThat(fetched()).isNotEmpty();
        scene.registry.log().clear();

        scene.trusted(shop);

        assertThat(fetched()).isEmpty();
        assertThat(scene.registry.log().of(Kind.MANIFEST_HEAD)).isNotEmpty();
    }

    @Test
    void aNewHeadIsFetchedAndRememberedInItsTurn() {
        scene.trusted(shop);
        scene.signed(scene.origin + "/shop:2", "two");

        scene.trusted(scene.origin + "/shop:2");
        scene.registry.log().clear();
        scene.trusted(scene.origin + "/shop:2");

        assertThat(fetched()).isEmpty();
    }
}
