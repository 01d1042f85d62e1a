package dev.bulla;

import dev.bulla.crypto.Signer;
import dev.bulla.json.JsonException;
import dev.bulla.outcome.UsageException;
import dev.bulla.publish.ForkCheck;
import dev.bulla.publish.GenerationPruning;
import dev.bulla.publish.Handover;
import dev.bulla.publish.Journal;
import dev.bulla.publish.NamespaceRepository;
import dev.bulla.publish.OnlineKeys;
import dev.bulla.publish.OnlineRoles;
import dev.bulla.publish.RefreshEdits;
import dev.bulla.publish.Retention;
import dev.bulla.publish.RoleLives;
import dev.bulla.publish.Standing;
import dev.bulla.tuf.PathPattern;
import dev.bulla.tuf.RoleName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps of a refresh. */
final class NamespaceRefreshing {
    private final OpenNamespace open;
    private final Path journal;
    private final Namespaces.Refreshing how;
    private final OnlineKeys keys;
    private final Instant now;

    NamespaceRefreshing(
            OpenNamespace open, Path journal, Namespaces.Refreshing how, List<? extends Signer> signers, Instant now) {
        this.open = open;
        this.journal = journal;
        this.how = how;
        this.keys = new OnlineKeys(List.copyOf(signers));
        this.now = now;
    }

    Namespaces.Refreshed run() {
        Standing before = open.standing();
        signedHere(before, List.of()).settle();
        List<String> forks = new ForkCheck(open.store()).of(before);
        RoleLives lives = OpenNamespace.lives(how.lives());
        RefreshEdits edits = new RefreshEdits(new Handover(open.store()), keys, lives, rules(), now);
        OnlineRoles online = new OnlineRoles(keys, lives, OpenNamespace.origin(open.at(), before), now);
        NamespaceRepository repository = open.repository();
        NamespaceRepository.Published published =
                how.write() ? repository.publish(edits, online) : repository.rehearse(edits, online);
        Standing after = published.standing().orElse(before);
        List<String> changes = new ArrayList<>(edits.changes());
        addRaised(changes, before, after);
        List<String> notes = new ArrayList<>(forks);
        notes.addAll(edits.notes());
        notes.addAll(
                new LostTargets(new Journal(journal), open.store().place().toString(), after, notes).unpublished());
        int pruned = how.prune() && how.write() ? new GenerationPruning(open.store()).prune(after, now, notes::add) : 0;
        return new Namespaces.Refreshed(changes, notes, RoleStates.of(after), pruned);
    }

    private LostTargets signedHere(Standing standing, List<String> notes) {
        return new LostTargets(new Journal(journal), open.store().place().toString(), standing, notes);
    }

    private static void addRaised(List<String> changes, Standing before, Standing after) {
        long snapshot = before.snapshot().role().version();
        long timestamp = before.timestamp().role().version();
        if (after.snapshot().role().version() > snapshot) {
            changes.add(RoleName.SNAPSHOT + " v" + snapshot + " -> v"
                    + after.snapshot().role().version());
        }
        if (after.timestamp().role().version() > timestamp) {
            changes.add(RoleName.TIMESTAMP + " v" + timestamp + " -> v"
                    + after.timestamp().role().version());
        }
    }

    private List<Retention> rules() {
        List<Retention> rules = new ArrayList<>();
        for (RetentionRule rule : how.retention()) {
            rules.add(new Retention(
                    rule.keepLast(), rule.maxAge(), patterns(rule.tags()), patterns(rule.pins()), rule.archive()));
        }
        return rules;
    }

    private static List<PathPattern> patterns(List<String> texts) {
        List<PathPattern> patterns = new ArrayList<>();
        for (String text : texts) {
            try {
                patterns.add(new PathPattern(text));
            } catch (JsonException e) {
                throw new UsageException(Optional.ofNullable(e.getMessage()).orElse("no pattern"), e);
            }
        }
        return patterns;
    }
}
