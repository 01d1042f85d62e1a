package dev.bulla.cli.command;

import dev.bulla.Registries;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.frame.Output;
import dev.bulla.json.Json;
import dev.bulla.oci.Place;
import java.util.ArrayList;
import java.util.List;

/** Finds out what a registry does. */
public final class DoctorCommand implements Command {
    /** A repository for probing that nobody uses for anything else. */
    private static final String PROBE = "bulla-doctor/probe";

    @Override
    public CommandModel model() {
        return CommandModel.of("doctor", "find out what a registry does: referrers, mounts, deletes, digests, clock")
                .argument("HOST|REF", "a registry, or a repository in it to probe in; else " + PROBE)
                .flag("--gc", "say what garbage collectors would take of REF, and ask nothing else")
                .formats(Format.TEXT, Format.JSON)
                .registry()
                .note(
                        "Small artifacts are written and deleted again where the registry deletes; where nobody may write,")
                .note("what can be read is found out.")
                .note("The last line says how to publish there so that nothing is lost to its garbage collector.")
                .example("bulla doctor registry.example")
                .example("bulla doctor registry.example/acme/shop:1.4.0 --gc");
    }

    @Override
    public ExitCode run(Invocation call) {
        if (call.has("--gc")) {
            return new GarbageAnswer(call).run();
        }
        Place.RegistryPlace place = place(call);
        List<Registries.Finding> findings = new Registries(Reach.connection(call)).probe(place);
        Registries.Advice advice = Registries.Advice.of(findings);
        if (call.output().isText()) {
            table(call.output(), findings);
            call.output().line("publish with --pin " + advice.mode().word() + ": " + advice.why());
        } else {
            call.output().json(document(place, findings, advice));
        }
        return ExitCode.OK;
    }

    private static Place.RegistryPlace place(Invocation call) {
        String given = call.argument(0);
        if (given.indexOf('/') < 0 && !given.startsWith("oci:")) {
            return new Place.RegistryPlace(Reach.host(call, given), PROBE);
        }
        if (call.reference(given).place() instanceof Place.RegistryPlace place) {
            return place;
        }
        throw call.wrongUse("asks registries; an image layout has nothing to ask");
    }

    private static void table(Output output, List<Registries.Finding> findings) {
        int widest = 0;
        for (Registries.Finding finding : findings) {
            widest = Math.max(widest, finding.name().length());
        }
        for (Registries.Finding finding : findings) {
            output.line(finding.name() + " ".repeat(widest - finding.name().length()) + "  " + word(finding) + "  "
                    + finding.detail());
        }
    }

    private static String word(Registries.Finding finding) {
        return finding.answer().map(yes -> yes ? "yes" : "no ").orElse("?  ");
    }

    private static Json.Obj document(
            Place.RegistryPlace place, List<Registries.Finding> findings, Registries.Advice advice) {
        List<Json> items = new ArrayList<>();
        for (Registries.Finding finding : findings) {
            items.add(Json.Obj.empty()
                    .with("name", Json.text(finding.name()))
                    .with(
                            "answer",
                            Json.text(finding.answer()
                                    .map(yes -> yes ? "yes" : "no")
                                    .orElse("unknown")))
                    .with("detail", Json.text(finding.detail())));
        }
        return Json.Obj.empty()
                .with("schema", Json.text("bulla.doctor/1"))
                .with("registry", Json.text(place.host()))
                .with("repository", Json.text(place.repository()))
                .with("findings", new Json.Arr(items))
                .with(
                        "pin",
                        Json.Obj.empty()
                                .with("mode", Json.text(advice.mode().word()))
                                .with("why", Json.text(advice.why())));
    }
}
