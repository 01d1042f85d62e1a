package dev.bulla.resolve;

import dev.bulla.attach.Carrier;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Parallel;
import dev.bulla.oci.ReadAhead;
import dev.bulla.oci.Source;
import dev.bulla.outcome.BullaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The documents that nothing else has to be known for, asked for side by side (trust.md section 3): what the tag names, the
 * head of every TUF repository, and where the artifact probably was copied its carrier.
 *
 * @param artifact what the reference names
 * @param heads the heads that are there and can be read
 * @param failures why others could not be read; what is absent for certain is none of them
 */
record FirstWave(Optional<Manifest> artifact, List<HeadSource> heads, List<BullaException> failures) {
    /** Copies the lists. */
    FirstWave {
        heads = List.copyOf(heads);
        failures = List.copyOf(failures);
    }

    /** The answer to one of the questions. */
    private record Part(Optional<Manifest> artifact, Optional<HeadSource> head, Optional<BullaException> failure) {}

    static FirstWave of(PinnedQuestion question, ReadAhead artifacts) {
        if (question.manner().copied() && question.authority().attached()) {
            question.asked().tag().flatMap(Carrier::tagFor).ifPresent(artifacts::ask);
        }
        List<Supplier<Part>> questions = new ArrayList<>();
        questions.add(() -> new Part(artifacts.manifest(question.asked()), Optional.empty(), Optional.empty()));
        question.repositories().forEach(trust -> questions.add(() -> head(trust)));
        List<Part> parts = new Parallel(questions.size()).map(questions, Supplier::get);
        List<HeadSource> heads = new ArrayList<>();
        List<BullaException> failures = new ArrayList<>();
        parts.forEach(part -> part.head().ifPresent(heads::add));
        parts.forEach(part -> part.failure().ifPresent(failures::add));
        heads.forEach(head -> head.enclosed().documents().forEach(artifacts::offer));
        return new FirstWave(parts.get(0).artifact(), heads, failures);
    }

    /** A head that cannot be had says nothing; whether it matters depends on what else there is. */
    private static Part head(Source trust) {
        try {
            return new Part(Optional.empty(), HeadSource.at(trust), Optional.empty());
        } catch (BullaException e) {
            return new Part(Optional.empty(), Optional.empty(), Optional.of(e));
        }
    }
}
