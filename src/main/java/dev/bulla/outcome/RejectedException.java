package dev.bulla.outcome;

/** A {@link Reason} on its way through code that cannot return it: examined and refused (exit by its code). */
public final class RejectedException extends BullaException {
    private static final long serialVersionUID = 1L;

    private final transient Reason reason;

    /** Carries {@code reason}. */
    public RejectedException(Reason reason) {
        super(reason.message(), null, reason.hints());
        this.reason = reason;
    }

    /** Carries a reason without facts. */
    public RejectedException(ReasonCode code, String message) {
        this(Reason.of(code, message));
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
