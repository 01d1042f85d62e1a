package dev.bulla.adversary;

import dev.bulla.oci.Place;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.outcome.BullaException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.policy.Level;
import dev.bulla.policy.Terms;
import dev.bulla.registry.HttpSettings;
import dev.bulla.registry.RegistryOptions;
import dev.bulla.registry.RegistryStore;
import dev.bulla.resolve.Bounds;
import dev.bulla.resolve.PinnedQuestion;
import dev.bulla.resolve.PinnedVerification;
import dev.bulla.resolve.Proof;
import dev.bulla.testkit.NoWaits;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.loopback.Middleman;
import dev.bulla.trust.RoleDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Verifies as {@code bulla verify} does by a pinned root, without its waits and repetitions. */
final class Client {
    private final Path folder;
    private final Map<Market, Path> seen = new HashMap<>();
    private int runs;

    /** Memories are in this folder. */
    Client(Path folder) {
        this.folder = folder;
    }

    /**
     * What came of it.
     *
     * @param proof when it was accepted
     * @param refusal the reason, or the kind of the failure
     */
    record Result(Optional<Proof> proof, String refusal) {}

    /** Asks for {@code shop:1}. */
    Result verify(Market market, Knows knows, Level demanded, Middleman between) {
        boolean remembers = knows == Knows.ROLES;
        Path memory = remembers ? copy(seen.computeIfAbsent(market, this::look)) : fresh(market);
        Bounds bounds = knows == Knows.LOCK ? new Bounds(Optional.of(market.roles.lock()), Instant.EPOCH) : Bounds.NONE;
        return ask(market, memory, bounds, demanded, between);
    }

    private Result ask(Market market, Path memory, Bounds bounds, Level demanded, Middleman between) {
        market.registry.between(between);
        try (Source artifacts = open(market, "shop");
                Source trust = open(market, "tuf")) {
            Proof.Outcome outcome = PinnedVerification.of(new PinnedQuestion(
                    Reference.parse(market.shop),
                    market.origin + "/shop",
                    Optional.of(market.shop),
                    new PinnedQuestion.Authority(
                            () -> RoleDirectory.openOwn(memory),
                            Optional.of(market.origin),
                            Optional.empty(),
                            true,
                            bounds),
                    artifacts,
                    Optional.of(trust),
                    SimulatedPublisher.NOW,
                    Terms.STANDARD));
            return switch (outcome.step()) {
                case Step.Done<Proof> done -> levelled(done.value(), demanded);
                case Step.Refused<Proof> refused -> refused(refused.reason());
            };
        } catch (BullaException e) {
            return new Result(Optional.empty(), e.getClass().getSimpleName() + ": " + e.getMessage());
        } finally {
            market.registry.between(Middleman.HONEST);
        }
    }

    private static Result levelled(Proof proof, Level demanded) {
        return proof.supply().level().meets(demanded)
                ? new Result(Optional.of(proof), "")
                : new Result(Optional.empty(), ReasonCode.LEVEL_TOO_LOW.toString());
    }

    private static Result refused(Reason reason) {
        return new Result(Optional.empty(), reason.code().toString());
    }

    private static Source open(Market market, String repository) {
        return RegistryStore.open(new Place.RegistryPlace(market.registry.host(), "acme/" + repository), options());
    }

    /** Repetitions, at once: a connection that was broken before it was used again is no attack. */
    private static RegistryOptions options() {
        return RegistryOptions.standard(HttpSettings.standard(InstantSource.fixed(SimulatedPublisher.NOW))
                        .withRetries(3)
                        .withPacing(new NoWaits()))
                .withCredentials(Market.LOGIN);
    }

    /** A memory that holds the pinned root alone. */
    private Path fresh(Market market) {
        Path memory = folder.resolve("memory " + runs++);
        try {
            Files.createDirectories(memory.resolve("root_history"));
            Files.write(memory.resolve("root.json"), market.roles.root().toByteArray());
            Files.write(
                    memory.resolve("root_history").resolve("1.root.json"),
                    market.roles.root().toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return memory;
    }

    /** A memory that has seen the current roles. */
    private Path look(Market market) {
        Path memory = fresh(market);
        Result honest = ask(market, memory, Bounds.NONE, Level.L0, Middleman.HONEST);
        if (honest.proof().isEmpty()) {
            throw new AssertionError(market.goods + " by " + market.placement + ": " + honest.refusal());
        }
        return memory;
    }

    private Path copy(Path remembered) {
        Path copy = folder.resolve("memory " + runs++);
        try (Stream<Path> files = Files.walk(remembered)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(remembered.relativize(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return copy;
    }
}
