package dev.bulla.registry;

import dev.bulla.outcome.BullaException;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.DeniedException;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.UnreachableException;

/** Turns an answer that is not what was hoped for into an exception that says so (registries.md section 4 rule 10). */
final class Statuses {
    private Statuses() {}

    /** The failure that {@code answer} is; reads its body. */
    static BullaException failure(Answer answer) {
        return failure(answer, ErrorText.of(answer));
    }

    static BullaException failure(Answer answer, ErrorText said) {
        String message = answer.call() + ": " + describe(answer) + said.suffix();
        int status = answer.status();
        if (status == 401 || status == 403) {
            return denied(answer, message);
        }
        if (status == 404) {
            return new NotFoundException(message);
        }
        if (reads(answer.call())) {
            return new UnreachableException(message); // nobody else's writing is in the way, and nothing was examined
        }
        if (status == 409 || status == 412) {
            return new ConflictException(message);
        }
        if (status == 400 || status == 413 || status == 415 || status == 416 || status == 422) {
            return new RejectedException(
                    Reason.of(ReasonCode.MALFORMED, message).with("status", (long) status));
        }
        return new UnreachableException(message);
    }

    private static boolean reads(Call call) {
        return call.isGet() || call.method().equals("HEAD");
    }

    private static DeniedException denied(Answer answer, String message) {
        String host = answer.address().getAuthority();
        boolean anonymous = !answer.call().headers().containsKey("Authorization");
        return anonymous
                ? new DeniedException(message, "log in with `bulla login " + host + "`")
                : new DeniedException(message, "check the login and its rights with `bulla login " + host + "`");
    }

    private static String describe(Answer answer) {
        String word = switch (answer.status()) {
            case 400 -> "bad request";
            case 401 -> "authentication required";
            case 403 -> "denied";
            case 404 -> "not found";
            case 405 -> "method not allowed";
            case 409 -> "conflict";
            case 412 -> "precondition failed";
            case 413 -> "too large";
            case 415 -> "media type refused";
            case 429 -> "too many requests";
            case 500 -> "internal error";
            case 502 -> "bad gateway";
            case 503 -> "unavailable";
            case 504 -> "gateway timed out";
            default -> Redirects.isRedirect(answer.status()) ? "unexpected redirect" : "unexpected status";
        };
        String wait = answer.headers()
                .first("Retry-After")
                .map(after -> ", to be tried again after " + Redaction.shown(answer.call(), after))
                .orElse("");
        return answer.status() + " " + word + wait;
    }
}
