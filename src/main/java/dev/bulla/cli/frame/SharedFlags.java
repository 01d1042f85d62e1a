package dev.bulla.cli.frame;

import dev.bulla.cli.frame.CommandModel.Shared;
import java.util.ArrayList;
import java.util.List;

/** The flags that mean the same wherever they are taken (cli.md section 4). */
public final class SharedFlags {

    private SharedFlags() {}

    static List<Flag> always() {
        return List.of(
                in(Shared.ALWAYS, "-h, --help", "show the help of the command"),
                in(Shared.ALWAYS, "-q, --quiet", "no answer, no notes; the exit code is the verdict"),
                in(
                        Shared.ALWAYS,
                        "-v, --verbose",
                        "say the steps; given twice, every HTTP exchange, credentials redacted"),
                in(Shared.ALWAYS, "--no-color", "no colour, whatever the terminal can do"));
    }

    static List<Flag> registry() {
        return List.of(
                in(
                        Shared.REGISTRY,
                        "--plain-http",
                        "HTTP without TLS: silent for loopback, else with a warning; never a fallback"),
                in(Shared.REGISTRY, "--ca FILE", "further TLS roots, PEM"),
                in(Shared.REGISTRY, "--username NAME", "user for this call, with --password-stdin"),
                in(Shared.REGISTRY, "--password-stdin", "read the password from standard input"),
                in(Shared.REGISTRY, "--timeout DURATION", "limit of one metadata request, default 60s"),
                in(
                        Shared.REGISTRY,
                        "--trace FILE",
                        "write every request, and in which round it was sent, there as JSON"),
                in(Shared.REGISTRY, "--offline", "no network; layouts and local state only"));
    }

    static List<Flag> transfer() {
        return List.of(
                in(Shared.TRANSFER, "--jobs N", "blobs moved at a time, default 6"),
                in(Shared.TRANSFER, "--no-progress", "no bar and no progress lines"));
    }

    static List<Flag> publishing() {
        return List.of(in(
                Shared.PUBLISHING,
                "--pin carrier|tags",
                "what keeps it from garbage collectors: see `bulla doctor`; default as it was published"));
    }

    static List<Flag> format(Format... accepted) {
        StringBuilder words = new StringBuilder();
        for (Format format : accepted) {
            words.append(words.isEmpty() ? "" : "|").append(format.word());
        }
        return List.of(in(Shared.ALWAYS, "--format " + words, "shape of the answer"));
    }

    /** All of them, for the help topic. */
    public static List<Flag> all() {
        List<Flag> all = new ArrayList<>(format(Format.values()));
        all.addAll(always());
        all.addAll(registry());
        all.addAll(transfer());
        all.addAll(publishing());
        return all;
    }

    private static Flag in(Shared group, String spelling, String meaning) {
        return Flag.of(spelling, meaning).sharedIn(group);
    }
}
