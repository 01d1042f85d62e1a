package dev.bulla.testkit;

import java.net.URI;
import org.junit.jupiter.api.AfterAll;

/** The contract on the registry in memory. */
class LoopbackRegistryContractTest extends RegistryContractTest {

    private static final LoopbackRegistry REGISTRY = LoopbackRegistry.start();

    @Override
    URI base() {
        return REGISTRY.base();
    }

    @AfterAll
    static void close() {
        REGISTRY.close();
    }
}
