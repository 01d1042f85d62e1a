package dev.bulla.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The contract on the real registry, and what it alone does. */
class RealRegistryContractTest extends RegistryContractTest {

    @Override
    URI base() {
        return RealRegistry.shared().base();
    }

    @Test
    void theDistributionRegistryHasNoReferrersApi() {
        String digest = RawRegistry.digest("subject".getBytes(StandardCharsets.UTF_8));

        assertThat(repository().send("GET", "referrers/" + digest).status()).isEqualTo(404);
    }
}
