package dev.bulla.tuf.attack;

import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.edit.Delegation;
import dev.bulla.tuf.edit.RoleFile;
import dev.bulla.tuf.edit.TargetsDraft;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Everything that a thief tries. Each plan is tried with every combination of keys; what is missing is forged badly. */
final class Plans {
    private static final List<Instant> TIMES = List.of(Scene.SOON, Scene.LATER, Scene.MUCH_LATER, Scene.TOO_LATE);

    /**
     * A registry as the victim will find it at a time.
     *
     * @param name for people, when the table does not hold
     */
    record Attack(String name, HostileRegistry registry, Instant at) {}

    private final Scene scene;
    private final Thief thief;
    private final List<Attack> attacks = new ArrayList<>();

    private Plans(Scene scene, Set<Stolen> stolen) {
        this.scene = scene;
        this.thief = new Thief(scene, stolen);
    }

    /** All attacks with these keys. */
    static List<Attack> of(Scene scene, Set<Stolen> stolen) {
        Plans plans = new Plans(scene, stolen);
        for (Instant at : TIMES) {
            boolean soon = at.equals(Scene.SOON);
            for (int i = soon ? 1 : 2; i <= (soon ? scene.generations() : 2); i++) {
                plans.oldGeneration(i, at); // later on only what the victim has seen is worth repeating
            }
            plans.roleSaysTheOld(at);
        }
        plans.mixtures();
        plans.ownListings();
        plans.removals();
        plans.lastVersions();
        plans.newRoot();
        return plans.attacks;
    }

    private void attack(String name, HostileRegistry registry, Instant at) {
        attacks.add(new Attack(name, registry, at));
    }

    /** A registry with everything that is true at this time. */
    private HostileRegistry registry(Instant at) {
        HostileRegistry registry = new HostileRegistry();
        for (int i = 1; i <= scene.generations(); i++) {
            registry.with(scene.generation(i));
        }
        return registry.with(scene.honest(at).files());
    }

    /** Replay, a new timestamp over the old, a new snapshot over the old. */
    private void oldGeneration(int i, Instant at) {
        Map<RoleName, RoleFile> files = scene.generation(i);
        RoleFile snapshot = thief.snapshot(at, files);
        attack("generation " + i, registry(at).with(files), at);
        attack(
                "timestamp over " + i,
                registry(at).with(RoleName.TIMESTAMP, thief.timestamp(at, scene.file(i, RoleName.SNAPSHOT))),
                at);
        attack("snapshot over " + i, listing(at, snapshot), at);
    }

    private HostileRegistry listing(Instant at, RoleFile snapshot) {
        return registry(at).with(RoleName.SNAPSHOT, snapshot).with(RoleName.TIMESTAMP, thief.timestamp(at, snapshot));
    }

    /** The roles of an update, as the newest version. */
    private void roleSaysTheOld(Instant at) {
        publish(
                "releases say the second",
                Scene.RELEASES,
                thief.role(Scene.RELEASES, at, draft -> draft.target(Scene.APP, Scene.info("second"))),
                at);
        publish(
                "targets say the second",
                RoleName.TARGETS,
                thief.role(RoleName.TARGETS, at, draft -> draft.target(Scene.APP, Scene.info("second"))),
                at);
    }

    /** Three ways to present a forged role: forge what lists it, hand it in to the refresh job, serve it instead. */
    private void publish(String name, RoleName role, RoleFile file, Instant at) {
        RoleFile snapshot = thief.snapshot(at, thief.files(scene.generations(), Map.of(role, file)));
        attack(name + ", listed by the thief", listing(at, snapshot).with(role, file), at);
        attack(
                name + ", handed in",
                registry(at).with(scene.handIn(role, file, at).files()),
                at);
        if (at.equals(Scene.SOON)) {
            attack(name + ", served instead", registry(at).instead(role, file), at);
        }
    }

    private void mixtures() {
        for (int i = 1; i <= scene.generations(); i++) {
            for (int k = 1; k <= scene.generations(); k++) {
                RoleFile releases = scene.file(k, Scene.RELEASES);
                if (i != k) {
                    RoleFile snapshot = thief.snapshot(Scene.SOON, thief.files(i, Map.of(Scene.RELEASES, releases)));
                    attack("targets " + i + " with releases " + k, listing(Scene.SOON, snapshot), Scene.SOON);
                    attack(
                            "releases " + k + " served in " + i,
                            registry(Scene.SOON).with(scene.generation(i)).instead(Scene.RELEASES, releases),
                            Scene.SOON);
                }
            }
        }
    }

    private static TargetsDraft evil(TargetsDraft draft) {
        return draft.target(Scene.APP, Scene.info("evil"))
                .target(Scene.OTHERS, Scene.info("evil"))
                .target(Scene.LAYOUT, Scene.info("evil"));
    }

    private void ownListings() {
        Instant at = Scene.SOON;
        for (RoleName role : List.of(Scene.RELEASES, RoleName.TARGETS, Scene.OTHER)) {
            publish(role + " list evil", role, thief.role(role, at, Plans::evil), at);
        }
        publish(
                "releases list the first",
                Scene.RELEASES,
                thief.role(Scene.RELEASES, at, draft -> draft.target(Scene.APP, Scene.info("first"))),
                at);
        publish(
                "targets list the first",
                RoleName.TARGETS,
                thief.role(RoleName.TARGETS, at, draft -> draft.target(Scene.APP, Scene.info("first"))),
                at);
        RoleFile releases = thief.role(Scene.RELEASES, at, Plans::evil);
        RoleFile delegating = thief.role(
                RoleName.TARGETS,
                at,
                draft -> draft.delegate(Delegation.of(
                        Scene.RELEASES, List.of(thief.own().publicKey()), 1, "example.com/*/*:*", "*/*/*/*/*")));
        RoleFile snapshot = thief.snapshot(
                at, thief.files(scene.generations(), Map.of(Scene.RELEASES, releases, RoleName.TARGETS, delegating)));
        attack(
                "targets delegate to the thief",
                listing(at, snapshot).with(Scene.RELEASES, releases).with(RoleName.TARGETS, delegating),
                at);
    }

    private void removals() {
        Instant at = Scene.SOON;
        publish(
                "releases forget a bundle",
                Scene.RELEASES,
                thief.role(Scene.RELEASES, at, draft -> draft.removeTarget(Scene.SECOND_APP)),
                at);
        publish(
                "targets forget releases",
                RoleName.TARGETS,
                thief.role(RoleName.TARGETS, at, draft -> draft.undelegate(Scene.RELEASES)),
                at);
        attack("the snapshot forgets releases", listing(at, thief.snapshotWithout(Scene.RELEASES, at)), at);
    }

    private void lastVersions() {
        Instant at = Scene.SOON;
        RoleFile current = scene.honest(at).file(RoleName.SNAPSHOT);
        attack("the last timestamp", registry(at).with(RoleName.TIMESTAMP, thief.lastTimestamp(at, current)), at);
        RoleFile snapshot = thief.lastSnapshot(at, thief.files(scene.generations(), Map.of()));
        attack("the last snapshot", listing(at, snapshot), at);
        for (RoleName role : List.of(Scene.RELEASES, RoleName.TARGETS)) {
            publish("the last " + role, role, thief.lastRole(role, at), at);
        }
    }

    private void newRoot() {
        Instant at = Scene.SOON;
        RoleFile root = thief.root(at);
        RoleFile targets = thief.role(RoleName.TARGETS, at, Plans::evil);
        RoleFile snapshot = thief.snapshot(at, thief.files(scene.generations(), Map.of(RoleName.TARGETS, targets)));
        attack("a root of the thief", registry(at).with(RoleName.ROOT, root), at);
        attack(
                "a root of the thief with all below it",
                listing(at, snapshot).with(RoleName.TARGETS, targets).with(RoleName.ROOT, root),
                at);
    }
}
