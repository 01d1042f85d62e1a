package dev.bulla;

import dev.bulla.bytes.Quoted;
import dev.bulla.layout.LayoutStore;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Source;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Judges what a local file holds as if it stood in the repository that its name is of. */
final class LocalCheck {
    private final Verifier.LocalFile file;
    private final boolean refuseExtras;

    LocalCheck(Verifier.LocalFile file, boolean refuseExtras) {
        this.file = file;
        this.refuseExtras = refuseExtras;
    }

    Verifier.LocalVerdict judge(Function<Source, Verdict> verifier) {
        try (LocalArtifact artifact =
                        LocalArtifact.open(file.file(), file.name().tag());
                Beside beside = Beside.open(file)) {
            Verdict verdict = judge(artifact, beside.layout(), verifier);
            if (refuseExtras && !artifact.extras().isEmpty() && verdict instanceof Verdict.Trusted) {
                verdict = new Verdict.Rejected(file.name(), extras(artifact.extras()), verdict.checks());
            }
            return new Verifier.LocalVerdict(verdict, artifact.form(), artifact.extras());
        }
    }

    /** A {@code bundle.json} alone does not say in which form its index was signed: the form that was signed is the one. */
    private Verdict judge(LocalArtifact artifact, Optional<Source> beside, Function<Source, Verdict> verifier) {
        Optional<Verdict> first = Optional.empty();
        for (Manifest candidate : artifact.candidates()) {
            Verdict verdict = judged(artifact.naming(candidate, beside), verifier);
            boolean otherForm = verdict instanceof Verdict.Rejected rejected
                    && rejected.reason().code() == ReasonCode.HASH_MISMATCH;
            if (!otherForm) {
                return verdict;
            }
            first = first.or(() -> Optional.of(verdict));
        }
        return first.orElseThrow();
    }

    private Verdict judged(Source named, Function<Source, Verdict> verifier) {
        try {
            return verifier.apply(named);
        } catch (RejectedException e) {
            return new Verdict.Rejected(file.name(), e.reason(), List.of());
        }
    }

    private static Reason extras(List<String> extras) {
        return Reason.of(
                        ReasonCode.REPRESENTATION,
                        "the archive holds what the bundle does not need: " + extras.size() + " extra, the first is "
                                + Quoted.of(extras.get(0)))
                .with("check", "cnab.10.3")
                .hint("the policy refuses them (extraFiles); pack the archive anew with bulla pull --thick");
    }

    /** The layout with further attachments, if one was named. */
    private record Beside(Optional<Source> layout) implements AutoCloseable {
        static Beside open(Verifier.LocalFile file) {
            return new Beside(file.capsule().map(path -> LayoutStore.reading(new Place.LayoutPlace(path, true))));
        }

        @Override
        public void close() {
            layout.ifPresent(Source::close);
        }
    }
}
