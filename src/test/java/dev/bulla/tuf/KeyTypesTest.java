package dev.bulla.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.crypto.KeyKind;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.RoleDocuments;
import dev.bulla.testkit.tuf.SimulatedClient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** TUF 4.2: key types and schemes, key ids, keys nobody knows. */
class KeyTypesTest {
    private final SimulatedPublisher publisher = new SimulatedPublisher().listsHashes(false);
    private final SimulatedClient client = new SimulatedClient(publisher);

    /** Lets root list {@code key} with the id {@code id} for timestamp. */
    private void listTimestampKey(String id, Json key) {
        publisher.edit("root", root -> {
            Json.Obj keys = (Json.Obj) root.get("keys").orElseThrow();
            Json.Obj roles = (Json.Obj) root.get("roles").orElseThrow();
            Json.Obj role = RoleDocuments.roleKeys(1, List.of()).with("keyids", RoleDocuments.texts(id));
            return root.with("keys", keys.with(id, key)).with("roles", roles.with("timestamp", role));
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyKind.class,
            names = {"ED25519", "ECDSA_P256", "ECDSA_P384", "RSA_2048"})
    void everyKindOfTheGroundFloorVerifiesForEveryRole(KeyKind kind) {
        Signer key = TestKeys.seeded(kind, "kind");
        for (String role : List.of("timestamp", "snapshot", "targets")) {
            publisher.rekey(role, 1, key);
        }
        publisher.rekey("root", 1, key).publishRoot(TestKeys.seeded("root")).publish();

        assertThat(client.refreshed().roles().root().role().version()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "ecdsa-sha2-nistp256, ECDSA_P256",
        "ecdsa-sha2-nistp384, ECDSA_P384",
    })
    void theLegacySpellingOfAKeyTypeIsRead(String keyType, KeyKind kind) {
        Signer key = TestKeys.seeded(kind, "legacy");
        publisher.signers("timestamp").set(0, key);
        listTimestampKey(key.keyId().value(), key.publicKey().toJson().with("keytype", Json.text(keyType)));
        publisher.publishRoot().publish();

        client.refreshed();
    }

    @Test
    void aKeyIdIsOpaqueAndNotComputedAgain() {
        listTimestampKey("abc", TestKeys.seeded("timestamp").publicKey().toJson());
        publisher.publishRoot();
        Json.Obj timestamp = publisher.document("timestamp");
        Signer key = TestKeys.seeded("timestamp");
        publisher.replace(
                "timestamp.json",
                RoleDocuments.file(
                        timestamp,
                        List.of(Json.Obj.empty()
                                .with("keyid", Json.text("abc"))
                                .with(
                                        "sig",
                                        Json.text(key.sign(dev.bulla.json.OlpcWriter.write(timestamp))
                                                .hex())))));

        client.refreshed();
    }

    @ParameterizedTest
    @CsvSource({
        "ed25519, ecdsa-sha2-nistp256",
        "ed25519, unheard-of",
        "unheard-of, ed25519",
        "rsa, ed25519",
    })
    void aKeyOfAnUnknownKindOrTheWrongSchemeVerifiesNothingAndBreaksNothingElse(String keyType, String scheme) {
        Signer key = TestKeys.seeded("timestamp");
        listTimestampKey(
                key.keyId().value(),
                key.publicKey().toJson().with("keytype", Json.text(keyType)).with("scheme", Json.text(scheme)));
        publisher.publishRoot();

        client.refused(ReasonCode.THRESHOLD, "timestamp", "5.4.2");
        assertThat(client.memory().files())
                .containsEntry("root", publisher.roots().get(1));
    }

    @Attack("U17")
    @ParameterizedTest
    @CsvSource({"00", "zz", "''", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f70751"})
    void aValueThatDoesNotDecodeIsAKeyThatVerifiesNothing(String value) {
        Signer key = TestKeys.seeded("timestamp");
        listTimestampKey(
                key.keyId().value(),
                key.publicKey().toJson().with("keyval", Json.Obj.empty().with("public", Json.text(value))));
        publisher.publishRoot();

        client.refused(ReasonCode.THRESHOLD, "timestamp", "5.4.2");
    }

    @Test
    void keyidHashAlgorithmsAndOtherMembersOfAKeyAreIgnored() {
        Signer key = TestKeys.seeded("timestamp");
        listTimestampKey(
                key.keyId().value(),
                key.publicKey()
                        .toJson()
                        .with("keyid_hash_algorithms", RoleDocuments.texts("sha256", "md5"))
                        .with("x-owner", Json.text("@somebody")));
        publisher.publishRoot();

        client.refreshed();
    }
}
