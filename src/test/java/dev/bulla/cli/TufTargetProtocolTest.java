package dev.bulla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.RoleDocuments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client protocol (tuf.md 11.2) and the specification's sections 5.6.7 and 5.7: delegations and targets. */
class TufTargetProtocolTest extends TufProtocolFixture {
    /** Delegations as {@code parent>role}, an exclamation mark for a terminating one; who is asked, in order. */
    @Attack({"P21", "U12", "U19", "S20"})
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "targets>A, A",
        "targets>A targets>B, A B",
        "targets>A targets>B A>C, A C B",
        "targets>A targets>B A>C C>D A>E, A C D E B",
        "targets>A! targets>B A>C A>D, A C D",
        "targets>A targets>B A>C A>D! D>E A>F, A C D E",
        "targets>A targets>B B>C C>D D>B, A B C D",
        "targets>A targets>B A>C B>C, A C B",
        "targets>A A>A, A",
    })
    void delegationsAreSearchedDepthFirstInTheirOrder(String edges, String visited) {
        for (String edge : edges.split(" ", -1)) {
            String[] ends = edge.replace("!", "").split(">", -1);
            boolean terminating = edge.endsWith("!");
            publisher.delegate(ends[0], ends[1], entry -> entry.with("terminating", new Json.Bool(terminating)));
        }
        publisher.publish("targets");
        init();

        refuses(download("missing"), "no trusted role lists target missing");

        List<String> asked = new ArrayList<>();
        for (String request : web.requests().subList(4, web.requests().size())) {
            asked.add(request.substring(request.indexOf('.') + 1, request.lastIndexOf('.')));
        }
        assertThat(asked).containsExactly(visited.split(" ", -1));
    }

    @Attack("U8")
    @ParameterizedTest(name = "{0} covers {1}: {2}")
    @CsvSource({
        "*, file, true",
        "*, dir/file, false",
        "dir/*, dir/file, true",
        "dir/*, dir/sub/file, false",
        "*/*.tgz, dir/file.tgz, true",
        "foo-version-?.tgz, foo-version-2.tgz, true",
        "foo-version-?.tgz, foo-version-alpha.tgz, false",
        "file, File, false",
    })
    void aRoleIsAskedOnlyForPathsThatItIsTrustedFor(String pattern, String path, boolean covers) {
        publisher
                .delegate("targets", "role", entry -> entry.with("paths", RoleDocuments.texts(pattern)))
                .target("role", path, "content")
                .publish("targets");
        init();

        assertThat(download(path).status()).isEqualTo(covers ? 0 : 1);
        assertThat(web.requests().contains("1.role.json")).isEqualTo(covers);
    }

    @Test
    void aRoleThatIsTrustedForAPrefixOfTheHashOfThePathIsAsked() {
        String hash = HashFunction.SHA256.hash(Bytes.utf8("file")).hex();
        String other = hash.startsWith("0") ? "1" : "0";
        publisher.delegate("targets", "no", entry -> hashed(entry, other));
        publisher.delegate("targets", "yes", entry -> hashed(entry, hash.substring(0, 3)));
        publisher.target("yes", "file", "content").publish("targets");
        init();

        accepts(download("file"));
        assertThat(web.requests()).contains("1.yes.json").doesNotContain("1.no.json");
    }

    private static Json.Obj hashed(Json.Obj entry, String prefix) {
        Json.Obj without = Json.Obj.empty();
        for (Map.Entry<String, Json> member : entry.members().entrySet()) {
            if (!member.getKey().equals("paths")) {
                without = without.with(member.getKey(), member.getValue());
            }
        }
        return without.with("path_hash_prefixes", RoleDocuments.texts(prefix));
    }

    @ParameterizedTest
    @CsvSource({"1, bins-1", "2, bins-2", "5, bins-14", "8, bins-a1"})
    void ofSuccinctRolesTheOneBinIsAsked(int bits, String bin) {
        String path = pathInBin(bits, Integer.parseInt(bin.substring("bins-".length()), 16));
        publisher.delegate("targets", bin, entry -> entry);
        Json.Obj keys = (Json.Obj)
                ((Json.Obj) publisher.document("targets").get("delegations").orElseThrow())
                        .get("keys")
                        .orElseThrow();
        publisher.set(
                "targets",
                "delegations",
                Json.Obj.empty()
                        .with("keys", keys)
                        .with(
                                "succinct_roles",
                                RoleDocuments.roleKeys(1, publisher.signers(bin))
                                        .with("bit_length", Json.whole(bits))
                                        .with("name_prefix", Json.text("bins"))));
        publisher.target(bin, path, "content").publish("targets");
        init();

        accepts(download(path));
        assertThat(web.requests().get(4)).isEqualTo("1." + bin + ".json");
    }

    private static String pathInBin(int bits, int bin) {
        for (int i = 0; ; i++) {
            Bytes hash = HashFunction.SHA256.hash(Bytes.utf8("file" + i));
            if ((hash.at(0) & 0xFF) >>> (8 - bits) == bin) {
                return "file" + i;
            }
        }
    }

    @Attack({"P22", "U22", "S1"})
    @ParameterizedTest
    @ValueSource(
            strings = {
                "unsigned",
                "wrongly signed",
                "expired",
                "another version",
                "another hash",
                "another length",
                "not in the snapshot",
                "missing"
            })
    void aDelegatedRoleMustPassWhatTopLevelTargetsMust(String fault) throws IOException {
        publisher
                .delegate("targets", "role", entry -> entry)
                .target("role", "file", "content")
                .listsHashes(false);
        publisher.publish("targets");
        switch (fault) {
            case "unsigned" -> publisher.signers("role").clear();
            case "wrongly signed" -> publisher.signers("role").set(0, TestKeys.seeded("thief"));
            case "expired" -> publisher.expire("role", SimulatedPublisher.NOW.minus(DAY));
            case "another version" ->
                publisher
                        .replace("1.role.json", publisher.version("role", 2).signed("role"))
                        .version("role", 1);
            case "another hash" -> changeAfterListing(1);
            case "another length" -> changeAfterListing(10);
            case "not in the snapshot" -> {
                Json.Obj meta =
                        (Json.Obj) publisher.document("snapshot").get("meta").orElseThrow();
                publisher.set(
                        "snapshot",
                        "meta",
                        Json.Obj.empty()
                                .with("targets.json", meta.get("targets.json").orElseThrow()));
            }
            default -> publisher.remove("1.role.json");
        }
        init();

        refuses(download("file"), "role");
        assertThat(trusted()).doesNotContainKey("role").containsKey("targets");
        assertThat(folder.resolve("t")).doesNotExist();
    }

    /** The file of the role says 0 when it is listed and this afterwards. */
    private void changeAfterListing(long later) {
        publisher.listsHashes(true).set("role", "x", Json.whole(0)).publish().set("role", "x", Json.whole(later));
    }

    @Test
    void aDelegatedRoleIsRememberedAndAskedForAgainOnlyWhenItChanged() throws IOException {
        publisher
                .delegate("targets", "role", entry -> entry)
                .target("role", "file", "content")
                .publish("targets");
        init();
        accepts(download("file"));
        assertThat(trusted()).containsEntry("role", 1L);

        accepts(download("file"));
        assertThat(web.requests()).containsExactly("2.root.json", "timestamp.json");

        publisher.target("role", "file", "changed").publish("role");
        accepts(download("file"));
        assertThat(web.requests()).contains("2.role.json").doesNotContain("1.targets.json");
        assertThat(files("t")).containsValue(Bytes.utf8("changed"));
    }

    @Test
    void whatADelegatorNoLongerDelegatesIsNotFoundThoughItIsRemembered() {
        publisher
                .delegate("targets", "role", entry -> entry)
                .target("role", "file", "content")
                .publish("targets");
        init();
        accepts(download("file"));
        publisher
                .set(
                        "targets",
                        "delegations",
                        Json.Obj.empty().with("keys", Json.Obj.empty()).with("roles", new Json.Arr(List.of())))
                .publish("targets");

        refuses(download("file"), "no trusted role lists target file");
    }

    @Test
    void aTargetThatIsNoLongerListedIsNotFoundAndWhatWasDownloadedStays() throws IOException {
        publisher.target("targets", "file", "content").publish("targets");
        init();
        accepts(download("file"));
        publisher.set("targets", "targets", Json.Obj.empty()).publish("targets");

        refuses(download("file"), "no trusted role lists target file");
        assertThat(files("t")).containsOnlyKeys("file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain.txt",
                "dir/sub/deep.txt",
                "with space",
                "per%cent",
                "h\u00e9.txt",
                "a+b&c=d;e",
                "q?x#y",
                "@:!$'(),*"
            })
    void aTargetOfAnyNameArrives(String path) throws IOException {
        publisher.target("targets", path, "content of " + path).publish("targets");
        init();

        accepts(download(path));
        assertThat(files("t")).hasSize(1).containsValue(Bytes.utf8("content of " + path));
    }

    @ParameterizedTest
    @CsvSource({"sha512, 0", "blake2b-256, 1", "sha1, 1"})
    void oneKnownHashIsEnoughAndNoneIsNot(String function, int status) {
        Bytes content = Bytes.utf8("content");
        String known = HashFunction.SHA512.hash(content).hex();
        publisher.target("targets", "file", "content");
        publisher.replaceTarget(known + ".file", "content");
        publisher.entry(
                "targets",
                "file",
                Json.Obj.empty()
                        .with("length", Json.whole(content.length()))
                        .with("hashes", Json.Obj.empty().with(function, Json.text(known))));
        publisher.publish("targets");
        init();

        assertThat(download("file").status()).isEqualTo(status);
    }

    @Test
    void withoutConsistentSnapshotsDelegatedRolesHaveNoVersionInTheirNames() {
        publisher.set("root", "consistent_snapshot", new Json.Bool(false)).publishRoot();
        publisher
                .delegate("targets", "..", entry -> entry)
                .target("..", "file", "content")
                .publish("targets");
        init();

        accepts(download("file"));
        assertThat(web.requests()).contains("...json", "/targets/file");
    }
}
