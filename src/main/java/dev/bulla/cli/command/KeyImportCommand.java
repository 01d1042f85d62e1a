package dev.bulla.cli.command;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.Passphrase;

/** Brings a key into the key directory. */
public final class KeyImportCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("key import", "bring a key from a file into the key directory")
                .argument("NAME", "name it gets")
                .argument("FILE", "PEM (PKCS#8, PKCS#1, SEC 1, SubjectPublicKeyInfo), OpenSSH or securesystemslib")
                .flag("--public", "the file holds a public key")
                .formats(Format.TEXT, Format.JSON)
                .note("A secret key is encrypted anew under the passphrase of its new name; the file stays as it is.")
                .example("bulla key import vendor vendor.pub --public");
    }

    @Override
    public ExitCode run(Invocation call) {
        String name = call.argument(0);
        String file = call.argument(1);
        Keys keys = new Keys(call);
        keys.checkFree(name);
        if (call.has("--public")) {
            keys.directory().addPublic(name, keys.publicKey(file).key());
        } else {
            LocalSigner signer = keys.open(file);
            try (Passphrase passphrase = Passphrase.adopt(call.prompts().newPassphraseOf(name))) {
                keys.directory().add(name, signer, passphrase);
            }
        }
        new KeyAnswer(call, keys).written(name);
        return ExitCode.OK;
    }
}
