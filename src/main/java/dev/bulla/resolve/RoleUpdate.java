package dev.bulla.resolve;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.BullaException;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.DeniedException;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import dev.bulla.outcome.UnreachableException;
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
import java.util.function.Function;

/**
 * The step from role files that somebody offers to roles that are trusted (TUF 5.1 to 5.6). The heads of TUF repositories
 * are asked first; only where they cannot be had, do not verify or are too old, what is attached to the artifact takes part
 * (trust.md section 3). If that does not help either, what was wrong with the heads stays the reason.
 */
final class RoleUpdate {
    private final PinnedQuestion question;
    private final PinnedQuestion.Authority authority;
    private final LazyAttachments attachments;
    private final RoleDirectory memory;
    private final List<Check> checks;
    private final TufLimits limits = TufLimits.defaults();
    private final List<Bytes> timestamps = new ArrayList<>();

    RoleUpdate(PinnedQuestion question, LazyAttachments attachments, RoleDirectory memory, List<Check> checks) {
        this.question = question;
        this.authority = question.authority();
        this.attachments = attachments;
        this.memory = memory;
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

    /**
     * Updates the memory from what is offered.
     *
     * @param time the time that expiries are compared with
     * @param fresh refuses roles that are too old, and answers with the others
     * @throws BullaException when a TUF repository could not be asked, and nothing else proves the same
     */
    <T> Step<T> from(FirstWave wave, Instant time, Function<Updated, Step<T>> fresh) {
        List<BullaException> failures = new ArrayList<>(wave.failures());
        Optional<Step<T>> ofHeads = ofHeads(wave.heads(), time, fresh, failures);
        if (ofHeads.filter(RoleUpdate::isFinal).isPresent()) {
            return ofHeads.get();
        }
        Optional<Step<T>> copied =
                authority.attached() ? copied(wave, time, fresh, ofHeads, failures) : Optional.empty();
        boolean alone = ofHeads.isEmpty() && failures.isEmpty();
        if (copied.isPresent() && (alone || copied.get() instanceof Step.Done<T>)) {
            return copied.get();
        }
        for (BullaException failure : failures) {
            if (ofHeads.isEmpty() || !(failure instanceof RejectedException)) {
                throw failure; // its answer could have been another
            }
        }
        return ofHeads.orElseGet(() -> Step.refused(attachments.noRoles()));
    }

    /** An answer, or a refusal that nobody can take back: two valid histories. */
    private static <T> boolean isFinal(Step<T> step) {
        return !(step instanceof Step.Refused<T> refused) || refused.reason().code() == ReasonCode.FORKED_METADATA;
    }

    private <T> Optional<Step<T>> ofHeads(
            List<HeadSource> heads, Instant time, Function<Updated, Step<T>> fresh, List<BullaException> failures) {
        if (heads.isEmpty()) {
            return Optional.empty();
        }
        String target = question.name().orElse(question.names());
        heads.forEach(head -> head.askAhead(memory, target));
        try {
            return Optional.of(
                    heads.size() == 1
                            ? refreshed(heads.get(0), time, fresh)
                            : together(heads, time).then(fresh));
        } catch (UnreachableException | DeniedException | NotFoundException e) {
            failures.add(e);
            return Optional.empty();
        }
    }

    /**
     * Another run may have remembered a newer head after this one had fetched its own: what looks like a rollback is looked
     * at again with the head as it is now.
     */
    private <T> Step<T> refreshed(HeadSource head, Instant time, Function<Updated, Step<T>> fresh) {
        Step<T> first = updated(head, time).then(fresh);
        if (first instanceof Step.Refused<T> refused && refused.reason().code() == ReasonCode.ROLLBACK) {
            Optional<HeadSource> now = head.now();
            if (now.isPresent()
                    && !now.get().files().digest().equals(head.files().digest())) {
                return updated(now.get(), time).then(fresh);
            }
        }
        return first;
    }

    private Step<Updated> updated(HeadSource head, Instant time) {
        return refresh(head, time).map(roles -> new Updated(roles, false, timestamps));
    }

    /** What is attached, together with the heads that there are; it is looked for only now. */
    private <T> Optional<Step<T>> copied(
            FirstWave wave,
            Instant time,
            Function<Updated, Step<T>> fresh,
            Optional<Step<T>> ofHeads,
            List<BullaException> failures) {
        boolean needed = ofHeads.isEmpty() && failures.isEmpty();
        try {
            List<HeadSource> candidates = new ArrayList<>(attachments.capsules());
            if (candidates.isEmpty()) {
                return Optional.empty();
            }
            candidates.addAll(0, wave.heads());
            int noted = checks.size();
            Step<T> step = together(candidates, time).then(fresh);
            if (step instanceof Step.Done<T>) {
                ofHeads.ifPresent(refused -> checks.add(noted, Check.note("head", "is passed over: " + why(refused))));
                failures.forEach(
                        failure -> checks.add(noted, Check.note("head", String.valueOf(failure.getMessage()))));
            }
            return Optional.of(step);
        } catch (UnreachableException | DeniedException | NotFoundException | RejectedException e) {
            if (needed) {
                throw e;
            }
            return Optional.empty(); // what was wrong before is the reason
        }
    }

    private static <T> String why(Step<T> step) {
        return step instanceof Step.Refused<T> refused ? refused.reason().message() : "";
    }

    private Step<Updated> together(List<HeadSource> candidates, Instant time) {
        Bytes trusted = memory.read(RoleName.ROOT.value(), limits.rootBytes())
                .orElseThrow(() -> new RejectedException(ReasonCode.NO_TRUST_ROOT, "no trusted root is here"));
        AttachedRoles union = new AttachedRoles(candidates, trusted, checks::add);
        return refresh(union, time).map(roles -> new Updated(roles, union.attached(), timestamps));
    }

    private Step<Lookup> refresh(RoleSource source, Instant time) {
        OverheardSource overheard = new OverheardSource(source, timestamps);
        Client client = new Client(
                overheard, new DiskRoleMemory(memory, limits.listedBytes(), Optional.of(time)), limits, line -> {});
        return authority
                .start()
                .map(start -> client.startingAt(start.name(), start.keys()))
                .orElse(client)
                .refresh(time);
    }
}
