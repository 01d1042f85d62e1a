package dev.bulla.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyKind;
import dev.bulla.crypto.KeyedSignature;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.json.OlpcWriter;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.RoleDocuments;
import dev.bulla.testkit.tuf.SimulatedClient;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TUF 4.2 and the threshold checks of 5.3.4, 5.4.2, 5.5.3 and 5.6.3, for every role alike. */
class ThresholdTest {
    private static final Signer ONE = TestKeys.seeded("one");
    private static final Signer TWO = TestKeys.seeded("two");

    private final SimulatedPublisher publisher = new SimulatedPublisher()
            .delegate("targets", "delegated", entry -> entry)
            .target("delegated", "file", "content")
            .publish();

    /** Two keys with a threshold of two for {@code role}; {@code entry} may change the list of keys. */
    private void twoOfTwo(String role, Function<Json.Obj, Json.Obj> entry, List<Json> keys) {
        Json.Obj listed = entry.apply(RoleDocuments.roleKeys(2, List.of(ONE, TWO)));
        if (role.equals("delegated")) {
            Json.Obj delegation = listed.with("name", Json.text(role)).with("paths", RoleDocuments.texts("*"));
            publisher.set(
                    "targets",
                    "delegations",
                    Json.Obj.empty()
                            .with("keys", defined(Json.Obj.empty(), keys))
                            .with("roles", new Json.Arr(List.of(delegation))));
        } else {
            publisher.edit(
                    "root",
                    root -> root.with(
                                    "keys", defined((Json.Obj) root.get("keys").orElseThrow(), keys))
                            .with("roles", ((Json.Obj) root.get("roles").orElseThrow()).with(role, listed)));
        }
        publisher.signers(role).clear();
        publisher.signers(role).addAll(List.of(ONE, TWO));
    }

    private static Json.Obj defined(Json.Obj defined, List<Json> keys) {
        Json.Obj all = defined.with(ONE.keyId().value(), ONE.publicKey().toJson());
        all = all.with(TWO.keyId().value(), TWO.publicKey().toJson());
        for (Json key : keys) {
            all = all.with("extra", key);
        }
        return all;
    }

    /** Signs the file of {@code role} with these signatures, publishes, and updates until it is met. */
    private Reason refusal(String role, Function<Bytes, List<Json>> signatures) {
        return SimulatedClient.reasonOf(update(role, signatures));
    }

    private dev.bulla.outcome.Step<Found> update(String role, Function<Bytes, List<Json>> signatures) {
        SimulatedClient client = new SimulatedClient(publisher);
        publisher.listsHashes(false);
        if (role.equals("root")) {
            publisher.version("root", 2);
            List<Json> all = new ArrayList<>(signatures.apply(OlpcWriter.write(publisher.document("root"))));
            all.add(KeyedSignature.by(TestKeys.seeded("root"), OlpcWriter.write(publisher.document("root")))
                    .toJson());
            publisher.roots().add(RoleDocuments.file(publisher.document("root"), all));
        } else {
            publisher.publishRoot().publish("targets");
            Bytes message = OlpcWriter.write(publisher.document(role));
            String name = role.equals("timestamp") ? "timestamp.json" : publisher.version(role) + "." + role + ".json";
            publisher.replace(name, RoleDocuments.file(publisher.document(role), signatures.apply(message)));
        }
        return client.refresh().then(lookup -> lookup.find(new TargetPath("file")));
    }

    private static Json signature(Signer key, String id, Bytes message) {
        return Json.Obj.empty()
                .with("keyid", Json.text(id))
                .with("sig", Json.text(key.sign(message).hex()));
    }

    private static Json by(Signer key, Bytes message) {
        return signature(key, key.keyId().value(), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "timestamp", "snapshot", "targets", "delegated"})
    void twoDistinctKeysMeetAThresholdOfTwo(String role) {
        twoOfTwo(role, entry -> entry, List.of());

        assertThat(update(role, message -> List.of(by(ONE, message), by(TWO, message)))
                        .orThrow()
                        .info()
                        .length())
                .isEqualTo(7);
    }

    @Attack("S16")
    @ParameterizedTest
    @ValueSource(strings = {"root", "timestamp", "snapshot", "targets", "delegated"})
    void oneOfTwoIsTooFew(String role) {
        twoOfTwo(role, entry -> entry, List.of());

        Reason reason = refusal(role, message -> List.of(by(ONE, message)));

        assertThat(reason.code()).isEqualTo(ReasonCode.THRESHOLD);
        assertThat(reason.facts()).containsEntry("role", role);
    }

    @Attack({"P17", "U1", "U2"})
    @ParameterizedTest
    @ValueSource(strings = {"root", "timestamp", "snapshot", "targets", "delegated"})
    void aRepeatedKeyIdInSignaturesMakesTheFileMalformed(String role) {
        twoOfTwo(role, entry -> entry, List.of());

        Reason reason = refusal(role, message -> List.of(by(ONE, message), by(ONE, message), by(TWO, message)));

        assertThat(reason.code()).isEqualTo(ReasonCode.MALFORMED);
        assertThat(reason.facts()).containsEntry("role", role);
    }

    @Attack({"P17", "U11"})
    @ParameterizedTest
    @ValueSource(strings = {"root", "timestamp", "snapshot", "targets", "delegated"})
    void oneKeyUnderTwoIdsCountsOnce(String role) {
        twoOfTwo(
                role,
                entry -> entry.with("keyids", RoleDocuments.texts(ONE.keyId().value(), "extra")),
                List.of(ONE.publicKey().toJson()));

        Reason reason = refusal(role, message -> List.of(by(ONE, message), signature(ONE, "extra", message)));

        assertThat(reason.code()).isEqualTo(ReasonCode.THRESHOLD);
        assertThat(reason.facts()).containsEntry("valid", 1L);
    }

    @Attack({"T30", "U11"})
    @ParameterizedTest
    @ValueSource(strings = {"root", "timestamp", "snapshot", "targets", "delegated"})
    void oneKeyInTwoSpellingsCountsOnce(String role) {
        Signer curve = TestKeys.seeded(KeyKind.ECDSA_P256, "curve");
        Json.Obj key = curve.publicKey().toJson();
        String pem = curve.publicKey().publicValue();
        String oneLine = pem.replace("-----BEGIN PUBLIC KEY-----\n", "BEGIN").replace("\n", "");
        Json.Obj respelled = key.with(
                "keyval",
                Json.Obj.empty()
                        .with(
                                "public",
                                Json.text(oneLine.replace("BEGIN", "-----BEGIN PUBLIC KEY-----\n")
                                        .replace("-----END", "\n-----END"))));
        twoOfTwo(role, entry -> entry.with("keyids", RoleDocuments.texts("extra", "other")), List.of(respelled));
        Function<Json.Obj, Json.Obj> withOther =
                holder -> holder.with("keys", ((Json.Obj) holder.get("keys").orElseThrow()).with("other", key));
        if (role.equals("delegated")) {
            publisher.edit(
                    "targets",
                    targets -> targets.with("delegations", withOther.apply((Json.Obj)
                            targets.get("delegations").orElseThrow())));
        } else {
            publisher.edit("root", withOther::apply);
        }

        Reason reason = refusal(
                role, message -> List.of(signature(curve, "extra", message), signature(curve, "other", message)));

        assertThat(reason.code()).isEqualTo(ReasonCode.THRESHOLD);
        assertThat(reason.facts()).containsEntry("valid", 1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "timestamp", "snapshot", "targets", "delegated"})
    void aRepeatedIdInTheListOfKeysMakesTheDelegatorMalformed(String role) {
        twoOfTwo(
                role,
                entry -> entry.with(
                        "keyids",
                        RoleDocuments.texts(
                                ONE.keyId().value(),
                                TWO.keyId().value(),
                                ONE.keyId().value())),
                List.of());

        Reason reason = refusal(role, message -> List.of(by(ONE, message), by(TWO, message)));

        assertThat(reason.code()).isEqualTo(ReasonCode.MALFORMED);
        assertThat(reason.facts()).containsEntry("role", role.equals("delegated") ? "targets" : "root");
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "timestamp", "snapshot", "targets", "delegated"})
    void signaturesOfForeignKeysEmptyOnesAndGarbageDoNotSpoilTheOthers(String role) {
        twoOfTwo(
                role,
                entry -> entry,
                List.of(Json.Obj.empty()
                        .with("keytype", Json.text("unheard-of"))
                        .with("scheme", Json.text("unheard-of"))
                        .with("keyval", Json.Obj.empty())));
        Signer stranger = TestKeys.seeded("stranger");

        assertThat(update(
                                role,
                                message -> List.of(
                                        by(stranger, message),
                                        Json.Obj.empty()
                                                .with("keyid", Json.text("a"))
                                                .with("sig", Json.text("")),
                                        Json.Obj.empty()
                                                .with("keyid", Json.text("b"))
                                                .with("sig", Json.text("not hex")),
                                        by(ONE, message),
                                        by(TWO, message)))
                        .orThrow()
                        .path()
                        .value())
                .isEqualTo("file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "timestamp", "snapshot", "targets", "delegated"})
    void anIdThatIsListedButNotDefinedIsIgnored(String role) {
        twoOfTwo(
                role,
                entry -> entry.with(
                        "keyids",
                        RoleDocuments.texts(
                                "undefined", ONE.keyId().value(), TWO.keyId().value())),
                List.of());

        assertThat(update(role, message -> List.of(by(ONE, message), by(TWO, message)))
                        .orThrow()
                        .chain())
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "timestamp", "snapshot", "targets", "delegated"})
    void moreThan128SignaturesAreNotLookedAt(String role) {
        twoOfTwo(role, entry -> entry, List.of());

        Reason reason = refusal(role, message -> {
            List<Json> many = new ArrayList<>(List.of(by(ONE, message), by(TWO, message)));
            for (int i = 0; i < 127; i++) {
                many.add(Json.Obj.empty().with("keyid", Json.text("k" + i)).with("sig", Json.text("00")));
            }
            return many;
        });

        assertThat(reason.code()).isEqualTo(ReasonCode.LIMIT_EXCEEDED);
    }

    @Attack({"T30", "P28", "U23"})
    @ParameterizedTest
    @ValueSource(strings = {"root", "timestamp", "snapshot", "targets", "delegated"})
    void theSchemeOfAKeyIsFixedByTheDelegator(String role) {
        Json.Obj swapped = ONE.publicKey().toJson().with("scheme", Json.text("ecdsa-sha2-nistp256"));
        twoOfTwo(
                role,
                entry -> entry.with(
                        "keyids", RoleDocuments.texts("extra", TWO.keyId().value())),
                List.of(swapped));

        Reason reason = refusal(role, message -> List.of(signature(ONE, "extra", message), by(TWO, message)));

        assertThat(reason.code()).isEqualTo(ReasonCode.THRESHOLD);
    }

    @Attack({"P18", "U15"})
    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "9007199254740991", "2147483648"})
    void aThresholdThatIsNoPositiveIntegerIsMalformed(String threshold) {
        for (String role : List.of("root", "timestamp", "snapshot", "targets", "delegated")) {
            twoOfTwo(role, entry -> entry.with("threshold", Json.whole(Long.parseLong(threshold))), List.of());

            assertThat(refusal(role, message -> List.of(by(ONE, message), by(TWO, message)))
                            .code())
                    .isEqualTo(ReasonCode.MALFORMED);
        }
    }
}
