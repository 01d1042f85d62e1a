package dev.bulla.cli.attest;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.inspect.StepProcess;
import dev.bulla.intoto.Artifacts;
import dev.bulla.intoto.Link;
import dev.bulla.intoto.write.Envelope;
import dev.bulla.json.Json;
import java.util.List;
import java.util.OptionalInt;

/** Runs the command of a step and makes the link about it. */
public final class AttestRunCommand implements Command {
    @Override
    public CommandModel model() {
        CommandModel model = CommandModel.of("attest run", "run the command of a step and sign a link about it")
                .repeated("COMMAND", "the command and its words, after --; no shell reads them");
        model = RecordingFlags.materials(RecordingFlags.functionary(model));
        return RecordingFlags.files(RecordingFlags.products(model))
                .flag("--env NAME...", "record the value of this variable; none is recorded by itself")
                .flag("--no-streams", "do not record what the command writes")
                .flag("--allow-failure", "make the link even when the command fails")
                .registry()
                .note("Standard output is the name of the link; what the command writes goes to standard error. Up to"
                        + " 64 KiB")
                .note("of each of its streams are recorded. The exit code is that of the command; when it is not 0, no"
                        + " link is")
                .note("made. Interrupts are passed on. The command does not see the passphrase of the key.")
                .example("bulla attest run --step build --key ci --material src --product app -- make app");
    }

    @Override
    public ExitCode run(Invocation call) {
        List<String> command = command(call);
        Json.Obj environment = environment(call);
        Envelope envelope = LinkAnswer.envelope(call);
        Functionary functionary = Functionary.of(call);
        LinkAnswer answer = new LinkAnswer(call, functionary, envelope);
        NamedArtifacts named = new NamedArtifacts(call);
        Artifacts materials = named.of("--material");
        functionary.check(call, materials);
        StepProcess.Ended ended = execute(call, command);
        if (ended.status() != 0) {
            call.handOn(ended.status());
        }
        Json.Obj byproducts = byproducts(ended, !call.has("--no-streams"));
        if (ended.status() != 0 && !call.has("--allow-failure")) {
            Link none = new Link(functionary.step(), materials, Artifacts.none(), command, byproducts, environment);
            answer.failed(none, ended.status());
            return ExitCode.OK;
        }
        Artifacts products = named.of("--product");
        Link link = new Link(functionary.step(), materials, products, command, byproducts, environment);
        answer.finished(link, OptionalInt.of(ended.status()));
        return ExitCode.OK;
    }

    private static List<String> command(Invocation call) {
        int mark = call.words().indexOf("--");
        List<String> command = call.words().subList(mark + 1, call.words().size());
        if (mark < 0 || !command.equals(call.arguments())) {
            throw call.wrongUse("takes the command after --");
        }
        return command;
    }

    private static Json.Obj environment(Invocation call) {
        Json.Obj variables = Json.Obj.empty();
        for (String name : call.options("--env")) {
            String value = call.environment().named(name);
            if (value == null) {
                throw call.wrongUse("finds no variable " + name + " for --env");
            }
            variables = variables.with(name, Json.text(value));
        }
        return variables.members().isEmpty() ? variables : Json.Obj.empty().with("variables", variables);
    }

    private static StepProcess.Ended execute(Invocation call, List<String> command) {
        call.watchInterrupts();
        try {
            return StepProcess.run(command, call.path("."), call.console().err());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the command ran", e);
        }
    }

    private static Json.Obj byproducts(StepProcess.Ended ended, boolean streams) {
        Json.Obj byproducts = Json.Obj.empty()
                .with("return-value", Json.whole(ended.status()))
                .with("stdout", Json.text(streams ? ended.out() : ""))
                .with("stderr", Json.text(streams ? ended.err() : ""));
        return streams && ended.cut() ? byproducts.with("streams-cut", new Json.Bool(true)) : byproducts;
    }
}
