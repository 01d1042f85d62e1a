package dev.bulla.tuf;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.crypto.KeyedSignature;
import dev.bulla.json.CanonicalRange;
import dev.bulla.json.Json;
import dev.bulla.json.JsonEvents;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A role file as received, parsed. That one exists says nothing about its signatures; what is verified is what a {@link
 * TrustedRoles} state holds.
 *
 * @param <R> the role inside
 */
public final class Signed<R extends Role> {
    private final R role;
    private final Bytes raw;
    private final List<KeyedSignature> signatures;
    private final Range range;

    /** Where {@code signed} stands in the file, and whether it is spelled canonically there. */
    record Range(int from, int to, boolean canonical) {}

    Signed(R role, Bytes raw, List<KeyedSignature> signatures, Range range) {
        this.role = role;
        this.raw = raw;
        this.signatures = List.copyOf(signatures);
        this.range = range;
    }

    /** The role inside. */
    public R role() {
        return role;
    }

    /** The file, byte for byte as received: what is hashed, stored and published again. */
    public Bytes raw() {
        return raw;
    }

    /** The bytes that were signed: the canonical form of {@code signed}. */
    public Bytes canonical() {
        return range.canonical()
                ? raw.slice(range.from(), range.to())
                : CanonicalRange.of(raw, range.from(), range.to());
    }

    /** What was signed, as JSON with every member that was there; of a role with many targets this is large. */
    public Json.Obj json() {
        JsonEvents events = JsonEvents.within(raw, range.from());
        events.next();
        return (Json.Obj) events.value();
    }

    /** The signatures as listed, whether or not they verify. */
    public List<KeyedSignature> signatures() {
        return signatures;
    }

    /** What a parent role says of this file: version, length and sha256. */
    public FileInfo info() {
        return new FileInfo(role.version(), OptionalLong.of(raw.length()), Optional.of(Hashes.sha256Of(raw)));
    }

    /** The sha256 of the signed bytes, lower-case hex: equal for files that differ in signatures alone. */
    public String signedSha256() {
        return HashFunction.SHA256.hash(canonical()).hex();
    }
}
