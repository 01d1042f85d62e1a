package dev.bulla.cli.command;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.PublicKeyFile;
import dev.bulla.json.Json;

/** Shows a public key. */
public final class KeyShowCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("key show", "show a public key: its ids, kind and the key itself")
                .argument("KEY", "name in the key directory, or a file with a public key")
                .formats(Format.TEXT, Format.JSON);
    }

    @Override
    public ExitCode run(Invocation call) {
        String given = call.argument(0);
        PublicKeyFile key = new Keys(call).publicKey(given);
        if (!call.output().isText()) {
            call.output().json(KeyAnswer.members(KeyAnswer.document().with("name", Json.text(given)), key));
            return ExitCode.OK;
        }
        call.output().line("key      " + given);
        for (KeyId id : key.ids()) {
            call.output().line("key id   " + id.value());
        }
        call.output()
                .line("kind     " + key.key().keyType() + ", scheme "
                        + key.key().scheme());
        call.output().page(KeyAnswer.pem(key));
        return ExitCode.OK;
    }
}
