package dev.bulla.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.testkit.Attack;
import dev.bulla.testkit.RealRegistry;
import dev.bulla.testkit.loopback.Middleman;
import java.nio.file.Path;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same adversary in a proxy before a real registry. */
@Timeout(300)
class RealRegistryUnderAttackIT {
    private static final int COMBINATIONS = Integer.getInteger("bulla.acceptance.rounds", 1) * 60;
    private static final long SEED = 20_261_122L;

    @TempDir(factory = MemoryFolder.class)
    private Path folder;

    @Attack({"R", "R+K_ts", "R+K_ts+K_snap", "R+K_rel", "R+K_tgt", "T1", "T3"})
    @ParameterizedTest
    @CsvSource({"PLAIN, TRUST", "ALL, TRUST", "PLAIN_MADE, TAG", "BUNDLE_MADE, TAG"})
    void nothingIsAcceptedThatShouldNotBeAndNothingHonestIsRefused(Goods goods, Placement placement) {
        Client client = new Client(folder);
        Random random = new Random(SEED);
        TreeMap<Boolean, Integer> accepted = new TreeMap<>();
        try (RealRegistry real = RealRegistry.fresh();
                Market market = new Market(goods, placement, Stand.before(real))) {
            assertThat(client.verify(market, Knows.NOTHING, goods.level(), Middleman.HONEST)
                            .proof())
                    .isPresent();
            for (int i = 0; i < COMBINATIONS; i++) {
                Deal deal = Deal.drawn(market, random);
                Client.Result result = client.verify(market, deal.knows(), deal.demanded(), deal.middleman());
                deal.check("combination " + i, result);
                accepted.merge(result.proof().isPresent(), 1, Integer::sum);
            }
        }
        System.out.println(
                "adversary before a real registry, " + goods + " by " + placement + ": accepted or not " + accepted);
        assertThat(accepted).containsKeys(true, false);
    }
}
