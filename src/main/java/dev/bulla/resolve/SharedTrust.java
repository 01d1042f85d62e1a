package dev.bulla.resolve;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Place;
import dev.bulla.policy.Rule;
import dev.bulla.policy.TrustSource;
import dev.bulla.policy.TufRepository;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Root;
import dev.bulla.tuf.Rooted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rules that want several TUF repositories to agree, and repositories that are not independent: served by one host, or
 * signed by one key. Whoever has that host or that key is both of them.
 */
public final class SharedTrust {
    private final PolicyFile file;
    private final Instant at;

    private SharedTrust(PolicyFile file, Instant at) {
        this.file = file;
        this.at = at;
    }

    /** A line for each pair of repositories of one rule that shares something; keys are known where root files are. */
    public static List<String> of(PolicyFile file, Instant at) {
        SharedTrust shared = new SharedTrust(file, at);
        List<String> lines = new ArrayList<>();
        for (Rule rule : file.policy().rules()) {
            if (rule.decision() instanceof Rule.Ask ask && ask.threshold() > 1) {
                shared.rule(rule, ask.repositories(), lines);
            }
        }
        return lines;
    }

    private void rule(Rule rule, List<String> names, List<String> lines) {
        for (int i = 0; i < names.size(); i++) {
            for (String other : names.subList(i + 1, names.size())) {
                String one = names.get(i);
                String pair = rule.place() + ": " + one + " and " + other + " share ";
                Set<Object> hosts = common(hosts(one), hosts(other));
                Set<Object> keys = common(keys(one), keys(other));
                if (!hosts.isEmpty()) {
                    lines.add(pair + "the host " + hosts.iterator().next() + ": whoever runs it can withhold both");
                }
                if (!keys.isEmpty()) {
                    lines.add(pair + keys.size() + (keys.size() == 1 ? " key" : " keys")
                            + ": their agreement proves no more than one of them");
                }
            }
        }
    }

    private static Set<Object> common(Set<?> one, Set<?> other) {
        Set<Object> common = new HashSet<>(one);
        common.retainAll(other);
        return common;
    }

    private Optional<TufRepository> repository(String name) {
        return Optional.ofNullable(file.policy().repositories().get(name));
    }

    private Set<String> hosts(String name) {
        Set<String> hosts = new HashSet<>();
        repository(name)
                .ifPresent(repository -> repository.sources().forEach(source -> {
                    if (source instanceof TrustSource.Stored stored
                            && stored.place() instanceof Place.RegistryPlace place) {
                        hosts.add(place.host());
                    }
                }));
        return hosts;
    }

    private Set<Bytes> keys(String name) {
        Set<Bytes> keys = new HashSet<>();
        Optional.ofNullable(file.roots().get(name)).ifPresent(bytes -> {
            Root root = Rooted.pinned(bytes, at).orThrow().root().role();
            for (RoleName role : List.of(RoleName.ROOT, RoleName.TARGETS, RoleName.SNAPSHOT, RoleName.TIMESTAMP)) {
                keys.addAll(root.keysOf(role).materials());
            }
        });
        repository(name)
                .flatMap(TufRepository::start)
                .ifPresent(start -> start.keys().forEach(key -> keys.add(key.material())));
        return keys;
    }
}
