package dev.bulla.registry;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Repeats requests that may be repeated: idempotent ones after 429, 502, 503, 504 and a connection that broke before the
 * answer, reads also after 500, with doubled and jittered waits or as long as {@code Retry-After} says (RFC 9110 section 10.2.3). When the
 * operation's time does not suffice for the wait, the last answer is handed on.
 */
final class Retries implements Sender {
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "PUT", "DELETE");
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

    private final Wire wire;
    private final HttpSettings settings;

    Retries(Wire wire, HttpSettings settings) {
        this.wire = wire;
        this.settings = settings;
    }

    @Override
    public Answer send(Call call, Operation operation) {
        for (int attempt = 0; ; attempt++) {
            boolean last = attempt >= settings.retries() || !mayRepeat(call);
            Duration wait = backOff(attempt);
            try {
                Answer answer = wire.send(call, operation.whole());
                boolean refused = opensUpload(call) && (answer.status() == 429 || answer.status() == 503);
                boolean temporary = isTemporary(answer.status()) || isTornRead(call, answer.status());
                if (!(temporary && !last) && !(refused && attempt < settings.retries())) {
                    return answer;
                }
                wait = RetryAfter.read(answer.headers(), settings.clock()).orElse(wait);
                if (wait.compareTo(operation.deadline().left()) >= 0) {
                    return answer;
                }
                answer.close();
            } catch (IOException e) {
                if (last
                        || !Failures.isReset(e)
                        || wait.compareTo(operation.deadline().left()) >= 0) {
                    throw Failures.unreachable(call, e);
                }
            }
            settings.trace().accept("* waiting " + wait.toMillis() + " ms before " + call);
            settings.pacing().pause(wait);
        }
    }

    /** A body that streams cannot be assumed to be worth sending twice; whoever uploads decides. */
    private static boolean mayRepeat(Call call) {
        Optional<Body> body = call.body();
        return IDEMPOTENT.contains(call.method())
                && body.filter(b -> !b.repeatable()).isEmpty();
    }

    /** distribution 2.8.2 answers reads of a tag that is being rewritten at the same moment with 500 (measured). */
    private static boolean isTornRead(Call call, int status) {
        return status == 500 && (call.isGet() || call.method().equals("HEAD"));
    }

    /** An upload that was not opened can be opened again; POST requests without a body do nothing else here. */
    private static boolean opensUpload(Call call) {
        return call.method().equals("POST") && call.body().isEmpty();
    }

    static boolean isTemporary(int status) {
        return status == 429 || status == 502 || status == 503 || status == 504;
    }

    private Duration backOff(int attempt) {
        Duration doubled = FIRST_WAIT.multipliedBy(1L << Math.min(attempt, 16));
        return settings.pacing().spread(doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT);
    }
}
