package dev.bulla.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Place;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.UnreachableException;
import dev.bulla.outcome.UsageException;
import dev.bulla.testkit.Attack;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which host is reached how (registries.md section 4 rule 6), and servers that keep a connection and do not use it. */
@Timeout(60)
class TransportTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:5000, false, http://127.0.0.1:5000",
        "localhost:5000, false, http://localhost:5000",
        "[::1]:5000, false, http://[::1]:5000",
        "registry.example, false, https://registry.example",
        "registry.example:5000, true, http://registry.example:5000",
        "127.0.0.1.example, false, https://127.0.0.1.example",
        "docker.io, false, https://registry-1.docker.io"
    })
    void plainHttpIsForLoopbackOrByOptionOnly(String host, boolean plainHttp, String base) {
        HttpSettings settings = TestSettings.quick().withPlainHttp(plainHttp);
        assertThat(Repository.base(host, settings)).isEqualTo(URI.create(base));
    }

    @Test
    void aRedirectToPlainHttpElsewhereIsNotFollowed() {
        try (ScriptedServer server = new ScriptedServer((request, out) ->
                        ScriptedServer.reply(out, 307, "", "Location", "http://storage.example/blob"));
                RegistryStore store = store(server.host(), TestSettings.quick())) {
            assertThatExceptionOfType(UsageException.class).isThrownBy(() -> store.blob(Sample.blob("x")));
        }
    }

    @Test
    void anUploadThatNobodyReadsIsCut() {
        try (ScriptedServer server = new ScriptedServer((request, out) -> {
            if (request.method().equals("POST")) {
                ScriptedServer.reply(out, 202, "", "Location", "/upload");
            }
        })) {
            server.stallAt("PUT");
            Bytes content = Bytes.adopt(new byte[32 << 20]);
            try (RegistryStore store = store(server.host(), TestSettings.impatient())) {
                assertThatExceptionOfType(UnreachableException.class)
                        .isThrownBy(() -> store.pushBlob(Descriptor.of(Sample.BINARY, content), Content.of(content)))
                        .withMessageContaining("fewer bytes per second");
            }
        }
    }

    @Test
    void aDeadHostIsUnreachableInOneLine() {
        try (RegistryStore store = store("127.0.0.1:1", TestSettings.quick())) {
            assertThatExceptionOfType(UnreachableException.class)
                    .isThrownBy(() -> store.manifest(new Tag("v1")))
                    .withMessageContaining("cannot connect")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
        }
    }

    @Attack("T20")
    @Test
    void secretsInAddressesOfStorageAreNotShown() {
        List<String> lines = new ArrayList<>();
        try (ScriptedServer server = new ScriptedServer((request, out) -> {
                    if (request.target().startsWith("/v2/")) {
                        ScriptedServer.reply(out, 307, "", "Location", "/storage?signature=secret");
                    } else {
                        ScriptedServer.reply(out, 403, "");
                    }
                });
                RegistryStore store = store(server.host(), TestSettings.quick().withTrace(lines::add))) {
            assertThatExceptionOfType(dev.bulla.outcome.DeniedException.class)
                    .isThrownBy(() -> store.blob(Sample.blob("x")))
                    .satisfies(e ->
                            assertThat(e.getMessage()).contains("/storage?…").doesNotContain("secret"));
        }
        assertThat(lines).isNotEmpty().noneMatch(line -> line.contains("secret"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://registry.example/, proxy.example:3128",
        "http://registry.example/, other.example:80",
        "https://inside.corp.example/, direct",
        "https://corp.example/, direct",
        "https://notcorp.example/, proxy.example:3128",
        "https://one.example:8443/, direct",
        "https://one.example/, proxy.example:3128",
        "http://127.0.0.1:5000/, direct"
    })
    void proxiesAreUsedExceptWhereToldNotTo(String target, String expected) {
        Proxies proxies = Proxies.of("http://proxy.example:3128", "other.example", ".corp.example, one.example:8443");
        java.net.Proxy proxy = proxies.forTarget(URI.create(target));
        String shown = proxy.address() instanceof java.net.InetSocketAddress at
                ? at.getHostString() + ":" + at.getPort()
                : "direct";
        assertThat(shown).isEqualTo(expected);
    }

    private static RegistryStore store(String host, HttpSettings settings) {
        return RegistryStore.open(new Place.RegistryPlace(host, "transport"), RegistryOptions.standard(settings));
    }
}
