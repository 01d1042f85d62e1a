package dev.bulla.cli.command;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.publish.ceremony.Ceremony;
import dev.bulla.publish.ceremony.StagedFile;
import dev.bulla.publish.ceremony.StagedReview;
import java.util.ArrayList;
import java.util.List;

/** Joins copies of a staged file that were signed on different machines. */
public final class RoleMergeCommand implements Command {
    /** More people than ever meet for a ceremony; each file may have {@link StagedFile#MAX_BYTES}. */
    private static final int MAX_FILES = 128;

    @Override
    public CommandModel model() {
        return CommandModel.of("role merge", "join the signatures of several copies of a staged file")
                .repeated("FILE", "copies of one staged file, signed on different machines")
                .flag("-o, --output PATH", "the file to write; it may be one of those given")
                .formats(Format.TEXT, Format.JSON)
                .note("Signs nothing and needs no key. Files that were made from different versions are refused.")
                .example("bulla role merge ann.staged ben.staged -o targets.staged");
    }

    @Override
    public ExitCode run(Invocation call) {
        String output = call.option("--output").orElseThrow(() -> call.wrongUse("needs --output"));
        if (call.arguments().size() > MAX_FILES) {
            throw call.wrongUse("takes at most " + MAX_FILES + " files");
        }
        List<StagedFile> files = new ArrayList<>();
        call.arguments().forEach(file -> files.add(StagedFiles.read(call, file)));
        StagedReview merged = Ceremony.merge(files).orThrow();
        StagedFiles.write(call.path(output), merged);
        StagedAnswer answer = new StagedAnswer(call);
        if (call.output().isText()) {
            answer.show(merged);
            answer.next(merged, output);
        } else {
            call.output().json(answer.document(merged));
        }
        return ExitCode.OK;
    }
}
