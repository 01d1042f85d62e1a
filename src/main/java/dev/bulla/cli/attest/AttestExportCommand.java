package dev.bulla.cli.attest;

import dev.bulla.cli.command.Reach;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.term.Quantity;
import dev.bulla.json.Json;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.resolve.AttachedProvenance;
import dev.bulla.resolve.EvidenceExport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes attached evidence as a folder that other in-toto programs take. */
public final class AttestExportCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("attest export", "write attached layouts, keys and links to a folder")
                .argument("REF", "the artifact")
                .argument("DIR", "the folder; made when missing, nothing in it is overwritten")
                .formats(Format.TEXT, Format.JSON)
                .registry()
                .note("It writes what is attached and verifies nothing; in-toto-verify and in-toto verify take it.")
                .example("bulla attest export registry.example/acme/shop:1.4.0 links");
    }

    @Override
    public ExitCode run(Invocation call) {
        Reference asked = call.reference(call.argument(0));
        Path folder = call.path(call.argument(1));
        EvidenceExport.Written written;
        try (Source source = Reach.places(call).reading(asked.place())) {
            written = EvidenceExport.write(AttachedProvenance.of(source, asked).evidence(), folder);
        }
        if (written.statements() > 0) {
            call.output()
                    .note(Quantity.count(written.statements(), "statement")
                            + " not written; a folder of links has none");
        }
        if (call.output().isText()) {
            call.output().line("wrote  " + Quantity.count(written.files().size(), "file") + " to " + folder);
            written.files().forEach(file -> call.output().line("  " + file));
        } else {
            List<Json> files = new ArrayList<>();
            written.files().forEach(file -> files.add(Json.text(file)));
            call.output()
                    .json(Json.Obj.empty()
                            .with("schema", Json.text("bulla.attest-export/1"))
                            .with("asked", Json.text(asked.toString()))
                            .with("folder", Json.text(folder.toString()))
                            .with("files", new Json.Arr(files)));
        }
        return ExitCode.OK;
    }
}
