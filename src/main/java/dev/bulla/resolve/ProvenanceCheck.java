package dev.bulla.resolve;

import dev.bulla.attach.EvidencePaths;
import dev.bulla.bytes.Bytes;
import dev.bulla.intoto.InTotoLimits;
import dev.bulla.intoto.LayoutVerdict;
import dev.bulla.intoto.LayoutVerifier;
import dev.bulla.intoto.OwnerKey;
import dev.bulla.intoto.OwnerKeyFile;
import dev.bulla.intoto.SubjectBinding;
import dev.bulla.intoto.VerificationRequest;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.Lookup;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The in-toto binding (trust.md section 6): every layout that top-level targets binds to the name is collected; if there is
 * one, at least one that has not expired must be met in full, whatever was demanded. Keys are those that the layout's own
 * entry lists, links those that the artifact's entry lists, all of them fetched by the hashes that TUF names. The chain's
 * last step must have made the artifact.
 */
public final class ProvenanceCheck {
    /** Room for a public key; what is longer is refused by its reader. */
    private static final int MAX_KEY_BYTES = 64 * 1024;

    private static final String LAYOUT_ENDING = ".layout";

    private final Lookup lookup;
    private final TargetBytes bytes;
    private final Question question;
    private final List<Check> checks = new ArrayList<>();

    private ProvenanceCheck(Lookup lookup, TargetBytes bytes, Question question) {
        this.lookup = lookup;
        this.bytes = bytes;
        this.question = question;
    }

    /**
     * What is asked.
     *
     * @param name the target path, after rewrite and redirect
     * @param entry what the vouching role says of it
     * @param subject digests of what is being verified, all of them checked against the entry before
     * @param demanded true when the level that was asked for needs provenance: then none is a refusal
     * @param acceptListed true when a policy lets a layout count that only the artifact's entry names
     *     ({@code layoutBinding: listed})
     * @param options inspections and the like; its subject is replaced
     */
    public record Question(
            TargetPath name,
            TargetInfo entry,
            SubjectBinding subject,
            boolean demanded,
            boolean acceptListed,
            VerificationRequest.Options options) {
        /** Nothing demanded, bound layouts only, strict options. */
        public static Question of(TargetPath name, TargetInfo entry, SubjectBinding subject) {
            return new Question(name, entry, subject, false, false, VerificationRequest.Options.strict());
        }

        /** The same, with provenance demanded. */
        public Question demandingProvenance() {
            return new Question(name, entry, subject, true, acceptListed, options);
        }

        /** The same, with other options. */
        public Question with(VerificationRequest.Options other) {
            return new Question(name, entry, subject, demanded, acceptListed, other);
        }
    }

    /**
     * Judges.
     *
     * @param lookup the trusted roles, by whose time expiry is judged
     * @throws dev.bulla.outcome.BullaException when something cannot be fetched
     */
    public static Step<ProvenanceOutcome> of(Lookup lookup, TargetBytes bytes, Question question) {
        try {
            return Step.done(new ProvenanceCheck(lookup, bytes, question).judge());
        } catch (RejectedException e) {
            return Step.refused(e.reason());
        }
    }

    private ProvenanceOutcome judge() {
        Targets top = lookup.roles().targets().role();
        List<BoundLayout> bound = BoundLayout.applying(top, question.name());
        if (!bound.isEmpty()) {
            return proven(bound, true);
        }
        List<BoundLayout> named = namedByEntry(top);
        ProvenanceOutcome outcome = named.isEmpty() ? new ProvenanceOutcome.None(checks) : proven(named, false);
        if (question.demanded() && !(outcome instanceof ProvenanceOutcome.Proven && question.acceptListed())) {
            throw new RejectedException(unbound(named));
        }
        return outcome;
    }

    /** Plain CNAB-Sec 301: the artifact's own entry names a layout; it counts only where top-level targets lists it. */
    private List<BoundLayout> namedByEntry(Targets top) {
        List<BoundLayout> named = new ArrayList<>();
        for (String path : listed()) {
            if (path.endsWith(LAYOUT_ENDING) && named.size() < BoundLayout.MAX_LAYOUTS) {
                TargetPath layout = new TargetPath(path);
                Optional<TargetInfo> info = top.target(layout);
                if (info.isPresent()) {
                    named.add(BoundLayout.read(layout, info.get()));
                } else {
                    checks.add(Check.note("trust.6.3", "layout " + path + " is not one of top-level targets; ignored"));
                }
            }
        }
        return named;
    }

    private Reason unbound(List<BoundLayout> named) {
        Reason reason = Reason.of(
                        ReasonCode.LAYOUT_UNBOUND,
                        "no layout of top-level targets applies to " + question.name()
                                + ", and the level asked for needs one")
                .with("target", question.name().value());
        return named.isEmpty()
                ? reason.hint(
                        "the namespace's owner binds one with `bulla attest REF --layout FILE --applies-to PATTERN`")
                : reason.hint("the artifact's own entry names a layout, which whoever signs releases could change");
    }

    private ProvenanceOutcome proven(List<BoundLayout> layouts, boolean bound) {
        List<Reason> refusals = new ArrayList<>();
        for (BoundLayout layout : layouts) {
            ListedLinks links = new ListedLinks(
                    lookup, bytes, EvidencePaths.of(question.name().value()), contentSha256(), listed());
            try {
                LayoutVerdict.Accepted verdict = verify(layout, links).orThrow();
                checks.add(Check.ok("trust.6.2", "layout " + layout.path() + " is met"));
                if (!bound) {
                    checks.add(Check.note("trust.6.4", "layout not bound by the offline role"));
                }
                return new ProvenanceOutcome.Proven(layout.path(), bound, verdict, checks);
            } catch (RejectedException e) {
                Reason reason = e.reason().with("layout", layout.path().value());
                checks.add(Check.failed("trust.6.2", "layout " + layout.path() + ": " + reason.message()));
                refusals.add(reason);
            }
        }
        throw new RejectedException(summary(refusals));
    }

    /** All expired is told apart from refused: the first that did not just expire says why. */
    private static Reason summary(List<Reason> refusals) {
        Reason reason = refusals.stream()
                .filter(each -> each.code() != ReasonCode.LAYOUT_EXPIRED)
                .findFirst()
                .orElse(refusals.getFirst());
        return refusals.size() == 1
                ? reason
                : reason.hint(refusals.size() + " layouts apply and none is met; the others are in the checks of -v");
    }

    private LayoutVerdict verify(BoundLayout layout, ListedLinks links) {
        if (!layout.isGoodFor(seq())) {
            throw new RejectedException(
                    ReasonCode.LAYOUT_UNBOUND,
                    "layout " + layout.path() + " is good from seq "
                            + layout.notBeforeSeq().orElse(0) + " on, the entry of " + question.name() + " has "
                            + (seq().isPresent() ? "seq " + seq().getAsLong() : "none"));
        }
        Bytes document = bytes.verified(layout.path(), layout.info(), InTotoLimits.MAX_DOCUMENT_BYTES)
                .orElseThrow(() -> absent("layout", layout.path()));
        VerificationRequest request = VerificationRequest.of(
                document, owners(layout), links, lookup.roles().at());
        return LayoutVerifier.verify(request.with(question.options().subject(question.subject())));
    }

    /** No key comes from anywhere but the layout's entry in top-level targets (trust.md 3.1 rule 10). */
    private List<OwnerKey> owners(BoundLayout layout) {
        if (layout.keys().isEmpty()) {
            throw new RejectedException(
                    ReasonCode.INTOTO_FAILED, "the entry of layout " + layout.path() + " lists no key of an owner");
        }
        List<OwnerKey> owners = new ArrayList<>();
        for (TargetPath path : layout.keys()) {
            TargetInfo info = lookup.roles()
                    .targets()
                    .role()
                    .target(path)
                    .orElseThrow(() -> new RejectedException(
                            ReasonCode.INTOTO_FAILED,
                            "key " + path + " of layout " + layout.path() + " is no target of top-level targets"));
            Bytes file = bytes.verified(path, info, MAX_KEY_BYTES).orElseThrow(() -> absent("key", path));
            try {
                owners.add(OwnerKeyFile.read(file));
            } catch (JsonException e) {
                throw new RejectedException(ReasonCode.MALFORMED, "key " + path + ": " + e.getMessage());
            }
        }
        return owners;
    }

    private static RejectedException absent(String what, TargetPath path) {
        return new RejectedException(Reason.of(ReasonCode.INCOMPLETE, what + " " + path + " is listed and absent")
                .with("target", path.value())
                .hint("if the artifact was relocated, the copy may have dropped what was attached; use `bulla copy`"));
    }

    /** What the artifact's entry lists: links, and things that it has no say in. */
    private List<String> listed() {
        Optional<Json> member = BoundLayout.custom(question.entry()).flatMap(custom -> custom.get(BoundLayout.IN_TOTO));
        if (member.isEmpty()) {
            return List.of();
        }
        if (!(member.get() instanceof Json.Arr array) || array.items().size() > InTotoLimits.MAX_DOCUMENTS) {
            throw malformed("custom.in-toto of " + question.name() + " is no list of at most "
                    + InTotoLimits.MAX_DOCUMENTS + " paths");
        }
        List<String> paths = new ArrayList<>();
        for (Json item : array.items()) {
            if (!(item instanceof Json.Text text)
                    || text.value().isEmpty()
                    || text.value().length() > TargetPath.MAX_BYTES) {
                throw malformed("custom.in-toto of " + question.name() + " has an item that is no path");
            }
            paths.add(text.value());
        }
        return paths;
    }

    private OptionalLong seq() {
        Optional<Json> seq = BoundLayout.custom(question.entry()).flatMap(custom -> custom.get("seq"));
        return seq.isPresent()
                        && seq.get() instanceof Json.Whole whole
                        && whole.value().signum() >= 0
                        && whole.value().bitLength() < Long.SIZE
                ? OptionalLong.of(whole.value().longValueExact())
                : OptionalLong.empty();
    }

    /** The folder of links is called by the sha256 of what is signed: {@code bundle.json}, or the manifest. */
    private String contentSha256() {
        return question.entry().hashes().listed().getOrDefault("sha256", "none");
    }

    private static RejectedException malformed(String message) {
        return new RejectedException(ReasonCode.MALFORMED, message);
    }
}
