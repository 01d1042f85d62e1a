package dev.bulla.cli.freshness;

import dev.bulla.TrustLock;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import java.nio.file.Path;

/** Shows what a lock has seen. */
final class LockShowCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("lock show", "show what a trust.lock has seen")
                .flag("--lock FILE", "the lock; trust.lock when not given")
                .formats(Format.TEXT, Format.JSON);
    }

    @Override
    public ExitCode run(Invocation call) {
        Path file = LockAnswer.file(call);
        new LockAnswer(call, file).print(TrustLock.in(file).shown(), false);
        return ExitCode.OK;
    }
}
