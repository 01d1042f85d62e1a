package dev.bulla.tuf.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.tuf.DraftedRepository;
import dev.bulla.testkit.tuf.SimulatedMemory;
import dev.bulla.tuf.RoleName;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Stolen keys are revoked by root and by the delegator (CNAB-Sec 302, "Recovering from a key compromise"). */
class RevocationTest {
    private static final Instant REVOKED = Scene.SOON.minus(Duration.ofHours(1));

    static List<Set<Stolen>> thefts() {
        return List.of(
                EnumSet.of(Stolen.TIMESTAMP),
                EnumSet.of(Stolen.SNAPSHOT),
                EnumSet.of(Stolen.RELEASES),
                EnumSet.of(Stolen.TARGETS),
                EnumSet.allOf(Stolen.class));
    }

    /** Every stolen key gives way to a new one, and what it signed is signed again. */
    private static void revoke(Scene scene, Set<Stolen> stolen) {
        DraftedRepository owner = scene.owner().at(REVOKED);
        owner.rotate(draft -> {
            for (Stolen key : stolen) {
                if (key != Stolen.RELEASES) {
                    draft = draft.addKey(key.role(), fresh(key.role()).publicKey())
                            .removeKey(key.role(), Scene.key(key.role()).keyId());
                }
            }
            return draft;
        });
        stolen.forEach(key -> owner.signedBy(key.role(), fresh(key.role())));
        if (stolen.contains(Stolen.TARGETS) || stolen.contains(Stolen.RELEASES)) {
            owner.edit(
                    RoleName.TARGETS,
                    draft -> stolen.contains(Stolen.RELEASES)
                            ? draft.addKey(Scene.RELEASES, fresh(Scene.RELEASES).publicKey())
                                    .removeKey(
                                            Scene.RELEASES,
                                            Scene.key(Scene.RELEASES).keyId())
                            : draft);
        }
        if (stolen.contains(Stolen.RELEASES)) {
            owner.edit(Scene.RELEASES, draft -> draft);
        }
    }

    private static Signer fresh(RoleName role) {
        return TestKeys.seeded("fresh " + role);
    }

    @Attack("R+K_tgt")
    @ParameterizedTest
    @MethodSource("thefts")
    void whatAThiefSignedIsRefusedFromTheNextRefreshOn(Set<Stolen> stolen) {
        Scene scene = new Scene();
        revoke(scene, stolen);
        scene.published(REVOKED);

        Map<Goal, String> reached = new EnumMap<>(Goal.class);
        for (Plans.Attack attack : Plans.of(scene, stolen)) {
            new Victim(scene, scene.seen())
                    .updates(attack.registry(), attack.at())
                    .forEach(goal -> reached.putIfAbsent(goal, attack.name()));
        }

        assertThat(reached).isEmpty();
    }

    @Attack("T15")
    @Test
    void whoIsStillServedTheOldRootIsWhereItWasUntilThatRootExpires() {
        Scene scene = new Scene();
        Set<Stolen> stolen = EnumSet.of(Stolen.RELEASES, Stolen.TIMESTAMP, Stolen.SNAPSHOT);
        List<Plans.Attack> before = Plans.of(scene, stolen);
        revoke(scene, stolen);
        scene.published(REVOKED);

        Plans.Attack hidden = before.stream()
                .filter(attack -> attack.name().equals("targets/releases list evil, listed by the thief"))
                .findFirst()
                .orElseThrow();

        assertThat(new Victim(scene, scene.pinned()).updates(hidden.registry(), hidden.at()))
                .contains(Goal.OWN_BUNDLE);
        assertThat(new Victim(scene, scene.seen()).updates(hidden.registry(), hidden.at()))
                .isEmpty();
    }

    @Attack("R+K_tgt-below")
    @Test
    void aThiefOfAKeyBelowTheThresholdReachesNothingMoreThanWithoutIt() {
        Scene scene = new Scene();
        Signer second = TestKeys.seeded("second targets key");
        scene.owner()
                .at(REVOKED)
                .rotate(draft ->
                        draft.addKey(RoleName.TARGETS, second.publicKey()).threshold(RoleName.TARGETS, 2))
                .signedBy(RoleName.TARGETS, Scene.key(RoleName.TARGETS), second)
                .edit(RoleName.TARGETS, draft -> draft);
        scene.published(REVOKED);

        Map<Goal, String> reached = new EnumMap<>(Goal.class);
        for (Plans.Attack attack : Plans.of(scene, EnumSet.of(Stolen.TARGETS))) {
            new Victim(scene, scene.seen())
                    .updates(attack.registry(), attack.at())
                    .forEach(goal -> reached.putIfAbsent(goal, attack.name()));
        }

        assertThat(reached).isEmpty();
    }

    @Test
    void everyVictimComesBackWhenTheHonestRegistryIsServedAgain() {
        Scene scene = new Scene();
        Set<Stolen> all = EnumSet.allOf(Stolen.class);
        List<Plans.Attack> attacks = Plans.of(scene, all).stream()
                .filter(attack ->
                        attack.at().equals(Scene.SOON) && !attack.name().contains("handed in"))
                .toList();
        revoke(scene, all);
        scene.published(REVOKED);
        DraftedRepository honest = scene.honest(Scene.SOON);

        for (Plans.Attack attack : attacks) {
            SimulatedMemory memory = scene.pinned();
            new Victim(scene, memory).updates(attack.registry(), attack.at());

            assertThat(honest.update(memory).orThrow().find(Scene.APP).orThrow().info())
                    .as(attack.name())
                    .isEqualTo(Scene.info("third"));
        }
    }
}
