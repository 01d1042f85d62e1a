package dev.bulla;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyKind;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.oci.Manifest;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.tuf.RoleDocuments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a rule asks beside the level, and what it lets pass (trust.md sections 2, 4.2 and 9): absence is refusal. */
class PolicyTermsTest {
    @TempDir
    Path folder;

    private PolicyScene with;
    private PinnedScene scene;
    private String shop;

    @BeforeEach
    void aNamespace() throws IOException {
        with = new PolicyScene(folder);
        scene = with.scene;
        shop = scene.origin + "/shop:1";
    }

    @AfterEach
    void close() {
        with.close();
    }

    private Trust rule(String members) {
        return with.policy("{'match': 'HOST/acme/*:*', 'repositories': ['acme'], " + members + "}");
    }

    private Verdict.Trusted trusted(String members) {
        return with.verify(shop, rule(members)).orThrow();
    }

    private Reason refused(String members, ReasonCode code) {
        return with.refused(shop, rule(members), code);
    }

    /** A member of {@code custom} of the entry, signed and published. */
    private void say(String member, Json value) {
        Json.Obj targets = (Json.Obj)
                scene.acme.publisher().document("targets").get("targets").orElseThrow();
        Json.Obj entry = (Json.Obj) targets.get(shop).orElseThrow();
        Json.Obj custom = (Json.Obj) entry.get("custom").orElseThrow();
        scene.acme.publisher().entry("targets", shop, entry.with("custom", custom.with(member, value)));
        scene.acme.publisher().publish("targets");
        scene.publish();
    }

    @Test
    void aForbiddenTagIsNotCoveredThoughItIsSigned() {
        scene.signed(scene.origin + "/shop:latest", "one");
        Manifest artifact = scene.signed(shop, "two");
        Trust trust = rule("'forbidTags': ['latest', 'edge']");

        Reason reason = with.refused(scene.origin + "/shop:latest", trust, ReasonCode.NOT_COVERED);

        assertThat(reason.message()).contains("rules[0] of the policy forbids the tag latest");
        assertThat(with.verify(shop, trust)).isInstanceOf(Verdict.Trusted.class);
        assertThat(with.verify(scene.origin + "/shop@" + artifact.digest(), trust))
                .isInstanceOf(Verdict.Trusted.class);
    }

    @ParameterizedTest(name = "{0} against {1}: {2}")
    @CsvSource({
        "spiffe://corp/pay/prod, spiffe://corp/pay/*,    true",
        "spiffe://corp/pay/prod, spiffe://corp/pay/prod, true",
        "spiffe://corp/pay/prod, spiffe://corp/*,        false",
        "spiffe://corp/pay/prod, spiffe://corp/pay,      false",
    })
    void theIdentityThatTheVouchingRoleSaysIsCompared(String said, String pattern, boolean matches) {
        scene.signed(shop, "one");
        say("identity", Json.text(said));
        String member = "'requireIdentity': '" + pattern + "'";

        if (matches) {
            assertThat(trusted(member).checks()).extracting(Check::name).contains("trust.9.identity");
        } else {
            assertThat(refused(member, ReasonCode.WRONG_IDENTITY).message()).contains(said, pattern);
        }
    }

    @Test
    void anEntryForNobodyIsRefusedWhereAnIdentityIsAsked() {
        scene.signed(shop, "one");

        assertThat(refused("'requireIdentity': '*'", ReasonCode.WRONG_IDENTITY).message())
                .contains("is signed for no identity");
        say("identity", Json.whole(7));
        refused("'requireIdentity': '*'", ReasonCode.WRONG_IDENTITY);
    }

    @Test
    void archivedVersionsAreRefusedUnlessTheRuleAllowsThem() {
        scene.signed(shop, "one");
        say("archived", new Json.Bool(true));

        refused("'allowArchived': false", ReasonCode.ARCHIVED);
        assertThat(trusted("'allowArchived': true").checks())
                .anySatisfy(check -> assertThat(check.detail()).endsWith("is an archived version"));
    }

    @Test
    void whateverTheArchiveRoleListsIsArchived() {
        Manifest artifact = scene.push(shop, "one");
        scene.acme
                .publisher()
                .delegate(
                        "targets",
                        "targets/archive",
                        entry -> entry.with("paths", RoleDocuments.texts(scene.origin + "/*:*")));
        scene.acme.publisher().publish("targets");
        scene.acme.sign("targets/archive", shop, artifact);
        scene.publish();

        refused("'minLevel': '0'", ReasonCode.ARCHIVED);
        trusted("'allowArchived': true");
    }

    @Test
    void aLowerSeqIsARollbackUnlessTheRuleAllowsIt() {
        scene.signed(shop, "one");
        say("seq", Json.whole(7));
        trusted("'minLevel': '0'");
        say("seq", Json.whole(6));

        refused("'minLevel': '0'", ReasonCode.ROLLBACK);
        trusted("'allowSeqDecrease': true");
        refused("'minLevel': '0'", ReasonCode.ROLLBACK); // what was seen is not forgotten
    }

    @Test
    void onlySchemesThatTheRuleAllowsCountForTheThresholdOfEveryRole() {
        scene.signed(shop, "one");

        assertThat(trusted("'algorithms': {'allow': ['ed25519']}").checks())
                .extracting(Check::name)
                .contains("trust.2.algorithms");
        Reason reason = refused("'algorithms': {'allow': ['ecdsa-sha2-nistp256']}", ReasonCode.THRESHOLD);
        assertThat(reason.facts()).containsEntry("role", "root");
        assertThat(reason.message()).contains("0 of 1 valid signatures by keys of the schemes that count");
    }

    @Test
    void oneBrokenAlgorithmIsNotEnoughWhereTwoAreDemandedOfEveryRole() {
        List<String> roles = List.of("root", "timestamp", "snapshot", "targets");
        Manifest artifact = scene.push(shop, "one");
        refusedOf(roles.get(0), artifact);
        for (int i = 0; i < roles.size(); i++) {
            String role = roles.get(i);
            scene.acme
                    .publisher()
                    .rekey(role, 1, TestKeys.seeded(role), new Steady(TestKeys.seeded(KeyKind.ECDSA_P256, role)));
            scene.acme.publisher().publishRoot();
            scene.acme.nameRoot();
            if (i + 1 < roles.size()) {
                refusedOf(roles.get(i + 1), artifact);
            }
        }
        scene.acme.sign("targets", shop, artifact);
        scene.publish();

        trusted("'algorithms': {'minDistinct': 2}");
        refused("'algorithms': {'minDistinct': 3}", ReasonCode.THRESHOLD);
    }

    /** Signs a message once: two signatures of ECDSA over one message differ, and a role file is hashed. */
    private record Steady(Signer signer, Map<Bytes, Bytes> made) implements Signer {
        Steady(Signer signer) {
            this(signer, new HashMap<>());
        }

        @Override
        public PublicKey publicKey() {
            return signer.publicKey();
        }

        @Override
        public Bytes sign(Bytes message) {
            return made.computeIfAbsent(message, signer::sign);
        }
    }

    private void refusedOf(String role, Manifest artifact) {
        scene.acme.sign("targets", shop, artifact);
        scene.publish();
        Reason reason = refused("'algorithms': {'minDistinct': 2}", ReasonCode.THRESHOLD);
        assertThat(reason.facts()).containsEntry("role", role);
        assertThat(reason.message()).contains("signatures of 1 schemes, and 2 are demanded");
    }
}
