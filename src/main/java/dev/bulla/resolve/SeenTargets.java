package dev.bulla.resolve;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.trust.RoleDirectory;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.TargetInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The revisions of entries that were trusted once: {@code custom.seq} of a target never goes back, though a thief of the
 * key that signs it could sign an older entry anew (trust.md section 4).
 */
final class SeenTargets {
    private static final String SEQ = "seq";

    private final RoleDirectory memory;
    private final boolean anyRevision;

    /**
     * What {@code memory} holds.
     *
     * @param anyRevision true when a rule lets older revisions pass ({@code allowSeqDecrease})
     */
    SeenTargets(RoleDirectory memory, boolean anyRevision) {
        this.memory = memory;
        this.anyRevision = anyRevision;
    }

    /** Refused with {@code ROLLBACK} when a later revision was trusted here before. */
    Step<Proof> notOlder(Proof proof) {
        Step<Proof> target =
                notOlder(proof, proof.target(), () -> revision(proof.target().info()));
        return proof.channel().isEmpty()
                ? target
                : target.then(same -> notOlder(
                        proof,
                        proof.channel().get(),
                        () -> ChannelLookup.revision(proof.channel().get())));
    }

    private Step<Proof> notOlder(Proof proof, Found entry, LongSupplier revision) {
        String path = entry.path().value();
        long seen = memory.revision(path, keysOf(entry));
        try {
            long offered = revision.getAsLong();
            if (offered >= seen || anyRevision) {
                return Step.done(proof);
            }
            return Step.refused(Reason.of(
                            ReasonCode.ROLLBACK,
                            path + " is listed with revision " + offered + " after " + seen + ", seen here before")
                    .with("target", path)
                    .with("section", "trust.4")
                    .with("seen", seen)
                    .with("offered", offered)
                    .hint("to go back, a publisher signs a new revision with the old digest"));
        } catch (JsonException e) {
            return Step.refused(
                    Reason.of(ReasonCode.MALFORMED, path + " has members that do not read: " + e.getMessage())
                            .with("target", path));
        }
    }

    /** Remembers the revision of a trusted entry. */
    Proof remember(Proof proof) {
        memory.keepRevision(
                proof.target().path().value(),
                keysOf(proof.target()),
                revision(proof.target().info()));
        proof.channel()
                .ifPresent(channel ->
                        memory.keepRevision(channel.path().value(), keysOf(channel), ChannelLookup.revision(channel)));
        return proof;
    }

    /** Who signs the entry: with other keys counting begins anew, or a thief could count up to the end for ever. */
    private static String keysOf(Found entry) {
        List<Found.Vouching> roles = entry.roles();
        List<String> ids = new ArrayList<>();
        roles.get(roles.size() - 1).edge().keys().ids().forEach(id -> ids.add(id.value()));
        ids.sort(String::compareTo);
        return HashFunction.SHA256.hash(Bytes.utf8(String.join(" ", ids))).hex();
    }

    /** 0 for an entry without one. */
    static long revision(TargetInfo info) {
        Fields custom = Fields.of(info.custom().orElse(Json.Obj.empty()), "custom");
        return custom.has(SEQ) ? custom.whole(SEQ, 0, (1L << 53) - 1) : 0;
    }
}
