package dev.bulla.cli.freshness;

import dev.bulla.Places;
import dev.bulla.Trust;
import dev.bulla.TrustLock;
import dev.bulla.Verifier;
import dev.bulla.cli.command.Pinning;
import dev.bulla.cli.command.Reach;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.oci.Progress;
import java.nio.file.Path;

/** Verifies artifacts and raises a lock to what was seen. */
final class LockUpdateCommand implements Command {
    @Override
    public CommandModel model() {
        return Pinning.flags(CommandModel.of("lock update", "verify artifacts and raise a trust.lock to what was seen")
                        .repeated("REF", "what the deployment uses"))
                .flag("--lock FILE", "the lock; trust.lock when not given")
                .formats(Format.TEXT, Format.JSON)
                .registry()
                .note(
                        "Versions are raised and never lowered, except where a root has replaced the keys that count them.")
                .note("Nothing is written unless every REF is trusted. Commit the file beside the deployment.")
                .example("bulla lock update registry.example/acme/shop:1.4.0");
    }

    @Override
    public ExitCode run(Invocation call) {
        Path file = LockAnswer.file(call);
        TrustLock lock = TrustLock.toRaise(file);
        Places places = Reach.places(call);
        Trust trust = Pinning.unlocked(call, places).lockedBy(lock);
        Verifier verifier = new Verifier(places, false, Progress.NONE);
        for (String asked : call.arguments()) {
            verifier.verify(call.reference(asked), trust, call.option("--as"), call.now())
                    .orThrow();
        }
        new LockAnswer(call, file).print(lock.write(), true);
        return ExitCode.OK;
    }
}
