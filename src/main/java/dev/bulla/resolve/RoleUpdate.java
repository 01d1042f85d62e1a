package dev.bulla.resolve;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import dev.bulla.trust.RoleDirectory;
import dev.bulla.tuf.Client;
import dev.bulla.tuf.Lookup;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.RoleSource;
import dev.bulla.tuf.TufLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The step from role files that somebody offers to roles that are trusted (TUF 5.1 to 5.6). */
final class RoleUpdate {
    private final PinnedQuestion question;
    private final PinnedQuestion.Authority authority;
    private final LazyAttachments attachments;
    private final List<Check> checks;
    private final TufLimits limits = TufLimits.defaults();
    private final List<Bytes> offered = new ArrayList<>();

    RoleUpdate(PinnedQuestion question, LazyAttachments attachments, List<Check> checks) {
        this.question = question;
        this.authority = question.authority();
        this.attachments = attachments;
        this.checks = checks;
    }

    /**
     * Trusted roles.
     *
     * @param attached true when they came from what is attached to the artifact
     * @param timestamps timestamp files as they were offered in this run
     */
    record Updated(Lookup roles, boolean attached, List<Bytes> timestamps) {
        /** Copies the list. */
        Updated {
            timestamps = List.copyOf(timestamps);
        }
    }

    /** Updates {@code memory} from {@code head}, or where there is none from {@code capsules}. */
    Step<Updated> from(Optional<HeadSource> head, List<HeadSource> capsules, RoleDirectory memory, Instant time) {
        if (head.isEmpty()) {
            return refresh(new AttachedRoles(capsules, trustedRoot(memory)), memory, time)
                    .map(roles -> new Updated(roles, true, offered));
        }
        Step<Lookup> ofHead = refreshed(head.get(), memory, time);
        return besideForeignHead(ofHead, memory, time)
                .map(roles -> Step.done(new Updated(roles, true, offered)))
                .orElseGet(() -> ofHead.map(roles -> new Updated(roles, false, offered)));
    }

    /**
     * At a place that artifacts were copied to, the TUF repository may be somebody else's: its roles are not signed by the
     * keys that are pinned, and say nothing against the capsule that came along.
     */
    private Optional<Lookup> besideForeignHead(Step<Lookup> ofHead, RoleDirectory memory, Instant time) {
        if (!(ofHead instanceof Step.Refused<Lookup> refused)
                || refused.reason().code() != ReasonCode.THRESHOLD
                || !authority.attached()) {
            return Optional.empty();
        }
        List<HeadSource> capsules = attachments.capsules();
        if (!capsules.isEmpty()
                && refresh(new AttachedRoles(capsules, trustedRoot(memory)), memory, time)
                        instanceof Step.Done<Lookup> copied) {
            checks.add(
                    Check.note("head", "of another owner: " + refused.reason().message()));
            return Optional.of(copied.value());
        }
        return Optional.empty();
    }

    /**
     * Another run may have remembered a newer head after this one had fetched its own: what looks like a rollback is looked
     * at again with the head as it is now.
     */
    private Step<Lookup> refreshed(HeadSource head, RoleDirectory memory, Instant time) {
        Step<Lookup> first = refresh(head, memory, time);
        if (first instanceof Step.Refused<Lookup> refused && refused.reason().code() == ReasonCode.ROLLBACK) {
            Optional<HeadSource> now = question.trust().flatMap(HeadSource::at);
            if (now.isPresent()
                    && !now.get().files().digest().equals(head.files().digest())) {
                return refresh(now.get(), memory, time);
            }
        }
        return first;
    }

    private Step<Lookup> refresh(RoleSource source, RoleDirectory memory, Instant time) {
        OverheardSource overheard = new OverheardSource(source, offered);
        Client client = new Client(overheard, new DiskRoleMemory(memory, limits.listedBytes()), limits, line -> {});
        return authority
                .start()
                .map(start -> client.startingAt(start.name(), start.keys()))
                .orElse(client)
                .refresh(time);
    }

    private Bytes trustedRoot(RoleDirectory memory) {
        return memory.read(RoleName.ROOT.value(), limits.rootBytes())
                .orElseThrow(() -> new RejectedException(ReasonCode.NO_TRUST_ROOT, "no trusted root is here"));
    }
}
