package dev.bulla.tuf.edit;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.KeyedSignature;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.SignatureCount;
import dev.bulla.crypto.SignatureMismatch;
import dev.bulla.crypto.Signer;
import dev.bulla.json.CanonicalRange;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.PlainWriter;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.outcome.UsageException;
import dev.bulla.tuf.FileInfo;
import dev.bulla.tuf.Hashes;
import dev.bulla.tuf.Role;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleKeys;
import dev.bulla.tuf.Signed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A role file that gathers signatures, none at first. What is signed never changes, byte for byte; a signature more
 * replaces the {@code signatures} array alone, and whatever else a foreign file holds stays as it was.
 */
public final class RoleFile {
    private final Bytes bytes;
    private final RoleFileScan.Found found;

    private RoleFile(Bytes bytes, RoleFileScan.Found found) {
        this.bytes = bytes;
        this.found = found;
    }

    /**
     * The file with these bytes.
     *
     * @return {@code MALFORMED} or {@code LIMIT_EXCEEDED} when they are no role file (TUF 4.2); whether it is a valid file
     *     of its type is what {@link #read} says
     */
    public static Step<RoleFile> of(Bytes bytes) {
        try {
            return Step.done(new RoleFile(bytes, RoleFileScan.of(bytes)));
        } catch (JsonException e) {
            return Step.refused(unreadable(e));
        }
    }

    private static Reason unreadable(JsonException e) {
        ReasonCode code = e.isLimit() ? ReasonCode.LIMIT_EXCEEDED : ReasonCode.MALFORMED;
        return Reason.of(code, "the role file is refused: " + e.getMessage()).with("section", "4");
    }

    /** The file as it stands. */
    public Bytes bytes() {
        return bytes;
    }

    /** What signatures are made of: the canonical form of {@code signed}. */
    public Bytes canonical() {
        return found.canonical()
                ? bytes.slice(found.signedFrom(), found.signedTo())
                : CanonicalRange.of(bytes, found.signedFrom(), found.signedTo());
    }

    /** The sha256 of what is signed, lower-case hex: the same on every machine of a ceremony. */
    public String signedSha256() {
        return HashFunction.SHA256.hash(canonical()).hex();
    }

    /** {@code _type}: root, timestamp, snapshot or targets; of a delegated role it is targets. */
    public String type() {
        return found.type();
    }

    /** The version. */
    public long version() {
        return found.version();
    }

    /** What a parent role says of this file as it stands. */
    public FileInfo info() {
        return new FileInfo(version(), OptionalLong.of(bytes.length()), Optional.of(Hashes.sha256Of(bytes)));
    }

    /** The signatures as listed, whether or not they verify. */
    public List<KeyedSignature> signatures() {
        return found.signatures();
    }

    /** The role inside. */
    public <R extends Role> Step<Signed<R>> read(RoleFormat<R> format) {
        try {
            return Step.done(format.read(bytes));
        } catch (JsonException e) {
            return Step.refused(unreadable(e));
        }
    }

    /**
     * The file signed by these, too; a signature that one of them made earlier gives way. Show what is signed before.
     *
     * @throws dev.bulla.outcome.KeyException when a key cannot be used
     */
    public RoleFile withSignatures(List<? extends Signer> signers) {
        Bytes message = canonical();
        List<Json.Obj> entries = new ArrayList<>(found.entries());
        for (Signer signer : signers) {
            put(entries, KeyedSignature.by(signer, message).toJson());
        }
        return with(entries);
    }

    /**
     * The file with the signatures of both; where both have one of a key id, this file's stays unless it does not decode.
     * Drop what does not verify first, with {@link #withoutBad}.
     *
     * @return {@code VERSION_MISMATCH} or {@code FORKED_METADATA} when the two do not say the same
     */
    public Step<RoleFile> merge(RoleFile other) {
        if (!canonical().equals(other.canonical())) {
            ReasonCode code = version() == other.version() ? ReasonCode.FORKED_METADATA : ReasonCode.VERSION_MISMATCH;
            return Step.refused(Reason.of(
                            code,
                            "the files differ in what is signed: " + type() + " v" + version() + " and " + other.type()
                                    + " v" + other.version())
                    .with("seen", signedSha256())
                    .with("offered", other.signedSha256())
                    .hint("signatures are of one text; let everyone sign copies of one staged file"));
        }
        List<Json.Obj> entries = new ArrayList<>(found.entries());
        for (int i = 0; i < other.signatures().size(); i++) {
            KeyedSignature theirs = other.signatures().get(i);
            Optional<KeyedSignature> ours = by(theirs.keyId());
            if (ours.isEmpty() || ours.get().value().isEmpty()) {
                put(entries, other.found.entries().get(i));
            }
        }
        return Step.done(with(entries));
    }

    private Optional<KeyedSignature> by(KeyId id) {
        return signatures().stream().filter(one -> one.keyId().equals(id)).findFirst();
    }

    /** The file without those signatures that do not verify under the key that {@code keys} names for them. */
    public RoleFile withoutBad(RoleKeys keys) {
        Bytes message = canonical();
        Map<KeyId, PublicKey> known = keys.quorum().keys();
        List<Json.Obj> entries = new ArrayList<>();
        for (int i = 0; i < signatures().size(); i++) {
            KeyedSignature signature = signatures().get(i);
            PublicKey key = known.get(signature.keyId());
            if (key == null || verifies(key, message, signature)) {
                entries.add(found.entries().get(i));
            }
        }
        return entries.size() == signatures().size() ? this : with(entries);
    }

    private static boolean verifies(PublicKey key, Bytes message, KeyedSignature signature) {
        if (signature.value().isEmpty()) {
            return false;
        }
        try {
            key.verify(message, signature.value().get());
            return true;
        } catch (SignatureMismatch e) {
            return false;
        }
    }

    /** Replaces the entry of the same key id, or appends. */
    private static void put(List<Json.Obj> entries, Json.Obj entry) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).get("keyid").equals(entry.get("keyid"))) {
                entries.set(i, entry);
                return;
            }
        }
        entries.add(entry);
    }

    private RoleFile with(List<Json.Obj> entries) {
        if (entries.size() > SignatureCount.MAX_SIGNATURES) {
            throw new UsageException(
                    "a role file has at most " + SignatureCount.MAX_SIGNATURES + " signatures, not " + entries.size());
        }
        Bytes changed = bytes.slice(0, found.signaturesFrom())
                .concat(PlainWriter.write(new Json.Arr(List.copyOf(entries))))
                .concat(bytes.slice(found.signaturesTo(), bytes.length()));
        return new RoleFile(changed, RoleFileScan.of(changed));
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return other instanceof RoleFile that && bytes.equals(that.bytes);
    }

    @Override
    public int hashCode() {
        return bytes.hashCode();
    }

    @Override
    public String toString() {
        return type() + " v" + version() + ", " + signatures().size() + " signatures";
    }
}
