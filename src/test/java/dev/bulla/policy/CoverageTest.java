package dev.bulla.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.oci.Reference;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TAP 4 and trust.md section 2: ordered rules; the first that matches decides unless it is not terminating. */
class CoverageTest {
    private static final String DIGEST = "@sha256:" + "d".repeat(64);

    private final Policy policy = Policies.withRules(
                    "{'match': 'example.com/acme/secret:*', 'action': 'reject'}",
                    "{'match': 'example.com/acme/*:*', 'repositories': ['acme'], 'minLevel': '1b'}",
                    "{'match': 'mirror.corp/cache/acme/*:*', 'rewrite': 'example.com/acme/$1:$2',"
                            + " 'repositories': ['acme', 'two'], 'threshold': 2}",
                    "{'match': 'example.com/both/**:*', 'repositories': ['two'], 'terminating': false}",
                    "{'match': 'example.com/both/*:*', 'repositories': ['three'], 'terminating': false}",
                    "{'match': 'example.com/both/new:*', 'action': 'allow-unsigned', 'mode': 'warn'}",
                    "{'match': 'oci:usb.tar:*', 'rewrite': 'example.com/acme/shop:$1', 'aliases': true,"
                            + " 'repositories': ['acme']}",
                    "{'match': 'docker.io/library/*:*', 'repositories': ['three']}",
                    "{'match': 'flat.corp/*:*', 'rewrite': 'flat.example/$1/app:v-$2', 'repositories': ['two']}")
            .orThrow();

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "example.com/acme/shop:1.0              | 1:example.com/acme/shop:1.0@acme/1",
                "EXAMPLE.com:443/acme/shop:1.0          | 1:example.com/acme/shop:1.0@acme/1",
                "example.com/acme/shop                  | 1:example.com/acme/shop:latest@acme/1",
                "example.com/acme/secret:1.0            | 0:rejected",
                "mirror.corp/cache/acme/shop:1.0        | 2:example.com/acme/shop:1.0@acme+two/2",
                "mirror.corp/cache/acme/a/shop:1.0      | rejected",
                "example.com/both/app:1                 | 3:example.com/both/app:1@two/1 then 4:example.com/both/app:1@three/1 then rejected",
                "example.com/both/a/b:1                 | 3:example.com/both/a/b:1@two/1 then rejected",
                "example.com/both/new:1                 | 3:example.com/both/new:1@two/1 then 4:example.com/both/new:1@three/1 then 5:unsigned",
                "oci:usb.tar:1.0                        | 6:example.com/acme/shop:1.0@acme/1",
                "oci:other.tar:1.0                      | rejected",
                "nginx                                  | 7:docker.io/library/nginx:latest@three/1",
                "flat.corp/shop:1                       | 8:flat.example/shop/app:v-1@two/1",
                "elsewhere.com/x:1                      | rejected"
            })
    void theFirstMatchingRuleDecidesAndTheLastRuleUnwrittenRejects(String reference, String said) {
        assertThat(Policies.said(policy, reference)).isEqualTo(said);
    }

    @Test
    void aDigestReferenceIsMatchedByItsRepositoryAndLeavesTheTagOpen() {
        assertThat(Policies.said(policy, "example.com/acme/shop" + DIGEST))
                .isEqualTo("1:example.com/acme/shop:?@acme/1");
        assertThat(Policies.said(policy, "example.com/acme/secret" + DIGEST)).isEqualTo("0:rejected");
        assertThat(Policies.said(policy, "mirror.corp/cache/acme/shop" + DIGEST))
                .isEqualTo("2:example.com/acme/shop:?@acme+two/2");
    }

    @Test
    void aTagBesideADigestIsWhatIsLookedUp() {
        assertThat(Policies.said(policy, "example.com/acme/shop:1.0" + DIGEST))
                .isEqualTo("1:example.com/acme/shop:1.0@acme/1");
    }

    @Test
    void aRuleWhoseRewriteChangesTheTagCoversNoDigestReferenceAndLetsNoneThrough() {
        assertThat(Policies.said(policy, "flat.corp/shop" + DIGEST)).isEqualTo("8:rejected");
    }

    @Test
    void aRewriteThatMakesNoReferenceIsARefusalAndDoesNotFallThrough() {
        Policy odd = Policies.withRules(
                        "{'match': 'mirror.corp/*:*', 'rewrite': 'example.com/$2:$1', 'repositories': ['acme']}",
                        "{'match': '*', 'action': 'allow-unsigned'}")
                .orThrow();

        assertThat(Policies.said(odd, "mirror.corp/app:1.0")).isEqualTo("0:example.com/1.0:app@acme/1");
        assertThat(Policies.said(odd, "mirror.corp/app:UP")).isEqualTo("0:rejected");
        assertThat(Policies.said(odd, "mirror.corp/app:_x")).isEqualTo("0:rejected");
    }

    @Test
    void theLoneStarMatchesEverythingLayoutsIncluded() {
        Policy all =
                Policies.withRules("{'match': '*', 'repositories': ['acme']}").orThrow();

        assertThat(Policies.said(all, "a.b/c:1")).isEqualTo("0:a.b/c:1@acme/1");
        assertThat(Policies.said(all, "a.b/c" + DIGEST)).isEqualTo("0:a.b/c:?@acme/1");
        assertThat(Policies.said(all, "oci:usb.tar:1")).isEqualTo("0:rejected");
    }

    @Attack("T2")
    @Test
    void whatIsNotCoveredSaysSoWithItsName() {
        Coverage coverage = policy.coverage(Reference.parse("elsewhere.com/x:1"));

        assertThat(coverage).isInstanceOfSatisfying(Coverage.NotCovered.class, not -> {
            assertThat(not.by()).isEmpty();
            assertThat(not.reason().code()).isEqualTo(ReasonCode.NOT_COVERED);
            assertThat(not.reason().message()).isEqualTo("no rule of the policy covers elsewhere.com/x:1");
        });
    }
}
