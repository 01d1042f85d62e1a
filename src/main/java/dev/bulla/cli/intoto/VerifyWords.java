package dev.bulla.cli.intoto;

import dev.bulla.cli.command.LocalFiles;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.inspect.BuiltinInspections;
import dev.bulla.inspect.FolderLimits;
import dev.bulla.inspect.PlainVerification;
import dev.bulla.intoto.LayoutVerdict;
import dev.bulla.intoto.OwnerKey;
import dev.bulla.intoto.OwnerKeyFile;
import dev.bulla.intoto.Parameters;
import dev.bulla.intoto.VerificationRequest;
import dev.bulla.json.JsonException;
import dev.bulla.outcome.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The words of commands that verify a layout from plain files. */
public final class VerifyWords {
    private static final int MAX_KEY_BYTES = 64 * 1024;

    private VerifyWords() {}

    /** The flags. */
    public static CommandModel flags(CommandModel model) {
        return model.flag("--layout FILE", "the layout, Metablock or DSSE")
                .flag(
                        "--layout-key FILE...",
                        "public key of an owner, PEM or securesystemslib JSON; all must have signed")
                .flag("--link-dir DIR", "where STEP.KEYID8.link and sublayouts' STEP.KEYID8/ are")
                .flag("--param NAME=VALUE...", "value for {NAME} in rules and commands")
                .flag(
                        "--inspections MODE",
                        "refuse (default), builtin, or sandbox: run the layout's commands in bounds")
                .flag("--product DIR", "the files that inspections see; they get a copy")
                .flag("--accept-statements", "let DSSE statements with predicate link v0.3 stand as links")
                .flag("--at TIME", "judge expiry as of TIME, such as 2026-06-01T00:00:00Z");
    }

    /** Verifies what the call names. */
    public static LayoutVerdict verify(Invocation call, Instant at) {
        PlainVerification files = new PlainVerification(
                file(call, "--layout"),
                keys(call),
                call.path(required(call, "--link-dir")),
                product(call),
                call.environment().temporary());
        return files.verify(parameters(call), mode(call), call.has("--accept-statements"), at);
    }

    /** {@code --at}, or the time of this run. */
    public static Instant at(Invocation call) {
        return call.option("--at").map(text -> instant(call, text)).orElse(call.now());
    }

    private static String required(Invocation call, String flag) {
        return call.option(flag).orElseThrow(() -> call.wrongUse("needs " + flag));
    }

    /**
     * The owners' keys of {@code --layout-key}, at least one.
     *
     * @throws UsageException when a file holds none
     */
    public static List<OwnerKey> owners(Invocation call) {
        List<OwnerKey> owners = new ArrayList<>();
        for (Path file : keys(call)) {
            try {
                owners.add(OwnerKeyFile.read(LocalFiles.read(file, MAX_KEY_BYTES)));
            } catch (JsonException e) {
                throw new UsageException("key file " + file + " cannot be used: " + e.getMessage());
            }
        }
        return owners;
    }

    /** What a chain is judged with where its files are not plain ones: parameters, built-in inspections, statements. */
    public static VerificationRequest.Options options(Invocation call) {
        if (mode(call) == PlainVerification.Mode.SANDBOX) {
            throw call.wrongUse("runs programs of a layout for plain files only; export the evidence first");
        }
        VerificationRequest.Options options =
                VerificationRequest.Options.strict().parameters(parameters(call));
        if (mode(call) == PlainVerification.Mode.BUILTIN) {
            options = options.inspections(
                    new BuiltinInspections(product(call), Optional.empty(), FolderLimits.standard()));
        }
        return call.has("--accept-statements") ? options.acceptingStatements() : options;
    }

    /** A file that must be there. */
    public static Path file(Invocation call, String flag) {
        Path path = call.path(required(call, flag));
        if (!Files.isRegularFile(path)) {
            throw call.wrongUse("finds no file " + path + " for " + flag);
        }
        return path;
    }

    /** The files of {@code --layout-key}, at least one. */
    public static List<Path> keys(Invocation call) {
        List<Path> keys = call.options("--layout-key").stream().map(call::path).toList();
        if (keys.isEmpty()) {
            throw call.wrongUse("needs --layout-key");
        }
        for (Path key : keys) {
            if (!Files.isRegularFile(key)) {
                throw call.wrongUse("finds no file " + key + " for --layout-key");
            }
        }
        return keys;
    }

    private static Optional<Path> product(Invocation call) {
        Optional<Path> product = call.option("--product").map(call::path);
        if (product.isPresent() && !Files.isDirectory(product.get())) {
            throw call.wrongUse("finds no folder " + product.get() + " for --product");
        }
        return product;
    }

    /** What {@code --inspections} allows. */
    static PlainVerification.Mode mode(Invocation call) {
        String word = call.option("--inspections").orElse("refuse");
        return switch (word) {
            case "refuse" -> PlainVerification.Mode.REFUSE;
            case "builtin" -> PlainVerification.Mode.BUILTIN;
            case "sandbox" -> PlainVerification.Mode.SANDBOX;
            default -> throw call.wrongUse("knows --inspections refuse, builtin and sandbox, not '" + word + "'");
        };
    }

    /** The values of {@code --param}. */
    public static Parameters parameters(Invocation call) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String given : call.options("--param")) {
            int equals = given.indexOf('=');
            if (equals < 0 || !Parameters.isName(given.substring(0, equals))) {
                throw call.wrongUse("takes --param NAME=VALUE, not '" + given + "'");
            }
            if (values.put(given.substring(0, equals), given.substring(equals + 1)) != null) {
                throw call.wrongUse("has two values for parameter " + given.substring(0, equals));
            }
        }
        return new Parameters(values);
    }

    private static Instant instant(Invocation call, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw call.wrongUse("takes --at as a time such as 2026-06-01T00:00:00Z, not '" + text + "'");
        }
    }
}
