package dev.bulla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.attach.Attachments;
import dev.bulla.attach.Enclosed;
import dev.bulla.attach.Kind;
import dev.bulla.attach.RoleTags;
import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Place;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.KeyException;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.UnreachableException;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Founding, signing and refreshing through the public surface, on an image layout that is the whole world. */
class NamespacesTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final MediaType TEXT = new MediaType("text/plain");

    @TempDir
    Path folder;

    private final Signer root = TestKeys.seeded("root");
    private final Signer release = TestKeys.seeded("release");
    private final Signer online = TestKeys.seeded("online");
    private Places places = new Places(Connection.standard(Map.of(), () -> NOW));
    private Namespaces.At at = Namespaces.At.of(Namespace.parse("oci:unset"));

    @BeforeEach
    void found() {
        places = new Places(Connection.standard(Map.of(), () -> NOW));
        at = Namespaces.At.of(Namespace.parse("oci:" + folder.resolve("work")));
        publisher("publisher").found(at, plan(), List.of(root, release, online), NOW, lines -> {});
    }

    private NamespacePlan plan() {
        return new NamespacePlan(
                "mvp",
                holders(root),
                holders(release),
                List.of(online.publicKey()),
                List.of(),
                List.of(),
                Map.of("snapshot", Duration.ofDays(7), "timestamp", Duration.ofDays(7)));
    }

    private static NamespacePlan.Holders holders(Signer signer) {
        return new NamespacePlan.Holders(List.of(signer.publicKey()), 1);
    }

    private Namespaces publisher(String machine) {
        return new Namespaces(
                places,
                new Trust(places, folder.resolve(machine), Optional.empty()),
                folder.resolve(machine).resolve("pending"));
    }

    private Reference pushed(String tag, String content) {
        Reference reference = Reference.parse("oci:" + folder.resolve("work") + ":" + tag);
        Bytes bytes = Bytes.utf8(content);
        new Publisher(places, 1, Progress.NONE)
                .pushFiles(
                        List.of(new Publisher.FileLayer(
                                "note.txt", TEXT, Descriptor.of(TEXT, bytes), Content.of(bytes))),
                        TEXT,
                        Map.of(),
                        reference);
        return reference;
    }

    private static Namespaces.Release of(Reference artifact, List<Signer> online) {
        return new Namespaces.Release(
                List.of(artifact), List.of(TestKeys.seeded("release")), online, Map.of(), Duration.ZERO);
    }

    private Namespaces.Released sign(Reference artifact) {
        return publisher("publisher").release(at, of(artifact, List.of(online)), NOW, intents -> {});
    }

    private Verdict verdict(Reference artifact) {
        Trust trust = new Trust(places, folder.resolve("publisher"), Optional.empty());
        return new Verifier(places, false, Progress.NONE).verify(artifact, trust, Optional.empty(), NOW);
    }

    @Test
    void whatIsSignedVerifiesByTheRoleChain() {
        Reference artifact = pushed("1", "one");
        Namespaces.Released released = sign(artifact);

        assertThat(released.intents()).singleElement().satisfies(intent -> {
            assertThat(intent.role()).isEqualTo("targets");
            assertThat(intent.to()).isEqualTo(2);
        });
        assertThat(released.attachments()).hasSize(2);
        assertThat(verdict(artifact)).isInstanceOf(Verdict.Trusted.class);
    }

    @Test
    void signingAgainAndAgainKeepsTheLastFiveCapsules() {
        Reference artifact = pushed("1", "one");
        for (int i = 0; i < 7; i++) {
            sign(pushed("other" + i, "content " + i));
            sign(artifact);
        }

        assertThat(verdict(artifact)).isInstanceOf(Verdict.Trusted.class);
        try (Source source = places.reading(artifact.place())) {
            Attachments attached = Attachments.of(
                    source, source.manifest(artifact).orElseThrow().digest(), artifact.tag());
            assertThat(attached.of(Kind.CAPSULE)).hasSize(5);
            assertThat(attached.dropped()).isEmpty();
        }
    }

    @Test
    void theHeadEnclosesWhatReadersOfANewBundleAskForNextAndKeepsIt() {
        Samples.Image image = Samples.image(1);
        Place images = Reference.parse("oci:" + folder.resolve("images") + ":1").place();
        try (Store store = places.writing(images)) {
            image.pushTo(store);
        }
        Bytes bundle = Bytes.utf8("{\"invocationImages\":[{\"contentDigest\":\"" + image.digest()
                + "\",\"image\":\"example.com/web:1\",\"imageType\":\"oci\",\"mediaType\":\""
                + image.manifest().mediaType() + "\",\"size\":"
                + image.manifest().raw().length()
                + "}],\"name\":\"shop\",\"schemaVersion\":\"v1.2.0\",\"version\":\"1.0.0\"}");
        Reference shop = Reference.parse("oci:" + folder.resolve("work") + ":shop");
        new Publisher(places, 1, Progress.NONE).pushBundle(bundle, shop, List.of(images));

        sign(shop);
        sign(pushed("1", "one"));

        try (Source trust = places.reading(at.namespace().trustRepository())) {
            Manifest head = trust.manifest(RoleTags.HEAD).orElseThrow();
            assertThat(Enclosed.of(head).documents()).hasSize(2).contains(bundle);
        }
        assertThat(verdict(shop)).isInstanceOf(Verdict.Trusted.class);
    }

    @Test
    void whatIsShownCanStillBeStoppedAndNothingIsSigned() {
        Reference artifact = pushed("1", "one");

        assertThatThrownBy(() -> publisher("publisher").release(at, of(artifact, List.of(online)), NOW, intents -> {
                    throw new IllegalStateException("not that one");
                }))
                .hasMessage("not that one");
        assertThat(publisher("publisher").roles(at)).allMatch(role -> role.version() == 1);
    }

    @Attack("T21")
    @Test
    void aTagThatMovesWhileItIsSignedIsAConflict() {
        Reference artifact = pushed("1", "one");

        assertThatThrownBy(() -> publisher("publisher")
                        .release(at, of(artifact, List.of(online)), NOW, intents -> pushed("1", "other")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("moved while it was signed");
    }

    @Test
    void aPublisherWithoutTheRootBuildsUponNothing() {
        Reference artifact = pushed("1", "one");

        assertThatThrownBy(() -> publisher("stranger").release(at, of(artifact, List.of(online)), NOW, intents -> {}))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        refused -> assertThat(refused.reason().code()).isEqualTo(ReasonCode.NO_TRUST_ROOT));
    }

    @Test
    void aPinnedNamespaceWhoseHeadIsHiddenIsNotSignedAsOneWithoutRoles() {
        Namespaces.At hidden = Namespaces.At.of(Namespace.parse("oci:" + folder.resolve("empty")));
        Namespaces.At withRoot = new Namespaces.At(
                hidden.namespace(), Optional.empty(), Optional.empty(), Optional.of(Bytes.utf8("{}")));

        assertThat(publisher("publisher").exists(withRoot)).isTrue();
        assertThat(publisher("publisher").exists(hidden)).isFalse();
        assertThatThrownBy(() -> publisher("publisher").roles(hidden)).isInstanceOf(NotFoundException.class);
    }

    @Attack("T26")
    @Test
    void aTargetThatALostWriteTookOutIsSignedAgainByTheNextSignature() {
        sign(pushed("1", "one"));
        try (Store store = places.writing(at.trustRepository())) {
            Manifest before = store.manifest(RoleTags.HEAD).orElseThrow();
            sign(pushed("2", "two"));
            store.tag(before, RoleTags.HEAD); // somebody who read before wrote after, and the role tag is lost, too
            store.tag(before, new Tag("role.targets"));
        }

        Namespaces.Released released = sign(pushed("3", "three"));

        assertThat(released.notes()).anyMatch(note -> note.contains("work:2") && note.contains("signed again"));
        for (String tag : List.of("1", "2", "3")) {
            assertThat(verdict(Reference.parse("oci:" + folder.resolve("work") + ":" + tag)))
                    .isInstanceOf(Verdict.Trusted.class);
        }
    }

    @Test
    void whatRetentionRetiredIsNotSignedAgain() {
        sign(pushed("1", "one"));
        sign(pushed("2", "two"));
        RetentionRule newest = new RetentionRule(OptionalInt.of(1), Optional.empty(), List.of(), List.of(), false);
        publisher("elsewhere")
                .refresh(
                        new Namespaces.At(
                                at.namespace(), Optional.empty(), Optional.of(publisherRoot()), Optional.empty()),
                        new Namespaces.Refreshing(Map.of(), List.of(newest), false, true),
                        List.of(online, release),
                        NOW);

        assertThat(sign(pushed("3", "three")).notes()).isEmpty();
        assertThat(verdict(Reference.parse("oci:" + folder.resolve("work") + ":1")))
                .isInstanceOf(Verdict.Rejected.class);
    }

    private Digest publisherRoot() {
        return new Trust(places, folder.resolve("publisher"), Optional.empty())
                .show(at.namespace())
                .root();
    }

    @Test
    void withoutTheOnlineKeyTheRoleIsHandedOverAndARefreshPublishesIt() {
        Reference artifact = pushed("1", "one");
        Namespaces.Released released = publisher("publisher").release(at, of(artifact, List.of()), NOW, intents -> {});
        assertThat(released.published()).isEmpty();
        assertThat(verdict(artifact)).isInstanceOf(Verdict.Rejected.class);

        Namespaces.Refreshed refreshed = publisher("publisher")
                .refresh(at, new Namespaces.Refreshing(Map.of(), List.of(), true, true), List.of(online), NOW);

        assertThat(refreshed.changes()).contains("targets v1 -> v2");
        assertThat(verdict(artifact)).isInstanceOf(Verdict.Trusted.class);
    }

    @Test
    void aWaitForARefreshThatNeverComesEndsAndSaysWhereToLook() {
        Reference artifact = pushed("1", "one");
        Namespaces.Release waiting =
                new Namespaces.Release(List.of(artifact), List.of(release), List.of(), Map.of(), Duration.ofMillis(1));

        assertThatThrownBy(() -> publisher("publisher").release(at, waiting, NOW, intents -> {}))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("was not published within");
    }

    @Test
    void tooFewKeysToFoundANamespaceSayHowToStageIt() {
        Namespaces.At other = Namespaces.At.of(Namespace.parse("oci:" + folder.resolve("other")));

        assertThatThrownBy(() -> publisher("publisher").found(other, plan(), List.of(online), NOW, lines -> {}))
                .isInstanceOfSatisfying(
                        KeyException.class,
                        refused -> assertThat(refused.hints()).anyMatch(hint -> hint.contains("--stage")));
    }
}
