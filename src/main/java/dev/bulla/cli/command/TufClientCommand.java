package dev.bulla.cli.command;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Failure;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.outcome.BullaException;
import dev.bulla.outcome.UsageException;
import dev.bulla.resolve.PlainTufClient;
import java.nio.file.Path;
import java.util.List;

/**
 * The plain TUF client (tuf.md 11.2): follows the protocol that TUF client test suites speak, so it knows exit codes 0 and
 * 1 only, reads its words itself and writes nothing to standard output.
 */
public final class TufClientCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.unparsed("tuf-client", "plain TUF 1.0 client for any TUF repository")
                .note("bulla tuf-client --metadata-dir DIR init TRUSTED_ROOT_FILE")
                .note("bulla tuf-client --metadata-dir DIR --metadata-url URL refresh")
                .note("bulla tuf-client --metadata-dir DIR --metadata-url URL --target-name NAME...")
                .note("                 --target-base-url URL --target-dir DIR download")
                .note("")
                .note("URL is http:, https:, file: or a directory. Flags stand before or after the verb.")
                .note("--forbidden-is-missing takes 403 for 404, as object stores answer for a missing file.")
                .note("Exit code 0 for success, 1 for everything else.");
    }

    @Override
    public ExitCode run(Invocation call) {
        try {
            act(call, TufClientWords.of(call.words()));
            return ExitCode.OK;
        } catch (BullaException e) {
            Failure.of(e).print(call.output());
        } catch (RuntimeException | Error e) {
            Failure.bug("unforeseen: " + e).print(call.output());
        }
        return ExitCode.REJECTED;
    }

    private static void act(Invocation call, TufClientWords words) {
        Path metadata = call.path(words.required("--metadata-dir"));
        PlainTufClient client = new PlainTufClient(metadata, call.now(), call.output()::say);
        switch (words.verb()) {
            case "init" -> {
                words.takes("--metadata-dir");
                client.init(call.path(words.argument()));
            }
            case "refresh" -> {
                words.takes("--metadata-dir", "--metadata-url", "--forbidden-is-missing");
                words.noArgument();
                client.refresh(repository(words));
            }
            case "download" -> {
                words.noArgument();
                words.required("--target-base-url");
                List<String> names = words.all("--target-name");
                if (names.isEmpty()) {
                    throw new UsageException("tuf-client download needs --target-name");
                }
                client.download(repository(words), names, call.path(words.required("--target-dir")));
            }
            default -> throw new UsageException("tuf-client knows init, refresh and download, not " + words.verb());
        }
    }

    private static PlainTufClient.Repository repository(TufClientWords words) {
        return new PlainTufClient.Repository(
                words.required("--metadata-url"),
                words.optional("--target-base-url"),
                words.has("--forbidden-is-missing"));
    }
}
