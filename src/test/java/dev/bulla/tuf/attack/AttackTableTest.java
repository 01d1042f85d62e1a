package dev.bulla.tuf.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.testkit.Attack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * For every combination of stolen keys and a hostile registry: what the attacker reaches is what the table of
 * {@code docs/threat-model.md} says, and no more (CNAB-Sec 301 and 302, TUF 1.5.2).
 */
class AttackTableTest {
    private static final Path PAGE = Path.of("docs", "threat-model.md");
    private static final Scene SCENE = new Scene();

    static List<Set<Stolen>> subsets() {
        return Stolen.subsets();
    }

    /** Goal reached, and by which attack first. */
    private static Map<Goal, String> reached(List<Plans.Attack> attacks, boolean remembers) {
        Map<Goal, String> reached = new EnumMap<>(Goal.class);
        for (Plans.Attack attack : attacks) {
            Victim victim = new Victim(SCENE, remembers ? SCENE.seen() : SCENE.pinned());
            victim.updates(attack.registry(), attack.at()).forEach(goal -> reached.putIfAbsent(goal, attack.name()));
        }
        return reached;
    }

    private static Set<Goal> expected(Set<Stolen> stolen, boolean remembers) {
        Set<Goal> expected = java.util.EnumSet.noneOf(Goal.class);
        for (Goal goal : Goal.values()) {
            if (goal.isReachedWith(stolen, remembers)) {
                expected.add(goal);
            }
        }
        return expected;
    }

    @Attack({"R", "R+K_ts", "R+K_ts+K_snap", "P14"})
    @ParameterizedTest
    @MethodSource("subsets")
    void whatAThiefReachesIsWhatTheTableSaysAndNoMore(Set<Stolen> stolen) {
        List<Plans.Attack> attacks = Plans.of(SCENE, stolen);
        Map<Goal, String> remembering = reached(attacks, true);
        Map<Goal, String> fresh = reached(attacks, false);

        assertThat(remembering.keySet()).as("with memory: %s", remembering).isEqualTo(expected(stolen, true));
        assertThat(fresh.keySet()).as("without memory: %s", fresh).isEqualTo(expected(stolen, false));
    }

    @Test
    void thePageHoldsTheSameTables() throws IOException {
        String page = Files.readString(PAGE);

        assertThat(page).contains(String.join("\n", derivation())).contains(String.join("\n", table()));
    }

    private static List<String> derivation() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "| Goal | The attacker wants to | needs, against a client that remembers | against one that does not | Why |");
        lines.add("|---|---|---|---|---|");
        for (Goal goal : Goal.values()) {
            lines.add(goal.row());
        }
        return lines;
    }

    private static List<String> table() {
        List<String> lines = new ArrayList<>();
        StringBuilder heading = new StringBuilder("| Stolen keys |");
        StringBuilder rule = new StringBuilder("|---|");
        for (Goal goal : Goal.values()) {
            heading.append(' ').append(goal.label()).append(" |");
            rule.append("---|");
        }
        lines.add(heading.toString());
        lines.add(rule.toString());
        for (Set<Stolen> stolen : Stolen.subsets()) {
            StringBuilder row = new StringBuilder("| " + Stolen.named(stolen) + " |");
            for (Goal goal : Goal.values()) {
                row.append(' ').append(cell(goal, stolen)).append(" |");
            }
            lines.add(row.toString());
        }
        return lines;
    }

    private static String cell(Goal goal, Set<Stolen> stolen) {
        boolean always = goal.isReachedWith(stolen, true);
        return always ? "yes" : goal.isReachedWith(stolen, false) ? "new clients" : "–";
    }
}
