package dev.bulla.cli.attest;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.resolve.EvidenceFolder;

/** Attaches everything in a folder of links. */
public final class AttestImportCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("attest import", "attach a folder of layouts, keys and links")
                .argument("DIR", "a folder as in-toto-verify takes it")
                .argument("REF", "what to attach to")
                .flag("--as NAME", "name of the artifact where that is not REF")
                .formats(Format.TEXT, Format.JSON)
                .registry()
                .publishing()
                .note(
                        "It reads *.layout, *.pub, STEP.KEYID8.link, and the folders STEP.KEYID8/ of sublayouts. Two keys")
                .note("of one step whose ids begin with the same eight digits are refused: no such folder holds both.")
                .example("bulla attest import links registry.example/acme/shop:1.4.0");
    }

    @Override
    public ExitCode run(Invocation call) {
        EvidenceFolder.Contents contents = EvidenceFolder.read(call.path(call.argument(0)));
        contents.ignored().forEach(path -> call.output().note(path + " is no evidence and was left out"));
        if (contents.documents().isEmpty()) {
            throw call.wrongUse("finds no layout, key or link in " + call.argument(0));
        }
        new Attaching(call, call.reference(call.argument(1)), contents.documents()).run();
        return ExitCode.OK;
    }
}
