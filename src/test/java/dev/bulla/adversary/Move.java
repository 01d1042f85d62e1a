package dev.bulla.adversary;

import dev.bulla.testkit.loopback.Answer;
import dev.bulla.testkit.loopback.Middleman;
import dev.bulla.testkit.loopback.Request;
import java.util.List;
import java.util.function.Predicate;

/**
 * One thing that somebody between a client and a registry does.
 *
 * @param name what, in words
 * @param middleman does it
 * @param harmless in which placements of the roles an honest artifact must be accepted all the same
 */
record Move(String name, Middleman middleman, Predicate<Placement> harmless) {
    /** Changes the answers to some requests. */
    static Move changing(
            String name,
            Predicate<Placement> harmless,
            Predicate<Request> which,
            java.util.function.UnaryOperator<Answer> how) {
        return new Move(
                name,
                (request, registry) ->
                        which.test(request) ? how.apply(registry.answer(request)) : registry.answer(request),
                harmless);
    }

    /** One after the other, the first nearest to the client. */
    static Middleman all(List<Move> moves) {
        Middleman all = Middleman.HONEST;
        for (Move move : moves.reversed()) {
            Middleman behind = all;
            all = (request, registry) -> move.middleman().answer(request, further -> behind.answer(further, registry));
        }
        return all;
    }

    @Override
    public String toString() {
        return name;
    }
}
