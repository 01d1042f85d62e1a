package dev.bulla.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.oci.Tag;
import dev.bulla.tuf.RoleName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tags of roles (oci-graph section 4). */
class RoleTagsTest {
    private static final String HASH = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "targets/releases, role.targets_2Freleases",
        "latest, role.latest",
        "root-2, role.root-2",
        "a_b, role.a_5Fb",
        "registry.npmjs.org, role.registry.npmjs.org",
        "'a b?', role.a_20b_3F",
        "€, role._E2_82_AC",
        "-x, role.-x",
    })
    void otherBytesAreEscapedAndThePrefixKeepsRolesApartFromOtherTags(String role, String tag) {
        assertThat(RoleTags.role(new RoleName(role))).hasToString(tag);
        assertThat(RoleTags.role(new RoleName(role)).isRegistryTag()).isTrue();
    }

    @Test
    void anOverlongNameIsHashedAndNobodyCanRegisterWhatLooksLikeIt() {
        String overlong = "x".repeat(101);
        String hashed = "h-" + HashFunction.SHA256.hash(Bytes.utf8(overlong)).hex();

        assertThat(RoleTags.role(new RoleName(overlong))).hasToString("role." + hashed);
        assertThat(RoleTags.role(new RoleName(hashed))).hasToString("role._68" + hashed.substring(1));
        assertThat(RoleTags.role(new RoleName("x".repeat(100)))).hasToString("role." + "x".repeat(100));
    }

    @Test
    void differentRolesHaveDifferentTags() {
        Map<Tag, String> seen = new HashMap<>();
        List<String> roles = List.of(
                "a/b",
                "a_2Fb",
                "a_b",
                "a_5Fb",
                "a.b",
                "a-b",
                "A/b",
                "h-" + HASH,
                "_68-" + HASH,
                "_h-" + HASH,
                "h-" + HASH + "0",
                "/".repeat(33),
                "/".repeat(34),
                "/".repeat(35),
                "é",
                "e\u0301");
        for (String role : roles) {
            assertThat(seen.put(RoleTags.role(new RoleName(role)), role))
                    .as(role)
                    .isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "lock", "root-3", "gen-7", "role.x", "a/b", ".x", "a b"})
    void aBareNameThatIsReservedOrNoTagIsNotLookedFor(String role) {
        assertThat(RoleTags.docker(new RoleName(role))).isEmpty();
    }

    @Test
    void rootsAndGenerationsHaveTheirTags() {
        assertThat(RoleTags.root(3)).hasToString("root-3");
        assertThat(RoleTags.generation(41)).hasToString("gen-41");
        assertThat(RoleTags.docker(new RoleName("releases"))).contains(new Tag("releases"));
    }
}
