package dev.bulla.cli.intoto;

import dev.bulla.cli.command.LocalFiles;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.SignatureMismatch;
import dev.bulla.intoto.OwnerKey;
import dev.bulla.intoto.OwnerKeyFile;
import dev.bulla.intoto.UnverifiedDocument;
import dev.bulla.json.JsonException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.UsageException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Shows what a layout demands and who signed it. */
public final class LayoutShowCommand implements Command {
    private static final int MAX_KEY = 64 * 1024;

    @Override
    public CommandModel model() {
        return CommandModel.of("in-toto layout show", "show what a layout demands, and who signed it")
                .argument("FILE", "a layout, or the draft of one")
                .flag("--layout-key FILE...", "public key of an owner; each must have signed")
                .formats(Format.TEXT, Format.JSON)
                .example("bulla in-toto layout show root.layout --layout-key owner.pub");
    }

    @Override
    public ExitCode run(Invocation call) {
        LayoutFile layout = LayoutFile.read(call.path(call.argument(0)));
        Set<KeyId> verified = verified(call, layout.signed());
        List<LayoutView.Signature> signatures = new ArrayList<>();
        layout.signed()
                .map(UnverifiedDocument::claimedSigners)
                .orElse(List.of())
                .forEach(id -> signatures.add(new LayoutView.Signature(id, verified.contains(id))));
        if (!call.output().isText()) {
            call.output().json(LayoutView.document(layout.layout(), signatures));
            return ExitCode.OK;
        }
        LayoutView.lines(layout.layout(), call.now(), call.output()::keyId).forEach(call.output()::line);
        if (signatures.isEmpty()) {
            call.output().line("signed by nobody: a draft");
        }
        for (LayoutView.Signature each : signatures) {
            call.output()
                    .line("signature  " + call.output().keyId(each.keyId().value()) + "  "
                            + (each.verified() ? "verified" : "unverified"));
        }
        return ExitCode.OK;
    }

    /** The ids whose signatures verify under the keys that are given; a key that did not sign refuses the layout. */
    private static Set<KeyId> verified(Invocation call, Optional<UnverifiedDocument> document) {
        Set<KeyId> verified = new HashSet<>();
        for (String file : call.options("--layout-key")) {
            OwnerKey owner = owner(call, file);
            try {
                if (document.isEmpty()) {
                    throw new SignatureMismatch("a draft has no signature");
                }
                document.get().verify(owner.ids(), owner.key());
            } catch (SignatureMismatch e) {
                throw new RejectedException(Reason.of(
                        ReasonCode.BAD_SIGNATURE, "the layout is not signed by " + file + ": " + e.getMessage()));
            }
            owner.ids().stream().filter(id -> signed(document, id, owner)).forEach(verified::add);
        }
        return verified;
    }

    private static boolean signed(Optional<UnverifiedDocument> document, KeyId id, OwnerKey owner) {
        try {
            if (document.isPresent()) {
                document.get().verify(Set.of(id), owner.key());
                return true;
            }
        } catch (SignatureMismatch e) {
            // shown as unverified
        }
        return false;
    }

    private static OwnerKey owner(Invocation call, String file) {
        try {
            return OwnerKeyFile.read(LocalFiles.read(call.path(file), MAX_KEY));
        } catch (JsonException e) {
            throw new UsageException("key file " + file + " cannot be used: " + e.getMessage());
        }
    }
}
