package dev.bulla.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.bulla.testkit.Attack;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** trust.md section 2, "match". */
class NamePatternTest {
    @Attack("P31")
    @ParameterizedTest(name = "{0} over {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "example.com/acme/*:*      | example.com/acme/shop:1.0          | shop 1.0",
                "example.com/acme/*:*      | example.com/acme/shop/web:1.0      | no",
                "example.com/acme/**:*     | example.com/acme/shop/web:1.0      | shop/web 1.0",
                "example.com/acme/*:*      | evil.example.com/acme/shop:1.0     | no",
                "example.com/acme/*:*      | example.com/acmeevil/shop:1.0      | no",
                "example.com/acme/*:*      | example.com/acme:1.0               | no",
                "example.com/acme/shop:1.0 | example.com/acme/shop:1.0          | ''",
                "example.com/acme/shop:1.0 | example.com/acme/shop:1.0.1        | no",
                "example.com/acme/shop:1.* | example.com/acme/shop:1.0          | 0",
                "example.com/acme/shop:1.* | example.com/acme/shop:2.0          | no",
                "example.com/acme/*-*:*    | example.com/acme/a-b-c:1           | a-b c 1",
                "localhost:5000/acme/*:*   | localhost:5000/acme/shop:1         | shop 1",
                "localhost:*/acme/*:*      | localhost:5000/acme/shop:1         | 5000 shop 1",
                "*/acme/*:*                | localhost:5000/acme/shop:1         | no",
                "*/acme/*:*                | example.com/acme/shop:1            | example.com shop 1",
                "*                         | example.com/acme/shop:1            | example.com/acme/shop:1",
                "*                         | oci:/srv/usb.tar:1                 | oci:/srv/usb.tar:1",
                "oci:usb/**:*              | oci:usb/a/b:1                      | a/b 1",
                "oci:*:*                   | oci:usb.tar:1                      | usb.tar 1",
                "example.com/acme/shop*:*  | example.com/acme/shop:1            | '' 1",
            })
    void aPatternIsComparedWithTheWholeReference(String pattern, String name, String captures) {
        String taken = NamePattern.parse(pattern)
                .match(name)
                .map(list -> String.join(" ", list))
                .orElse("no");

        assertThat(taken).isEqualTo(captures.startsWith("''") ? captures.substring(2) : captures);
    }

    @ParameterizedTest(name = "{0} over {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "example.com/acme/*:*     | example.com/acme/shop | shop",
                "example.com/acme/*:1.*   | example.com/acme/shop | no",
                "example.com/acme/*:1.0   | example.com/acme/shop | no",
                "example.com/acme/**:**   | example.com/acme/a/b  | a/b",
                "*                        | example.com/acme/shop | example.com/acme/shop",
                "other.com/acme/*:*       | example.com/acme/shop | no",
            })
    void aDigestReferenceMatchesByItsRepositoryWhereTheTagIsOpen(String pattern, String repository, String captures) {
        assertThat(NamePattern.parse(pattern)
                        .matchRepository(repository)
                        .map(list -> String.join(" ", list))
                        .orElse("no"))
                .isEqualTo(captures);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com/acme/*",
                "example.com/acme/**",
                "acme/shop:*",
                "shop:*",
                "**",
                "example.com/acme/***:*",
                "example.com/acme/*@sha256:*",
                "Example.com/acme/*:*",
                "example.com:443/acme/*:*",
                "example.com/acme/?:*",
                "example.com/acme/$1:*",
                "example.com/ acme/*:*",
                "example.com/ácme/*:*",
                "oci:usb.tar",
                "a.b/*/*/*/*/*/*/*/*/*:*"
            })
    void whatCanMatchNoReferenceIsNoPattern(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> NamePattern.parse(text));
    }

    @Test
    void aComparisonTakesLinearTime() {
        NamePattern many = NamePattern.parse("a.b/**a**a**a**a**a**a**a**a:*");

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(2),
                () -> assertThat(many.match("a.b/" + "a".repeat(4000) + "b:1")).isEmpty());
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a.b/*:*       | a.b/c:1      | true",
                "a.b/*:*       | a.b/c/d:1    | false",
                "a.b/**:*      | a.b/c/*:1    | true",
                "a.b/*-x:*     | a.b/y-*:*    | true",
                "a.b/*-x:*     | a.b/*-y:*    | false",
                "a.b/c*:1      | a.b/*d:1     | true",
                "a.b/*:*       | a.c/*:*      | false",
                "*             | a.b/c:1      | true",
                "a.b/*/*:*     | a.b/**/**:*  | true",
            })
    void patternsMeetWhereOneNameMatchesBoth(String one, String other, boolean meet) {
        assertThat(NamePattern.parse(one).meets(NamePattern.parse(other))).isEqualTo(meet);
        assertThat(NamePattern.parse(other).meets(NamePattern.parse(one))).isEqualTo(meet);
    }
}
