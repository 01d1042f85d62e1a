package dev.bulla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyKind;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.RoleDocuments;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client protocol (tuf.md 11.2) and the specification's section 5.3: roots, keys, thresholds, expiry. */
class TufRootProtocolTest extends TufProtocolFixture {
    @Test
    void theFirstRefreshTrustsTheFourRolesAndNothingElseEndsInJson() throws IOException {
        accepts(init());
        accepts(refresh());

        assertThat(trusted()).containsOnlyKeys("root", "timestamp", "snapshot", "targets");
        assertThat(versions()).containsExactly(1L, 1L, 1L, 1L);
    }

    @Test
    void withoutInitNothingIsTrustedAndNothingAskedFor() {
        refuses(refresh(), "no trusted root");

        assertThat(web.requests()).isEmpty();
    }

    @Test
    void anExpiredRootIsGoodEnoughToStartFrom() throws IOException {
        publisher.expire("root", SimulatedPublisher.NOW.minus(DAY));
        Files.write(folder.resolve("first.json"), publisher.signed("root").toByteArray());
        publisher.roots().set(0, publisher.signed("root"));
        publisher.expire("root", SimulatedPublisher.NOW.plus(DAY)).publishRoot();

        accepts(init());
        accepts(refresh());
        assertThat(versions()).containsExactly(2L, 1L, 1L, 1L);
    }

    @Attack("S16")
    @Test
    void manyRotationsOfEveryKeyAreCaughtUpWithInOrder() throws IOException {
        init();
        for (int i = 2; i <= 9; i++) {
            LocalSigner old = (LocalSigner) publisher.signers("root").get(0);
            publisher.rekey("root", 1, TestKeys.seeded("root " + i));
            publisher.rekey("timestamp", 1, TestKeys.seeded("timestamp " + i));
            publisher.publishRoot(old);
        }

        accepts(refresh());
        assertThat(web.requests().subList(0, 10))
                .containsExactly(
                        "2.root.json",
                        "3.root.json",
                        "4.root.json",
                        "5.root.json",
                        "6.root.json",
                        "7.root.json",
                        "8.root.json",
                        "9.root.json",
                        "10.root.json",
                        "timestamp.json");
        assertThat(versions()).containsExactly(9L, 1L, 1L, 1L);
        accepts(refresh());
        assertThat(web.requests()).containsExactly("10.root.json", "timestamp.json");
    }

    @Test
    void anExpiredFinalRootIsTrustedButEndsTheUpdateUntilThereIsANewerOne() throws IOException {
        init();
        publishExpired("root");

        refuses(refresh(), "expired");
        assertThat(versions()).containsExactly(2L, 0L, 0L, 0L);
        assertThat(web.requests()).containsExactly("2.root.json", "3.root.json");

        publisher.expire("root", SimulatedPublisher.NOW.plus(DAY)).publishRoot();
        accepts(refresh());
        assertThat(versions()).containsExactly(3L, 1L, 1L, 1L);
    }

    @Attack("U3")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRootSignedByTheOldKeysAloneOrByTheNewAloneIsRefused(boolean byNew) throws IOException {
        init();
        LocalSigner old = (LocalSigner) publisher.signers("root").get(0);
        publisher.rekey("root", 1, TestKeys.seeded("new")).version("root", 2);
        List<LocalSigner> signers = List.of(byNew ? TestKeys.seeded("new") : old);
        publisher.roots().add(RoleDocuments.sign(publisher.document("root"), signers));

        refuses(refresh(), "0 of 1 valid signatures");
        assertThat(versions()).containsExactly(1L, 0L, 0L, 0L);
        assertThat(folder.resolve("m/root_history/2.root.json")).doesNotExist();
    }

    @Attack("U18")
    @ParameterizedTest
    @ValueSource(longs = {1, 3, 2147483647})
    void aRootThatIsNotTheNextIsRefused(long version) throws IOException {
        init();
        publisher.version("root", version);
        publisher.roots().add(publisher.signed("root"));

        refuses(refresh(), "must follow");
        assertThat(versions()).containsExactly(1L, 0L, 0L, 0L);
    }

    @Attack("S1")
    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "snapshot", "targets"})
    void anUnsignedRoleIsNotTrustedAndWhatWasTrustedBeforeStays(String role) throws IOException {
        init();
        refresh();
        List<Long> before = versions();
        publisher.listsHashes(false).publish("targets");
        unsign(role);

        refuses(refresh(), "valid signatures");
        Bytes kept = Bytes.adopt(Files.readAllBytes(folder.resolve("m").resolve(role + ".json")));
        assertThat(kept.asUtf8().orElseThrow()).contains("\"sig\":");
        assertThat(trusted())
                .containsEntry(
                        role,
                        before.get(List.of("root", "timestamp", "snapshot", "targets")
                                .indexOf(role)));
    }

    @Attack("S10")
    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "snapshot", "targets"})
    void anExpiredRoleIsNotTrusted(String role) throws IOException {
        init();
        refresh();
        publishExpired(role);

        refuses(refresh(), "expired");
        assertThat(trusted()).containsEntry(role, 1L);
    }

    @Attack("S1")
    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "snapshot", "targets", "root"})
    void aThresholdOfTwoNeedsTwoKeys(String role) throws IOException {
        LocalSigner[] two = {TestKeys.seeded("one"), TestKeys.seeded("two")};
        LocalSigner old = (LocalSigner) publisher.signers("root").get(0);
        publisher.rekey(role, 2, two).publishRoot(role.equals("root") ? new LocalSigner[] {old} : new LocalSigner[0]);
        publisher.relist();
        init();
        accepts(refresh());

        publisher.signers(role).remove(1);
        if (role.equals("root")) {
            publisher.publishRoot();
        } else {
            publisher.publish("targets");
        }
        refuses(refresh(), "1 of 2 valid signatures");
    }

    @Attack("U1")
    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "snapshot", "targets"})
    void aSignatureGivenTwiceDoesNotCountTwice(String role) {
        LocalSigner[] two = {TestKeys.seeded("one"), TestKeys.seeded("two")};
        publisher.rekey(role, 2, two).publishRoot();
        publisher.signers(role).set(1, two[0]);
        publisher.relist();
        init();

        refuses(refresh(), "rejected");
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void everyKindOfKeySignsEveryRole(KeyKind kind) throws IOException {
        LocalSigner key = TestKeys.seeded(kind, "any");
        LocalSigner old = (LocalSigner) publisher.signers("root").get(0);
        for (String role : List.of("timestamp", "snapshot", "targets", "root")) {
            publisher.rekey(role, 1, key);
        }
        // signatures of some kinds differ each time, so there is no hash to list
        publisher.listsHashes(false).publishRoot(old).relist();
        init();

        accepts(refresh());
        assertThat(versions()).containsExactly(2L, 1L, 1L, 1L);
    }

    @Test
    void aKeyIdNeedNotBeAHashOfTheKey() {
        LocalSigner key = TestKeys.seeded("snapshot");
        publisher.edit(
                "root",
                root -> root.with(
                                "keys",
                                ((Json.Obj) root.get("keys").orElseThrow())
                                        .with("any", key.publicKey().toJson()))
                        .with(
                                "roles",
                                ((Json.Obj) root.get("roles").orElseThrow())
                                        .with(
                                                "snapshot",
                                                Json.Obj.empty()
                                                        .with("keyids", RoleDocuments.texts("any"))
                                                        .with("threshold", Json.whole(1)))));
        publisher.publishRoot();
        String file = publisher.signed("snapshot").asUtf8().orElseThrow();
        publisher.listsHashes(false).relist();
        publisher.replace(
                "1.snapshot.json",
                Bytes.utf8(publisher
                        .signed("snapshot")
                        .asUtf8()
                        .orElse(file)
                        .replace(key.keyId().value(), "any")));
        init();

        accepts(refresh());
    }
}
