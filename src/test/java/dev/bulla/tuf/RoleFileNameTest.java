package dev.bulla.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of role files (TUF 6.1, tuf.md 12.2). */
class RoleFileNameTest {
    @ParameterizedTest
    @CsvSource({
        "7.snapshot.json, snapshot, 7",
        "timestamp.json, timestamp, 0",
        "3.targets%2Freleases.json, targets/releases, 3",
        "12.root.json, root, 12",
        "2.registry.npmjs.org.json, registry.npmjs.org, 2",
        "3.7.x.json, 7.x, 3",
        "%37.x.json, 7.x, 0",
        "1.a%20b%3Fc.json, 'a b?c', 1",
        "1.%E2%82%AC.json, €, 1",
        "9.x.json.json, x.json, 9",
    })
    void aLeadingVersionAndTheEndingAreTakenOffAndNothingElse(String text, String role, long version) {
        RoleFileName name =
                new RoleFileName(new RoleName(role), version == 0 ? OptionalLong.empty() : OptionalLong.of(version));

        assertThat(RoleFileName.parse(text)).contains(name);
        assertThat(name.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "snapshot",
                ".json",
                "7..json",
                "0.root.json",
                "07.root.json",
                "2147483648.root.json",
                "99999999999999999999.root.json",
                "1.%2.json",
                "1.%.json",
                "1.%GG.json",
                "1.%FF.json",
                "1.%C3.json",
            })
    void whatIsNoNameOfARoleFileDoesNotDecode(String text) {
        assertThat(RoleFileName.parse(text)).isEmpty();
    }

    @Test
    void anOverlongNameDoesNotDecode() {
        assertThat(RoleFileName.parse("1." + "a".repeat(1025) + ".json")).isEmpty();
        assertThat(RoleFileName.parse("1." + "a".repeat(5000) + ".json")).isEmpty();
    }

    @Test
    void differentRolesAndVersionsHaveDifferentNames() {
        Map<String, RoleFileName> seen = new HashMap<>();
        for (String role :
                List.of("7.x", "x", "x.json", "7", "7.7.x", "%37.x", "a/b", "a%2Fb", "A", "a", "json", "é")) {
            for (long version : List.of(0L, 1L, 7L, 77L)) {
                RoleFileName name = new RoleFileName(
                        new RoleName(role), version == 0 ? OptionalLong.empty() : OptionalLong.of(version));
                assertThat(seen.put(name.text(), name)).as(name.text()).isNull();
                assertThat(RoleFileName.parse(name.text())).contains(name);
            }
        }
    }

    @Test
    void aConsistentRepositoryGivesAllButTimestampAVersion() {
        assertThat(RoleFileName.consistent(RoleName.TIMESTAMP, 4).text()).isEqualTo("timestamp.json");
        assertThat(RoleFileName.consistent(RoleName.SNAPSHOT, 4).text()).isEqualTo("4.snapshot.json");
    }
}
