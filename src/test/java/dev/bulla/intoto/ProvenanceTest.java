package dev.bulla.intoto;

import static dev.bulla.intoto.Chain.ALICE;
import static dev.bulla.intoto.Chain.BOB;
import static dev.bulla.intoto.Chain.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.intoto.Provenance.Act;
import dev.bulla.intoto.Provenance.Flow;
import dev.bulla.intoto.Provenance.Passed;
import dev.bulla.json.Json;
import dev.bulla.testkit.Attack;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Who did what in an accepted chain, and which rule let each artifact through. */
class ProvenanceTest {
    private static Provenance of(Chain chain) {
        return Provenance.of(VerdictAssert.accepted(chain));
    }

    private static Chain twoSteps() {
        return Chain.empty()
                .step("tag", step -> step.with("expected_products", Docs.rules("CREATE src", "DISALLOW *")), 1, ALICE)
                .step(
                        "build",
                        step -> step.with(
                                        "expected_materials",
                                        Docs.rules("MATCH s* WITH PRODUCTS FROM tag", "DISALLOW *"))
                                .with("expected_products", Docs.rules("CREATE out", "DISALLOW bad")),
                        1,
                        BOB)
                .link("tag", ALICE, list(), list("src=aa"))
                .link("build", BOB, list("src=aa"), list("out=bb", "log=cc"));
    }

    @Test
    void eachArtifactStandsWithTheRuleThatLetItThrough() {
        Act build = of(twoSteps()).acts().get(1);

        assertThat(build.materials()).singleElement().satisfies(passed -> {
            assertThat(passed.artifact()).isEqualTo("src");
            assertThat(passed.permit()).hasValueSatisfying(rule -> {
                assertThat(rule.place()).isEqualTo("expected_materials[0]");
                assertThat(rule.rule()).isEqualTo("MATCH s* WITH PRODUCTS FROM tag");
                assertThat(rule.from()).contains("tag");
            });
        });
        assertThat(build.products())
                .filteredOn(passed -> passed.permit().isPresent())
                .extracting(Passed::artifact)
                .containsExactly("out");
    }

    @Test
    void whatNoRuleSpokeOfIsSaidToHaveNone() {
        assertThat(of(twoSteps()).acts().get(1).products())
                .filteredOn(passed -> passed.permit().isEmpty())
                .extracting(Passed::artifact)
                .containsExactly("log");
    }

    @Test
    void artifactsFlowWhereMatchRulesFoundThem() {
        assertThat(of(twoSteps()).flows()).containsExactly(new Flow("tag", "build", List.of("src")));
    }

    @Attack("I12")
    @Test
    void onlySignersWhoseEvidenceCountsAreNamed() {
        Chain chain = Chain.empty()
                .step("build", 1, ALICE, BOB)
                .link("build", ALICE, list(), list("out=aa"))
                .put(
                        "build",
                        BOB.keyId(),
                        Docs.metablock(Docs.link("build", Docs.artifacts(), Docs.artifacts()), ALICE));

        assertThat(of(chain).acts())
                .singleElement()
                .satisfies(act -> assertThat(act.signers()).containsExactly(ALICE.keyId()));
    }

    @Test
    void itemsOfSublayoutsFlowAmongThemselves() {
        List<EvidenceAddress.Parent> below = List.of(new EvidenceAddress.Parent("parts", ALICE.keyId()));
        Json.Obj inner = Chain.empty()
                .step("fetch", 1, BOB)
                .step(
                        "pack",
                        step -> step.with("expected_materials", Docs.rules("MATCH * WITH PRODUCTS FROM fetch")),
                        1,
                        BOB)
                .signedLayout();
        Provenance provenance = of(Chain.empty()
                .step("parts", 1, ALICE)
                .put("parts", ALICE.keyId(), Docs.metablock(inner, ALICE))
                .put(below, "fetch", BOB.keyId(), link("fetch", Docs.artifacts(), Docs.artifacts("src=aa")))
                .put(below, "pack", BOB.keyId(), link("pack", Docs.artifacts("src=aa"), Docs.artifacts("out=bb"))));

        assertThat(provenance.acts()).extracting(Act::item).containsExactly("parts/fetch", "parts/pack", "parts");
        assertThat(provenance.acts().get(2).sublayout()).isTrue();
        assertThat(provenance.flows()).containsExactly(new Flow("parts/fetch", "parts/pack", List.of("src")));
    }

    private static Bytes link(String step, Json.Obj materials, Json.Obj products) {
        return Docs.metablock(Docs.link(step, materials, products), BOB);
    }

    @Test
    void inspectionsAreActsWithoutSigners() {
        Chain chain = twoSteps()
                .inspection(Docs.inspection("look", "bulla:sha256")
                        .with("expected_products", Docs.rules("MATCH out WITH PRODUCTS FROM build")))
                .options(options -> options.inspections(
                        inspection -> new InspectionRunner.Recorded(Artifacts.none(), artifacts("out", "bb"), "here")));

        Provenance provenance = of(chain);

        assertThat(provenance.acts().getLast()).satisfies(act -> {
            assertThat(act.inspection()).isTrue();
            assertThat(act.signers()).isEmpty();
            assertThat(act.products()).extracting(Passed::artifact).containsExactly("out");
        });
        assertThat(provenance.flows()).contains(new Flow("build", "look", List.of("out")));
    }

    private static Artifacts artifacts(String name, String hash) {
        return new Artifacts(new TreeMap<>(Map.of(name, Map.of("sha256", hash))));
    }

    @Test
    void timesAndCommitsAreReadFromTheirPlacesAlone() {
        String commit = "0123456789abcdef0123456789abcdef01234567";
        Json.Obj link = Docs.link("tag", Docs.artifacts(), Docs.artifacts("src=aa"))
                .with(
                        "products",
                        Json.Obj.empty()
                                .with("git:commit", Json.Obj.empty().with("sha1", Json.text(commit)))
                                .with("src", Json.Obj.empty().with("gitCommit", Json.text("ff00"))))
                .with("byproducts", Json.Obj.empty().with("started", Json.text("2026-05-01T10:00:00Z")))
                .with(
                        "environment",
                        Json.Obj.empty()
                                .with("started", Json.text("2020-01-01T00:00:00Z"))
                                .with("finished", Json.text("yesterday")));
        Chain chain = Chain.empty().step("tag", 1, ALICE).put("tag", ALICE.keyId(), Docs.metablock(link, ALICE));

        assertThat(of(chain).acts().getFirst().record()).satisfies(record -> {
            assertThat(record.started()).contains(Instant.parse("2026-05-01T10:00:00Z"));
            assertThat(record.finished()).isEmpty();
            assertThat(record.commits()).containsExactly(commit, "ff00");
        });
    }
}
