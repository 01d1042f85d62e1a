package dev.bulla.tuf.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.oci.Reference;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Step;
import dev.bulla.policy.Terms;
import dev.bulla.resolve.Bounds;
import dev.bulla.resolve.PinnedQuestion;
import dev.bulla.resolve.PinnedVerification;
import dev.bulla.resolve.Proof;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.tuf.DraftedRepository;
import dev.bulla.testkit.tuf.SimulatedMemory;
import dev.bulla.trust.RoleDirectory;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.TargetPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The columns of the attack table that end with an artifact, through the verification that {@code bulla verify} makes: the
 * attacker owns the OCI repository of the roles, its head and its blobs, and the tag of the artifact leads to what it wants
 * to be taken for the real one.
 */
class VerifyUnderAttackTest {
    private static final Scene SCENE = new Scene();
    private static final String PLACE = "registry.example/acme/app:1";

    @TempDir
    private Path folder;

    private int runs;

    static List<Set<Stolen>> thefts() {
        return List.of(
                EnumSet.noneOf(Stolen.class),
                EnumSet.of(Stolen.TIMESTAMP, Stolen.SNAPSHOT),
                EnumSet.of(Stolen.RELEASES),
                EnumSet.of(Stolen.TARGETS));
    }

    /** What an attack is after: content that is not the newest, under a name. */
    private record Aim(Goal goal, TargetPath name, String content) {
        static List<Aim> of(Plans.Attack attack) {
            String name = attack.name();
            if (name.contains("evil") || name.contains("thief")) {
                return List.of(
                        new Aim(Goal.OWN_BUNDLE, Scene.APP, "evil"), new Aim(Goal.OTHER_PATH, Scene.OTHERS, "evil"));
            }
            if (name.contains("first") || name.matches("(generation|timestamp over|snapshot over) 1")) {
                return List.of(new Aim(Goal.OLD_BUNDLE, Scene.APP, "first"));
            }
            return name.contains("second") || name.matches("(generation|timestamp over|snapshot over) 2")
                    ? List.of(new Aim(Victim.freezeAt(attack.at()), Scene.APP, "second"))
                    : List.of();
        }
    }

    private static final Set<Goal> AIMS = EnumSet.of(
            Goal.OWN_BUNDLE,
            Goal.OTHER_PATH,
            Goal.OLD_BUNDLE,
            Goal.FREEZE,
            Goal.PAST_TIMESTAMP,
            Goal.PAST_SNAPSHOT,
            Goal.PAST_TARGETS);

    /** A directory with these trusted files. */
    private Path remembered(SimulatedMemory trusted) throws IOException {
        Path directory = Files.createDirectory(folder.resolve("memory " + runs++));
        try (RoleDirectory memory = RoleDirectory.openOwn(directory)) {
            trusted.files().forEach((role, file) -> {
                if (role.equals(RoleName.ROOT.value())) {
                    memory.writeRoot(1, file, false);
                } else {
                    memory.write(role, file);
                }
            });
        }
        return directory;
    }

    /** A copy of that directory, made without forcing every file to the disk. */
    private RoleDirectory copy(Path remembered) {
        Path copy = folder.resolve("run " + runs++);
        try (Stream<Path> files = Files.walk(remembered)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(remembered.relativize(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return RoleDirectory.openOwn(copy);
    }

    private boolean verifies(Plans.Attack attack, Aim aim, Path trusted) {
        HostilePlace place = new HostilePlace(attack.registry(), Scene.artifact(aim.content()));
        String name = aim.name().value();
        PinnedQuestion question = new PinnedQuestion(
                Reference.parse(PLACE),
                name.substring(0, name.lastIndexOf(':')),
                Optional.of(name),
                new PinnedQuestion.Authority(
                        () -> copy(trusted),
                        Optional.of(DraftedRepository.ORIGIN),
                        Optional.empty(),
                        true,
                        Bounds.NONE),
                place,
                Optional.of(place),
                attack.at(),
                Terms.STANDARD);
        try {
            return PinnedVerification.of(question).step() instanceof Step.Done<Proof>;
        } catch (NotFoundException e) {
            return false; // denial, which every registry can do
        }
    }

    private Set<Goal> reached(List<Plans.Attack> attacks, SimulatedMemory memory) throws IOException {
        Path trusted = remembered(memory);
        Map<Goal, String> reached = new EnumMap<>(Goal.class);
        for (Plans.Attack attack : attacks) {
            for (Aim aim : Aim.of(attack)) {
                if (!reached.containsKey(aim.goal()) && verifies(attack, aim, trusted)) {
                    reached.put(aim.goal(), attack.name());
                }
            }
        }
        return reached.keySet();
    }

    private static Set<Goal> expected(Set<Stolen> stolen, boolean remembers) {
        Set<Goal> expected = EnumSet.copyOf(AIMS);
        expected.removeIf(goal -> !goal.isReachedWith(stolen, remembers));
        return expected;
    }

    @Attack({"R", "R+K_ts+K_snap", "R+K_rel", "R+K_tgt"})
    @ParameterizedTest
    @MethodSource("thefts")
    void verifyAcceptsWhatTheTableSaysAndNoMore(Set<Stolen> stolen) throws IOException {
        List<Plans.Attack> attacks = Plans.of(SCENE, stolen);

        assertThat(reached(attacks, SCENE.seen())).isEqualTo(expected(stolen, true));
        assertThat(reached(attacks, SCENE.pinned())).isEqualTo(expected(stolen, false));
    }

    @Test
    void whatIsTrueVerifiesForBoth() throws IOException {
        HostileRegistry honest =
                new HostileRegistry().with(SCENE.honest(Scene.SOON).files());
        Plans.Attack none = new Plans.Attack("none", honest, Scene.SOON);
        Aim newest = new Aim(Goal.FREEZE, Scene.APP, "third");

        assertThat(verifies(none, newest, remembered(SCENE.seen()))).isTrue();
        assertThat(verifies(none, newest, remembered(SCENE.pinned()))).isTrue();
    }
}
