package dev.bulla.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.intoto.Inspection;
import dev.bulla.intoto.InspectionRunner;
import dev.bulla.oci.Digest;
import dev.bulla.testkit.Attack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** intoto.md section 10: processes of inspections and their bounds; threats.md T12, P1, P6. */
class ProcessInspectionsTest {
    private static final Path SHELL = Path.of("/bin/sh");

    private static final ProcessPolicy.Bounds BOUNDS =
            new ProcessPolicy.Bounds(Duration.ofSeconds(20), 10_000, new FolderLimits(50, 1_000_000, 8));

    private static final ProcessPolicy.Bounds LARGE =
            new ProcessPolicy.Bounds(Duration.ofSeconds(20), 10_000, new FolderLimits(50, 64 << 20, 8));

    private static final String HOLDER = "dev.bulla.inspect.SocketHolder";

    /** Whether this system can isolate a process at all; the tests say nothing about bounds where it cannot. */
    private static final boolean POSSIBLE = Isolation.isPossible(
            Path.of(System.getProperty("java.io.tmpdir", "/tmp")).toAbsolutePath());

    @TempDir
    Path base;

    private Path product;
    private Path temporary;

    @BeforeEach
    void folders() throws IOException {
        product = Files.createDirectory(base.resolve("product"));
        temporary = Files.createDirectory(base.resolve("temporary"));
        Files.writeString(product.resolve("a"), "1");
    }

    @AfterEach
    void nothingIsLeftBehindAndTheProductIsUntouched() throws IOException {
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
        assertThat(product).isDirectoryContaining(file -> file.endsWith("a"));
        assertThat(Files.readString(product.resolve("a"))).isEqualTo("1");
    }

    private InspectionRunner.Outcome run(ProcessPolicy.Bounds bounds, String... words) {
        ProcessPolicy policy =
                ProcessPolicy.listed(Map.of("sh", ProcessPolicy.Program.at(SHELL)), Optional.empty(), bounds);
        return run(policy, words);
    }

    private InspectionRunner.Outcome run(ProcessPolicy policy, String... words) {
        return new ProcessInspections(product, temporary, policy, InspectionRunner.refusing())
                .run(new Inspection("look", List.of(), List.of(), List.of(words)));
    }

    private InspectionRunner.Outcome shell(String script) {
        return run(BOUNDS, "sh", "-c", script);
    }

    /** Where a system gives no namespaces, nothing runs; that is all there is to be seen there. */
    private static boolean refusedHere(InspectionRunner.Outcome outcome) {
        return !POSSIBLE
                && outcome instanceof InspectionRunner.NotPermitted refused
                && refused.why().contains("gives no namespaces");
    }

    private static void failed(InspectionRunner.Outcome outcome, String why) {
        if (refusedHere(outcome)) {
            return;
        }
        assertThat(outcome).isInstanceOf(InspectionRunner.Failed.class);
        assertThat(((InspectionRunner.Failed) outcome).why()).contains(why);
    }

    private static void recorded(InspectionRunner.Outcome outcome) {
        recorded(outcome, any -> {});
    }

    private static void recorded(InspectionRunner.Outcome outcome, Consumer<InspectionRunner.Recorded> more) {
        if (!refusedHere(outcome)) {
            assertThat(outcome).isInstanceOf(InspectionRunner.Recorded.class);
            more.accept((InspectionRunner.Recorded) outcome);
        }
    }

    @Test
    void aProgramWorksInACopyWhoseFilesAreRecordedBeforeAndAfter() {
        recorded(shell("echo 2 > b; rm a"), outcome -> {
            assertThat(outcome.materials().hashes()).containsOnlyKeys("a");
            assertThat(outcome.products().hashes()).containsOnlyKeys("b");
            assertThat(outcome.manner()).contains("without network");
        });
    }

    @Test
    void theEnvironmentHasTheLocaleAndThePathOfThePolicyAlone() {
        recorded(shell("test \"$LC_ALL\" = C && test -z \"$HOME$USER$BULLA_PASSPHRASE\" && ! [ -t 0 ] && ! read x"));
        ProcessPolicy policy =
                ProcessPolicy.listed(Map.of("sh", ProcessPolicy.Program.at(SHELL)), Optional.of("/only/here"), BOUNDS);

        recorded(run(policy, "sh", "-c", "test \"$PATH\" = /only/here"));
    }

    @Attack({"T12", "I16"})
    @Test
    void aWordThatIsNotListedIsNotPermittedAndStartsNothing() {
        assertThat(run(BOUNDS, "/bin/sh", "-c", "touch b")).isInstanceOf(InspectionRunner.NotPermitted.class);
        assertThat(run(BOUNDS, "./a")).isInstanceOf(InspectionRunner.NotPermitted.class);
        assertThat(run(BOUNDS, "bulla:untar", "a")).isInstanceOf(InspectionRunner.NotPermitted.class);
    }

    @Test
    void aProgramMayBeListedWithItsDigestAndItsArguments() throws IOException {
        Digest right = Digest.of(Bytes.adopt(Files.readAllBytes(SHELL)));
        Digest wrong = Digest.of(Bytes.utf8("another program"));
        Optional<List<String>> arguments = Optional.of(List.of("-c", "true"));

        recorded(run(listed(new ProcessPolicy.Program(SHELL, Optional.of(right), arguments)), "sh", "-c", "true"));
        failed(
                run(listed(new ProcessPolicy.Program(SHELL, Optional.of(wrong), arguments)), "sh", "-c", "true"),
                "another digest");
        assertThat(run(listed(new ProcessPolicy.Program(SHELL, Optional.of(right), arguments)), "sh", "-c", "false"))
                .isInstanceOf(InspectionRunner.NotPermitted.class);
    }

    private static ProcessPolicy listed(ProcessPolicy.Program program) {
        return ProcessPolicy.listed(Map.of("sh", program), Optional.empty(), BOUNDS);
    }

    @Test
    void failureSignalAndAbsenceOfTheCommandEachHaveTheirMessage() {
        failed(shell("exit 3"), "status 3");
        failed(shell("kill -9 $$"), "signal 9");
        failed(shell("no-such-command-here"), "not found");
        failed(run(listed(ProcessPolicy.Program.at(Path.of("/no/such/program"))), "sh"), "command not found");
    }

    @Attack("T12")
    @Test
    void aLoopIsStoppedWithEverythingItStarted() throws Exception {
        ProcessPolicy.Bounds second = new ProcessPolicy.Bounds(Duration.ofSeconds(1), 10_000, BOUNDS.folder());
        String script = "(while :; do sleep 0.05; done) & while :; do :; done";

        failed(run(second, "sh", "-c", script), "longer than 1 s");
        assertThat(ProcessHandle.current()
                        .descendants()
                        .filter(ProcessHandle::isAlive)
                        .map(each -> each.info().arguments().map(List::of).orElse(List.of())))
                .noneMatch(arguments -> arguments.contains(script));
    }

    @Attack("T12")
    @Test
    void floodsOfOutputBytesAndFilesAreStopped() {
        failed(shell("while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done"), "bytes of output");
        failed(shell("i=0; while :; do i=$((i+1)); echo x > f$i; done"), "50 files");
        failed(shell("while :; do head -c 100000 /dev/zero >> f; done"), "");
        failed(shell("i=0; while [ $i -lt 30 ]; do i=$((i+1)); head -c 100000 /dev/zero > f$i; done"), "bytes");
    }

    @Attack("T12")
    @Test
    void nothingOutsideTheFolderCanBeWritten() {
        Path target = base.resolve("written");

        failed(shell("echo x > " + target), "status");
        assertThat(target).doesNotExist();
        failed(shell("echo x > /dev/shm/bulla-test-written"), "status");
        failed(shell("echo x > /tmp/bulla-test-written"), "status");
        failed(shell("test -z \"$(ls -A /run)\" && mkdir /run/x"), "status");
    }

    @Attack("T12")
    @Test
    void noConnectionCanBeMade() throws IOException {
        Path bash = Path.of("/bin/bash");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<String> words =
                    new ArrayList<>(List.of("sh", "-c", "exec 3<>/dev/tcp/127.0.0.1/" + server.getLocalPort()));
            ProcessPolicy policy = listed(ProcessPolicy.Program.at(Files.isExecutable(bash) ? bash : SHELL));

            failed(run(policy, words.toArray(new String[0])), "status");
        }
    }

    @Attack("T12")
    @Test
    void aSocketThatIsHeldOpenIsFoundAndItsOwnerKilled() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path classes = Path.of("target", "test-classes").toAbsolutePath();
        ProcessPolicy policy =
                ProcessPolicy.listed(Map.of("java", ProcessPolicy.Program.at(java)), Optional.empty(), LARGE);

        failed(
                run(policy, "java", "-Xshare:auto", "-XX:-UsePerfData", "-cp", classes.toString(), HOLDER),
                "opened a socket and was killed");
    }

    @Attack("T12")
    @Test
    void onASystemThatCannotKeepAProcessApartNoneIsStarted() {
        ProcessPolicy policy =
                ProcessPolicy.listed(Map.of("sh", ProcessPolicy.Program.at(SHELL)), Optional.empty(), BOUNDS);
        Path seen = base.resolve("seen");

        var outcome = new ProcessInspections(product, temporary, policy, InspectionRunner.refusing(), folder -> false)
                .run(new Inspection("look", List.of(), List.of(), List.of("sh", "-c", "echo x > " + seen)));

        assertThat(outcome).isInstanceOf(InspectionRunner.NotPermitted.class);
        assertThat(((InspectionRunner.NotPermitted) outcome).why()).contains("gives no namespaces", "built-in");
        assertThat(seen).doesNotExist();
    }

    @Test
    void whatCannotBeRecordedAfterwardsFails() {
        failed(shell("ln -s /etc/passwd p"), "leaves the folder");
        failed(shell("mkdir closed; echo x > closed/f; chmod 0 closed/f; mkfifo pipe"), "");
    }
}
