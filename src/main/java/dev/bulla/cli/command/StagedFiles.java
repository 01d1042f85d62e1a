package dev.bulla.cli.command;

import dev.bulla.cli.frame.Invocation;
import dev.bulla.publish.ceremony.StagedFile;
import dev.bulla.publish.ceremony.StagedFormat;
import dev.bulla.publish.ceremony.StagedReview;
import java.nio.file.Path;

/** Staged files on disk. */
final class StagedFiles {
    private StagedFiles() {}

    /** Reads a staged file that the user names. */
    static StagedFile read(Invocation call, String written) {
        return StagedFormat.read(LocalFiles.read(call.path(written), StagedFile.MAX_BYTES))
                .orThrow();
    }

    /** Writes a staged file, whole or not at all. */
    static void write(Path file, StagedReview review) {
        LocalFiles.write(file, false, review.toBytes());
    }
}
