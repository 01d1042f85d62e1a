package dev.bulla.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.outcome.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was signed on this machine is remembered until it was seen published (trust.md section 11.4). */
class JournalTest {
    @TempDir
    Path folder;

    private static Journal.Pending pending(NewTarget target, long timestamp) {
        return new Journal.Pending(target, Profile.RELEASES, 3, timestamp);
    }

    @Test
    void whatIsNotedIsReadBackWholeAndForgottenWhenSeen() {
        Journal journal = new Journal(folder.resolve("publish"));
        NewTarget one = Scene.target("shop:1", "one");
        NewTarget two = Scene.target("shop:2", "two");
        journal.note("registry.example/acme", List.of(pending(one, 7), pending(two, 7)));

        assertThat(new Journal(folder.resolve("publish")).pending("registry.example/acme"))
                .containsExactly(pending(one, 7), pending(two, 7));
        journal.forget("registry.example/acme", noted -> noted.target().equals(one));
        assertThat(journal.pending("registry.example/acme")).containsExactly(pending(two, 7));
        journal.forget("registry.example/acme", noted -> true);
        assertThat(journal.pending("registry.example/acme")).isEmpty();
    }

    @Test
    void namespacesDoNotMix() {
        Journal journal = new Journal(folder);
        journal.note("registry.example/acme", List.of(pending(Scene.target("shop:1", "one"), 1)));

        assertThat(journal.pending("registry.example/other")).isEmpty();
    }

    @Test
    void aNameSignedAgainIsNotedAnew() {
        Journal journal = new Journal(folder);
        journal.note("a", List.of(pending(Scene.target("shop:1", "one"), 1)));
        journal.note("a", List.of(pending(Scene.target("shop:1", "other"), 2)));

        assertThat(journal.pending("a")).containsExactly(pending(Scene.target("shop:1", "other"), 2));
    }

    @Test
    void aJournalThatCannotBeReadIsAnErrorAndNotNothing() throws IOException {
        Journal journal = new Journal(folder);
        journal.note("a", List.of(pending(Scene.target("shop:1", "one"), 1)));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) {
                Files.writeString(file, "{");
            }
        }

        assertThatThrownBy(() -> journal.pending("a")).isInstanceOf(StorageException.class);
    }
}
