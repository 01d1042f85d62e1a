package dev.bulla.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.intoto.Digests;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.RejectedException;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A working copy as artifacts (ADR 0017); git itself is what the tests compare with. */
class GitCommitTest {
    @TempDir
    Path base;

    private Path folder;

    @BeforeEach
    void workingCopy() throws IOException {
        folder = Files.createDirectory(base.resolve("copy"));
        git("init", "--quiet");
        write("a.txt", "a\r\n");
        write("sub/b c.txt", "b");
        Files.createSymbolicLink(folder.resolve("link"), Path.of("a.txt"));
        git("add", ".");
        commit();
    }

    private void commit() {
        git("-c", "user.name=ann", "-c", "user.email=ann@shop.example", "commit", "--quiet", "-m", "m");
    }

    private String git(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "git";
        System.arraycopy(words, 0, all, 1, words.length);
        Program.Outcome outcome = Program.of(all)
                .in(folder)
                .with("GIT_CONFIG_GLOBAL", "/dev/null")
                .with("GIT_CONFIG_NOSYSTEM", "1")
                .run();
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return outcome.out().strip();
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent() == null ? folder : file.getParent());
        Files.writeString(file, text);
    }

    private Map<String, Map<String, String>> record() {
        return GitCommit.record(folder, FolderLimits.standard()).hashes();
    }

    @Test
    void commitTreeAndTrackedFilesAreRecordedAndNothingElse() throws IOException {
        write("untracked", "u");

        assertThat(record())
                .containsOnly(
                        Map.entry("git:commit", Map.of("gitCommit", git("rev-parse", "HEAD"))),
                        Map.entry("git:tree", Map.of("gitTree", git("rev-parse", "HEAD^{tree}"))),
                        Map.entry("a.txt", Map.of("sha256", Digests.sha256("a\r\n"))),
                        Map.entry("link", Map.of("sha256", Digests.sha256("a\r\n"))),
                        Map.entry("sub/b c.txt", Map.of("sha256", Digests.sha256("b"))));
    }

    @Test
    void aPackedRepositoryIsReadAsWell() {
        Map<String, Map<String, String>> loose = record();
        git("gc", "--quiet", "--aggressive", "--prune=now");
        git("pack-refs", "--all");

        assertThat(record()).isEqualTo(loose);
    }

    @Test
    void aFileThatIsNotAsItWasCommittedIsRefused() throws IOException {
        write("a.txt", "a\n");
        refused("'a.txt' is not as it was committed");
        write("a.txt", "a\r\n");
        Files.delete(folder.resolve("sub/b c.txt"));
        refused("'sub/b c.txt'");
        write("sub/b c.txt", "b");
        Files.delete(folder.resolve("link"));
        write("link", "a\r\n");
        refused("'link'");
    }

    @Test
    void whatGitIsToldToOverlookIsSeenAllTheSame() throws IOException {
        git("update-index", "--assume-unchanged", "a.txt");
        write("a.txt", "evil");

        refused("'a.txt'");
    }

    @Attack("I21")
    @Test
    void nothingThatTheRepositoryNamesIsRun() throws IOException {
        Path ran = base.resolve("ran");
        String touch = "touch " + ran;
        git("config", "core.fsmonitor", touch);
        git("config", "core.pager", touch);
        git("config", "filter.evil.clean", touch);
        git("config", "filter.evil.smudge", touch);
        git("config", "filter.evil.process", touch);
        git("config", "diff.external", touch);
        git("config", "core.sshCommand", touch);
        git("config", "core.alternateRefsCommand", touch);
        write(".git/info/attributes", "* filter=evil diff=evil\n");

        record();

        assertThat(ran).doesNotExist();
    }

    @Attack("I21")
    @Test
    void aReplacedObjectIsNotFollowed() throws IOException {
        String commit = git("rev-parse", "HEAD");
        write("a.txt", "evil");
        git("add", ".");
        commit();
        git("replace", commit, git("rev-parse", "HEAD"));
        git("update-ref", "HEAD", commit);

        refused("'a.txt' is not as it was committed");
    }

    @Test
    void whatIsNoWorkingCopyOrHasNoCommitIsNotFound() throws IOException {
        Path other = Files.createDirectory(base.resolve("other"));
        assertThatThrownBy(() -> GitCommit.record(other, FolderLimits.standard()))
                .isInstanceOf(NotFoundException.class);
        Files.createDirectory(other.resolve(".git"));
        assertThatThrownBy(() -> GitCommit.record(other, FolderLimits.standard()))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void aCommitOfMoreFilesThanTheLimitIsRefused() {
        assertThatThrownBy(() -> GitCommit.record(folder, new FolderLimits(2, 1000, 8)))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("more than 2 files");
    }

    private void refused(String why) {
        assertThatThrownBy(this::record).isInstanceOf(RejectedException.class).hasMessageContaining(why);
    }
}
