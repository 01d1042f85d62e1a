package dev.bulla.testkit.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.Signer;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.tuf.Client;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.Lookup;
import dev.bulla.tuf.RoleKeys;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.TufLimits;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A client of a simulated publisher, from whose first root it starts, with a memory that lasts. */
public final class SimulatedClient {
    private final SimulatedSource source;
    private final SimulatedMemory memory;
    private TufLimits limits = TufLimits.defaults();
    private Instant now = SimulatedPublisher.NOW;
    private UnaryOperator<Client> set = client -> client;

    /** Trusts the first root of {@code publisher}. */
    public SimulatedClient(SimulatedPublisher publisher) {
        source = new SimulatedSource(publisher);
        memory = SimulatedMemory.pinned(publisher.roots().get(0));
    }

    /** Another time. */
    public SimulatedClient at(Instant moment) {
        now = moment;
        return this;
    }

    /** Other limits. */
    public SimulatedClient limits(TufLimits other) {
        limits = other;
        return this;
    }

    /** Searches begin at {@code role}, signed by {@code threshold} of these keys (TAP 13). */
    public SimulatedClient startingAt(String role, int threshold, Signer... keys) {
        RoleKeys roleKeys =
                RoleKeys.of(Arrays.stream(keys).map(Signer::publicKey).toList(), threshold);
        set = client -> client.startingAt(new RoleName(role), roleKeys);
        return this;
    }

    /** Updates. */
    public Step<Lookup> refresh() {
        source.requests().clear();
        memory.writes().clear();
        return set.apply(new Client(source, memory, limits, line -> {})).refresh(now);
    }

    /** Updates and expects success. */
    public Lookup refreshed() {
        return refresh().orThrow();
    }

    /** Updates, looks up a target and expects to find it. */
    public Found found(String path) {
        return refreshed().find(new TargetPath(path)).orThrow();
    }

    /** Updates and expects this refusal, and that the memory is what it was. */
    public Reason refused(ReasonCode code, String role, String section) {
        Map<String, Bytes> before = Map.copyOf(memory.files());
        Reason reason = reasonOf(refresh());
        assertThat(reason.code()).as(reason.message()).isEqualTo(code);
        assertThat(reason.facts()).containsEntry("role", role).containsEntry("section", section);
        if (before.containsKey(role)) {
            assertThat(memory.files()).containsEntry(role, before.get(role));
        } else {
            assertThat(memory.files()).doesNotContainKey(role);
        }
        return reason;
    }

    /** Updates, looks up a target and expects this refusal. */
    public Reason notFound(String path, ReasonCode code) {
        Reason reason = reasonOf(refreshed().find(new TargetPath(path)));
        assertThat(reason.code()).as(reason.message()).isEqualTo(code);
        return reason;
    }

    /** Why a step was refused. */
    public static Reason reasonOf(Step<?> step) {
        assertThat(step).isInstanceOf(Step.Refused.class);
        return ((Step.Refused<?>) step).reason();
    }

    /** What was asked for in the last update. */
    public List<String> requests() {
        return source.requests();
    }

    /** What is trusted. */
    public SimulatedMemory memory() {
        return memory;
    }
}
