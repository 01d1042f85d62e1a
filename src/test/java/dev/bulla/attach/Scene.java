package dev.bulla.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyedSignature;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.Quorum;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.Step;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** An artifact in a store, two signers, and the moves that the tests of this package make. */
final class Scene {
    static final String NAME = "example.com/acme/shop:1.4.0";
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final Tag TAG = new Tag("1.4.0");
    static final MediaType SBOM = new MediaType("application/vnd.example.sbom.v1+json");

    final PliableStore store = new PliableStore();
    final AttachmentWriter writer = new AttachmentWriter(store);
    final LocalSigner ann = TestKeys.seeded("ann");
    final LocalSigner ben = TestKeys.seeded("ben");
    final Descriptor artifact;

    Scene() {
        artifact = artifact("the artifact").descriptor();
    }

    /** Another manifest in the store, of no kind that Bulla knows. */
    ImageManifest artifact(String content) {
        ArtifactBuilder builder = new ArtifactBuilder(new MediaType("application/vnd.example.artifact.v1"))
                .layer(new MediaType("text/plain"), Bytes.utf8(content), Map.of());
        return push(builder.build());
    }

    ImageManifest push(ImageManifest manifest) {
        store.pushManifest(manifest);
        return manifest;
    }

    /** Signs {@code target} by a signature attached to {@code subject}. */
    Manifest sign(Descriptor subject, Descriptor target, Signer... signers) {
        DescriptorSignature body = DescriptorSignature.sign(target, List.of(signers));
        return attach(subject, body);
    }

    Manifest sign(Signer... signers) {
        return sign(artifact, artifact, signers);
    }

    Manifest attach(Descriptor subject, DescriptorSignature body) {
        return writer.attach(SignatureManifest.builder(subject, body, Optional.of(NAME), Optional.empty()));
    }

    /** Attaches a tag record, signed by {@code signers}. */
    Manifest record(String name, long version, Instant expires, Signer... signers) {
        TagRecord record = new TagRecord(artifact, name, version, Instant.parse("2026-01-01T00:00:00Z"), expires);
        Manifest manifest = writer.attach(record.builder());
        sign(artifact, manifest.descriptor(), signers);
        return manifest;
    }

    Attachments attachments() {
        return Attachments.of(store, artifact.digest(), Optional.of(TAG));
    }

    Step<LightResult> verify(LightRule rule) {
        return LightVerification.of(store, artifact, attachments(), rule);
    }

    /** By {@code threshold} of ann and ben, for the name {@link #NAME} if there is a record of it. */
    Step<LightResult> verify(int threshold) {
        return verify(rule(threshold, false));
    }

    LightRule rule(int threshold, boolean nameRequired) {
        return new LightRule(quorum(threshold), Optional.of(NAME), nameRequired, NOW);
    }

    Quorum quorum(int threshold) {
        List<PublicKey> keys = Stream.of(ann, ben).map(Signer::publicKey).toList();
        return Quorum.of(keys, threshold);
    }

    /** A signature of {@code signer} over {@code target}, under the id of somebody else. */
    static KeyedSignature misnamed(Signer signer, Signer claimed, Descriptor target) {
        return KeyedSignature.of(claimed.keyId(), signer.sign(DescriptorSignature.message(target)));
    }

    static Reason reason(Step<?> step) {
        assertThat(step).isInstanceOf(Step.Refused.class);
        return ((Step.Refused<?>) step).reason();
    }

    static List<String> notes(LightResult result) {
        return result.checks().stream()
                .filter(check -> check.result() == Check.Result.NOTE)
                .map(Check::detail)
                .toList();
    }
}
