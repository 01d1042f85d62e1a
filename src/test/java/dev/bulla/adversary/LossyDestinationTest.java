package dev.bulla.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.BullaException;
import dev.bulla.registry.HttpSettings;
import dev.bulla.registry.RegistryOptions;
import dev.bulla.registry.RegistryStore;
import dev.bulla.relocate.CopyReport;
import dev.bulla.relocate.GraphCopy;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.NoWaits;
import dev.bulla.testkit.Samples;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.loopback.Answer;
import dev.bulla.testkit.loopback.Kind;
import dev.bulla.testkit.loopback.Middleman;
import dev.bulla.testkit.loopback.Request;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A destination that says yes to everything and keeps less: the copy is no success, and the artifact gets no name there. */
@Timeout(60)
class LossyDestinationTest {
    private static final Tag TAG = new Tag("1");

    private final LoopbackRegistry registry = LoopbackRegistry.start();
    private final Store source = open("source");
    private final Store target = open("target");

    /** How the destination loses what it was given. */
    enum Loss {
        /** No list knows the attachments, and no fallback tag is kept. */
        LISTS,
        /** Attachments are answered 201 and thrown away. */
        ATTACHMENTS,
        /** Manifests come back with other bytes. */
        BYTES;

        Middleman middleman() {
            return (request, honest) -> {
                boolean there = request.repository().equals("target");
                return switch (this) {
                    case LISTS ->
                        there && (request.kind() == Kind.REFERRERS || isFallbackTag(request))
                                ? Answer.error(404, "MANIFEST_UNKNOWN", "not here")
                                : honest.answer(request);
                    case ATTACHMENTS ->
                        there && request.kind() == Kind.MANIFEST_PUT && isAttachment(request)
                                ? Answer.of(201).with("Location", request.target())
                                : honest.answer(request);
                    case BYTES ->
                        there && request.kind() == Kind.MANIFEST_GET
                                ? longer(honest.answer(request))
                                : honest.answer(request);
                };
            };
        }

        private static boolean isFallbackTag(Request request) {
            return request.reference().startsWith("sha256-") && request.method().equals("GET");
        }

        private static boolean isAttachment(Request request) {
            return new String(request.body(), java.nio.charset.StandardCharsets.UTF_8).contains("\"subject\"");
        }

        private static Answer longer(Answer answer) {
            byte[] body = java.util.Arrays.copyOf(answer.body(), answer.body().length + 1);
            body[body.length - 1] = '\n';
            return answer.status() == 200 ? answer.withBody(body) : answer;
        }
    }

    private Store open(String repository) {
        return RegistryStore.open(
                new Place.RegistryPlace(registry.host(), repository),
                RegistryOptions.standard(HttpSettings.standard(InstantSource.fixed(SimulatedPublisher.NOW))
                        .withPacing(new NoWaits())));
    }

    @AfterEach
    void close() {
        source.close();
        target.close();
        registry.close();
    }

    private Manifest artifactWithAttachment() {
        Manifest artifact = Samples.image(1).pushTo(source).manifest();
        source.tag(artifact, TAG);
        Samples.attachment(artifact.descriptor(), 2).attachTo(source);
        return artifact;
    }

    private Optional<CopyReport> copy(Manifest artifact) {
        try {
            return Optional.of(new GraphCopy(source, target, 2, Progress.NONE)
                    .copy(artifact, List.of(), Optional.of(TAG), () -> {}));
        } catch (BullaException e) {
            return Optional.empty();
        }
    }

    @Test
    void anHonestDestinationHasEverythingAndTheName() {
        Manifest artifact = artifactWithAttachment();

        assertThat(copy(artifact)).hasValueSatisfying(report -> {
            assertThat(report.leftBehind()).isEmpty();
            assertThat(report.attachments()).isEqualTo(1);
        });
        assertThat(target.manifest(TAG).map(Manifest::digest)).contains(artifact.digest());
    }

    @Attack({"P12", "P11", "C"})
    @ParameterizedTest
    @EnumSource
    void p12_aCopyThatLostAnAttachmentIsNoSuccess(Loss loss) {
        Manifest artifact = artifactWithAttachment();
        registry.between(loss.middleman());

        Optional<CopyReport> report = copy(artifact);

        registry.between(Middleman.HONEST);
        report.ifPresent(made -> assertThat(made.leftBehind()).isNotEmpty());
        Optional<Digest> tagged = target.manifest(TAG).map(Manifest::digest);
        assertThat(tagged).isEmpty();
    }

    @Attack({"P12", "C"})
    @Test
    void p12_anAttachmentThatIsListedAndGoneIsNamedAndTheArtifactGetsNoTag() {
        Manifest artifact = artifactWithAttachment();
        String gone = source.referrers(artifact.digest())
                .entries()
                .getFirst()
                .digest()
                .toString();
        registry.between((request, honest) ->
                request.kind() == Kind.MANIFEST_GET && request.reference().equals(gone)
                        ? Answer.error(404, "MANIFEST_UNKNOWN", "not here")
                        : honest.answer(request));

        Optional<CopyReport> report = copy(artifact);

        registry.between(Middleman.HONEST);
        assertThat(report.orElseThrow().leftBehind()).singleElement().asString().contains(gone);
        assertThat(target.manifest(TAG)).isEmpty();
        assertThat(target.manifest(artifact.digest())).isPresent();
    }
}
