package dev.bulla.intoto;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.bytes.Quoted;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.SignatureMismatch;
import dev.bulla.json.JsonException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Steps 5 and 6: finds the documents of a step, keeps those that count, and compares their number with the threshold. */
final class StepEvidence {
    private final Run run;
    private final Scope scope;
    private final InTotoLayout layout;

    StepEvidence(Run run, Scope scope, InTotoLayout layout) {
        this.run = run;
        this.scope = scope;
        this.layout = layout;
    }

    /** Step 5: what is addressed to the step's functionaries; fewer than the threshold is <em>missing</em>. */
    Map<EvidenceAddress, EvidenceSource.Stored> find(LayoutStep step) {
        Map<EvidenceAddress, EvidenceSource.Stored> found = new LinkedHashMap<>();
        Set<String> places = new HashSet<>();
        for (KeyId keyId : step.keyIds()) {
            EvidenceAddress address = new EvidenceAddress(scope.parents(), step.name(), keyId);
            Optional<EvidenceSource.Stored> stored = run.request.evidence().find(address);
            if (stored.isPresent()) {
                if (places.add(stored.get().place())) {
                    run.budget.document(stored.get().content().length());
                }
                found.put(address, stored.get());
            }
        }
        if (places.size() < step.threshold()) {
            throw run.refuse(
                    Finding.Result.MISSING,
                    scope.item(step.name()),
                    ReasonCode.MISSING_LINK,
                    "step " + Quoted.of(scope.item(step.name())) + " has " + places.size() + " of " + step.threshold()
                            + " links, looked for those of " + brief(step.keyIds()));
        }
        return found;
    }

    /** Step 6: the documents that count; too few is <em>missing</em>, or a failure when some were dropped. */
    List<Kept> keep(LayoutStep step, Map<EvidenceAddress, EvidenceSource.Stored> found) {
        String item = scope.item(step.name());
        List<Kept> kept = new ArrayList<>();
        Set<Bytes> materials = new HashSet<>();
        Set<String> places = new HashSet<>();
        List<String> dropped = new ArrayList<>();
        found.forEach((address, stored) -> {
            try {
                Kept document = examine(address, stored);
                if (!places.add(stored.place())) {
                    // intoto.md D19: one stored document counts for one functionary
                    throw new Dropped("the document stored there counts for another key already");
                }
                if (!materials.add(document.key().material())) {
                    run.findings.add(Finding.of(Finding.Result.NOTE, item, "the same key under another id counts once")
                            .by(address.keyId())); // intoto.md D20
                }
                kept.add(document);
                run.findings.add(
                        Finding.of(Finding.Result.PASS, item, "evidence signed").by(address.keyId()));
            } catch (Dropped e) {
                dropped.add(e.why());
                run.findings.add(Finding.of(Finding.Result.FAIL, item, "evidence does not count: " + e.why())
                        .by(address.keyId()));
            }
        });
        if (materials.size() < step.threshold()) {
            throw tooFew(step, materials.size(), dropped);
        }
        return kept;
    }

    private RejectedException tooFew(LayoutStep step, int counted, List<String> dropped) {
        String item = scope.item(step.name());
        String message =
                "step " + Quoted.of(item) + " has valid links of " + counted + " of " + step.threshold() + " keys";
        return dropped.isEmpty()
                ? run.refuse(Finding.Result.MISSING, item, ReasonCode.MISSING_LINK, message)
                : run.refuse(
                        Finding.Result.FAIL,
                        item,
                        ReasonCode.INTOTO_FAILED,
                        message + "; " + dropped.size() + " do not count, the first because " + dropped.getFirst());
    }

    private Kept examine(EvidenceAddress address, EvidenceSource.Stored stored) throws Dropped {
        PublicKey key = layout.keys().get(address.keyId());
        if (key == null) {
            throw new Dropped("the layout has no key " + address.keyId().brief()); // intoto.md D43
        }
        try {
            SignedDocument document = run.reader.read(stored.content());
            Payload payload = checked(document, address.keyId(), key);
            checkName(payload, address.step());
            return new Kept(address, HashFunction.SHA256.hash(stored.content()), key, document, payload);
        } catch (JsonException e) {
            throw new Dropped("it is malformed: " + e.getMessage()); // intoto.md D31
        } catch (RejectedException e) {
            throw new Dropped("it is refused: " + e.reason().message());
        } catch (SignatureMismatch e) {
            throw new Dropped("key " + address.keyId().brief() + " did not sign it: " + e.getMessage());
        }
    }

    private Payload checked(SignedDocument document, KeyId keyId, PublicKey key) throws SignatureMismatch, Dropped {
        try {
            document.verify(Set.of(keyId), key);
            Payload payload = Payload.of(document);
            if (payload instanceof Payload.OfStatement && !run.request.options().acceptStatements()) {
                throw new Dropped("it is a statement, and statements do not stand as links here"); // intoto.md D41
            }
            return payload;
        } catch (SignatureMismatch e) {
            if (run.request.options().acceptStatements() && document.form() == SignedDocument.Form.DSSE) {
                document.verifyByAny(key);
                if (Payload.of(document) instanceof Payload.OfStatement statement) {
                    return statement; // key ids of statements are hints
                }
            }
            throw e;
        }
    }

    /** A link of another step does not count, whoever signed it (intoto.md D34). */
    private static void checkName(Payload payload, String step) throws Dropped {
        String name = switch (payload) {
            case Payload.OfLink link -> link.link().name();
            case Payload.OfStatement statement -> statement.link().name();
            case Payload.OfLayout sublayout -> step;
        };
        if (!name.equals(step)) {
            throw new Dropped("it is a link of step " + Quoted.of(name));
        }
    }

    private static String brief(List<KeyId> keyIds) {
        return keyIds.isEmpty()
                ? "no key"
                : String.join(", ", keyIds.stream().limit(4).map(KeyId::brief).toList());
    }

    /** A document that does not count, and why. */
    private static final class Dropped extends Exception {
        private static final long serialVersionUID = 1L;

        private final String why;

        Dropped(String why) {
            super(why, null, false, false);
            this.why = why;
        }

        String why() {
            return why;
        }
    }
}
