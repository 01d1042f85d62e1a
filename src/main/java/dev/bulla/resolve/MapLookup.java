package dev.bulla.resolve;

import dev.bulla.oci.Parallel;
import dev.bulla.outcome.BullaException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import dev.bulla.policy.Coverage;
import dev.bulla.policy.Question;
import dev.bulla.policy.Rule;
import dev.bulla.tuf.TargetInfo;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A lookup by the rules of a policy (TAP 4): the repositories of a rule are asked side by side, and so many of them must say
 * the same. The next rule is tried only when every one of them proved that it knows nothing of the name; whatever cannot be
 * verified or reached ends the search.
 *
 * @param <A> what one repository answers
 */
public final class MapLookup<A> {
    /** Requests to different repositories wait for each other as little as blobs of one do. */
    private static final int WIDTH = 8;

    private final Asking<A> asking;
    private final Function<? super A, TargetInfo> says;

    /** Asks one TUF repository. */
    public interface Asking<A> {
        /**
         * What the repository says, verified in full.
         *
         * @throws BullaException when it cannot be asked
         */
        Step<A> ask(String repository, Question question);

        /** True when a refusal by a repository proves that it does not list the target. */
        default boolean provesAbsence(Question question, Reason refusal) {
            return refusal.code() == ReasonCode.NOT_A_TARGET;
        }
    }

    /**
     * A lookup.
     *
     * @param says what an answer says of the target
     */
    public MapLookup(Asking<A> asking, Function<? super A, TargetInfo> says) {
        this.asking = asking;
        this.says = says;
    }

    /**
     * What came of a lookup.
     *
     * @param by the rule that decided; empty for the implicit last one
     * @param step the answer, or why there is none
     */
    public record Outcome<A>(Optional<Rule> by, Step<Answer<A>> step) {}

    /** What a policy lets through. */
    public sealed interface Answer<A> {}

    /**
     * Enough repositories say the same.
     *
     * @param question what they were asked
     * @param votes what they said, in the order of the rule
     * @param others what came of the repositories that do not count, a line each
     */
    public record Agreed<A>(Question question, List<Vote<A>> votes, List<String> others) implements Answer<A> {
        /** Copies the lists. */
        public Agreed {
            votes = List.copyOf(votes);
            others = List.copyOf(others);
        }
    }

    /** What a repository said. */
    public record Vote<A>(String repository, A answer) {}

    /** The rule asks keys, and no repository. */
    public record Signed<A>(Coverage.Signed by) implements Answer<A> {}

    /** The rule asks for no proof. */
    public record Unsigned<A>(Rule rule) implements Answer<A> {}

    /**
     * Decides.
     *
     * @throws BullaException when a repository cannot be asked whose answer could have changed the decision
     */
    public Outcome<A> decide(Coverage coverage) {
        Coverage next = coverage;
        Optional<Reason> absent = Optional.empty();
        while (true) {
            switch (next) {
                case Coverage.NotCovered not -> {
                    return new Outcome<>(not.by(), Step.refused(absent.orElse(not.reason())));
                }
                case Coverage.Signed signed -> {
                    return new Outcome<>(Optional.of(signed.rule()), Step.done(new Signed<>(signed)));
                }
                case Coverage.Unsigned unsigned -> {
                    return new Outcome<>(Optional.of(unsigned.rule()), Step.done(new Unsigned<>(unsigned.rule())));
                }
                case Coverage.Covered covered -> {
                    Question question = covered.question();
                    Step<Answer<A>> step = ask(question);
                    Optional<Reason> unknown = absence(question, step);
                    if (unknown.isEmpty() || covered.otherwise().isEmpty()) {
                        return new Outcome<>(Optional.of(question.rule()), step);
                    }
                    absent = unknown;
                    next = covered.otherwise().get();
                }
            }
        }
    }

    private Optional<Reason> absence(Question question, Step<?> step) {
        return step instanceof Step.Refused<?> refused && asking.provesAbsence(question, refused.reason())
                ? Optional.of(refused.reason())
                : Optional.empty();
    }

    private Step<Answer<A>> ask(Question question) {
        List<String> names = question.repositories();
        List<Ballot.Cast<A>> cast = names.size() == 1
                ? List.of(cast(names.get(0), question)) // no threads for the usual case
                : new Parallel(WIDTH).map(names, name -> cast(name, question));
        return new Ballot<>(question, cast, says).result();
    }

    private Ballot.Cast<A> cast(String repository, Question question) {
        try {
            return switch (asking.ask(repository, question)) {
                case Step.Done<A> done -> new Ballot.Said<>(repository, done.value());
                case Step.Refused<A> refused -> refused(repository, question, refused.reason());
            };
        } catch (RejectedException e) {
            return refused(repository, question, e.reason());
        } catch (BullaException e) {
            return new Ballot.Failed<>(repository, e);
        }
    }

    private Ballot.Cast<A> refused(String repository, Question question, Reason reason) {
        return asking.provesAbsence(question, reason)
                ? new Ballot.Absent<>(repository, reason)
                : new Ballot.Refused<>(repository, reason);
    }
}
