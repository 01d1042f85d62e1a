package dev.bulla.tuf.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.TestKeys;
import dev.bulla.outcome.UsageException;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.tuf.DelegatedRole;
import dev.bulla.tuf.Delegations;
import dev.bulla.tuf.PathPattern;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Edits of the delegations of a targets role (TUF 4.5, tuf.md 6.1 and 10). */
class DelegationEditsTest {
    private static final Expiry MONTH = Expiry.after(SimulatedPublisher.NOW, Duration.ofDays(30));
    private static final RoleName A = new RoleName("a");
    private static final RoleName B = new RoleName("b");
    private static final RoleName C = new RoleName("c");

    private final PublicKey one = TestKeys.seeded("one").publicKey();
    private final PublicKey two = TestKeys.seeded("two").publicKey();
    private final TargetsDraft three = TargetsDraft.create(MONTH)
            .delegate(Delegation.of(A, List.of(one), 1, "a/*"))
            .delegate(Delegation.of(B, List.of(one), 1, "b/*", "c/?"))
            .delegate(Delegation.of(C, List.of(two), 1, "*").ending());

    private static Delegations written(TargetsDraft draft) {
        return draft.unsigned().read(RoleFormat.TARGETS).orThrow().role().delegations();
    }

    private static List<RoleName> order(TargetsDraft draft) {
        return written(draft).listed().stream().map(DelegatedRole::name).toList();
    }

    @Test
    void delegationsAreAskedInTheOrderInWhichTheyWereMade() {
        assertThat(order(three)).containsExactly(A, B, C);
        assertThat(written(three).listed().get(2).terminating()).isTrue();
        assertThat(written(three).listed().get(1).scope().shown()).isEqualTo("b/*, c/?");
    }

    @Test
    void aDelegationIsReplacedInItsPlaceAndCanBeMoved() {
        TargetsDraft replaced = three.delegate(Delegation.of(B, List.of(two), 1, "d/*"));

        assertThat(order(replaced)).containsExactly(A, B, C);
        assertThat(written(replaced).listed().get(1).keys().ids()).containsExactly(two.computedId());
        assertThat(order(replaced.move(C, 0))).containsExactly(C, A, B);
        assertThat(order(replaced.move(A, 2))).containsExactly(B, C, A);
        assertThatThrownBy(() -> replaced.move(A, 3)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> replaced.move(A, -1)).isInstanceOf(UsageException.class);
    }

    @Test
    void aKeyGoesWithTheLastRoleThatListsIt() {
        assertThat(keys(three)).containsExactlyInAnyOrder(one, two);
        assertThat(keys(three.undelegate(A))).containsExactlyInAnyOrder(one, two);
        assertThat(keys(three.undelegate(A).undelegate(B))).containsExactly(two);
        assertThat(keys(three.addKey(C, one).removeKey(C, two.computedId()))).containsExactly(one);
    }

    private static List<PublicKey> keys(TargetsDraft draft) {
        return written(draft).listed().stream()
                .flatMap(role -> role.keys().quorum().keys().values().stream())
                .distinct()
                .toList();
    }

    @Test
    void keysThresholdPathsAndTerminationOfARoleChangeAlone() {
        TargetsDraft edited = three.addKey(A, two)
                .threshold(A, 2)
                .paths(A, List.of(new PathPattern("x/*")))
                .terminating(A, true);

        DelegatedRole a = written(edited).to(A).orElseThrow();
        assertThat(a.keys().threshold()).isEqualTo(2);
        assertThat(a.keys().ids()).containsExactly(one.computedId(), two.computedId());
        assertThat(a.scope().shown()).isEqualTo("x/*");
        assertThat(a.terminating()).isTrue();
        assertThat(written(edited).to(B)).isEqualTo(written(three).to(B));
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "timestamp", "snapshot", "targets"})
    void nobodyDelegatesToATopLevelRole(String name) {
        assertThatThrownBy(() -> Delegation.of(new RoleName(name), List.of(one), 1, "*"))
                .isInstanceOf(UsageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a[bc]", "[", "x/[!a]*"})
    void tufMd61_patternsThatClientsReadDifferentlyAreNotWritten(String pattern) {
        assertThatThrownBy(() -> Delegation.of(A, List.of(one), 1, pattern)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> three.paths(A, List.of(new PathPattern(pattern))))
                .isInstanceOf(UsageException.class);
    }

    @Test
    void aDelegationOfNothingIsRefused() {
        assertThatThrownBy(() -> Delegation.of(A, List.of(one), 1)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> Delegation.of(A, List.of(one), 1, "x".repeat(5000)))
                .isInstanceOf(UsageException.class);
    }

    @Test
    void editsOfARoleThatIsNotDelegatedToAreRefused() {
        RoleName none = new RoleName("none");
        assertThatThrownBy(() -> three.undelegate(none)).hasMessageContaining("no delegation to none");
        assertThatThrownBy(() -> three.addKey(none, one)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> three.threshold(none, 1)).isInstanceOf(UsageException.class);
    }

    @Test
    void tap15_binsAndDelegationsExcludeEachOther() {
        HashBins bins = new HashBins(4, "bins", List.of(one), 1);

        assertThatThrownBy(() -> three.bins(bins)).isInstanceOf(UsageException.class);
        TargetsDraft binned = TargetsDraft.create(MONTH).bins(bins);
        assertThatThrownBy(() -> binned.delegate(Delegation.of(A, List.of(one), 1, "*")))
                .isInstanceOf(UsageException.class);
        assertThat(written(binned.bins(new HashBins(5, "bins", List.of(two), 1))))
                .isInstanceOfSatisfying(Delegations.Succinct.class, succinct -> {
                    assertThat(succinct.bins().bitLength()).isEqualTo(5);
                    assertThat(succinct.bins().keys().ids()).containsExactly(two.computedId());
                    assertThat(succinct.json().toString())
                            .doesNotContain(one.computedId().value());
                });
    }
}
