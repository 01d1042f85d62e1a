package dev.bulla.tuf.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.TestKeys;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.UsageException;
import dev.bulla.testkit.tuf.DraftedRepository;
import dev.bulla.testkit.tuf.SimulatedClient;
import dev.bulla.tuf.Lookup;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.SuccinctRoles;
import dev.bulla.tuf.TargetPath;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bins by hash, written (TAP 15). */
class HashBinsTest {
    private final DraftedRepository repository = new DraftedRepository();
    private final PublicKey key = TestKeys.seeded("bins").publicKey();
    private final HashBins bins = new HashBins(4, "bin", List.of(key), 1);

    private static TargetPath path(int i) {
        return new TargetPath("example.com/acme/app:" + i);
    }

    private void split() {
        repository.edit(RoleName.TARGETS, draft -> {
            TargetsDraft more = draft;
            for (int i = 0; i < 40; i++) {
                more = more.target(path(i), DraftsTest.info("content " + i));
            }
            return more;
        });
        Map<RoleName, TargetsDraft> parts =
                bins.split(repository.targets(RoleName.TARGETS).role(), repository.month());
        parts.forEach((name, draft) ->
                repository.signedBy(name, TestKeys.seeded("bins")).edit(name, none -> draft));
        repository.edit(RoleName.TARGETS, draft -> {
            TargetsDraft fewer = draft.bins(bins);
            for (int i = 0; i < 40; i++) {
                fewer = fewer.removeTarget(path(i));
            }
            return fewer;
        });
        repository.publish();
    }

    @Test
    void aRoleThatIsSplitLosesNoTargetAndEveryBinExists() {
        split();

        Lookup lookup = repository.update(repository.pinned()).orThrow();

        for (int i = 0; i < 40; i++) {
            var found = lookup.find(path(i)).orThrow();
            assertThat(found.info()).isEqualTo(DraftsTest.info("content " + i));
            assertThat(found.chain()).containsExactly(RoleName.TARGETS, bins.binOf(path(i)));
        }
        assertThat(bins.names()).hasSize(16).first().isEqualTo(new RoleName("bin-0"));
        assertThat(bins.names()).last().isEqualTo(new RoleName("bin-f"));
        bins.names().forEach(name -> assertThat(repository.file(name).version()).isEqualTo(1));
        assertThat(SimulatedClient.reasonOf(lookup.find(path(99))).code()).isEqualTo(ReasonCode.NOT_A_TARGET);
    }

    @Test
    void aTargetMoreChangesItsBinAlone() {
        split();
        RoleName bin = bins.binOf(path(77));

        repository
                .edit(bin, draft -> draft.target(path(77), DraftsTest.info("late")))
                .publish();

        assertThat(repository
                        .update(repository.pinned())
                        .orThrow()
                        .find(path(77))
                        .orThrow()
                        .chain())
                .containsExactly(RoleName.TARGETS, bin);
    }

    @Test
    void namesHaveAsManyDigitsAsTheLastOneNeeds() {
        assertThat(new HashBins(5, "b", List.of(key), 1).names()).contains(new RoleName("b-0f"), new RoleName("b-1f"));
        assertThat(new HashBins(1, "b", List.of(key), 1).names())
                .containsExactly(new RoleName("b-0"), new RoleName("b-1"));
        assertThat(new HashBins(13, "b", List.of(key), 1).names()).hasSize(8192).contains(new RoleName("b-1fff"));
    }

    @ParameterizedTest
    @CsvSource({"100,4", "1000,6", "10000,7", "100000,9", "1000000,11", "100000000,13", "9000000000000000000,13"})
    void tap15_binsAreAboutTheSquareRootOf28N(long targets, int bits) {
        assertThat(HashBins.bitsFor(targets)).isEqualTo(OptionalInt.of(bits));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 99})
    void tap15_fewTargetsNeedNoBins(long targets) {
        assertThat(HashBins.bitsFor(targets)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 14, 32, 33, Integer.MAX_VALUE})
    void bitsBeyondWhatClientsCanFetchAreNotWritten(int bits) {
        assertThatThrownBy(() -> new HashBins(bits, "bin", List.of(key), 1)).isInstanceOf(UsageException.class);
        assertThat(SuccinctRoles.MAX_BITS).isEqualTo(32); // what is read
    }

    @Test
    void binsThatNobodyCouldSignAreRefused() {
        assertThatThrownBy(() -> TargetsDraft.create(repository.month())
                        .bins(new HashBins(4, "bin", List.of(key), 2))
                        .unsigned())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("bin would need 2 signatures");
        assertThatThrownBy(() -> new HashBins(4, "", List.of(key), 1)).isInstanceOf(UsageException.class);
    }
}
