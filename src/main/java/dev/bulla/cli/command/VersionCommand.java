package dev.bulla.cli.command;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.json.Json;

/** Says which Bulla this is. */
public final class VersionCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("version", "say which Bulla this is, and on which Java it runs")
                .formats(Format.TEXT, Format.JSON);
    }

    @Override
    public ExitCode run(Invocation call) {
        if (call.output().isText()) {
            call.output().line("bulla " + version() + " (java " + java() + ")");
        } else {
            call.output()
                    .json(Json.Obj.empty()
                            .with("schema", Json.text("bulla.version/1"))
                            .with("version", Json.text(version()))
                            .with("java", Json.text(java())));
        }
        return ExitCode.OK;
    }

    private static String version() {
        String version = VersionCommand.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private static String java() {
        return System.getProperty("java.version", "unknown");
    }
}
