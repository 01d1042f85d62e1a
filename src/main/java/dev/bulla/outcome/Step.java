package dev.bulla.outcome;

import java.util.function.Function;

/**
 * The result of one verification step: either its value or the reason for refusal. Nothing in between, so a refusal
 * cannot be mistaken for a result.
 *
 * @param <T> what a successful step yields
 */
public sealed interface Step<T> {
    /** The step succeeded with {@code value}. */
    record Done<T>(T value) implements Step<T> {
        @Override
        public <R> R fold(Function<? super T, ? extends R> done, Function<? super Reason, ? extends R> refused) {
            return done.apply(value);
        }
    }

    /** The step was refused for {@code reason}. */
    record Refused<T>(Reason reason) implements Step<T> {
        @Override
        public <R> R fold(Function<? super T, ? extends R> done, Function<? super Reason, ? extends R> refused) {
            return refused.apply(reason);
        }
    }

    /** A successful step. */
    static <T> Step<T> done(T value) {
        return new Done<>(value);
    }

    /** A refused step. */
    static <T> Step<T> refused(Reason reason) {
        return new Refused<>(reason);
    }

    /** A refused step with a reason that has no facts. */
    static <T> Step<T> refused(ReasonCode code, String message) {
        return new Refused<>(Reason.of(code, message));
    }

    /**
     * What {@code done} makes of the value or {@code refused} of the reason. Says the same as a switch over the two, which
     * where it is met first costs a short run of the program 20 ms: the machinery behind it is made at run time.
     */
    <R> R fold(Function<? super T, ? extends R> done, Function<? super Reason, ? extends R> refused);

    /** Goes on with {@code next} when this step is done; a refusal passes through unchanged. */
    default <R> Step<R> then(Function<? super T, Step<R>> next) {
        return fold(next, Refused::new);
    }

    /** Converts the value when this step is done. */
    default <R> Step<R> map(Function<? super T, ? extends R> change) {
        return then(value -> new Done<>(change.apply(value)));
    }

    /** The value, or the refusal as an exception for callers that cannot go on. */
    default T orThrow() {
        return fold(value -> value, reason -> {
            throw new RejectedException(reason);
        });
    }
}
