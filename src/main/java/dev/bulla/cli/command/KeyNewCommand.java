package dev.bulla.cli.command;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.crypto.KeyKind;
import dev.bulla.crypto.KeyPairs;
import dev.bulla.crypto.Passphrase;

/** Makes a key. */
public final class KeyNewCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("key new", "make a key; the secret half is kept encrypted, the public half beside it")
                .argument("NAME", "name of the key: letters, digits, . _ -")
                .flag("--type TYPE", "one of " + kinds() + "; default ed25519")
                .formats(Format.TEXT, Format.JSON)
                .example("bulla key new release");
    }

    @Override
    public ExitCode run(Invocation call) {
        String name = call.argument(0);
        String type = call.option("--type").orElse(KeyKind.ED25519.wireName());
        KeyKind kind =
                KeyKind.named(type).orElseThrow(() -> call.wrongUse("makes " + kinds() + ", not '" + type + "'"));
        Keys keys = new Keys(call);
        keys.checkFree(name);
        try (Passphrase passphrase = Passphrase.adopt(call.prompts().newPassphraseOf(name))) {
            keys.directory().add(name, KeyPairs.generate(kind), passphrase);
        }
        new KeyAnswer(call, keys).written(name);
        return ExitCode.OK;
    }

    private static String kinds() {
        StringBuilder words = new StringBuilder();
        for (KeyKind kind : KeyKind.values()) {
            words.append(words.isEmpty() ? "" : ", ").append(kind.wireName());
        }
        return words.toString();
    }
}
