package dev.bulla.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.cli.testing.TestWorld;
import dev.bulla.oci.Place;
import dev.bulla.outcome.UsageException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvocationTest {
    private static final CommandModel MODEL = CommandModel.of("paint", "paint a wall")
            .argument("WALL", "which wall")
            .repeated("COLOUR", "which colours")
            .flag("--coat N", "how many")
            .flag("--brush NAME...", "with what")
            .flag("--dry", "wait")
            .flag("--at TIME", "as of")
            .formats(Format.TEXT, Format.JSON)
            .registry();

    @TempDir
    private Path folder;

    private Invocation call(String... words) {
        return Invocation.of(TestWorld.in(folder).world(), MODEL, new NoCommands(), List.of(words));
    }

    @Test
    void argumentsKeepTheirOrderWhereverFlagsStand() {
        for (Invocation call : List.of(
                call("north", "red", "blue"),
                call("--dry", "north", "red", "blue"),
                call("north", "--dry", "red", "--coat", "2", "blue"),
                call("north", "--dry", "--", "red", "blue"))) {
            assertThat(call.arguments()).containsExactly("north", "red", "blue");
        }
    }

    @Test
    void flagsTakeTheirValueAfterASpaceOrAnEqualsSign() {
        assertThat(call("north", "red", "--coat=2").option("--coat")).contains("2");
        assertThat(call("north", "red", "--coat", "2").option("--coat")).contains("2");
        assertThat(call("north", "red").option("--coat")).isEmpty();
        assertThat(call("north", "red", "--brush", "a", "--brush=b,c").options("--brush"))
                .containsExactly("a", "b,c");
        assertThat(call("north", "red", "--dry").has("--dry")).isTrue();
        assertThat(call("north", "red", "-vv").count("--verbose")).isEqualTo(2);
    }

    @Test
    void aSingleDashIsAnArgument() {
        assertThat(call("-", "red").argument(0)).isEqualTo("-");
        assertThat(call("north", "-", "--dry").argument(1)).isEqualTo("-");
    }

    @Test
    void anEmptyWordIsAnArgument() {
        assertThat(call("", "red").argument(0)).isEmpty();
        assertThat(call("", "red", "--dry").argument(0)).isEmpty();
    }

    @Test
    void quotesBelongToTheShell() {
        assertThat(call("\"north\"", "'red'", "--dry").arguments()).containsExactly("\"north\"", "'red'");
        assertThat(call("north", "red", "--coat=\"2\"").option("--coat")).contains("\"2\"");
    }

    @Test
    void theFormatIsTheFirstUnlessAnotherIsAskedFor() {
        assertThat(call("north", "red").output().format()).isEqualTo(Format.TEXT);
        assertThat(call("north", "red", "--format", "json").output().format()).isEqualTo(Format.JSON);
    }

    @Test
    void durationsNumbersAndTimesAreCheckedWithTheirFlagNamed() {
        assertThat(call("north", "red", "--timeout=5m").duration("--timeout")).contains(Duration.ofMinutes(5));
        assertThat(call("north", "red", "--coat=2").number("--coat", 1, 3)).contains(2);
        assertThat(call("north", "red", "--at=2027-01-01").judgedAt()).isEqualTo(Instant.parse("2027-01-01T00:00:00Z"));
        assertThat(call("north", "red").judgedAt()).isEqualTo(TestWorld.NOW);
        assertThatThrownBy(() -> call("north", "red", "--timeout=5").duration("--timeout"))
                .isInstanceOf(UsageException.class)
                .hasMessage("paint reads --timeout as 500ms, 60s, 5m, 24h or 7d, not '5'");
        assertThatThrownBy(() -> call("north", "red", "--at=noon").judgedAt()).isInstanceOf(UsageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "4", "-1", "1e0", "", "99999999999", "٢"})
    void numbersOutsideTheirBoundsAreRefused(String text) {
        assertThatThrownBy(() -> call("north", "red", "--coat=" + text).number("--coat", 1, 3))
                .isInstanceOf(UsageException.class)
                .hasMessage("paint takes --coat from 1 to 3, not '" + text + "'");
    }

    @Test
    void layoutsStandRelativeToWhereTheProgramWasStarted() {
        assertThat(call("north", "red").reference("oci:work:1.0").place())
                .isEqualTo(new Place.LayoutPlace(folder.resolve("work"), false));
        assertThat(call("north", "red").reference("oci:/srv/work.tar").place())
                .isEqualTo(new Place.LayoutPlace(Path.of("/srv/work.tar"), true));
    }

    @Test
    void pathsThatCannotBeAreAUsageError() {
        assertThatThrownBy(() -> call("north", "red").path("a\0b")).isInstanceOf(UsageException.class);
    }

    private static final class NoCommands implements Group {
        @Override
        public List<String> words() {
            return List.of();
        }

        @Override
        public @Nullable Command find(String word) {
            return null;
        }
    }
}
