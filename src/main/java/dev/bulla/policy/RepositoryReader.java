package dev.bulla.policy;

import dev.bulla.bytes.HashFunction;
import dev.bulla.bytes.Quoted;
import dev.bulla.crypto.PublicKey;
import dev.bulla.json.Fields;
import dev.bulla.json.JsonException;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Reference;
import dev.bulla.outcome.UsageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code repositories} of a policy. */
final class RepositoryReader {
    private static final List<String> KNOWN =
            List.of("origin", "root", "sources", "role", "keys", "threshold", "freshness", "witnesses");

    /** Each is a pinned root that somebody looked at. */
    private static final int MAX_REPOSITORIES = 256;

    /** Each is asked when the one before it fails. */
    private static final int MAX_SOURCES = 8;

    /** As long as TUF role names are read; a name beyond ASCII may be found too long later. */
    private static final int MAX_ROLE = 1024;

    /** Roles whose files are no targets. */
    private static final Set<String> NO_START = Set.of("root", "timestamp", "snapshot");

    private final FreshnessReader freshness;

    RepositoryReader(FreshnessReader freshness) {
        this.freshness = freshness;
    }

    Map<String, TufRepository> readAll(Fields policy) {
        Fields all = policy.object("repositories");
        Map<String, TufRepository> read = new LinkedHashMap<>();
        Map<Object, String> pins = new HashMap<>();
        if (all.object().members().size() > MAX_REPOSITORIES) {
            throw JsonException.limit("repositories has more than " + MAX_REPOSITORIES + " members");
        }
        for (String name : all.object().members().keySet()) {
            Members.checkName(all, name);
            TufRepository repository = read(name, all.object(name));
            repository.root().digest().ifPresent(digest -> pinOnce(all, name, digest, pins));
            repository.root().file().ifPresent(file -> pinOnce(all, name, file, pins));
            read.put(name, repository);
        }
        return read;
    }

    private static void pinOnce(Fields all, String name, Object root, Map<Object, String> pins) {
        String other = pins.put(root, name);
        if (other != null) {
            throw JsonException.at(
                    all.place(name) + ".root",
                    "is that of " + Quoted.of(other) + " too; one TUF repository under two names would count twice");
        }
    }

    private TufRepository read(String name, Fields repository) {
        Members.check(repository, KNOWN);
        Optional<String> origin = repository.has("origin")
                ? Optional.of(
                        Members.parsed(repository, "origin", text -> place(text).toString()))
                : Optional.empty();
        return new TufRepository(
                name,
                origin,
                root(repository.object("root")),
                sources(repository, origin),
                start(repository),
                freshness.freshness(repository),
                FreshnessReader.witnesses(repository));
    }

    private static RootPin root(Fields root) {
        Members.check(root, List.of("file", "sha256"));
        Optional<String> file = root.optionalText("file");
        Optional<Digest> digest = root.has("sha256")
                ? Optional.of(Members.parsed(root, "sha256", RepositoryReader::sha256))
                : Optional.empty();
        if (file.isEmpty() && digest.isEmpty()) {
            throw JsonException.at(root.place("sha256"), "is missing, and so is file; nothing is trusted on first use");
        }
        if (file.isPresent() && file.get().isBlank()) {
            throw JsonException.at(root.place("file"), "is blank");
        }
        return new RootPin(file, digest);
    }

    private static Digest sha256(String hex) {
        return Digest.parse(HashFunction.SHA256.wireName() + ":" + hex)
                .orElseThrow(() -> new IllegalArgumentException("is not 64 lower-case hex digits"));
    }

    private static List<TrustSource> sources(Fields repository, Optional<String> origin) {
        if (!repository.has("sources")) {
            String namespace = origin.orElseThrow(
                    () -> JsonException.at(repository.place("sources"), "is missing, and so is origin"));
            return List.of(new TrustSource.Stored(place(usual(namespace))));
        }
        List<TrustSource> sources = new ArrayList<>();
        for (String text : repository.texts("sources")) {
            try {
                sources.add(
                        text.equals(TrustSource.Attached.WORD)
                                ? new TrustSource.Attached()
                                : new TrustSource.Stored(place(text)));
            } catch (IllegalArgumentException e) {
                throw JsonException.at(
                        repository.place("sources"), "has " + Quoted.of(text) + ", which " + e.getMessage());
            }
        }
        if (sources.isEmpty() || sources.size() > MAX_SOURCES) {
            throw JsonException.at(repository.place("sources"), "has not between 1 and " + MAX_SOURCES + " items");
        }
        return sources;
    }

    /** Where the role files of a namespace are unless somebody says otherwise (cli.md section 3). */
    private static String usual(String namespace) {
        return namespace.startsWith("oci:") ? namespace : namespace + "/tuf";
    }

    /** The place that {@code text} spells in its one canonical form. */
    private static Place place(String text) {
        try {
            Place place = Reference.parse(text).place();
            if (place.toString().equals(text)) {
                return place;
            }
            throw new IllegalArgumentException("is not in canonical form; write " + Quoted.of(place.toString()));
        } catch (UsageException e) {
            throw new IllegalArgumentException("is no repository of a registry and no image layout", e);
        }
    }

    /** All three or none (TAP 13). */
    private static Optional<StartRole> start(Fields repository) {
        List<String> members = List.of("role", "keys", "threshold");
        List<String> missing =
                members.stream().filter(name -> !repository.has(name)).toList();
        if (missing.size() == members.size()) {
            return Optional.empty();
        }
        if (!missing.isEmpty()) {
            throw JsonException.at(
                    repository.place(missing.get(0)),
                    "is missing; role, keys and threshold are required together to pin a role");
        }
        String role = repository.text("role");
        if (role.isBlank() || role.length() > MAX_ROLE || NO_START.contains(role)) {
            throw JsonException.at(repository.place("role"), "is no name of a role that lists targets");
        }
        List<PublicKey> keys = KeyMembers.list(repository);
        return Optional.of(new StartRole(role, keys, KeyMembers.threshold(repository, keys)));
    }
}
