package dev.bulla.registry;

import dev.bulla.oci.Place.RegistryPlace;
import dev.bulla.outcome.BullaException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds out what a registry does by doing it: small manifests and blobs with a name of their own go into one repository
 * and are deleted at the end where the registry deletes. Where it lets nobody write, only what can be read is found out.
 */
public final class RegistryProbe {
    /** A minute: TUF and TLS both begin to fail with clocks that differ by more. */
    private static final Duration MAX_SKEW = Duration.ofSeconds(60);

    private final RegistryPlace place;
    private final RegistryOptions options;

    private RegistryProbe(RegistryPlace place, RegistryOptions options) {
        this.place = place;
        this.options = options;
    }

    /** Probes in the repository of {@code place}. */
    public static RegistryProbe of(RegistryPlace place, RegistryOptions options) {
        return new RegistryProbe(place, options);
    }

    /**
     * Asks everything, in a fixed order.
     *
     * @throws dev.bulla.outcome.UnreachableException when the registry does not answer at all
     * @throws dev.bulla.outcome.DeniedException when it lets nobody in
     */
    public List<Finding> run() {
        try (Wire wire = new Wire(options.http())) {
            Repository repository = new Repository(place, options, wire);
            List<Finding> findings = new ArrayList<>(greet(repository));
            ProbeArtifacts artifacts = new ProbeArtifacts(repository, mark());
            Optional<BullaException> denied = artifacts.write();
            findings.add(denied.map(e -> new Finding("writes", Finding.Answered.NO, line(e)))
                    .orElseGet(() -> Finding.of("writes", true, "blob and manifest stored in " + place)));
            if (denied.isPresent()) {
                findings.addAll(new ProbeReferrers(repository, artifacts).readOnly());
                return findings;
            }
            try {
                findings.addAll(new ProbeReferrers(repository, artifacts).run());
                findings.addAll(new ProbeWrites(repository, artifacts).run());
            } finally {
                findings.add(artifacts.clean());
            }
            return findings;
        }
    }

    /** Marks the artifacts of this run; no secret. */
    private String mark() {
        long bits = (long) (options.http().pacing().jitter() * (1L << 40));
        return String.format(Locale.ROOT, "%010x", bits);
    }

    private List<Finding> greet(Repository repository) {
        try (Answer answer = repository.toGreet().send(Call.of("GET", repository.version()), repository.metadata())) {
            if (!answer.isSuccess()) {
                throw Statuses.failure(answer);
            }
            boolean named = answer.headers()
                    .first("Docker-Distribution-Api-Version")
                    .filter(version -> version.contains("registry/2"))
                    .isPresent();
            boolean secure = Hosts.isHttps(repository.base());
            boolean login = answer.call().headers().containsKey("Authorization");
            return List.of(
                    Finding.of("api-v2", true, named ? "answers and names itself" : "answers"),
                    Finding.of("tls", secure, secure ? "reached by https" : "reached by plain http"),
                    Finding.of("authentication", login, login ? "asked for a login" : "anonymous"),
                    skew(answer));
        }
    }

    private Finding skew(Answer answer) {
        Optional<Instant> date = answer.headers().first("Date").flatMap(RetryAfter::date);
        if (date.isEmpty()) {
            return Finding.unknown("clock", "the registry sends no date");
        }
        Duration skew = Duration.between(options.http().clock().instant(), date.get());
        boolean close = skew.abs().compareTo(MAX_SKEW) <= 0;
        String way = skew.isNegative() ? " s behind this machine" : " s ahead of this machine";
        return Finding.of("clock", close, skew.abs().toSeconds() + way);
    }

    /** Runs a question; a failure that is no answer makes it unknown. */
    static Finding ask(String name, Supplier<Finding> question) {
        try {
            return question.get();
        } catch (BullaException e) {
            return Finding.unknown(name, line(e));
        }
    }

    static String line(BullaException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
