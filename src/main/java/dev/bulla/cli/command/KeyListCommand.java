package dev.bulla.cli.command;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.crypto.PublicKey;
import dev.bulla.json.Json;
import dev.bulla.outcome.KeyException;
import java.util.ArrayList;
import java.util.List;

/** Lists the keys of the key directory. */
public final class KeyListCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("key list", "list the keys of the key directory").formats(Format.TEXT, Format.JSON);
    }

    @Override
    public ExitCode run(Invocation call) {
        Keys keys = new Keys(call);
        List<String> usable = new ArrayList<>();
        for (String name : keys.directory().names()) {
            try {
                keys.publicKey(name);
                usable.add(name);
            } catch (KeyException e) {
                call.output().warning(String.valueOf(e.getMessage()));
            }
        }
        if (call.output().isText()) {
            text(call, keys, usable);
        } else {
            List<Json> items = new ArrayList<>();
            usable.forEach(name -> items.add(new KeyAnswer(call, keys).stored(Json.Obj.empty(), name)));
            call.output()
                    .json(Json.Obj.empty()
                            .with("schema", Json.text("bulla.key-list/1"))
                            .with("keys", new Json.Arr(items)));
        }
        return ExitCode.OK;
    }

    private static void text(Invocation call, Keys keys, List<String> names) {
        if (names.isEmpty()) {
            call.output().say("no keys in " + call.directories().keys());
        }
        int widest = 0;
        for (String name : names) {
            widest = Math.max(widest, name.length());
        }
        for (String name : names) {
            PublicKey key = keys.publicKey(name).key();
            call.output()
                    .line(name + " ".repeat(widest - name.length()) + "  "
                            + call.output().keyId(key.computedId().value()) + "  " + key.scheme()
                            + (keys.directory().hasSecret(name) ? "" : "  public half only"));
        }
    }
}
