package dev.bulla.cli.frame;

/** One command of the program. A new object is made for each run; its constructor does nothing that costs time. */
public interface Command {
    /** What it takes and what help says about it. */
    CommandModel model();

    /**
     * Does the work.
     *
     * @throws dev.bulla.outcome.BullaException when it cannot be done; the frame prints it and chooses the exit code
     */
    ExitCode run(Invocation call);
}
