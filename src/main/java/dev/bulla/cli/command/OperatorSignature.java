package dev.bulla.cli.command;

import dev.bulla.Places;
import dev.bulla.Relocator;
import dev.bulla.Sealer;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.term.Quantity;
import dev.bulla.crypto.Signer;
import dev.bulla.oci.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The operator's own signature on a copy, beside the publisher's (trust.md section 13): over the digest that was verified at
 * the source and again where it arrived. A rule of a policy can require it with {@code requireSignatures}.
 */
final class OperatorSignature {
    private final Invocation call;
    private final List<Signer> signers;

    private OperatorSignature(Invocation call, List<Signer> signers) {
        this.call = call;
        this.signers = signers;
    }

    static CommandModel flags(CommandModel model) {
        return model.flag("--countersign", "add a signature of one's own to the copy, once it is verified there")
                .flag("--sign-key KEY...", "the key for it: name in the key directory, or file");
    }

    /**
     * What the call wants; empty when it wants none.
     *
     * @param judged whether somebody answers for the source
     */
    static Optional<OperatorSignature> of(Invocation call, boolean judged) {
        if (call.has("--countersign") != call.has("--sign-key")) {
            throw call.wrongUse("takes --countersign and --sign-key together or not at all");
        }
        if (!call.has("--countersign")) {
            return Optional.empty();
        }
        if (!judged) {
            throw call.wrongUse("signs what was verified: pin the root of " + call.argument(0)
                    + " first (bulla trust add), or leave --countersign out");
        }
        return Optional.of(new OperatorSignature(call, new Keys(call).signers("--sign-key")));
    }

    /** The key ids. */
    List<String> keyIds() {
        return signers.stream().map(signer -> signer.keyId().value()).toList();
    }

    /** Signs the copy. */
    void sign(Places places, Reference from, Reference to, Relocator.Copied copied) {
        Reference copy = new Reference(
                to.place(),
                to.tag().or(() -> to.digest().isPresent() ? Optional.empty() : from.tag()),
                Optional.of(copied.digest()));
        Sealer.Request request = new Sealer.Request(
                copy, Optional.empty(), false, Sealer.DEFAULT_LIFE, OptionalLong.empty(), call.now());
        new Sealer(places).sign(request, signers, this::show);
    }

    private void show(Sealer.Intent intent) {
        List<String> lines = new ArrayList<>();
        lines.add("will sign  " + intent.artifact().digest() + ", "
                + intent.artifact().mediaType() + ", "
                + Quantity.size(intent.artifact().size()));
        intent.keyIds().forEach(id -> lines.add("with key   " + call.output().keyId(id)));
        boolean text = call.output().isText()
                && call.option("--output").filter("-"::equals).isEmpty();
        lines.forEach(text ? call.output()::line : call.output()::say);
    }
}
