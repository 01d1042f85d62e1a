package dev.bulla.publish;

import dev.bulla.attach.RoleFiles;
import dev.bulla.attach.RoleTags;
import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.crypto.KeyedSignature;
import dev.bulla.crypto.Signer;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.json.OlpcWriter;
import dev.bulla.oci.Source;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.trust.JournalDirectory;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.Timestamp;
import dev.bulla.tuf.TufLimits;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A witness of one namespace (trust.md section 10.4): it signs one timestamp of each version, versions only go up, and each
 * goes back to the one before without a gap. What it signs is written down first, and both happen as one step, so that two
 * runs at a time cannot sign two histories.
 */
public final class Witnessing {
    /** A step beyond this is no work of a refresh but somebody who drives versions to their end (trust.md 10.4). */
    static final long MAX_STEP = 1_000_000;

    /** A witness that was away for a thousand generations is started anew by a person. */
    static final int MAX_LINKS = 1000;

    private static final int MAX_MEMORY = 4096;

    private final Source trust;
    private final JournalDirectory memory;

    /**
     * A witness of the TUF repository in {@code trust}.
     *
     * @param memory what was signed before, a document for each namespace
     */
    public Witnessing(Source trust, JournalDirectory memory) {
        this.trust = trust;
        this.memory = memory;
    }

    /** A timestamp by version and sha256 of its canonical signed bytes, and the version of the root beside it. */
    record Seen(long version, String sha256, long root) {
        private static Seen read(Bytes document) {
            Fields fields = Fields.of(
                            JsonReader.with(JsonLimits.signed(MAX_MEMORY)).read(document), "")
                    .only("root", "sha256", "timestamp", "version");
            fields.whole("version", 1, 1);
            return new Seen(
                    fields.whole("timestamp", 1, TufLimits.MAX_VERSION),
                    fields.text("sha256"),
                    fields.whole("root", 1, TufLimits.MAX_VERSION));
        }

        private Bytes write() {
            return OlpcWriter.write(Json.Obj.empty()
                    .with("version", Json.whole(1))
                    .with("timestamp", Json.whole(version))
                    .with("sha256", Json.text(sha256))
                    .with("root", Json.whole(root)));
        }
    }

    /**
     * Cosigns the timestamp that stands.
     *
     * @param standing what stands, verified as a consumer verifies it, expiry included
     * @param origin the namespace
     * @param show hears what will be signed, before the key is used
     * @throws RejectedException {@code ROLLBACK}, {@code FAST_FORWARD}, {@code FORKED_METADATA}, {@code INCOMPLETE}: nothing
     *     is signed and nothing written down then
     */
    public KeyedSignature cosign(Standing standing, String origin, Signer signer, Consumer<String> show) {
        String name = HashFunction.SHA256.hash(Bytes.utf8(origin)).hex();
        Signed<Timestamp> timestamp = standing.timestamp();
        Seen now = new Seen(
                timestamp.role().version(),
                timestamp.signedSha256(),
                standing.root().role().version());
        forks(standing);
        memory.update(name, MAX_MEMORY, before -> {
            before.map(Witnessing::remembered).ifPresent(last -> compare(last, now, timestamp));
            return Optional.of(now.write());
        });
        show.accept("timestamp v" + now.version() + " of " + origin + "   " + now.sha256());
        return KeyedSignature.by(signer, timestamp.canonical());
    }

    private static Seen remembered(Bytes document) {
        try {
            return Seen.read(document);
        } catch (JsonException e) {
            throw refused(ReasonCode.MALFORMED, "what this witness has written down does not read: " + e.getMessage());
        }
    }

    private void forks(Standing standing) {
        List<String> forks = new ForkCheck(trust).of(standing);
        if (!forks.isEmpty()) {
            throw refused(ReasonCode.FORKED_METADATA, forks.get(0));
        }
    }

    private void compare(Seen last, Seen now, Signed<Timestamp> timestamp) {
        if (now.version() < last.version() || now.root() < last.root()) {
            boolean root = now.version() >= last.version();
            throw new RejectedException(reason(
                            ReasonCode.ROLLBACK,
                            root
                                    ? "root v" + now.root() + " after v" + last.root()
                                    : "timestamp v" + now.version() + " after v" + last.version())
                    .with("seen", root ? last.root() : last.version())
                    .with("offered", root ? now.root() : now.version()));
        }
        if (now.version() == last.version()) {
            if (!now.sha256().equals(last.sha256())) {
                throw forked(now.version(), last.sha256(), now.sha256());
            }
            return;
        }
        if (now.version() - last.version() > MAX_STEP) {
            throw new RejectedException(reason(
                            ReasonCode.FAST_FORWARD,
                            "timestamp v" + now.version() + " after v" + last.version() + ", at most " + MAX_STEP
                                    + " at a time")
                    .with("seen", last.version())
                    .with("offered", now.version()));
        }
        chain(last, timestamp);
    }

    /** From one timestamp to the one it was built on, down to the one that was signed last. */
    private void chain(Seen last, Signed<Timestamp> newest) {
        Signed<Timestamp> timestamp = newest;
        for (int i = 0; i < MAX_LINKS; i++) {
            Seen before = previous(timestamp);
            if (before.version() == last.version()) {
                if (!before.sha256().equals(last.sha256())) {
                    throw forked(last.version(), last.sha256(), before.sha256());
                }
                return;
            }
            if (before.version() < last.version()) {
                throw refused(
                        ReasonCode.FORKED_METADATA,
                        "timestamp v" + timestamp.role().version() + " was built on v" + before.version() + ", beside v"
                                + last.version() + ", which this witness has signed");
            }
            timestamp = generation(before);
        }
        throw refused(ReasonCode.LIMIT_EXCEEDED, "more than " + MAX_LINKS + " timestamps since the last visit");
    }

    private static Seen previous(Signed<Timestamp> timestamp) {
        long version = timestamp.role().version();
        try {
            Fields previous =
                    Fields.of(timestamp.role().unrecognized(), "timestamp").object(OnlineRoles.PREVIOUS);
            return new Seen(previous.whole("version", 0, version - 1), previous.text("sha256"), 0);
        } catch (JsonException e) {
            throw refused(ReasonCode.INCOMPLETE, "timestamp v" + version + " does not say which one it was built on");
        }
    }

    private Signed<Timestamp> generation(Seen wanted) {
        Optional<Signed<Timestamp>> found;
        try {
            found = trust.manifest(RoleTags.generation(wanted.version()))
                    .flatMap(head -> RoleFiles.read(head).orThrow().timestamp())
                    .map(blob -> RoleFormat.TIMESTAMP.read(trust.blobBytes(blob, TufLimits.TIMESTAMP_BYTES)));
        } catch (JsonException e) {
            found = Optional.empty();
        }
        Signed<Timestamp> timestamp = found.orElseThrow(() -> refused(
                ReasonCode.INCOMPLETE,
                "generation " + wanted.version() + " is not there, so nobody can see what came before it"));
        if (!timestamp.signedSha256().equals(wanted.sha256())) {
            throw forked(wanted.version(), wanted.sha256(), timestamp.signedSha256());
        }
        return timestamp;
    }

    private static RejectedException forked(long version, String seen, String offered) {
        return new RejectedException(reason(
                        ReasonCode.FORKED_METADATA,
                        "there are two timestamps v" + version + ": " + seen + " and " + offered)
                .with("seen", seen)
                .with("offered", offered)
                .hint("whoever holds the key has signed two histories, or two refreshes overwrote one another"));
    }

    private static RejectedException refused(ReasonCode code, String message) {
        return new RejectedException(reason(code, message)
                .hint("ask the publisher; a witness is started anew by deleting what it has written down"));
    }

    private static Reason reason(ReasonCode code, String message) {
        return Reason.of(code, message).with("role", "timestamp").with("section", "trust.10.4");
    }
}
