package dev.bulla.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulla.oci.Place;
import dev.bulla.outcome.UnreachableException;
import dev.bulla.registry.Finding.Answered;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.RealRegistry;
import dev.bulla.testkit.loopback.Answer;
import dev.bulla.testkit.loopback.Behaviour;
import dev.bulla.testkit.loopback.Kind;
import dev.bulla.testkit.loopback.ReferrersBehaviour.Api;
import dev.bulla.testkit.loopback.ReferrersBehaviour.Filter;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is found out about registries, by doing it (registries.md sections 3 and 5.3). */
@Timeout(60)
class RegistryProbeTest {
    private final LoopbackRegistry registry = LoopbackRegistry.start();

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void aCompleteRegistryDoesEverythingAndKeepsNothing() {
        Map<String, Answered> answers = probe(registry.host());
        assertThat(answers)
                .containsEntry("api-v2", Answered.YES)
                .containsEntry("tls", Answered.NO)
                .containsEntry("writes", Answered.YES)
                .containsEntry("subject-header", Answered.YES)
                .containsEntry("referrers-api", Answered.YES)
                .containsEntry("referrers-filter", Answered.YES)
                .containsEntry("referrers-paging", Answered.UNKNOWN)
                .containsEntry("artifact-type", Answered.YES)
                .containsEntry("tags-move", Answered.YES)
                .containsEntry("chunked-upload", Answered.YES)
                .containsEntry("sha512", Answered.YES)
                .containsEntry("mounts", Answered.YES)
                .containsEntry("tag-deletes", Answered.YES)
                .containsEntry("deletes", Answered.YES);
        assertThat(registry.content().manifestDigests("probe")).isEmpty();
        assertThat(registry.content().tags("probe")).isEmpty();
        assertThat(registry.openUploads()).isZero();
    }

    @Attack({"P15", "O2"})
    @Test
    void whatARegistryDoesNotDoIsFoundOut() {
        registry.referrers().api(Api.METHOD_NOT_ALLOWED).subjectHeader(true);
        registry.behaviour()
                .mounts(false)
                .deletes(false)
                .sha512(false)
                .sparseIndexes(true)
                .conditionalPuts(true)
                .immutableTags(409)
                .refusing(Behaviour.Refusal.ARTIFACT_TYPE);
        assertThat(probe(registry.host()))
                .containsEntry("subject-header", Answered.YES)
                .containsEntry("referrers-api", Answered.NO)
                .containsEntry("referrers-filter", Answered.UNKNOWN)
                .containsEntry("artifact-type", Answered.NO)
                .containsEntry("sparse-index", Answered.YES)
                .containsEntry("conditional-put", Answered.YES)
                .containsEntry("tags-move", Answered.NO)
                .containsEntry("sha512", Answered.NO)
                .containsEntry("mounts", Answered.NO)
                .containsEntry("tag-deletes", Answered.NO)
                .containsEntry("deletes", Answered.NO);
    }

    @Attack("P15")
    @Test
    void aBlobThatIsTakenAndNotKeptIsFoundOut() {
        registry.between((request, honest) ->
                request.kind() == Kind.BLOB_HEAD && request.reference().startsWith("sha512:")
                        ? Answer.of(404)
                        : honest.answer(request));
        assertThat(probe(registry.host()))
                .containsEntry("sha512", Answered.NO)
                .containsEntry("chunked-upload", Answered.YES);
    }

    @Attack("O4")
    @Test
    void aFalselyClaimedFilterAndPagesAreSeen() {
        registry.referrers().filter(Filter.FALSELY_CLAIMED).pageSize(1);
        assertThat(probe(registry.host()))
                .containsEntry("referrers-filter", Answered.NO)
                .containsEntry("referrers-paging", Answered.YES);
    }

    @Test
    void whereNobodyMayWriteOnlyReadingIsAsked() {
        registry.access().token().anonymousPull(true);
        Map<String, Answered> answers = probe(registry.host());
        assertThat(answers).containsEntry("writes", Answered.NO).containsEntry("referrers-api", Answered.YES);
        assertThat(answers).doesNotContainKey("mounts");
        assertThat(registry.log().count(Kind.MANIFEST_PUT)).isZero();
    }

    @Test
    void aClockThatIsWrongIsSeen() {
        Place.RegistryPlace place = new Place.RegistryPlace(registry.host(), "probe");
        HttpSettings right = HttpSettings.standard(Clock.systemUTC());
        HttpSettings wrong = HttpSettings.standard(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(2)));
        assertThat(RegistryProbe.of(place, RegistryOptions.standard(right)).run())
                .anyMatch(finding -> finding.name().equals("clock") && finding.answer() == Answered.YES);
        assertThat(RegistryProbe.of(place, RegistryOptions.standard(wrong)).run())
                .filteredOn(finding -> finding.name().equals("clock"))
                .allSatisfy(finding -> {
                    assertThat(finding.answer()).isEqualTo(Answered.NO);
                    assertThat(finding.detail()).containsPattern("1[12][0-9] s behind");
                });
    }

    @Test
    void aServerThatIsNoRegistryIsAnError() {
        registry.faults().on(Kind.PING).always().answer(Answer.html(302));
        assertThatExceptionOfType(UnreachableException.class).isThrownBy(() -> probe(registry.host()));
    }

    @Test
    void theDistributionRegistryHasNoReferrersAndIgnoresConditions() {
        assertThat(probe(RealRegistry.shared().host()))
                .containsEntry("writes", Answered.YES)
                .containsEntry("referrers-api", Answered.NO)
                .containsEntry("subject-header", Answered.NO)
                .containsEntry("conditional-put", Answered.NO)
                .containsEntry("sparse-index", Answered.NO)
                .containsEntry("chunked-upload", Answered.YES)
                .containsEntry("mounts", Answered.YES)
                .containsEntry("tag-deletes", Answered.NO)
                .containsEntry("deletes", Answered.YES);
    }

    private static Map<String, Answered> probe(String host) {
        Map<String, Answered> answers = new LinkedHashMap<>();
        RegistryOptions options = RegistryOptions.standard(TestSettings.quick());
        RegistryProbe.of(new Place.RegistryPlace(host, "probe"), options)
                .run()
                .forEach(finding -> answers.put(finding.name(), finding.answer()));
        return answers;
    }
}
