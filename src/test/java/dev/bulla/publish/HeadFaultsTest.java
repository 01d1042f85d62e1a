package dev.bulla.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.attach.RoleTags;
import dev.bulla.oci.Place;
import dev.bulla.oci.Store;
import dev.bulla.outcome.BullaException;
import dev.bulla.outcome.DeniedException;
import dev.bulla.registry.HttpSettings;
import dev.bulla.registry.Pacing;
import dev.bulla.registry.RegistryOptions;
import dev.bulla.registry.RegistryStore;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.loopback.Answer;
import dev.bulla.testkit.loopback.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A registry that fails while a head is written: either the head holds the change, or the caller is told. */
class HeadFaultsTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private final LoopbackRegistry registry = LoopbackRegistry.start();
    private final Pacing noWaits = new NoWaits();
    private final WritePace pace = WritePace.ofRegistries(noWaits);

    /** Time passes only by waiting. */
    private static final class NoWaits implements Pacing {
        private long now;

        @Override
        public synchronized long nanos() {
            return now;
        }

        @Override
        public synchronized void pause(Duration duration) {
            now += duration.toNanos();
        }

        @Override
        public double jitter() {
            return 0;
        }
    }

    @BeforeEach
    void withoutConditionalWrites() {
        registry.behaviour().conditionalPuts(false);
        write("first");
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private Store open() {
        return RegistryStore.open(
                new Place.RegistryPlace(registry.host(), "acme/tuf"),
                RegistryOptions.standard(HttpSettings.standard(() -> NOW).withPacing(noWaits)));
    }

    private void write(String item) {
        try (Store store = open()) {
            new HeadWriter(store, pace).write(ItemHead.adding(item));
        }
    }

    private List<String> items() {
        try (Store store = open()) {
            return ItemHead.of(store.manifest(RoleTags.HEAD).orElseThrow()).items();
        }
    }

    @Attack("O8")
    @Test
    void anOverloadedRegistryIsAskedAgain() {
        registry.faults().on(Kind.MANIFEST_PUT).times(2).tooManyRequests("1");
        write("second");

        assertThat(items()).containsExactly("first", "second");
    }

    @Attack("O7")
    @ParameterizedTest
    @ValueSource(strings = {"gen-2", "latest"})
    void tagWritesThatAreConfirmedAndLostAreNoticed(String tag) {
        AtomicBoolean lost = new AtomicBoolean();
        registry.between((request, honest) -> request.kind() == Kind.MANIFEST_PUT
                        && request.reference().equals(tag)
                        && lost.compareAndSet(false, true)
                ? Answer.of(201).with("Location", request.target())
                : honest.answer(request));
        try {
            write("second");
            assertThat(items()).containsExactly("first", "second");
        } catch (BullaException told) {
            assertThat(items()).containsExactly("first");
        }
        assertThat(lost).isTrue();
    }

    @Test
    void tagsThatShowAnOldStateForAWhileLoseNothing() {
        registry.behaviour().staleTagReads(2);
        try {
            write("second");
        } catch (BullaException told) {
            assertThat(items()).contains("first");
        }
        registry.behaviour().staleTagReads(0);
        write("third");

        assertThat(items()).contains("first", "third");
    }

    @Test
    void aDeniedWriteIsToldAndTheHeadStands() {
        registry.faults().on(Kind.MANIFEST_PUT).times(50).status(403);

        assertThatThrownBy(() -> write("second")).isInstanceOf(DeniedException.class);
        assertThat(items()).containsExactly("first");
    }
}
