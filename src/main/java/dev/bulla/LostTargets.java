package dev.bulla;

import dev.bulla.outcome.KeyException;
import dev.bulla.publish.Journal;
import dev.bulla.publish.NewTarget;
import dev.bulla.publish.Standing;
import dev.bulla.publish.TargetEdits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What this machine signed earlier and what another writer's head has lost since (trust.md section 11.4). */
final class LostTargets {
    private final Journal journal;
    private final String namespace;
    private final Standing standing;
    private final List<String> notes;

    LostTargets(Journal journal, String namespace, Standing standing, List<String> notes) {
        this.journal = journal;
        this.namespace = namespace;
        this.standing = standing;
        this.notes = notes;
    }

    /**
     * The lost ones that the keys at hand can sign again; what somebody has built upon is forgotten.
     *
     * @param signing edits with the keys at hand
     */
    List<NewTarget> among(Function<List<NewTarget>, TargetEdits> signing) {
        settle();
        List<NewTarget> lost = new ArrayList<>();
        for (Journal.Pending pending : journal.pending(namespace)) {
            NewTarget target = pending.target();
            if (isLost(pending) && canSign(signing, target)) {
                lost.add(target);
                notes.add(target.path() + ", signed here before, is not published: it is signed again");
            }
        }
        return lost;
    }

    /** Forgets what is published and built upon: whatever takes it out of its role later, does so on purpose. */
    void settle() {
        long timestamp = standing.timestamp().role().version();
        journal.forget(namespace, pending -> !isLost(pending) && timestamp > pending.timestamp());
    }

    /** What was signed here and is not published, a line each; whoever has the key signs it again. */
    List<String> unpublished() {
        return journal.pending(namespace).stream()
                .filter(this::isLost)
                .map(pending -> pending.target().path()
                        + ", signed here, is not published; the next signature of this machine repeats it")
                .toList();
    }

    /** The role has not come as far as it was signed here. */
    private boolean isLost(Journal.Pending pending) {
        return standing.snapshot()
                .role()
                .of(pending.role())
                .filter(published -> published.version() >= pending.version())
                .isEmpty();
    }

    private boolean canSign(Function<List<NewTarget>, TargetEdits> signing, NewTarget target) {
        try {
            signing.apply(List.of(target)).plan(standing);
            return true;
        } catch (KeyException otherKeys) {
            return false;
        }
    }
}
