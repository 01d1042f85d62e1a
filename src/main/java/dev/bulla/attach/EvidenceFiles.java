package dev.bulla.attach;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.Quoted;
import dev.bulla.crypto.KeyId;
import dev.bulla.intoto.EvidenceAddress;
import dev.bulla.intoto.EvidenceAddress.Parent;
import dev.bulla.intoto.OwnerKeyFile;
import dev.bulla.intoto.UnverifiedDocument;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Turns files into documents of evidence: strictly read, so that nothing is attached that no reader could read, and not
 * verified, since the keys that decide are the reader's. Each method throws a {@link RejectedException}, {@code MALFORMED}
 * or {@code LIMIT_EXCEEDED}, for a file that is not what it is given as.
 */
public final class EvidenceFiles {
    private static final String STATEMENT = "https://in-toto.io/Statement/";

    private EvidenceFiles() {}

    /** A layout. */
    public static EvidenceDocument layout(Bytes file) {
        UnverifiedDocument document = UnverifiedDocument.read(file);
        document.layout();
        return EvidenceDocument.of(
                EvidenceUse.LAYOUT, document.isDsse() ? EvidenceTypes.DSSE : EvidenceTypes.LAYOUT, file);
    }

    /** An owner's public key; a private one is refused. */
    public static EvidenceDocument key(Bytes file) {
        try {
            OwnerKeyFile.read(file);
        } catch (JsonException e) {
            throw malformed("key file cannot be attached: " + e.getMessage());
        }
        boolean json = file.asUtf8().orElse("").strip().startsWith("{");
        return EvidenceDocument.of(EvidenceUse.KEY, json ? EvidenceTypes.JSON_KEY : EvidenceTypes.PEM, file);
    }

    /** A statement with any predicate, in a DSSE envelope. */
    public static EvidenceDocument statement(Bytes file) {
        UnverifiedDocument document = UnverifiedDocument.read(file);
        if (!document.isDsse() || !document.type().startsWith(STATEMENT)) {
            throw malformed("the file is no statement in a DSSE envelope, its _type is " + Quoted.of(document.type()));
        }
        String predicate =
                document.signed().members().get("predicateType") instanceof Json.Text text ? text.value() : "";
        if (predicate.isEmpty()) {
            throw malformed("the statement has no predicate type");
        }
        return EvidenceDocument.of(EvidenceUse.STATEMENT, EvidenceTypes.statement(predicate), file);
    }

    /**
     * The evidence of a step: a link, a sublayout or a link statement, once for each key that is said to have signed it.
     *
     * @param fileName {@code STEP.KEYID8.link} if it is called so; says which step a sublayout stands for, and which of
     *     several signers is meant
     * @param parents the sublayouts above
     */
    public static List<EvidenceDocument> step(Bytes file, Optional<String> fileName, List<Parent> parents) {
        UnverifiedDocument document = UnverifiedDocument.read(file);
        Optional<StepFileName> named = fileName.flatMap(StepFileName::parse);
        String step = stepOf(document, named);
        List<EvidenceDocument> documents = new ArrayList<>();
        for (KeyId signer : signers(document, named)) {
            EvidenceAddress address = new EvidenceAddress(parents, step, signer);
            documents.add(EvidenceDocument.of(
                            EvidenceUse.STEP, document.isDsse() ? EvidenceTypes.DSSE : EvidenceTypes.LINK, file)
                    .at(address));
        }
        return documents;
    }

    private static String stepOf(UnverifiedDocument document, Optional<StepFileName> named) {
        if (document.type().equals("layout")) {
            document.layout();
            return named.map(StepFileName::step)
                    .orElseThrow(() -> malformed("a sublayout does not say which step it is of"
                            + "; its file has to be called STEP.KEYID8.link"));
        }
        String step = document.type().equals("link")
                ? document.link().name()
                : nameInPredicate(document)
                        .orElseThrow(
                                () -> malformed("the file is no link, its _type is " + Quoted.of(document.type())));
        if (named.isPresent() && !named.get().step().equals(step)) {
            throw malformed("the file is called after step "
                    + Quoted.of(named.get().step()) + " and is a link of step " + Quoted.of(step));
        }
        return step;
    }

    private static Optional<String> nameInPredicate(UnverifiedDocument document) {
        return document.type().startsWith(STATEMENT)
                        && document.signed().members().get("predicate") instanceof Json.Obj predicate
                        && predicate.members().get("name") instanceof Json.Text name
                        && !name.value().isEmpty()
                ? Optional.of(name.value())
                : Optional.empty();
    }

    private static List<KeyId> signers(UnverifiedDocument document, Optional<StepFileName> named) {
        List<KeyId> all = List.copyOf(new LinkedHashSet<>(document.claimedSigners()));
        List<KeyId> meant = all.stream()
                .filter(id -> named.isEmpty() || named.get().fits(id))
                .toList();
        if (meant.isEmpty()) {
            throw malformed(
                    named.isEmpty()
                            ? "the link names no key that signed it"
                            : "the link names no key that signed it and begins with "
                                    + Quoted.of(named.get().digits()));
        }
        if (named.isPresent() && meant.size() > 1) {
            throw new RejectedException(ambiguous(named.get().digits()));
        }
        return meant;
    }

    /** Why file names with eight digits of a key id do not do. */
    public static Reason ambiguous(String digits) {
        return Reason.of(ReasonCode.AMBIGUOUS, "two keys of one step have ids that begin with " + Quoted.of(digits))
                .hint(
                        "a folder of links cannot hold both; attach the links in a registry or a layout directory, where the"
                                + " whole id is kept");
    }

    private static RejectedException malformed(String message) {
        return new RejectedException(ReasonCode.MALFORMED, message);
    }
}
