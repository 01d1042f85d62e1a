package dev.bulla.intoto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;

/** Says what a verdict must be, and shows the reason when it is another. */
final class VerdictAssert {
    private VerdictAssert() {}

    static LayoutVerdict.Accepted accepted(Chain chain) {
        LayoutVerdict verdict = chain.verify();
        assertThat(verdict).isInstanceOf(LayoutVerdict.Accepted.class);
        return (LayoutVerdict.Accepted) verdict;
    }

    static LayoutVerdict.Rejected rejected(Chain chain, ReasonCode code, String... words) {
        LayoutVerdict verdict = chain.verify();
        assertThat(verdict).isInstanceOf(LayoutVerdict.Rejected.class);
        LayoutVerdict.Rejected rejected = (LayoutVerdict.Rejected) verdict;
        Reason reason = rejected.reason();
        assertThat(reason.code()).as(reason.message()).isEqualTo(code);
        for (String word : words) {
            assertThat(reason.message()).contains(word);
        }
        return rejected;
    }

    /** A finding about this key or item says this. */
    static void hasFinding(LayoutVerdict verdict, Finding.Result result, String words) {
        assertThat(verdict.findings())
                .anyMatch(finding ->
                        finding.result() == result && finding.message().contains(words));
    }
}
