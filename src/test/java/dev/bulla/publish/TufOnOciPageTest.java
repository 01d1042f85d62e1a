package dev.bulla.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.attach.Annotations;
import dev.bulla.attach.HeadManifest;
import dev.bulla.attach.Kind;
import dev.bulla.attach.RoleFiles;
import dev.bulla.attach.RoleLayer;
import dev.bulla.attach.RoleTags;
import dev.bulla.crypto.KeyKind;
import dev.bulla.crypto.SignatureCount;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Fields;
import dev.bulla.json.JsonLimits;
import dev.bulla.oci.GraphLimits;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Reference;
import dev.bulla.oci.TrustRepository;
import dev.bulla.registry.Pacing;
import dev.bulla.resolve.SignedExtras;
import dev.bulla.tuf.RoleFileName;
import dev.bulla.tuf.RoleHeader;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.TufLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code docs/tuf-on-oci.md} says what the code does. */
class TufOnOciPageTest {
    private final List<String> page = new ArrayList<>();

    @BeforeEach
    void read() throws IOException {
        page.addAll(Files.readAllLines(Path.of("docs", "tuf-on-oci.md")));
    }

    /** The rows of the table whose header begins with this cell, each without its code marks. */
    private List<List<String>> table(String header) {
        List<List<String>> rows = new ArrayList<>();
        boolean inside = false;
        for (String line : page) {
            if (line.startsWith("| " + header + " |")) {
                inside = true;
            } else if (inside && !line.startsWith("|")) {
                break;
            } else if (inside && !line.startsWith("|---")) {
                List<String> cells = new ArrayList<>();
                for (String cell : line.substring(1, line.length() - 1).split("\\|", -1)) {
                    cells.add(cell.strip().replace("`", ""));
                }
                rows.add(cells);
            }
        }
        assertThat(rows).as(header).isNotEmpty();
        return rows;
    }

    private List<String> column(String header) {
        return table(header).stream().map(row -> row.get(0)).toList();
    }

    @Test
    void mediaTypesAnnotationsAndTheVersion() {
        assertThat(column("Media type"))
                .containsExactly(
                        HeadManifest.ARTIFACT_TYPE.value(),
                        Kind.CAPSULE.artifactType().value(),
                        RoleLayer.MEDIA_TYPE.value(),
                        MediaType.OCI_MANIFEST.value(),
                        MediaType.EMPTY_JSON.value());
        assertThat(column("Annotation"))
                .containsExactly(
                        Annotations.FILE_NAME,
                        Annotations.ORIGIN,
                        Annotations.TUF_ROOT,
                        Annotations.TUF_TIMESTAMP,
                        Annotations.TUF_REPOSITORY);
        assertThat(page).contains("| TUF version implemented | " + RoleHeader.SPEC_VERSION + " |");
    }

    @Test
    void namesOfFilesAndTags() {
        for (List<String> row : table("Role | Version")) {
            RoleName role = new RoleName(row.get(0));
            long version = Long.parseLong(row.get(1));
            assertThat(RoleFileName.consistent(role, version).text()).isEqualTo(row.get(2));
            if (!row.get(3).equals("-")) {
                boolean root = role.equals(RoleName.ROOT);
                assertThat((root ? RoleTags.root(version) : RoleTags.role(role)).value())
                        .isEqualTo(row.get(3));
            }
        }
        assertThat(column("Tag"))
                .containsExactly(
                        RoleTags.HEAD.value(),
                        RoleTags.generation(1).value().replace("1", "<V>"),
                        RoleTags.root(1).value().replace("1", "<N>"),
                        "role.<escaped name>",
                        RoleTags.LOCK.value());
    }

    @Test
    void namespacesAndTheirRepositories() {
        for (List<String> row : table("Artifact")) {
            Namespace namespace = Namespace.of(Reference.parse(row.get(0)).place());
            assertThat(namespace.name()).isEqualTo(row.get(1));
            assertThat(namespace.trustRepository()).hasToString(row.get(2));
        }
        assertThat(String.join(" ", page)).contains("`" + TrustRepository.LAYOUT_PREFIX + "latest`");
    }

    @Test
    void limits() {
        TufLimits limits = TufLimits.defaults();
        Map<String, Long> values = new TreeMap<>();
        table("Limit").forEach(row -> values.put(row.get(0), Long.parseLong(row.get(1))));

        assertThat(values)
                .containsOnly(
                        Map.entry("bytes of a root", (long) limits.rootBytes()),
                        Map.entry("bytes of a timestamp", (long) limits.timestampBytes()),
                        Map.entry("bytes of a snapshot whose length is not listed", (long) limits.snapshotBytes()),
                        Map.entry("bytes of a targets role whose length is not listed", (long) limits.targetsBytes()),
                        Map.entry("bytes of a role whose length is listed", (long) limits.listedBytes()),
                        Map.entry("root rotations in one update", (long) limits.rootRotations()),
                        Map.entry("delegated roles in one lookup", (long) limits.delegations()),
                        Map.entry("signatures of a file", (long) SignatureCount.MAX_SIGNATURES),
                        Map.entry("keys of a role", (long) SignatureCount.MAX_KEYS),
                        Map.entry("highest version", TufLimits.MAX_VERSION),
                        Map.entry("bytes of a role name", (long) RoleName.MAX_BYTES),
                        Map.entry("bytes of a target path", (long) TargetPath.MAX_BYTES),
                        Map.entry("JSON nesting", (long) JsonLimits.MAX_DEPTH),
                        Map.entry("bytes of a manifest", (long) GraphLimits.MAX_MANIFEST_BYTES),
                        Map.entry("role files in a head", (long) RoleFiles.MAX_FILES));
    }

    @Test
    void keys() {
        List<String> made = new ArrayList<>();
        for (KeyKind kind : KeyKind.values()) {
            Fields key = Fields.of(TestKeys.seeded(kind, "any").publicKey().toJson(), "key");
            made.add(key.text("keytype") + " " + key.text("scheme"));
        }
        assertThat(table("keytype").stream().map(row -> row.get(0) + " " + row.get(1)))
                .containsExactlyInAnyOrderElementsOf(made.stream().distinct().toList());
    }

    @Test
    void addedMembersLivesAndThePaceOfWriters() {
        assertThat(column("Member"))
                .containsExactly(SignedExtras.ORIGIN, OnlineRoles.PREVIOUS, SignedExtras.ROOT, SignedExtras.SIGNED_AT);
        for (List<String> row : table("Role | mvp, mvp+intoto")) {
            for (String role :
                    row.get(0).replace("delegated roles", "targets/releases").split(", ", -1)) {
                RoleName name = new RoleName(role);
                assertThat(days(Profile.MVP_INTOTO, name)).isEqualTo(row.get(1));
                assertThat(days(Profile.MAX, name)).isEqualTo(row.get(2));
            }
        }
        WritePace pace = WritePace.ofRegistries(Pacing.real());
        assertThat(pace.claim()).hasMillis(500);
        assertThat(pace.settle()).hasSeconds(1);
        assertThat(pace.tries()).isEqualTo(8);
    }

    private static String days(Profile profile, RoleName role) {
        Map<RoleName, java.time.Duration> lives = profile.lives(Map.of()).given();
        return Long.toString(lives.getOrDefault(role, RoleLives.standard(role)).toDays());
    }
}
