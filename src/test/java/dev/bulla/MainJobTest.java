package dev.bulla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyKind;
import dev.bulla.crypto.KeyPairs;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.Signer;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Place;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Reference;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.testkit.Attack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job through the library, on image layouts: push, sign, verify, copy, refuse. */
class MainJobTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final MediaType SCRIPT = new MediaType("text/x-shellscript");

    private final Places places = new Places(Connection.standard(Map.of(), InstantSource.fixed(NOW)));
    private final Publisher publisher = new Publisher(places, 3, Progress.NONE);
    private final Relocator relocator = new Relocator(places, 3, Progress.NONE);
    private final Signer ann = KeyPairs.generate(KeyKind.ED25519);
    private final Signer ben = KeyPairs.generate(KeyKind.ECDSA_P256);

    @TempDir
    Path directory;

    private Reference first;
    private Publisher.Pushed pushed;

    @BeforeEach
    void pushesABundleOfTwoImages() {
        first = layout("first", "1.0.0");
        Descriptor installer = image("installer");
        Descriptor web = image("web");
        Bytes bundle = Bytes.utf8("{\"images\":{\"web\":{" + entry("web", web) + "}},\"invocationImages\":[{"
                + entry("installer", installer)
                + "}],\"name\":\"hello\",\"schemaVersion\":\"v1.2.0\",\"version\":\"1.0.0\"}");
        pushed = publisher.pushBundle(
                bundle, first, List.of(layout("images", "web").place()));
    }

    @Test
    void twoOfTwoKeysVerifyAtASecondPlaceWithTheFirstGone() throws IOException {
        sign(first, ann, ben);
        Reference second = layout("second.tar", "1.0.0");

        Relocator.Copied copied = relocator.copy(first, second);
        Files.move(directory.resolve("first"), directory.resolve("gone"));

        assertThat(copied.leftBehind()).isEmpty();
        assertThat(copied.digest()).isEqualTo(pushed.artifact().digest());
        Verdict.Trusted verdict =
                verifier(true).verify(second, rule(ann, ben), NOW).orThrow();
        assertThat(verdict.keyIds()).hasSize(2);
        assertThat(verdict.bundle()).contains(new Verdict.BundleFacts("hello", "1.0.0", 2));
        assertThat(verdict.deploy().digest()).contains(pushed.artifact().digest());
    }

    @Test
    void aChangedByteOfTheBundleIsRefusedWithTheReason() throws IOException {
        sign(first, ann, ben);
        Path blob = directory.resolve(
                "first/blobs/sha256/" + pushed.bundle().orElseThrow().digest().hex());
        byte[] content = Files.readAllBytes(blob);
        content[content.length / 2] ^= 1;
        Files.delete(blob);
        Files.write(blob, content);

        assertThat(reasonOf(verifier(false).verify(first, rule(ann, ben), NOW))).isEqualTo(ReasonCode.HASH_MISMATCH);
    }

    @Test
    void oneOfTwoKeysIsBelowTheThreshold() {
        sign(first, ann);
        assertThat(reasonOf(verifier(false).verify(first, rule(ann, ben), NOW))).isEqualTo(ReasonCode.THRESHOLD);
    }

    @Test
    void signaturesAddedLaterCountTogether() {
        sign(first, ann);
        sign(first, ben);
        assertThat(verifier(false).verify(first, rule(ann, ben), NOW)).isInstanceOf(Verdict.Trusted.class);
    }

    @Test
    void anArtifactNobodySignedIsUnsigned() {
        assertThat(reasonOf(verifier(false).verify(first, rule(ann), NOW))).isEqualTo(ReasonCode.UNSIGNED_REQUIRED);
    }

    @Test
    void aRequiredNameNeedsAValidTagRecordThatHasNotExpired() {
        String name = "example.com/acme/hello:1.0.0";
        KeyRule rule = new KeyRule(List.of(ann.publicKey()), 1, Optional.of(name));
        sign(first, ann);
        assertThat(reasonOf(verifier(false).verify(first, rule, NOW))).isEqualTo(ReasonCode.NOT_A_TARGET);

        Sealer.Request request =
                new Sealer.Request(first, Optional.of(name), true, Duration.ofDays(1), OptionalLong.of(17), NOW);
        new Sealer(places).sign(request, List.of(ann), intent -> {});

        Verdict.Trusted bound = verifier(false).verify(first, rule, NOW).orThrow();
        assertThat(bound.binding()).contains(new Verdict.Binding(name, 17, NOW.plus(Duration.ofDays(1))));
        assertThat(reasonOf(verifier(false).verify(first, rule, NOW.plus(Duration.ofDays(1)))))
                .isEqualTo(ReasonCode.EXPIRED);
    }

    @Attack({"T21", "P32"})
    @Test
    void signingFailsWhenTheTagMovesMeanwhile() {
        Sealer.Request request = Sealer.Request.of(first, NOW);
        assertThatThrownBy(() -> new Sealer(places)
                        .sign(request, List.of(ann), intent -> relocator.copy(layout("images", "web"), first)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("moved while it was signed");
    }

    @Test
    void aBundleWhoseImageIsNowhereIsNotPushed() {
        Descriptor absent = Descriptor.of(MediaType.OCI_MANIFEST, Bytes.utf8("nowhere"));
        Bytes bundle = Bytes.utf8("{\"invocationImages\":[{" + entry("installer", absent)
                + "}],\"name\":\"hello\",\"schemaVersion\":\"v1.2.0\",\"version\":\"1.0.0\"}");
        Reference target = layout("target", "1.0.0");
        Place images = layout("images", "web").place();

        assertThatThrownBy(() -> publisher.pushBundle(bundle, target, List.of(images)))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("invocation image");
    }

    private Descriptor image(String name) {
        Bytes content = Bytes.utf8("echo hello from " + name + "\n");
        Publisher.FileLayer file =
                new Publisher.FileLayer(name + ".sh", SCRIPT, Descriptor.of(SCRIPT, content), Content.of(content));
        return publisher
                .pushFiles(
                        List.of(file),
                        new MediaType("application/vnd.example.script.v1"),
                        Map.of(),
                        layout("images", name))
                .artifact();
    }

    private static String entry(String name, Descriptor image) {
        return "\"contentDigest\":\"" + image.digest() + "\",\"image\":\"a local build of " + name
                + "\",\"imageType\":\"oci\",\"mediaType\":\"" + image.mediaType() + "\",\"size\":" + image.size();
    }

    private void sign(Reference artifact, Signer... signers) {
        new Sealer(places).sign(Sealer.Request.of(artifact, NOW), List.of(signers), intent -> {});
    }

    private Verifier verifier(boolean deep) {
        return new Verifier(places, deep, Progress.NONE);
    }

    private static KeyRule rule(Signer... signers) {
        List<PublicKey> keys = List.of(signers).stream().map(Signer::publicKey).toList();
        return KeyRule.allOf(keys);
    }

    private static ReasonCode reasonOf(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        return ((Verdict.Rejected) verdict).reason().code();
    }

    private Reference layout(String name, String tag) {
        return Reference.parse("oci:" + directory.resolve(name) + ":" + tag);
    }
}
