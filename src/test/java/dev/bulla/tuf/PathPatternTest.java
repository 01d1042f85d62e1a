package dev.bulla.tuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.json.JsonException;
import dev.bulla.testkit.Attack;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TUF 4.5 PATHPATTERN. */
class PathPatternTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "targets/*.tgz | targets/foo.tgz",
                "targets/*.tgz | targets/.tgz",
                "targets/foo-version-?.tgz | targets/foo-version-a.tgz",
                "*.tgz | foo.tgz",
                "foo.tgz | foo.tgz",
                "* | anything at all",
                "** | anything",
                "a*b*c | abc",
                "a*b*c | axxbxxbc",
                "*a*a*a | aaaa",
                "a/*/c | a/b/c",
                "? | \u00e9",
                "? | \ud83d\ude00",
                "example.com/org/bundle:* | example.com/org/bundle:v1",
                "[abc].txt | b.txt",
                "[a-c].txt | b.txt",
                "[!a].txt | b.txt",
                "[]].txt | ].txt",
                "[!]].txt | b.txt",
                "[a-].txt | -.txt",
                "[.txt | [.txt",
                "[a.txt | [a.txt",
                "x[*]y | x*y",
                "/a | /a",
            })
    void covers(String pattern, String path) {
        assertThat(new PathPattern(pattern).matches(new TargetPath(path))).isTrue();
    }

    @Attack({"P27", "U8"})
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "targets/*.tgz | targets/foo.txt",
                "targets/foo-version-?.tgz | targets/foo-version-alpha.tgz",
                "*.tgz | targets/foo.tgz",
                "targets/*.tgz | targets/dir/foo.tgz",
                "** | a/b",
                "a/** | a/b/c",
                "example.com/org/* | example.com/org/sub/app:v1",
                "foo | FOO",
                "FOO | foo",
                "? | ab",
                "? | /",
                "a?b | a/b",
                "a*b | ab/",
                "a | a/",
                "/a | a",
                "[abc].txt | d.txt",
                "[!a].txt | a.txt",
                "[z-a] | m",
                "{a,b} | a",
                "\\* | *",
                "a*b | acbd",
            })
    void doesNotCover(String pattern, String path) {
        assertThat(new PathPattern(pattern).matches(new TargetPath(path))).isFalse();
    }

    @Attack("U27")
    @Test
    void thousandsOfStarsDoNotBlowUp() {
        PathPattern pattern = new PathPattern("*a".repeat(2000) + "b");
        TargetPath path = new TargetPath("a".repeat(4000));

        Assertions.assertTimeout(
                Duration.ofSeconds(10), () -> assertThat(pattern.matches(path)).isFalse());
    }

    @Test
    void thousandsOfOpenBracketsDoNotBlowUp() {
        PathPattern pattern = new PathPattern("[".repeat(4000) + "*");
        TargetPath path = new TargetPath("[".repeat(4001));

        Assertions.assertTimeout(
                Duration.ofSeconds(10), () -> assertThat(pattern.matches(path)).isTrue());
    }

    @Test
    void aPatternLongerThanAnyPathIsBeyondTheLimit() {
        assertThatThrownBy(() -> new PathPattern("*".repeat(4097)))
                .isInstanceOfSatisfying(
                        JsonException.class, e -> assertThat(e.isLimit()).isTrue());
    }
}
