package dev.bulla;

import dev.bulla.oci.Progress;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.oci.Tag;
import java.util.Optional;

/**
 * Verifies a copy where it arrived: by the destination's own pin or rule when that names it as it was signed, as its
 * consumers will; else from what is attached alone, under the name it has at the source. A level below that at the source
 * means that something was left behind.
 */
final class ArrivalCheck {
    private ArrivalCheck() {}

    /**
     * The verdict there; empty when the source was not proved by anybody.
     *
     * @param from the artifact at its source
     * @param arrived the copy, with its digest
     */
    static Optional<Relocator.Arrival> of(
            Places places,
            Optional<Relocator.Judge> judge,
            DepartureCheck departure,
            Reference from,
            Reference arrived) {
        return departure.trusted().map(trusted -> {
            String name = trusted.vouching().map(Verdict.Vouching::signedAs).orElseThrow();
            Relocator.Arrival.How how = how(judge.orElseThrow().trust(), from, arrived, name);
            try (Source there = places.reading(arrived.place())) {
                Verdict verdict = switch (how) {
                    case RULE -> asConsumersWill(places, judge.get(), there, arrived);
                    case ATTACHED -> asAtTheSource(places.withoutNetwork(), judge.get(), there, from, arrived);
                    case REPOSITORY -> asAtTheSource(places, judge.get(), there, from, arrived);
                };
                return new Relocator.Arrival(verdict.atLeast(trusted.level()), how, name);
            }
        });
    }

    private static Relocator.Arrival.How how(Trust trust, Reference from, Reference arrived, String name) {
        ConsumerRules rules = new ConsumerRules(trust);
        if (rules.names(arrived, name)) {
            return Relocator.Arrival.How.RULE;
        }
        return rules.takesAttached(from) ? Relocator.Arrival.How.ATTACHED : Relocator.Arrival.How.REPOSITORY;
    }

    private static Verdict asConsumersWill(Places places, Relocator.Judge judge, Source there, Reference arrived) {
        return new Verifier(places, false, Progress.NONE)
                .verify(there, arrived, judge.trust(), Optional.empty(), judge.at());
    }

    /** Under the source's name; without a network it is shown that what travels along is enough. */
    private static Verdict asAtTheSource(
            Places places, Relocator.Judge judge, Source there, Reference from, Reference arrived) {
        Verifier verifier = new Verifier(places, false, Progress.NONE);
        if (judge.trust().policy().isEmpty()) {
            String name = judge.as().orElse(from.toString());
            return verifier.verify(there, arrived, judge.trust(), Optional.of(name), judge.at());
        }
        // a policy makes names of references: the copy is judged in the place of the original
        Optional<Tag> tag = from.tag().filter(arrived.tag().stream().toList()::contains);
        Reference original = new Reference(from.place(), tag, arrived.digest());
        return verifier.verify(there, original, judge.trust(), Optional.empty(), judge.at());
    }
}
