package dev.bulla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.json.Json;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Source;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.DeniedException;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.UnreachableException;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.loopback.Kind;
import dev.bulla.testkit.loopback.Request;
import dev.bulla.testkit.tuf.RoleDocuments;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verification by a pinned root from the registry alone (trust.md sections 3, 3.2 and 5.2). */
class PinnedVerifyTest {
    @TempDir
    Path folder;

    private PinnedScene scene;
    private String shop;

    @BeforeEach
    void aNamespaceWithOneArtifact() {
        scene = new PinnedScene(folder);
        shop = scene.origin + "/shop:1";
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Attack("T21")
    @Test
    void theRoleChainThatVouchedIsNamed() {
        Manifest artifact = scene.signed(shop, "one");
        scene.pin();

        Verdict.Trusted trusted = scene.trusted(shop);

        assertThat(trusted.subject().digest()).isEqualTo(artifact.digest());
        assertThat(trusted.deploy()).hasToString(scene.origin + "/shop@" + artifact.digest());
        assertThat(trusted.level()).isEqualTo("1a");
        Verdict.Vouching vouching = trusted.vouching().orElseThrow();
        assertThat(vouching.signedAs()).isEqualTo(shop);
        assertThat(vouching.attached()).isFalse();
        assertThat(vouching.chain())
                .extracting(role -> role.name() + " v" + role.version() + " " + role.threshold() + " "
                        + role.keyIds().size())
                .containsExactly("root v1 1 1", "timestamp v2 1 1", "snapshot v2 1 1", "targets v2 1 1");
        assertThat(vouching.nearestExpiry()).isEqualTo(PinnedScene.NOW.plus(Duration.ofDays(30)));
        assertThat(trusted.checks())
                .extracting(Check::name)
                .contains("tuf.5.3", "tuf.5.4", "tuf.5.5", "tuf.5.6", "tuf.5.7.2", "tuf.5.7.3", "trust.5.2.origin");
    }

    @Test
    void aDelegatedRoleVouchesThroughItsDelegator() {
        scene.acme
                .publisher()
                .delegate(
                        "targets",
                        "targets/releases",
                        entry -> entry.with("paths", RoleDocuments.texts(scene.origin + "/*:*")));
        scene.acme.publisher().publish("targets");
        Manifest artifact = scene.push(shop, "one");
        scene.acme.sign("targets/releases", shop, artifact);
        scene.publish();
        scene.pin();

        assertThat(scene.trusted(shop).vouching().orElseThrow().chain())
                .extracting(Verdict.Role::name)
                .endsWith("targets", "targets/releases");
    }

    @Test
    void anInlinedHeadCostsOneRequestBesideTheArtifactSection31() {
        scene.signed(shop, "one");
        scene.pin();
        scene.registry.log().clear();

        scene.trusted(shop);

        assertThat(scene.registry.log().count(Kind.MANIFEST_GET)).isEqualTo(2);
        assertThat(scene.registry.log().count(Kind.BLOB_GET)).isZero();
        assertThat(scene.registry.log().count(Kind.REFERRERS)).isZero();
        assertThat(scene.registry.log().entries()).hasSize(2);
    }

    @Attack("P29")
    @Test
    void withoutAPinNothingIsTrusted() {
        scene.signed(shop, "one");

        Reason reason = scene.refused(shop, ReasonCode.NO_TRUST_ROOT);

        assertThat(reason.hints()).anyMatch(hint -> hint.contains("trust add " + scene.origin));
    }

    @Attack("T8")
    @Test
    void aTagThatLeadsElsewhereThanTufSaysIsRefused() {
        scene.signed(shop, "one");
        scene.pin();
        Manifest other = scene.push(scene.origin + "/shop:other", "two");
        scene.tag(shop, other);

        Reason reason = scene.refused(shop, ReasonCode.HASH_MISMATCH);

        assertThat(reason.facts()).containsEntry("offered", other.digest().toString());
    }

    @Attack("P7")
    @Test
    void anArtifactAskedForByDigestIsFoundByWhatRolesSayOfIt() {
        Manifest artifact = scene.signed(shop, "one");
        scene.acme.sign("targets", scene.origin + "/shop:stable", artifact);
        scene.publish();
        scene.pin();

        Verdict.Trusted trusted = scene.trusted(scene.origin + "/shop@" + artifact.digest());

        assertThat(trusted.vouching().orElseThrow().signedAs()).isEqualTo(shop);
        assertThat(trusted.otherNames()).containsExactly(scene.origin + "/shop:stable");
    }

    @Attack("P31")
    @Test
    void anArtifactOfAnotherRepositoryIsNotFoundByDigest() {
        Manifest artifact = scene.signed(shop, "one");
        scene.push(scene.origin + "/evil:1", "one");
        scene.pin();

        scene.refused(scene.origin + "/evil@" + artifact.digest(), ReasonCode.UNSIGNED_REQUIRED);
    }

    @Test
    void anArtifactThatNothingSpeaksAboutIsUnsignedAndOneWithAttachmentsIsNoTargetTrust32() {
        scene.signed(shop, "one");
        scene.pin();
        String other = scene.origin + "/shop:2";
        Manifest artifact = scene.push(other, "two");

        scene.refused(other, ReasonCode.UNSIGNED_REQUIRED);
        scene.attach(other, artifact, other);
        scene.refused(other, ReasonCode.NOT_A_TARGET);
    }

    @Attack("T1")
    @Test
    void aRevokedTargetIsRefused() {
        scene.signed(shop, "one");
        Json.Obj targets = (Json.Obj)
                scene.acme.publisher().document("targets").get("targets").orElseThrow();
        Json.Obj entry = (Json.Obj) targets.get(shop).orElseThrow();
        Json.Obj custom = (Json.Obj) entry.get("custom").orElseThrow();
        scene.acme
                .publisher()
                .entry("targets", shop, entry.with("custom", custom.with("revoked", new Json.Bool(true))));
        scene.acme.publisher().publish("targets");
        scene.publish();
        scene.pin();

        scene.refused(shop, ReasonCode.REVOKED);
    }

    @Test
    void anAbsentArtifactIsNotFound() {
        scene.signed(shop, "one");
        scene.pin();

        assertThatThrownBy(() -> scene.verify(scene.origin + "/shop:9")).isInstanceOf(NotFoundException.class);
    }

    @Attack({"P14", "O18"})
    @Test
    void anOlderHeadIsARollbackAndTheMemoryStaysTuf5431() {
        scene.signed(shop, "one");
        Manifest old;
        try (Source trust = scene.places.reading(Namespace.parse(scene.origin).trustRepository())) {
            old = trust.manifest(Tag.LATEST).orElseThrow();
        }
        scene.signed(scene.origin + "/shop:2", "two");
        scene.pin();
        scene.trusted(shop);
        scene.tag(scene.origin + "/tuf:latest", old);

        Reason reason = scene.refused(shop, ReasonCode.ROLLBACK);

        assertThat(reason.facts()).containsEntry("section", "5.4.3.1").containsEntry("seen", 3L);
        assertThat(scene.trust.list().get(0).roles())
                .extracting(role -> role.name() + " " + role.version())
                .containsExactly("root 1", "timestamp 3", "snapshot 3", "targets 3");
    }

    @Attack("O19")
    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aRegistryThatDeniesTheHeadIsNotTakenForOneWithoutHead(int status) {
        scene.signed(shop, "one");
        scene.pin();
        headAnswers(status);

        assertThatThrownBy(() -> scene.verify(shop)).isInstanceOf(DeniedException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void aRegistryThatFailsIsNotTakenForOneWithoutHead(int status) {
        scene.signed(shop, "one");
        scene.pin();
        headAnswers(status);

        assertThatThrownBy(() -> scene.verifyImpatiently(shop)).isInstanceOf(UnreachableException.class);
    }

    @Test
    void aWebPageInPlaceOfTheHeadIsNotTakenForNoHead() {
        scene.signed(shop, "one");
        scene.pin();
        scene.registry
                .faults()
                .on(Kind.MANIFEST_GET)
                .always()
                .when(this::isHead)
                .html();

        assertThatThrownBy(() -> scene.verify(shop)).isInstanceOf(UnreachableException.class);
    }

    private void headAnswers(int status) {
        scene.registry
                .faults()
                .on(Kind.MANIFEST_GET)
                .always()
                .when(this::isHead)
                .status(status);
    }

    private boolean isHead(Request request) {
        return request.target().contains("/acme/tuf/");
    }

    @Attack("T25")
    @Test
    void anExpiredTimestampIsRefusedAndTheReasonSaysWhichTuf544() {
        scene.signed(shop, "one");
        scene.acme.publisher().set("timestamp", "expires", Json.text("2026-06-02T12:00:00Z"));
        scene.acme.publisher().publish();
        scene.publish();
        scene.pin();

        Verdict verdict = scene.verify(shop, PinnedScene.NOW.plus(Duration.ofDays(2)));

        assertThat(PinnedScene.refused(verdict, ReasonCode.EXPIRED).facts()).containsEntry("section", "5.4.4");
        assertThat(verdict.checks()).extracting(Check::result).endsWith(Check.Result.FAILED);
    }

    @Attack("T3")
    @Test
    void rolesListedByVersionAloneAreRefusedTrust311() {
        scene.acme.publisher().listsHashes(false);
        scene.signed(shop, "one");
        scene.pin();

        scene.refused(shop, ReasonCode.UNKNOWN_HASH);
    }
}
