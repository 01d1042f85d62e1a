package dev.bulla.cli.command;

import dev.bulla.Namespaces;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Failure;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.crypto.Signer;
import dev.bulla.registry.Pacing;
import java.time.Duration;
import java.util.List;

/** Keeps the roles of a namespace fresh. */
public final class RefreshCommand implements Command {
    private static final Duration STANDARD_PERIOD = Duration.ofHours(1);

    private static final Duration LONGEST_PERIOD = Duration.ofDays(1);

    @Override
    public CommandModel model() {
        CommandModel model = CommandModel.of("refresh", "renew timestamp and snapshot before they expire, for cron")
                .argument("NAMESPACE", "host/ns, oci:DIR or oci:FILE.tar")
                .flag("--key KEY...", "the online key; keys of other roles renew those, and retention needs them")
                .flag("--check WITHIN", "only say what expires within this time; exit 1 if anything does")
                .flag(
                        "--retention RULE...",
                        "which versions stay signed: keep-last=5,max-age=90d,tags=v*,pin=lts-*,archive")
                .flag("--prune", "delete heads that no reader uses any more: all but the last five and the last day's")
                .flag("--loop", "go on for ever, for a container; what fails is reported and tried again")
                .flag("--every DURATION", "how long --loop waits between two runs, default 1h")
                .flag("--witness", "sign the timestamp as a witness with --key; a job with its own --state")
                .flag("--state DIR", "what a witness has signed before; nobody else's")
                .flag("-o, --output FILE", "where a witness writes its signature; standard output when not given")
                .flag("--cosignature FILE...", "put a witness's signature beside the timestamp's own")
                .flag("--witness-key KEY...", "the public keys of witnesses, with --cosignature")
                .flag("--dry-run", "compute everything and write nothing");
        return NamespaceFlags.trusting(NamespaceFlags.lives(model, "others as long again as before"))
                .formats(Format.TEXT, Format.JSON)
                .registry()
                .note(
                        "Stateless: everything is read from the registry and verified from the pinned root. Files that were")
                .note(
                        "handed over are accepted when their delegator vouches for them. Two refreshers at a time are safe.")
                .example("bulla refresh registry.example/acme --key online")
                .example("bulla refresh registry.example/acme --check 2d --format json");
    }

    @Override
    public ExitCode run(Invocation call) {
        Namespaces namespaces = NamespaceFlags.namespaces(call);
        Namespaces.At at = NamespaceFlags.at(call, Pinning.namespace(call, call.argument(0)));
        RefreshAnswer answer = new RefreshAnswer(call);
        if (call.has("--check")) {
            Duration within = call.duration("--check").orElseThrow();
            return answer.check(namespaces.roles(at), namespaces.forks(at), within);
        }
        if (call.has("--witness") || call.has("--cosignature")) {
            return new WitnessJob(call, namespaces, at).run();
        }
        if (!call.has("--key")) {
            throw call.wrongUse("needs --key, the key of snapshot and timestamp");
        }
        List<Signer> signers = new Keys(call).signers();
        Namespaces.Refreshing how = new Namespaces.Refreshing(
                NamespaceFlags.lives(call), RetentionFlags.of(call), call.has("--prune"), !call.has("--dry-run"));
        RefreshLoop.Round round = now -> answer.report(namespaces.refresh(at, how, signers, now), now);
        if (!call.has("--loop")) {
            return round.run(call.now());
        }
        Duration period = call.duration("--every").orElse(STANDARD_PERIOD);
        if (period.isZero() || period.compareTo(LONGEST_PERIOD) > 0) {
            throw call.wrongUse("takes --every above zero and up to 1d");
        }
        Pacing pacing = Pacing.real();
        return new RefreshLoop(
                        call.clock(),
                        () -> pacing.pause(pacing.spread(period)),
                        failure -> call.output().error(Failure.of(failure)))
                .run(round);
    }
}
