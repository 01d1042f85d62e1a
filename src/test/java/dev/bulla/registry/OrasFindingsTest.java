package dev.bulla.registry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulla.outcome.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import land.oras.ContainerRef;
import land.oras.auth.AuthStore;
import land.oras.exception.OrasException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where oras-java reads credentials otherwise than docker: the reasons for {@link StoredCredentials} to decide some cases
 * by itself. When one of these fails with a later version, that case can be handed over.
 */
class OrasFindingsTest {
    @TempDir
    Path folder;

    @Test
    void onePasswordWithAColonMakesTheWholeFileUnreadable() throws IOException {
        write("{\"auths\":{\"one.example\":{\"auth\":\"" + base64("user:a:b") + "\"},\"two.example\":{\"auth\":\""
                + base64("user:word") + "\"}}}");
        assertThatExceptionOfType(OrasException.class).isThrownBy(() -> login("two.example"));
        assertThat(stored("two.example")).isEqualTo(new Login("user", "word"));
    }

    @Test
    void dockerHubIsNotFoundUnderTheNameThatDockerFilesItUnder() throws IOException {
        write("{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"" + base64("hub:word") + "\"}}}");
        assertThat(login("docker.io")).isNull();
        assertThat(stored("docker.io")).isEqualTo(new Login("hub", "word"));
    }

    @Test
    void anIdentityTokenIsTakenForALogin() throws IOException {
        write("{\"auths\":{\"one.example\":{\"auth\":\"" + base64("00000000:x") + "\",\"identitytoken\":\"t\"}}}");
        assertThat(requireNonNull(login("one.example")).username()).isEqualTo("00000000");
    }

    @Test
    void anEntryOfTheFileComesBeforeTheHelper() throws IOException {
        write("{\"credHelpers\":{\"one.example\":\"absent-for-this-test\"},\"auths\":{\"one.example\":{\"auth\":\""
                + base64("file:word") + "\"}}}");
        assertThat(requireNonNull(login("one.example")).username()).isEqualTo("file");
    }

    @Test
    void aFileThatNamesHelpersAndHoldsNoEntriesBreaksIt() throws IOException {
        write("{\"credsStore\":\"absent-for-this-test\"}");
        assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> login("one.example"));
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> stored("one.example"))
                .withMessageContaining("docker-credential-absent-for-this-test");
    }

    private AuthStore.@Nullable Credential login(String host) {
        return AuthStore.newStore(List.of(file())).get(ContainerRef.parse(host + "/any"));
    }

    private Login stored(String host) {
        return StoredCredentials.in(List.of(file())).find(host).orElseThrow();
    }

    private Path file() {
        return folder.resolve("config.json");
    }

    private void write(String content) throws IOException {
        Files.writeString(file(), content);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
