package dev.bulla.cli.intoto;

import dev.bulla.bytes.Bytes;
import dev.bulla.cli.command.Keys;
import dev.bulla.cli.command.LocalFiles;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.render.JsonText;
import dev.bulla.cli.term.Quantity;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.PublicKeyFile;
import dev.bulla.intoto.InTotoLayout;
import dev.bulla.intoto.KeyIds;
import dev.bulla.intoto.write.LayoutTemplate;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the draft of a layout. */
public final class LayoutNewCommand implements Command {
    private static final Duration DEFAULT_LIFE = Duration.ofDays(365);

    @Override
    public CommandModel model() {
        return CommandModel.of("in-toto layout new", "write the draft of a layout, for its owners to sign")
                .flag(
                        "--template NAME",
                        "cnab (default): tag, build, bundle, push; or chain: the steps of --step in a row")
                .flag("--step NAME...", "a step of the chain")
                .flag("--functionary KEY...", "public key of who performs the steps; STEP=KEY for one step alone")
                .flag("--threshold STEP=N...", "how many of them must perform the step, default 1")
                .flag("--expires WHEN", "a duration such as 90d, or a time; default 365d")
                .flag("--readme TEXT", "what the layout is for")
                .flag("--old-key-ids", "name keys as in-toto 1 does; files of its keys say so themselves")
                .flag("-o, --output FILE", "where to write it")
                .formats(Format.TEXT, Format.JSON)
                .note("The draft is plain JSON: edit rules and commands before it is signed.")
                .example("bulla in-toto layout new --functionary tag=ann --functionary ci -o root.layout")
                .example("bulla in-toto layout sign root.layout --key owner");
    }

    @Override
    public ExitCode run(Invocation call) {
        Path file = call.path(call.option("--output").orElseThrow(() -> call.wrongUse("needs --output")));
        if (Files.exists(file)) {
            throw call.wrongUse("overwrites nothing, and " + file + " exists");
        }
        String template = call.option("--template").orElse("cnab");
        List<String> steps = steps(call, template);
        LayoutTemplate.Parties parties =
                new LayoutTemplate.Parties(functionaries(call, steps), thresholds(call, steps));
        String readme = call.option("--readme").orElse("");
        InTotoLayout layout;
        try {
            layout = template.equals("cnab")
                    ? LayoutTemplate.cnab(parties, expires(call), readme)
                    : LayoutTemplate.chain(steps, parties, expires(call), readme);
        } catch (JsonException e) {
            throw call.wrongUse("would make a layout that is refused: " + e.getMessage());
        }
        LocalFiles.write(file, false, Bytes.utf8(JsonText.of(layout.toJson()) + "\n"));
        if (call.output().isText()) {
            call.output().line(file.normalize().toString());
            call.output().note("this is a draft; have it signed: bulla in-toto layout sign " + file.normalize());
        } else {
            call.output()
                    .json(LayoutView.document(layout, List.of())
                            .with("file", Json.text(file.normalize().toString())));
        }
        return ExitCode.OK;
    }

    private static List<String> steps(Invocation call, String template) {
        boolean chain = template.equals("chain");
        if (!chain && !template.equals("cnab")) {
            throw call.wrongUse("knows the templates cnab and chain, not '" + template + "'");
        }
        if (chain == call.options("--step").isEmpty()) {
            throw call.wrongUse(chain ? "needs --step for a chain" : "takes --step with --template chain alone");
        }
        return chain ? call.options("--step") : LayoutTemplate.CNAB_STEPS;
    }

    private static Map<String, Map<KeyId, PublicKey>> functionaries(Invocation call, List<String> steps) {
        Map<String, Map<KeyId, PublicKey>> all = new LinkedHashMap<>();
        Keys keys = new Keys(call);
        for (String given : call.options("--functionary")) {
            int equals = given.indexOf('=');
            boolean one = equals > 0 && steps.contains(given.substring(0, equals));
            PublicKeyFile file = keys.publicKey(one ? given.substring(equals + 1) : given);
            all.computeIfAbsent(one ? given.substring(0, equals) : "", step -> new LinkedHashMap<>())
                    .put(idOf(file, call.has("--old-key-ids")), file.key());
        }
        for (String step : steps) {
            if (!all.containsKey(step) && !all.containsKey("")) {
                throw call.wrongUse("needs --functionary KEY, or --functionary " + step + "=KEY for step " + step);
            }
        }
        return all;
    }

    /** What a file of securesystemslib says last is the id that its own program uses. */
    private static KeyId idOf(PublicKeyFile file, boolean old) {
        return old ? KeyIds.old(file.key()) : new ArrayList<>(file.ids()).getLast();
    }

    private static Map<String, Integer> thresholds(Invocation call, List<String> steps) {
        Map<String, Integer> thresholds = new LinkedHashMap<>();
        for (String given : call.options("--threshold")) {
            int equals = given.lastIndexOf('=');
            String number = given.substring(equals + 1);
            boolean good = equals > 0
                    && steps.contains(given.substring(0, equals))
                    && number.length() <= 4
                    && !number.isEmpty()
                    && number.chars().allMatch(c -> c >= '0' && c <= '9');
            if (!good) {
                throw call.wrongUse("takes --threshold STEP=N with a step of the layout, not '" + given + "'");
            }
            thresholds.put(given.substring(0, equals), Integer.parseInt(number));
        }
        return thresholds;
    }

    private static Instant expires(Invocation call) {
        String text = call.option("--expires").orElse("");
        Instant until = text.isEmpty()
                ? call.now().plus(DEFAULT_LIFE)
                : Quantity.duration(text)
                        .map(call.now()::plus)
                        .or(() -> Quantity.time(text))
                        .orElseThrow(() -> call.wrongUse("takes --expires as 90d or 2027-01-01, not '" + text + "'"));
        if (!until.isAfter(call.now())) {
            throw call.wrongUse("makes no layout that has expired already");
        }
        return until.truncatedTo(ChronoUnit.SECONDS);
    }
}
