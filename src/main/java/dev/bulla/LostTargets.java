package dev.bulla;

import dev.bulla.outcome.KeyException;
import dev.bulla.outcome.Step;
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
     * The lost ones that the keys at hand can sign again. What somebody has built upon is forgotten, and so is a name that
     * has other content by now: the later decision stands.
     *
     * @param signing edits with the keys at hand
     */
    List<NewTarget> among(Function<List<NewTarget>, TargetEdits> signing) {
        List<NewTarget> lost = new ArrayList<>();
        List<NewTarget> settled = new ArrayList<>();
        for (Journal.Pending pending : journal.pending(namespace)) {
            NewTarget target = pending.target();
            boolean builtUpon = standing.timestamp().role().version() > pending.timestamp();
            if (isListed(target)) {
                if ((builtUpon && pending.timestamp() > 0) || isSame(signing, target)) {
                    settled.add(target);
                }
            } else if (canSign(signing, target)) {
                lost.add(target);
                notes.add(target.path() + ", signed here before, is not published: it is signed again");
            }
        }
        journal.forget(namespace, pending -> settled.contains(pending.target()));
        return lost;
    }

    /** What was signed here and is not published, a line each; whoever has the key signs it again. */
    List<String> unpublished() {
        return journal.pending(namespace).stream()
                .filter(pending -> !isListed(pending.target()))
                .map(pending -> pending.target().path()
                        + ", signed here, is not published; the next signature of this machine repeats it")
                .toList();
    }

    private boolean isListed(NewTarget target) {
        boolean top = standing.targets().role().target(target.path()).isPresent();
        return top
                || standing.delegated().values().stream()
                        .flatMap(edge -> standing.role(edge).stream())
                        .filter(step -> step instanceof Step.Done)
                        .anyMatch(step ->
                                step.orThrow().role().target(target.path()).isPresent());
    }

    private boolean isSame(Function<List<NewTarget>, TargetEdits> signing, NewTarget target) {
        try {
            return signing.apply(List.of(target)).isIn(standing);
        } catch (KeyException otherKeys) {
            return false;
        }
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
