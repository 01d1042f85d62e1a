package dev.bulla.intoto;

import static dev.bulla.intoto.Chain.list;
import static dev.bulla.intoto.VerdictAssert.accepted;
import static dev.bulla.intoto.VerdictAssert.hasFinding;
import static dev.bulla.intoto.VerdictAssert.rejected;
import static dev.bulla.outcome.ReasonCode.INTOTO_FAILED;
import static dev.bulla.outcome.ReasonCode.RULE_VIOLATED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** intoto.md sections 2 (steps 12 and 13) and 9, D42: inspections in the order of things. */
class InspectionDecisionsTest {

    private static Artifacts artifacts(String... artifacts) {
        return Artifacts.read(Fields.of(Docs.artifacts(artifacts), ""));
    }

    private static Json.Obj inspection(String name, String... productRules) {
        return Docs.inspection(name, "look").with("expected_products", Docs.rules(productRules));
    }

    private static Chain running(Chain chain, InspectionRunner runner) {
        return chain.options(options -> options.inspections(runner));
    }

    @Test
    void d42_AnInspectionThatIsNotPermittedRejectsTheRun() {
        Chain chain = Chain.good().inspection(inspection("look"));

        var rejected = rejected(chain, INTOTO_FAILED, "'look'", "was not run");
        hasFinding(rejected, Finding.Result.NOT_EVALUATED, "refused unless");
        accepted(running(chain, each -> new InspectionRunner.Recorded(artifacts(), artifacts())));
    }

    @Test
    void section10_AFailureOrAnEmptyCommandRejectsTheRun() {
        Chain chain = Chain.good().inspection(inspection("look"));

        rejected(running(chain, each -> new InspectionRunner.Failed("status 1")), INTOTO_FAILED, "status 1");
        rejected(
                running(Chain.good().inspection(Docs.inspection("look")), each -> {
                    throw new AssertionError("nothing to run");
                }),
                INTOTO_FAILED,
                "nothing to run");
    }

    @Test
    void section2_12_InspectionsRunOnlyAfterAllStepsPassed() {
        List<String> ran = new ArrayList<>();
        InspectionRunner runner = each -> {
            ran.add(each.name());
            return new InspectionRunner.Recorded(artifacts(), artifacts());
        };

        rejected(
                running(Chain.build(list(), list("out=aa"), "DISALLOW *").inspection(inspection("look")), runner),
                RULE_VIOLATED);
        assertThat(ran).isEmpty();
        accepted(running(Chain.good().inspection(inspection("a")).inspection(inspection("b")), runner));
        assertThat(ran).containsExactly("a", "b");
    }

    @Test
    void section2_13_AnInspectionMayMatchStepsAndInspectionsOnEitherSide() {
        InspectionRunner runner = each -> new InspectionRunner.Recorded(artifacts(), artifacts("out=bb"));
        Chain chain = Chain.good()
                .inspection(inspection("a", "MATCH out WITH PRODUCTS FROM b", "DISALLOW *"))
                .inspection(inspection("b", "MATCH out WITH PRODUCTS FROM build", "DISALLOW *"));

        accepted(running(chain, runner));
        rejected(
                running(chain, each -> new InspectionRunner.Recorded(artifacts(), artifacts("out=cc"))),
                RULE_VIOLATED,
                "'b'");
    }

    @Test
    void section2_13_AStepCannotMatchAnInspection() {
        Chain chain = Chain.build(list(), list("out=bb"), "MATCH out WITH PRODUCTS FROM look", "DISALLOW *")
                .inspection(inspection("look"));

        rejected(
                running(chain, each -> new InspectionRunner.Recorded(artifacts(), artifacts("out=bb"))),
                RULE_VIOLATED,
                "'build'");
    }
}
