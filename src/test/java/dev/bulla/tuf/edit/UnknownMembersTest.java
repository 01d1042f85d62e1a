package dev.bulla.tuf.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonEvents;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.tuf.Role;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.TargetPath;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Members that nobody defined survive every edit beside them, at every level (TUF 4.1; tuf.md 2). */
class UnknownMembersTest {
    private static final Expiry MONTH = Expiry.after(SimulatedPublisher.NOW, Duration.ofDays(30));
    private static final String HEAD =
            "\"spec_version\": \"1.0.31\", \"version\": 7, \"expires\": \"2026-07-01T00:00:00Z\"";

    private final Signer key = TestKeys.seeded("key");
    private final Signer other = TestKeys.seeded("other");
    private final String keyObject = "{\"keytype\": \"ed25519\", \"scheme\": \"ed25519\", \"x-owner\": \"Ann\", "
            + "\"keyval\": {\"public\": \"" + key.publicKey().publicValue() + "\", \"x-box\": 3}}";
    private final String entry = "{\"keyids\": [\"opaque\"], \"threshold\": 1, \"x-entry\": {\"n\": [1, null, true]}";

    private static String file(String signed) {
        return "{\n \"x-envelope\": [1],\n \"signed\": " + signed
                + ",\n \"signatures\": [{\"keyid\": \"gone\", \"sig\": \"00\", \"x-sig\": 1}]\n}\n";
    }

    private static <R extends Role> Signed<R> read(RoleFormat<R> format, String signed) {
        return format.read(Bytes.utf8(file(signed)));
    }

    private static Fields written(RoleFile file) {
        JsonEvents events = JsonEvents.of(file.bytes(), 1 << 20);
        events.next();
        return Fields.of(events.value(), "").object("signed");
    }

    @Attack("P4")
    @Test
    void ofRoot() {
        String roles = "\"root\": " + entry + "}, \"snapshot\": " + entry + "}, \"targets\": " + entry
                + "}, \"timestamp\": " + entry + "}, \"mirrors\": " + entry + "}";
        Fields signed = written(RootDraft.next(
                        read(
                                RoleFormat.ROOT,
                                "{\"_type\": \"root\", " + HEAD + ", \"consistent_snapshot\": true, \"x-top\": \"t\", "
                                        + "\"keys\": {\"opaque\": " + keyObject + "}, \"roles\": {" + roles + "}}"),
                        MONTH)
                .addKey(RoleName.TARGETS, other.publicKey())
                .threshold(RoleName.TARGETS, 2)
                .unsigned());

        assertThat(signed.whole("version", 1, 99)).isEqualTo(8);
        assertThat(signed.text("spec_version")).isEqualTo("1.0.34");
        assertThat(signed.text("x-top")).isEqualTo("t");
        assertThat(signed.object("keys").object("opaque").text("x-owner")).isEqualTo("Ann");
        assertThat(signed.object("keys").object("opaque").object("keyval").whole("x-box", 0, 9))
                .isEqualTo(3);
        assertThat(signed.object("roles").object("targets").object("x-entry").array("n"))
                .hasSize(3);
        assertThat(signed.object("roles").object("targets").texts("keyids"))
                .containsExactly("opaque", other.keyId().value());
        assertThat(signed.object("roles").has("mirrors")).isTrue();
    }

    @Test
    void aKeyThatStandsUnderAnOpaqueIdKeepsIt() {
        String roles = "\"root\": " + entry + "}, \"snapshot\": " + entry + "}, \"targets\": "
                + "{\"keyids\": [], \"threshold\": 1}, \"timestamp\": " + entry + "}";
        Fields signed = written(RootDraft.next(
                        read(
                                RoleFormat.ROOT,
                                "{\"_type\": \"root\", " + HEAD + ", \"keys\": {\"opaque\": " + keyObject
                                        + "}, \"roles\": {" + roles + "}}"),
                        MONTH)
                .addKey(RoleName.TARGETS, key.publicKey())
                .unsigned());

        assertThat(signed.object("roles").object("targets").texts("keyids")).containsExactly("opaque");
        assertThat(signed.bool("consistent_snapshot")).isTrue();
    }

    @Test
    void ofTargetsAndTheirDelegations() {
        Signed<dev.bulla.tuf.Targets> before = read(
                RoleFormat.TARGETS,
                "{\"_type\": \"targets\", " + HEAD + ", \"x-top\": {\"deep\": {\"er\": -5}}, "
                        + "\"targets\": {\"b\": {\"length\": 1, \"hashes\": {\"sha256\": \"aa\", \"blake\": \"bb\"}, "
                        + "\"custom\": {\"k\": [\"v\"]}, \"x-more\": 1}, \"a\": {\"length\": 2, \"hashes\": {\"sha256\": \"cc\"}}}, "
                        + "\"delegations\": {\"x-list\": 1, \"keys\": {\"opaque\": " + keyObject + "}, \"roles\": ["
                        + entry
                        + ", \"name\": \"one\", \"paths\": [\"*\"], \"terminating\": false, \"x-role\": 2}, " + entry
                        + ", \"name\": \"two\", \"path_hash_prefixes\": [\"0\"]}]}}");

        Fields signed = written(TargetsDraft.next(before, MONTH)
                .removeTarget(new TargetPath("a"))
                .delegate(Delegation.of(new RoleName("three"), List.of(other.publicKey()), 1, "x"))
                .addKey(new RoleName("one"), other.publicKey())
                .unsigned());

        assertThat(signed.object("x-top").object("deep").whole("er", -9, 9)).isEqualTo(-5);
        assertThat(signed.object("targets").object().members().keySet()).containsExactly("b");
        assertThat(signed.object("targets").object("b").whole("x-more", 0, 9)).isEqualTo(1);
        assertThat(signed.object("targets").object("b").object("custom").texts("k"))
                .containsExactly("v");
        assertThat(signed.object("targets").object("b").object("hashes").text("blake"))
                .isEqualTo("bb");
        Fields delegations = signed.object("delegations");
        assertThat(delegations.whole("x-list", 0, 9)).isEqualTo(1);
        assertThat(delegations.object("keys").object("opaque").text("x-owner")).isEqualTo("Ann");
        List<Json.Obj> roles = delegations.each("roles", (role, at) -> role.object());
        assertThat(roles.get(0).get("x-role")).contains(Json.whole(2));
        assertThat(roles.get(0).get("x-entry")).isPresent();
        assertThat(roles.get(1).get("path_hash_prefixes")).isPresent();
        assertThat(roles).hasSize(3);
    }

    @Test
    void ofSnapshotAndTimestamp() {
        String meta =
                "\"meta\": {\"targets.json\": {\"version\": 3, \"x-meta\": 1}, \"old.json\": {\"version\": 9, \"x-old\": 2}}";
        RoleFile targets = TargetsDraft.create(MONTH).unsigned();
        Fields snapshot = written(SnapshotDraft.next(
                        read(
                                RoleFormat.SNAPSHOT,
                                "{\"_type\": \"snapshot\", " + HEAD + ", \"x-top\": 1, " + meta + "}"),
                        MONTH)
                .lists(RoleName.TARGETS, targets.info())
                .unsigned());
        Fields timestamp = written(TimestampDraft.next(
                        read(
                                RoleFormat.TIMESTAMP,
                                "{\"_type\": \"timestamp\", " + HEAD
                                        + ", \"x-top\": 1, \"meta\": {\"snapshot.json\": {\"version\": 3, \"x-meta\": 1}, "
                                        + "\"foreign\": 5}}"),
                        MONTH)
                .names(targets.info())
                .unsigned());

        assertThat(snapshot.object("meta").object("targets.json").whole("x-meta", 0, 9))
                .isEqualTo(1);
        assertThat(snapshot.object("meta").object("targets.json").whole("version", 0, 9))
                .isEqualTo(1);
        assertThat(snapshot.object("meta").object("old.json").whole("x-old", 0, 9))
                .isEqualTo(2);
        assertThat(timestamp.object("meta").object("snapshot.json").whole("x-meta", 0, 9))
                .isEqualTo(1);
        assertThat(timestamp.object("meta").whole("foreign", 0, 9)).isEqualTo(5);
        assertThat(timestamp.whole("x-top", 0, 9)).isEqualTo(1);
    }

    @Test
    void aSignatureMoreChangesNothingElseOfAForeignFile() {
        String signed = "{\"_type\": \"targets\", " + HEAD + ", \"targets\": {}}";
        String before = file(signed);

        RoleFile more = RoleFile.of(Bytes.utf8(before)).orThrow().withSignatures(List.of(key));

        String sig = more.signatures()
                .get(1)
                .toJson()
                .get("sig")
                .map(json -> ((Json.Text) json).value())
                .orElseThrow();
        assertThat(more.bytes().asUtf8().orElseThrow())
                .isEqualTo(before.replace(
                        "[{\"keyid\": \"gone\", \"sig\": \"00\", \"x-sig\": 1}]",
                        "[{\"keyid\":\"gone\",\"sig\":\"00\",\"x-sig\":1},{\"keyid\":\"" + key.keyId() + "\",\"sig\":\""
                                + sig + "\"}]"));
    }
}
