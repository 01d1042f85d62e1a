package dev.bulla.cli.command;

import dev.bulla.bytes.Bytes;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.crypto.KeyFiles;

/** Gives a key out of the key directory. */
public final class KeyExportCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("key export", "give out a key: the public half, or the encrypted secret one")
                .argument("NAME", "name in the key directory")
                .flag("-o, --output PATH", "where to; without it, or with -, to standard output")
                .flag("--secret", "the secret key, encrypted as it is kept (PKCS#8 in PEM)")
                .formats(Format.TEXT, Format.JSON)
                .note("Text is PEM; JSON is the public key as key show has it.")
                .example("bulla key export release -o release.pub");
    }

    @Override
    public ExitCode run(Invocation call) {
        Keys keys = new Keys(call);
        String name = call.argument(0);
        if (!call.output().isText()) {
            if (call.has("--secret") || call.has("--output")) {
                throw call.wrongUse("writes PEM with --secret or --output, not JSON");
            }
            call.output().json(new KeyAnswer(call, keys).stored(KeyAnswer.document(), name));
            return ExitCode.OK;
        }
        Bytes content = call.has("--secret")
                ? keys.directory().encryptedFile(name)
                : KeyFiles.write(keys.publicKey(name).key());
        String path = call.option("--output").orElse("-");
        if (path.equals("-")) {
            call.output().bytes(content.toByteArray());
        } else {
            LocalFiles.write(call.path(path), call.has("--secret"), content);
        }
        return ExitCode.OK;
    }
}
