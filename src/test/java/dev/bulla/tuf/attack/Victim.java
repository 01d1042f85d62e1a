package dev.bulla.tuf.attack;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.testkit.tuf.SimulatedMemory;
import dev.bulla.tuf.Client;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.Lookup;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Snapshot;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.TufLimits;
import dev.bulla.tuf.edit.RoleFile;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A consumer who updates from a hostile registry, and what the attacker has reached then.
 *
 * @param scene the honest side, to compare with
 * @param memory what the consumer has seen before
 */
record Victim(Scene scene, SimulatedMemory memory) {
    /** Updates at this time, looks everything up, and says which goals were reached. */
    Set<Goal> updates(HostileRegistry registry, Instant at) {
        Set<Goal> reached = EnumSet.noneOf(Goal.class);
        try {
            Step<Lookup> update = new Client(registry, memory, TufLimits.defaults(), line -> {}).refresh(at);
            if (update instanceof Step.Done<Lookup> done) {
                lookUp(done.value(), at, reached);
            }
        } catch (NotFoundException e) {
            // denial, which every registry can do
        }
        remembered(reached);
        return reached;
    }

    private void lookUp(Lookup lookup, Instant at, Set<Goal> reached) {
        String app = content(lookup, Scene.APP);
        if (app.equals("evil")) {
            reached.add(Goal.OWN_BUNDLE);
        }
        if (app.equals("first")) {
            reached.add(Goal.OLD_BUNDLE);
        }
        if (app.equals("second")) {
            reached.add(freezeAt(at));
        }
        if (content(lookup, Scene.OTHERS).equals("evil")) {
            reached.add(Goal.OTHER_PATH);
        }
        if (content(lookup, Scene.LAYOUT).equals("evil")) {
            reached.add(Goal.RULES);
        }
        if (content(lookup, Scene.SECOND_APP).equals("absent")) {
            reached.add(Goal.HIDE_TARGET);
        }
        if (mixed(lookup)) {
            reached.add(Goal.MIX);
        }
    }

    /** Hiding what is new at this time. */
    static Goal freezeAt(Instant at) {
        if (at.equals(Scene.SOON)) {
            return Goal.FREEZE;
        }
        return at.equals(Scene.LATER)
                ? Goal.PAST_TIMESTAMP
                : at.equals(Scene.MUCH_LATER) ? Goal.PAST_SNAPSHOT : Goal.PAST_TARGETS;
    }

    /** The content that the trusted roles name, {@code absent}, or {@code refused} when they cannot be had. */
    private static String content(Lookup lookup, TargetPath path) {
        try {
            Step<Found> found = lookup.find(path);
            if (found instanceof Step.Done<Found> done) {
                for (String known : new String[] {"evil", "first", "second", "third", "two", "layout", "other"}) {
                    if (done.value().info().agreesWith(Scene.info(known))) {
                        return known;
                    }
                }
            }
            return found instanceof Step.Refused<Found> refused
                            && refused.reason().code() == ReasonCode.NOT_A_TARGET
                    ? "absent"
                    : "refused";
        } catch (NotFoundException e) {
            return "refused";
        }
    }

    /** Honest files of two generations, accepted in one update. */
    private boolean mixed(Lookup lookup) {
        Optional<Bytes> releases = memory.load(Scene.RELEASES);
        if (releases.isEmpty() || !isListed(lookup, releases.get())) {
            return false;
        }
        Bytes targets = lookup.roles().targets().raw();
        boolean together = false;
        boolean honest = honest(RoleName.TARGETS, targets) && honest(Scene.RELEASES, releases.get());
        for (int i = 1; i <= scene.generations(); i++) {
            Map<RoleName, RoleFile> files = scene.generation(i);
            together |= Optional.ofNullable(files.get(RoleName.TARGETS))
                            .map(RoleFile::bytes)
                            .equals(Optional.of(targets))
                    && Optional.ofNullable(files.get(Scene.RELEASES))
                            .map(RoleFile::bytes)
                            .equals(releases);
        }
        return honest && !together;
    }

    private static boolean isListed(Lookup lookup, Bytes releases) {
        return lookup.roles().expected(Scene.RELEASES) instanceof Step.Done<dev.bulla.tuf.FileInfo> listed
                && listed.value().hashes().equals(Optional.of(dev.bulla.tuf.Hashes.sha256Of(releases)));
    }

    private boolean honest(RoleName role, Bytes file) {
        return scene.history(role).values().stream().anyMatch(one -> one.bytes().equals(file));
    }

    /** What is remembered counts even when the update failed further on. */
    private void remembered(Set<Goal> reached) {
        if (!honest(RoleName.ROOT, memory.load(RoleName.ROOT).orElseThrow())
                && !scene.pinned().load(RoleName.ROOT).equals(memory.load(RoleName.ROOT))) {
            reached.add(Goal.ROOT);
        }
        memory.load(RoleName.TIMESTAMP)
                .map(file -> RoleFormat.TIMESTAMP.read(file).role().version())
                .filter(version -> version == TufLimits.MAX_VERSION)
                .ifPresent(version -> reached.add(Goal.FAST_FORWARD));
        Optional<Snapshot> snapshot = memory.load(RoleName.SNAPSHOT)
                .map(file -> RoleFormat.SNAPSHOT.read(file).role());
        if (snapshot.isPresent()
                && (snapshot.get().version() == TufLimits.MAX_VERSION
                        || snapshot.get().roles().values().stream()
                                .anyMatch(info -> info.version() == TufLimits.MAX_VERSION))) {
            reached.add(Goal.FAST_FORWARD);
        }
    }
}
