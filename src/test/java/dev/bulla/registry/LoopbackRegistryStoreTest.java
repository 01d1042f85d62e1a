package dev.bulla.registry;

import dev.bulla.testkit.LoopbackRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** The contract with a registry that has the referrers API. */
@Timeout(60)
class LoopbackRegistryStoreTest extends RegistryStoreContract {
    private static LoopbackRegistry registry;

    @BeforeAll
    static void start() {
        registry = LoopbackRegistry.start();
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Override
    String host() {
        return registry.host();
    }
}
