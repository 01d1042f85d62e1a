package dev.bulla.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The mutants fit the sources, each was killed, and the page is what they make; {@code -Dbulla.docs.write=true} writes it. */
class MutantsPageTest {
    @Test
    void whatAMutantTakesOutIsInItsFileExactlyOnce() throws IOException {
        Set<String> stale = new TreeSet<>();
        for (Mutant mutant : MutantFiles.all()) {
            for (Edit edit : mutant.edits()) {
                int found = edit.occurrences(Files.readString(MutantFiles.source(edit)));
                if (found != 1) {
                    stale.add(mutant.id() + ": " + found + " times in " + edit.file() + ": " + edit.was());
                }
            }
        }
        assertThat(stale).isEmpty();
    }

    @Test
    void everyMutantNamesAttacksThatAreListedAndWasKilledByATest() throws IOException {
        Results results = Results.read();
        List<String> attacks = MutantsPage.attacks();

        assertThat(MutantFiles.all())
                .allSatisfy(each -> assertThat(attacks).as(each.id()).containsAll(each.attacks()))
                .allSatisfy(each -> assertThat(results.of(each.id()))
                        .as("tests that killed %s", each.id())
                        .isNotEmpty());
    }

    @Test
    void everyAttackHasAMutantOrAReasonWhyItHasNone() throws IOException {
        Set<String> covered = new TreeSet<>(MutantsPage.read().byAttack().keySet());
        covered.addAll(MutantsPage.excused().keySet());

        assertThat(covered).containsAll(MutantsPage.attacks());
    }

    @Test
    void resultsNameMutantsAndTestsThatExist() throws IOException {
        Set<String> mutants = MutantFiles.all().stream().map(Mutant::id).collect(Collectors.toSet());

        assertThat(mutants).containsAll(Results.read().ids());
        assertThat(Results.read().tests()).allSatisfy(each -> {
            Class<?> type = Class.forName(
                    "dev.bulla." + each.replaceFirst("#.*", ""),
                    false,
                    getClass().getClassLoader());
            assertThat(each.contains("#")
                            && List.of(type.getDeclaredMethods()).stream()
                                    .noneMatch(method -> each.endsWith('#' + method.getName())))
                    .as("missing: %s", each)
                    .isFalse();
        });
    }

    @Test
    void theCommittedPageIsTheOneThatMutantsAndResultsMake() throws IOException {
        if (Boolean.getBoolean("bulla.docs.write")) {
            MutantsPage.read().write();
        }

        assertThat(MutantsPage.committed()).isEqualTo(MutantsPage.read().text());
    }

    @Test
    void aBlockIsReadLineByLineAndItsEditExchangesTextWhateverTheIndentation() {
        List<Mutant> read = MutantFiles.parse(
                Section.HOLES,
                List.of(
                        "# a remark",
                        "mutant: blind",
                        "what: nothing is compared",
                        "file: dev/bulla/A.java",
                        "- if (a) {",
                        "-   b();",
                        "+ if (c) {",
                        "- d();",
                        "file: dev/bulla/B.java",
                        "- e",
                        "+ f",
                        "attacks: T1 T2",
                        "tests: x.Y#z"));

        assertThat(read).singleElement().satisfies(mutant -> {
            assertThat(mutant.attacks()).containsExactly("T1", "T2");
            assertThat(mutant.tests()).containsExactly("x.Y#z");
            assertThat(mutant.edits())
                    .extracting(Edit::file)
                    .containsExactly("dev/bulla/A.java", "dev/bulla/A.java", "dev/bulla/B.java");
            assertThat(mutant.edits().get(0).applyTo("x\n    if (a) {\n        b();\n    }\n"))
                    .isEqualTo("x\nif (c) {\n}");
            assertThat(mutant.edits().get(1).occurrences("d(); d();")).isEqualTo(2);
        });
    }

    @Test
    void aBlockWithoutAttacksOrWithAWordThatMeansNothingIsNoMutant() {
        List<String> block = List.of("mutant: a", "what: b", "file: c", "- d", "attacks: T1");

        assertThat(MutantFiles.parse(Section.HOLES, block)).hasSize(1);
        assertThatThrownBy(() -> MutantFiles.parse(Section.HOLES, block.subList(0, 4)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MutantFiles.parse(Section.HOLES, List.of("mutant: a", "why: b")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theTestThatWasRunningWhenAProcessWasEndedHasFailed() {
        List<String> lines = List.of("started a#b", "passed a#b", "started c#d", "failed c#d", "started e#f");

        assertThat(Trial.of(lines, "time limit").failed()).containsExactly("c#d", "e#f (time limit)");
        assertThat(Trial.of(List.of("started a#b", "passed a#b", "done"), "").failed())
                .isEmpty();
    }
}
