package dev.bulla.cli.provenance;

import dev.bulla.Places;
import dev.bulla.Verdict;
import dev.bulla.Verifier;
import dev.bulla.bytes.Bytes;
import dev.bulla.cli.command.LocalFiles;
import dev.bulla.cli.command.Pinning;
import dev.bulla.cli.command.Reach;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.intoto.VerifyWords;
import dev.bulla.intoto.InTotoLimits;
import dev.bulla.intoto.LayoutVerdict;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.resolve.AttachedProvenance;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Shows who did what, when, on which commit, and which rule let each artifact through. */
public final class ProvenanceCommand implements Command {
    @Override
    public CommandModel model() {
        return Pinning.flags(VerifyWords.flags(CommandModel.of(
                                "provenance",
                                "who did what, when, on which commit, and which rule let each artifact through")
                        .optional("REF", "an artifact with evidence attached; without it plain files are read")))
                .formats(Format.TEXT, Format.JSON, Format.DOT, Format.MERMAID)
                .registry()
                .note("The chain is verified first; of one that is refused nothing but the refusal is shown.")
                .note(
                        "Times and commits are those that functionaries signed. For REF the layout is the one that pinned")
                .note("roles list for it; with --layout-key it is --layout or one that is attached, signed with every")
                .note("such key. Its last step must have made the artifact.")
                .example("bulla provenance registry.example/acme/shop:1.4.0")
                .example("bulla provenance registry.example/acme/shop:1.4.0 --layout-key alice.pub")
                .example(
                        "bulla provenance --layout root.layout --layout-key alice.pub --link-dir links --format mermaid");
    }

    @Override
    public ExitCode run(Invocation call) {
        Optional<String> asked = call.optionalArgument(0);
        return ProvenanceAnswer.print(
                call, asked.isPresent() ? attached(call, call.reference(asked.get())) : plain(call));
    }

    private static Judged plain(Invocation call) {
        Instant at = call.judgedAt();
        LayoutVerdict verdict = VerifyWords.verify(call, at);
        return new Judged(Optional.empty(), Judged.KEYS, verdict, at, call.has("--at"), List.of());
    }

    private static Judged attached(Invocation call, Reference asked) {
        if (call.has("--link-dir")) {
            throw call.wrongUse("takes links from " + asked + ", so --link-dir means nothing");
        }
        if (!call.has("--layout-key")) {
            return bound(call, asked);
        }
        Instant at = call.judgedAt();
        Optional<Bytes> layout = call.has("--layout")
                ? Optional.of(LocalFiles.read(VerifyWords.file(call, "--layout"), InTotoLimits.MAX_DOCUMENT_BYTES))
                : Optional.empty();
        try (Source source = Reach.places(call).reading(asked.place())) {
            AttachedProvenance attached = AttachedProvenance.of(source, asked);
            LayoutVerdict verdict = attached.judge(VerifyWords.owners(call), layout, VerifyWords.options(call), at);
            String artifact = asked.withDigest(attached.artifact()).toString();
            return new Judged(Optional.of(artifact), Judged.KEYS, verdict, at, call.has("--at"), open(layout));
        }
    }

    /** By the layout that pinned roles bind to the name: the artifact is verified first, as {@code verify} does. */
    private static Judged bound(Invocation call, Reference asked) {
        for (String flag : List.of("--layout", "--param", "--inspections", "--product", "--accept-statements")) {
            if (call.has(flag)) {
                throw call.wrongUse("has no use for " + flag + " without --layout-key: pinned roles say what counts");
            }
        }
        Instant at = call.judgedAt();
        Places places = Reach.places(call);
        Verdict verdict = new Verifier(places, false, Progress.NONE)
                .verify(asked, Pinning.judging(call, places), call.option("--as"), at);
        if (verdict instanceof Verdict.Rejected rejected && rejected.reason().code() == ReasonCode.NO_TRUST_ROOT) {
            throw new RejectedException(Reason.of(
                            ReasonCode.NO_TRUST_ROOT,
                            "no trust root for " + asked + ": nothing says whose layout counts")
                    .hint("pin the root of its publisher with `bulla trust add`")
                    .hint("or give the public keys of the layout's owners with --layout-key"));
        }
        Verdict.Trusted trusted = verdict.orThrow();
        Verdict.Provenance provenance = trusted.vouching()
                .flatMap(Verdict.Vouching::provenance)
                .orElseThrow(() -> new RejectedException(Reason.of(
                                ReasonCode.LAYOUT_UNBOUND,
                                "trusted roles list no layout for " + asked + ", so nothing says how it was made")
                        .hint("where a layout is attached all the same: give its owners' keys with --layout-key")));
        return new Judged(
                Optional.of(trusted.deploy().toString()),
                Judged.TUF,
                provenance.chain(),
                at,
                call.has("--at"),
                provenance.bound()
                        ? List.of()
                        : List.of("the layout is not bound by the offline role: whoever signs releases chose it"));
    }

    private static List<String> open(Optional<Bytes> layout) {
        return layout.isPresent()
                ? List.of()
                : List.of("an older layout that these keys signed and that has not expired would pass as well");
    }
}
