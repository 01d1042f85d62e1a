package dev.bulla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandGroup;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Flag;
import dev.bulla.cli.frame.Group;
import dev.bulla.cli.frame.Variable;
import dev.bulla.cli.help.HelpText;
import dev.bulla.cli.help.Topic;
import dev.bulla.cli.testing.Run;
import dev.bulla.cli.testing.TestWorld;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What help owes the reader (cli.md sections 2 and 13). */
class HelpTest {

    @TempDir
    private Path folder;

    @Test
    void everyPageOfHelpFitsTheWidth() {
        for (List<String> page : pages()) {
            Run run = help(page);

            assertThat(run.status()).as("help " + page).isZero();
            assertThat(run.err()).isEmpty();
            assertThat(run.out().lines())
                    .as("help " + page)
                    .allMatch(line -> line.length() <= HelpText.WIDTH && line.equals(line.stripTrailing()));
        }
    }

    @Test
    void everyCommandIsFoundByItsWordsAndAnswersForHelp() {
        for (Command command : commands()) {
            List<String> path = List.of(command.model().path().split(" ", -1));
            List<String> asked = new ArrayList<>(path);
            asked.add("--help");

            assertThat(run(asked).out())
                    .isEqualTo(help(path).out())
                    .startsWith("usage: bulla " + command.model().path());
        }
    }

    @Test
    void everyFlagAndArgumentIsExplainedInLowerCaseWithoutFullStop() {
        for (Command command : commands()) {
            Stream.concat(
                            command.model().flags().stream().map(Flag::meaning),
                            command.model().arguments().stream().map(argument -> argument.meaning()))
                    .forEach(meaning -> assertThat(meaning)
                            .as(command.model().path())
                            .isNotBlank()
                            .doesNotEndWith("."));
            assertThat(command.model().summary()).isNotBlank().matches("[a-z].*[^.]");
        }
    }

    @Test
    void noTwoFlagsOfACommandShareASpelling() {
        for (Command command : commands()) {
            List<String> names = command.model().flags().stream()
                    .flatMap(flag -> flag.names().stream())
                    .toList();
            assertThat(names).as(command.model().path()).doesNotHaveDuplicates();
        }
    }

    @Test
    void noFlagSwitchesVerificationOff() {
        for (Command command : commands()) {
            assertThat(command.model().flags())
                    .as(command.model().path())
                    .noneMatch(flag -> flag.name().matches(".*(insecure|skip-verif|no-verif|allow-unsigned).*"))
                    .noneMatch(flag -> flag.names().contains("-N"));
        }
    }

    @Test
    void theTopScreenNamesEveryCommandOfTheTreeAndNoOther() {
        Set<String> tree = new TreeSet<>(new Commands().words());
        Set<String> shown = new TreeSet<>();
        String screen = run(List.of()).out();
        screen.lines()
                .filter(line -> line.matches("[a-z][a-z ]{11}  [a-z].*"))
                .forEach(line -> shown.addAll(List.of(line.substring(14).strip().split(" +", -1))));

        assertThat(shown).isEqualTo(tree);
        assertThat(screen.lines()).hasSizeLessThanOrEqualTo(24).allMatch(line -> line.length() <= 100);
    }

    @Test
    void theEnvironmentTopicNamesEveryVariable() {
        String page = help(List.of("environment")).out();

        for (Variable variable : Variable.values()) {
            assertThat(page).contains("  " + variable.name());
        }
    }

    @Test
    void theExitCodeTopicNamesEveryCodeWithItsNumber() {
        String page = help(List.of("exit-codes")).out();

        for (ExitCode code : ExitCode.values()) {
            assertThat(page).containsPattern("(?m)^  " + code.status() + "  " + code.word() + " ");
        }
        assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::status)).doesNotHaveDuplicates();
    }

    @Test
    void commandsNamedInHelpTextsExist() {
        Pattern call = Pattern.compile("bulla ([a-z]+(?:-[a-z]+)?)");
        Set<String> named = new HashSet<>();
        for (List<String> page : pages()) {
            Matcher found = call.matcher(help(page).out());
            while (found.find()) {
                named.add(found.group(1));
            }
        }
        named.removeAll(Set.of("signs", "reads", "keeps"));

        assertThat(new Commands().words()).containsAll(named);
    }

    private List<List<String>> pages() {
        List<List<String>> pages = new ArrayList<>();
        pages.add(List.of());
        Topic.words().forEach(topic -> pages.add(List.of(topic)));
        commands().forEach(command -> pages.add(List.of(command.model().path().split(" ", -1))));
        return pages;
    }

    private static List<Command> commands() {
        List<Command> found = new ArrayList<>();
        collect(new Commands(), found);
        return found;
    }

    private static void collect(Group group, List<Command> found) {
        for (String word : group.words()) {
            Command command = Objects.requireNonNull(group.find(word), word);
            assertThat(command.model().path()).endsWith(word);
            found.add(command);
            if (command instanceof CommandGroup below) {
                collect(below, found);
            }
        }
    }

    private Run help(List<String> page) {
        List<String> words = new ArrayList<>(List.of("help"));
        words.addAll(page);
        return run(words);
    }

    private Run run(List<String> words) {
        return TestWorld.in(folder).run(words.toArray(new String[0]));
    }
}
