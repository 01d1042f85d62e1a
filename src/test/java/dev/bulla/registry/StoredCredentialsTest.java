package dev.bulla.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.DeniedException;
import dev.bulla.outcome.StorageException;
import dev.bulla.outcome.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins in docker's file and its helpers (cli.md section 5). */
@Timeout(60)
class StoredCredentialsTest {
    @TempDir
    Path folder;

    @Test
    void noFileHoldsNoLogin() {
        assertThat(stored().find("registry.example")).isEmpty();
    }

    @Test
    void anEntryOfTheFileIsTheLogin() throws IOException {
        write("{\"auths\":{\"registry.example:5000\":{\"auth\":\"" + base64("user:word") + "\"}}}");
        assertThat(stored().find("registry.example:5000")).contains(new Login("user", "word"));
        assertThat(stored().find("registry.example")).isEmpty();
    }

    @Test
    void aPasswordMayContainColons() throws IOException {
        write("{\"auths\":{\"registry.example\":{\"auth\":\"" + base64("user:a:b:c") + "\"}}}");
        assertThat(stored().find("registry.example")).contains(new Login("user", "a:b:c"));
    }

    @Test
    void dockerHubStandsUnderItsOldAddress() throws IOException {
        write("{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"" + base64("hub:word") + "\"}}}");
        assertThat(stored().find("docker.io")).contains(new Login("hub", "word"));
    }

    @Test
    void theFirstFileThatKnowsTheRegistryDecides() throws IOException {
        Path second = folder.resolve("auth.json");
        write("{\"auths\":{\"one.example\":{\"auth\":\"" + base64("a:1") + "\"}}}");
        Files.writeString(second, "{\"auths\":{\"two.example\":{\"auth\":\"" + base64("b:2") + "\"}}}");
        StoredCredentials both = StoredCredentials.in(List.of(file(), second));
        assertThat(both.find("two.example")).contains(new Login("b", "2"));
    }

    @Test
    void anIdentityTokenIsRefusedWithAdvice() throws IOException {
        write("{\"auths\":{\"registry.example\":{\"auth\":\"" + base64("00000000:") + "\",\"identitytoken\":\"t\"}}}");
        assertThatExceptionOfType(DeniedException.class)
                .isThrownBy(() -> stored().find("registry.example"))
                .withMessageContaining("identity token")
                .satisfies(e -> assertThat(e.hints()).isNotEmpty());
    }

    @Test
    void aHelperIsAskedBeforeTheEntryOfTheFile() throws IOException {
        helper("fake", "cat > /dev/null; echo '{\"ServerURL\":\"x\",\"Username\":\"helped\",\"Secret\":\"word\"}'");
        write(
                "{\"credHelpers\":{\"registry.example\":\"fake\"},\"credsStore\":\"absent\",\"auths\":{\"registry.example\":"
                        + "{\"auth\":\"" + base64("file:word") + "\"}}}");
        assertThat(helped().find("registry.example")).contains(new Login("helped", "word"));
    }

    @Test
    void aHelperGetsTheRegistryOnStandardInput() throws IOException {
        helper("echo", "read server; echo \"{\\\"Username\\\":\\\"$1 $server\\\",\\\"Secret\\\":\\\"w\\\"}\"");
        write("{\"credsStore\":\"echo\"}");
        assertThat(helped().find("docker.io")).map(Login::username).contains("get https://index.docker.io/v1/");
    }

    @Test
    void aHelperWithoutThatLoginHoldsNone() throws IOException {
        helper("none", "echo 'credentials not found in native keychain'; exit 1");
        write("{\"credsStore\":\"none\"}");
        assertThat(helped().find("registry.example")).isEmpty();
    }

    @Test
    void anIdentityTokenOfAHelperIsRefused() throws IOException {
        helper("token", "cat > /dev/null; echo '{\"Username\":\"<token>\",\"Secret\":\"t\"}'");
        write("{\"credsStore\":\"token\"}");
        assertThatExceptionOfType(DeniedException.class).isThrownBy(() -> helped().find("registry.example"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a b", "a;b", "/bin/sh", "a$b"})
    void aHelpersNameIsNothingButAName(String name) throws IOException {
        write("{\"credsStore\":\"" + name + "\"}");
        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> stored().find("registry.example"));
    }

    @Test
    void aHelperThatHangsIsEndedWithItsChildren() throws IOException {
        helper("hangs", "sleep 100");
        CredentialHelper helper = new CredentialHelper("hangs", Optional.of(folder), Duration.ofMillis(200));
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> helper.run("get", Bytes.utf8("x")))
                .withMessageContaining("did not answer");
    }

    @Test
    void aBrokenFileIsSaidToBeBroken() throws IOException {
        write("{\"auths\":");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> stored().find("registry.example"))
                .withMessageContaining("config.json");
    }

    @Test
    void aLoginIsStoredReadableByTheOwnerOnlyAndKeepsTheRest() throws IOException {
        write("{\"HttpHeaders\":{\"X\":\"y\"},\"auths\":{\"other.example\":{\"auth\":\"" + base64("a:b") + "\"}}}");
        LoginFile login = LoginFile.at(file());
        assertThat(login.store("registry.example", new Login("user", "ü:word"))).isEqualTo(file().toString());
        assertThat(stored().find("registry.example")).contains(new Login("user", "ü:word"));
        assertThat(stored().find("other.example")).contains(new Login("a", "b"));
        assertThat(Files.readString(file())).contains("\"HttpHeaders\":{\"X\":\"y\"}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(login.erase("registry.example")).isTrue();
        assertThat(login.erase("registry.example")).isFalse();
        assertThat(stored().find("registry.example")).isEmpty();
        assertThat(stored().find("other.example")).isPresent();
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void aLoginGoesToTheHelperThatTheFileNames() throws IOException {
        Path log = folder.resolve("log");
        helper("log", "echo \"$1 $(cat)\" >> " + log);
        write("{\"credsStore\":\"log\"}");
        LoginFile login = LoginFile.at(file()).withHelpersIn(folder);
        assertThat(login.store("registry.example", new Login("user", "word"))).isEqualTo("docker-credential-log");
        assertThat(login.erase("registry.example")).isTrue();
        assertThat(Files.readAllLines(log))
                .containsExactly(
                        "store {\"Secret\":\"word\",\"ServerURL\":\"registry.example\",\"Username\":\"user\"}",
                        "erase registry.example");
        assertThat(Files.readString(file())).doesNotContain("word");
    }

    private StoredCredentials stored() {
        return StoredCredentials.in(List.of(file()));
    }

    private StoredCredentials helped() {
        return stored().withHelpersIn(folder);
    }

    private Path file() {
        return folder.resolve("config.json");
    }

    private void write(String content) throws IOException {
        Files.writeString(file(), content);
    }

    private void helper(String name, String script) throws IOException {
        Path program = folder.resolve("docker-credential-" + name);
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
