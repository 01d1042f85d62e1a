package dev.bulla.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.testkit.Attack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that a registry and a thief can do, in any combination, at every level and wherever the roles are: nothing is
 * accepted that should not be, and nothing honest is refused.
 */
class AdversaryMatrixTest {
    private static final int COMBINATIONS = Integer.getInteger("bulla.acceptance.combinations", 2000);
    private static final long SEED = Long.getLong("bulla.adversary.seed", 20_261_122L);

    private static final List<Market> MARKETS = new ArrayList<>();

    @TempDir(factory = MemoryFolder.class)
    private Path folder;

    @BeforeAll
    static void open() {
        for (Goods goods : Goods.values()) {
            for (Placement placement : Placement.values()) {
                MARKETS.add(new Market(goods, placement));
            }
        }
    }

    @AfterAll
    static void close() {
        MARKETS.forEach(Market::close);
        MARKETS.clear();
    }

    static List<Market> markets() {
        return MARKETS;
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("markets")
    void whatIsHonestReachesItsLevel(Market market) {
        Client client = new Client(folder);
        for (Knows knows : Knows.values()) {
            Client.Result result =
                    client.verify(market, knows, market.goods.level(), (request, registry) -> registry.answer(request));

            assertThat(result.proof())
                    .as(result.refusal())
                    .hasValueSatisfying(
                            proof -> assertThat(proof.supply().level()).isEqualTo(market.goods.level()));
        }
    }

    @Attack({"R", "R+K_ts", "R+K_ts+K_snap", "R+K_rel", "R+K_tgt", "T1", "T3", "T7", "T8", "T10", "P14"})
    @Test
    void nothingIsAcceptedThatShouldNotBeAndNothingHonestIsRefused() {
        Client client = new Client(folder);
        Random random = new Random(SEED);
        TreeMap<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < COMBINATIONS; i++) {
            Deal deal = Deal.drawn(MARKETS.get(i % MARKETS.size()), random);
            Client.Result result = client.verify(deal.market(), deal.knows(), deal.demanded(), deal.middleman());
            deal.check("combination " + i + " of seed " + SEED, result);
            counts.merge(word(deal, result), 1, Integer::sum);
        }
        System.out.println("adversary: " + COMBINATIONS + " combinations, seed " + SEED + ", " + counts);
        assertThat(counts.keySet()).contains("accepted, honest", "accepted, within the bound", "refused");
    }

    private static String word(Deal deal, Client.Result result) {
        if (result.proof().isEmpty()) {
            return "refused";
        }
        return deal.shown() == Deal.Shown.CURRENT ? "accepted, honest" : "accepted, within the bound";
    }
}
