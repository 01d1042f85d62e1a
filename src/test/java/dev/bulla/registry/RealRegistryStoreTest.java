package dev.bulla.registry;

import dev.bulla.testkit.RealRegistry;
import org.junit.jupiter.api.Timeout;

/** The contract with the distribution registry, which has no referrers API. */
@Timeout(120)
class RealRegistryStoreTest extends RegistryStoreContract {
    @Override
    String host() {
        return RealRegistry.shared().host();
    }
}
