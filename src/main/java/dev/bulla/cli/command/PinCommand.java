package dev.bulla.cli.command;

import dev.bulla.KeyRule;
import dev.bulla.Places;
import dev.bulla.Trust;
import dev.bulla.Verdict;
import dev.bulla.Verifier;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Failure;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.images.ImageFile;
import dev.bulla.cli.images.ImageReference;
import dev.bulla.cli.term.TransferDisplay;
import dev.bulla.oci.Reference;
import dev.bulla.outcome.BullaException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rewrites image references in YAML or JSON files to digests that were verified. */
public final class PinCommand implements Command {
    @Override
    public CommandModel model() {
        return KeyRules.flags(CommandModel.of("pin", "rewrite image references in YAML or JSON to verified digests")
                        .repeated("FILE", "what to rewrite in place"))
                .flag("-o, --output PATH", "write the one FILE there; - is standard output")
                .flag(
                        "--check",
                        "write nothing; exit 1 where a reference has no digest, as verify where one is not trusted")
                .flag("--keep-tags", "write repository:tag@digest, for tools that take both")
                .formats(Format.TEXT, Format.JSON)
                .registry()
                .transfer()
                .note(
                        "A reference is the string that is the value of a key image, wherever it stands, as Kubernetes, Compose")
                .note(
                        "and CNAB have them; in YAML and JSON alike. Every other byte of the file stays, comments too. The digest")
                .note(
                        "is the one that trusted roles list under the name, whatever its tag names. One reference that is not")
                .note("trusted, and no file is written.")
                .example("bulla pin deployment.yaml compose.yaml");
    }

    @Override
    public ExitCode run(Invocation call) {
        if (call.has("--as")) {
            throw call.wrongUse("reads names from files: --as has no use");
        }
        if (call.has("--output") && (call.arguments().size() > 1 || call.has("--check"))) {
            throw call.wrongUse("takes --output with one file, and without --check");
        }
        if (call.option("--output").filter("-"::equals).isPresent()
                && !call.output().isText()) {
            throw call.wrongUse("writes the file or a document to standard output, not both");
        }
        Map<String, ImageFile> files = new LinkedHashMap<>();
        for (String file : call.arguments()) {
            files.put(file, ImageFile.read(LocalFiles.read(call.path(file), ImageFile.MAX_BYTES), file));
        }
        Instant at = call.judgedAt();
        Map<String, VerifyAnswer.Result> judged = judge(call, files, at);
        return new PinAnswer(call, files, judged, at).finish();
    }

    /** Each reference once, whatever the number of places where it stands. */
    private static Map<String, VerifyAnswer.Result> judge(Invocation call, Map<String, ImageFile> files, Instant at) {
        Optional<KeyRule> rule = KeyRules.of(call);
        Map<String, VerifyAnswer.Result> judged = new LinkedHashMap<>();
        try (TransferDisplay display = call.transfer("verifying", "verified")) {
            Places places = Reach.remembering(call);
            Verifier verifier = new Verifier(places, false, display);
            Trust trust = rule.isPresent() ? Pinning.trust(call, places) : Pinning.judging(call, places);
            for (String asked : distinct(files)) {
                judged.put(asked, judge(asked, call, verifier, trust, rule, at));
            }
        }
        return judged;
    }

    private static VerifyAnswer.Result judge(
            String asked, Invocation call, Verifier verifier, Trust trust, Optional<KeyRule> rule, Instant at) {
        try {
            Reference reference = call.reference(asked);
            Verdict verdict = rule.isPresent()
                    ? verifier.verify(reference, rule.get(), at)
                    : byRoles(reference, verifier, trust, at);
            return new VerifyAnswer.Judged(verdict instanceof Verdict.Allowed allowed ? allowed.strictly() : verdict);
        } catch (BullaException e) {
            return new VerifyAnswer.Failed(asked, Failure.of(e));
        }
    }

    /** A tag means what the roles list under it now; a digest beside it has to be that. */
    private static Verdict byRoles(Reference reference, Verifier verifier, Trust trust, Instant at) {
        if (reference.tag().isEmpty()) {
            return verifier.verify(reference, trust, Optional.empty(), at);
        }
        Verdict verdict = verifier.resolve(reference.withTag(reference.tag().get()), trust, Optional.empty(), at);
        boolean another = verdict instanceof Verdict.Trusted trusted
                && reference.digest().isPresent()
                && !reference.digest().get().equals(trusted.subject().digest());
        return another
                ? new Verdict.Rejected(
                        reference,
                        Reason.of(
                                        ReasonCode.HASH_MISMATCH,
                                        reference
                                                + " is pinned to another digest than trusted roles list under its tag")
                                .hint("pin it again by its tag alone, if the newer one is wanted"),
                        verdict.checks())
                : verdict;
    }

    private static List<String> distinct(Map<String, ImageFile> files) {
        List<String> references = new ArrayList<>();
        for (ImageFile file : files.values()) {
            file.references().stream()
                    .map(ImageReference::text)
                    .filter(text -> !references.contains(text))
                    .forEach(references::add);
        }
        return references;
    }
}
