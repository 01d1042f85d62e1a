package dev.bulla.tuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.TestKeys;
import dev.bulla.outcome.StorageException;
import dev.bulla.outcome.UnreachableException;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.SimulatedMemory;
import dev.bulla.testkit.tuf.SimulatedSource;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stops an update, nothing unverified is remembered and the next update succeeds. */
class RecoveryTest {
    private final SimulatedPublisher publisher = new SimulatedPublisher();
    private SimulatedMemory memory = new SimulatedMemory();
    private Map<String, Bytes> earlier = Map.of();

    @BeforeEach
    void rememberAnEarlierState() {
        publisher.delegate("targets", "delegated", entry -> entry).target("delegated", "file", "content");
        publisher.publish("targets");
        memory = SimulatedMemory.pinned(publisher.roots().get(0));
        update(new SimulatedSource(publisher), memory);
        earlier = Map.copyOf(memory.files());
        publisher.rekey("timestamp", 1, TestKeys.seeded("new timestamp")).publishRoot();
        publisher.publish("targets", "delegated");
    }

    private static Found update(RoleSource source, RoleMemory memory) {
        return new Client(source, memory, TufLimits.defaults(), line -> {})
                .refresh(SimulatedPublisher.NOW)
                .then(lookup -> lookup.find(new TargetPath("file")))
                .orThrow();
    }

    private void assertOnlyVerifiedFilesAreRemembered() {
        memory.files()
                .forEach((role, file) -> assertThat(file)
                        .as(role)
                        .isIn(
                                role.equals("root")
                                        ? publisher.roots()
                                        : List.of(
                                                publisher.signed(role),
                                                earlier.getOrDefault(role, publisher.signed(role)))));
        assertThat(update(new SimulatedSource(publisher), memory).info().length())
                .isEqualTo(7);
        for (String role : List.of("timestamp", "snapshot", "targets", "delegated")) {
            assertThat(memory.files()).containsEntry(role, publisher.signed(role));
        }
    }

    @Attack("P19")
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void aConnectionThatBreaksAtAnyRequest(int request) {
        FailingSource source = new FailingSource(new SimulatedSource(publisher), request, Optional.empty());

        assertThatThrownBy(() -> update(source, memory)).isInstanceOf(UnreachableException.class);

        assertOnlyVerifiedFilesAreRemembered();
    }

    @Attack({"P19", "U3"})
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void aSourceThatLiesAtAnyRequest(int request) {
        FailingSource source = new FailingSource(
                new SimulatedSource(publisher), request, Optional.of(Bytes.utf8("{\"signatures\":[],\"signed\":{}}")));

        assertThatThrownBy(() -> update(source, memory)).isInstanceOf(dev.bulla.outcome.RejectedException.class);

        assertOnlyVerifiedFilesAreRemembered();
    }

    @Attack("P19")
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void aDiskThatIsFullAtAnyWrite(int write) {
        assertThatThrownBy(() -> update(new SimulatedSource(publisher), new FullMemory(memory, write)))
                .isInstanceOf(StorageException.class);

        assertOnlyVerifiedFilesAreRemembered();
    }

    /** Fails, or answers something else, at one request. */
    private static final class FailingSource implements RoleSource {
        private final RoleSource source;
        private final int at;
        private final Optional<Bytes> instead;
        private int requests;

        FailingSource(RoleSource source, int at, Optional<Bytes> instead) {
            this.source = source;
            this.at = at;
            this.instead = instead;
        }

        private Optional<Bytes> now() {
            if (++requests == at && instead.isEmpty()) {
                throw new UnreachableException("the connection broke");
            }
            return requests == at ? instead : Optional.empty();
        }

        @Override
        public Optional<Bytes> root(long version, int limit) {
            Optional<Bytes> other = now();
            return other.isPresent() ? other : source.root(version, limit);
        }

        @Override
        public Bytes timestamp(int limit) {
            return now().orElseGet(() -> source.timestamp(limit));
        }

        @Override
        public Bytes role(RoleName name, FileInfo expected, boolean consistent, int limit) {
            return now().orElseGet(() -> source.role(name, expected, consistent, limit));
        }

        @Override
        public void target(TargetPath path, TargetInfo expected, boolean consistent, OutputStream sink) {
            source.target(path, expected, consistent, sink);
        }
    }

    /** Fails at one write. */
    private static final class FullMemory implements RoleMemory {
        private final RoleMemory memory;
        private final int at;
        private int writes;

        FullMemory(RoleMemory memory, int at) {
            this.memory = memory;
            this.at = at;
        }

        private void write() {
            if (++writes == at) {
                throw new StorageException("the disk is full");
            }
        }

        @Override
        public Optional<Bytes> load(RoleName role) {
            return memory.load(role);
        }

        @Override
        public void keep(RoleName role, Bytes file) {
            write();
            memory.keep(role, file);
        }

        @Override
        public void keepRoot(long version, Bytes root, boolean forgetOnline) {
            write();
            memory.keepRoot(version, root, forgetOnline);
        }
    }
}
