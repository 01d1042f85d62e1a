package dev.bulla.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.testkit.Attack;
import dev.bulla.testkit.RegistryProfile;
import dev.bulla.testkit.loopback.Kind;
import dev.bulla.testkit.loopback.Middleman;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is published in a registry as it is known to be verifies there, by its head and by its capsule. */
class RegistryProfilesTest {
    @TempDir
    private Path folder;

    @Attack({"T1", "P15", "P16", "O1", "O2", "O4", "O8", "O11"})
    @ParameterizedTest
    @EnumSource
    void whatIsPublishedInAnyKnownRegistryVerifiesThere(RegistryProfile profile) {
        Client client = new Client(folder);
        for (Placement placement : List.of(Placement.TRUST, Placement.API)) {
            try (Market market = new Market(Goods.PLAIN_MADE, placement, Stand.in(profile.start()))) {
                Client.Result result = client.verify(market, Knows.NOTHING, market.goods.level(), Middleman.HONEST);

                assertThat(result.proof())
                        .as(placement + ": " + result.refusal())
                        .hasValueSatisfying(
                                proof -> assertThat(proof.artifact().digest()).isEqualTo(market.current.digest()));
            }
        }
    }

    @Attack({"O18", "T8", "T21"})
    @ParameterizedTest
    @EnumSource(names = {"TRUST", "API"})
    void o18_aTagThatGoesToAndFroIsBelievedOnlyWhenItIsRight(Placement placement) {
        try (Market market = new Market(Goods.PLAIN, placement)) {
            List<String> shown = List.of(
                    market.current.digest().toString(), market.unsigned.digest().toString());
            List<String> heads = List.of(market.newHead.toString(), market.oldHead.toString());
            int[] asked = new int[1];
            Middleman flapping = (request, registry) -> {
                boolean manifest = request.kind() == Kind.MANIFEST_GET || request.kind() == Kind.MANIFEST_HEAD;
                if (manifest && request.reference().equals("1")) {
                    return registry.answer(request.instead(shown.get(asked[0]++ % 2)));
                }
                return manifest
                                && placement == Placement.TRUST
                                && request.reference().equals("latest")
                        ? registry.answer(request.instead(heads.get(asked[0]++ / 2 % 2)))
                        : registry.answer(request);
            };
            Client client = new Client(folder);
            List<Knows> knowing = List.of(Knows.values());
            List<String> ends = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Client.Result result = client.verify(market, knowing.get(i / 4 % 3), market.goods.level(), flapping);
                result.proof()
                        .ifPresent(
                                proof -> assertThat(proof.artifact().digest()).isEqualTo(market.current.digest()));
                ends.add(result.proof().isPresent() ? "accepted" : result.refusal());
            }

            assertThat(ends).contains("accepted").anyMatch(end -> !end.equals("accepted"));
        }
    }
}
