package dev.bulla.cli.attest;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandGroup;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Invocation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evidence of how something was made: attached to an artifact, or made. */
public final class AttestCommand implements CommandGroup {
    @Override
    public CommandModel model() {
        return new AttachCommand().model();
    }

    @Override
    public List<String> words() {
        return List.of("run", "record", "statement", "git", "export", "import");
    }

    @Override
    public @Nullable Command find(String word) {
        return switch (word) {
            case "run" -> new AttestRunCommand();
            case "record" -> new AttestRecordCommand();
            case "statement" -> new AttestStatementCommand();
            case "git" -> new AttestGitCommand();
            case "export" -> new AttestExportCommand();
            case "import" -> new AttestImportCommand();
            default -> null;
        };
    }

    /** A next word that is no command is the artifact to attach to. */
    @Override
    public boolean actsItself() {
        return true;
    }

    @Override
    public ExitCode run(Invocation call) {
        return new AttachCommand().run(call);
    }
}
