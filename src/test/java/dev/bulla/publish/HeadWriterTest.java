package dev.bulla.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.attach.AttachmentWriter;
import dev.bulla.attach.RoleTags;
import dev.bulla.layout.LayoutStore;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.ConflictException;
import dev.bulla.registry.HttpSettings;
import dev.bulla.registry.Pacing;
import dev.bulla.registry.RegistryOptions;
import dev.bulla.registry.RegistryStore;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.LoopbackRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verified write of a head (oci-graph section 5 rule 5): other writers step in whenever this one waits. */
class HeadWriterTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @TempDir
    Path folder;

    /** Each pause of the writer is a chance for somebody else; without one it costs no time. */
    private static final class Turns implements Pacing {
        private final Deque<Runnable> others = new ArrayDeque<>();

        Turns then(Runnable... steps) {
            others.addAll(Arrays.asList(steps));
            return this;
        }

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public void pause(Duration duration) {
            Runnable other = others.poll();
            if (other != null) {
                other.run();
            }
        }

        @Override
        public double jitter() {
            return 0;
        }
    }

    private final Turns turns = new Turns();
    private final WritePace pace = WritePace.ofRegistries(turns);

    private Store layout() {
        return LayoutStore.writing(new Place.LayoutPlace(folder.resolve("layout"), false));
    }

    private static List<String> items(Store store) {
        return ItemHead.of(store.manifest(Tag.LATEST).orElseThrow()).items();
    }

    /** Somebody who looks at nothing: writes the head with {@code item} upon {@code base}, without announcing. */
    private static Runnable rude(Store store, ItemHead base, String item) {
        return () -> {
            Generation next = base.plus(item).generation();
            new AttachmentWriter(store).store(next.head());
            store.pushManifest(next.head().build());
            store.tag(next.head().build(), Tag.LATEST);
        };
    }

    private static Manifest announced(Store store, ItemHead head) {
        Generation next = head.generation();
        new AttachmentWriter(store).store(next.head());
        store.pushManifest(next.head().build());
        store.tag(next.head().build(), RoleTags.generation(head.number()));
        return next.head().build();
    }

    @Test
    void aloneItWritesOnceAndTheGenerationAndWhatStandsBesideHaveTheirTags() {
        try (Store store = layout()) {
            HeadWriter.Written written = new HeadWriter(store, pace).write(ItemHead.adding("a"));

            assertThat(written.tries()).isEqualTo(1);
            assertThat(store.manifest(Tag.LATEST).orElseThrow().digest())
                    .isEqualTo(written.head().orElseThrow().digest())
                    .isEqualTo(store.manifest(new Tag("gen-1")).orElseThrow().digest());
            assertThat(store.manifest(new Tag("role.last"))).isPresent();
        }
    }

    @Attack("T26")
    @Test
    void aWriterThatOverwroteTheHeadMeanwhileIsBuiltUpon() {
        try (Store store = layout()) {
            new HeadWriter(store, pace).write(ItemHead.adding("a"));
            ItemHead base = ItemHead.of(store.manifest(Tag.LATEST).orElseThrow());
            turns.then(() -> {}, rude(store, base, "theirs")); // after the claim stood, while settling

            HeadWriter.Written written = new HeadWriter(store, pace).write(ItemHead.adding("mine"));

            assertThat(items(store)).containsExactly("a", "theirs", "mine");
            assertThat(written.tries()).isEqualTo(2);
        }
    }

    @Test
    void aHeadThatMovedBeforeTheWriteIsNotOverwritten() {
        try (Store store = layout()) {
            new HeadWriter(store, pace).write(ItemHead.adding("a"));
            ItemHead base = ItemHead.of(store.manifest(Tag.LATEST).orElseThrow());
            turns.then(rude(store, base, "theirs")); // while waiting for claims

            new HeadWriter(store, pace).write(ItemHead.adding("mine"));

            assertThat(items(store)).containsExactly("a", "theirs", "mine");
        }
    }

    @Test
    void aWinnerThatHoldsTheChangeIsLeftAlone() {
        try (Store store = layout()) {
            new HeadWriter(store, pace).write(ItemHead.adding("a"));
            ItemHead withMine =
                    ItemHead.of(store.manifest(Tag.LATEST).orElseThrow()).plus("mine");
            turns.then(() -> {}, rude(store, withMine, "theirs"));

            new HeadWriter(store, pace).write(ItemHead.adding("mine"));

            assertThat(items(store)).containsExactly("a", "mine", "theirs");
        }
    }

    @Test
    void anAnnouncementOfAnotherWriterIsWaitedFor() {
        try (Store store = layout()) {
            new HeadWriter(store, pace).write(ItemHead.adding("a"));
            ItemHead theirs =
                    ItemHead.of(store.manifest(Tag.LATEST).orElseThrow()).plus("theirs");
            Manifest claim = announced(store, theirs);
            turns.then(() -> store.tag(claim, Tag.LATEST)); // they go on while this one waits

            new HeadWriter(store, pace).write(ItemHead.adding("mine"));

            assertThat(items(store)).containsExactly("a", "theirs", "mine");
        }
    }

    @Test
    void aWriterThatStoppedAfterItsAnnouncementLosesNothing() {
        try (Store store = layout()) {
            new HeadWriter(store, pace).write(ItemHead.adding("a"));
            announced(
                    store, ItemHead.of(store.manifest(Tag.LATEST).orElseThrow()).plus("dead"));

            new HeadWriter(store, pace).write(ItemHead.adding("mine"));

            assertThat(items(store)).containsExactly("a", "dead", "mine");
        }
    }

    @Test
    void anAnnouncementThatDoesNotFollowTheHeadIsOverwritten() {
        try (Store store = layout()) {
            new HeadWriter(store, pace).write(ItemHead.adding("a"));
            announced(store, new ItemHead(2, List.of("without a")));

            new HeadWriter(store, pace).write(ItemHead.adding("mine"));

            assertThat(items(store)).containsExactly("a", "mine");
        }
    }

    @Test
    void whoLosesEveryTryGivesUpAsAConflictAndTheOthersStand() {
        try (Store store = layout()) {
            new HeadWriter(store, pace).write(ItemHead.adding("a"));
            for (int i = 0; i < 3 * pace.tries(); i++) {
                String item = "other" + i;
                turns.then(() -> rude(
                                store, ItemHead.of(store.manifest(Tag.LATEST).orElseThrow()), item)
                        .run());
            }

            assertThatThrownBy(() -> new HeadWriter(store, pace).write(ItemHead.adding("mine")))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("faster than it can be written");
            assertThat(items(store)).contains("a", "other0").doesNotContain("mine");
        }
    }

    @Attack({"T26", "S22"})
    @Test
    void writersOfARegistryWithoutConditionalWritesLoseNothing() throws InterruptedException, ExecutionException {
        WritePace quick =
                new WritePace(Duration.ofMillis(60), Duration.ofMillis(60), Duration.ofMillis(10), 40, Pacing.real());
        try (LoopbackRegistry registry = LoopbackRegistry.start();
                ExecutorService writers = Executors.newFixedThreadPool(3)) {
            registry.behaviour().conditionalPuts(false);
            List<Future<?>> ends = new ArrayList<>();
            for (int writer = 0; writer < 3; writer++) {
                String name = "w" + writer;
                ends.add(writers.submit(() -> {
                    try (Store store = open(registry)) {
                        for (int i = 0; i < 4; i++) {
                            new HeadWriter(store, quick).write(ItemHead.adding(name + "." + i));
                        }
                    }
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
            try (Store store = open(registry)) {
                assertThat(items(store)).hasSize(12).doesNotHaveDuplicates();
            }
        }
    }

    private static Store open(LoopbackRegistry registry) {
        return RegistryStore.open(
                new Place.RegistryPlace(registry.host(), "acme/tuf"),
                RegistryOptions.standard(HttpSettings.standard(() -> NOW)));
    }
}
