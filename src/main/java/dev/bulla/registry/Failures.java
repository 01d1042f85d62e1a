package dev.bulla.registry;

import dev.bulla.outcome.UnreachableException;
import dev.bulla.outcome.UsageException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Turns what the network did into one line for people. */
final class Failures {
    private Failures() {}

    /** No usable answer to {@code call}. */
    static UnreachableException unreachable(Call call, IOException cause) {
        if (cause instanceof SSLException) {
            return new UnreachableException(
                    call + ": " + describe(cause),
                    cause,
                    "give the authority's certificate with --ca FILE if the registry has its own");
        }
        return new UnreachableException(call + ": " + describe(cause), cause);
    }

    static String describe(IOException cause) {
        String message = cause.getMessage() == null ? "" : Shown.text(cause.getMessage());
        return switch (cause) {
            case TooSlowException e -> "the server " + message;
            case UnknownHostException e -> "unknown host " + message;
            case SocketTimeoutException e -> "timed out (" + message.toLowerCase(Locale.ROOT) + ")";
            case ConnectException e -> "cannot connect (" + message.toLowerCase(Locale.ROOT) + ")";
            case NoRouteToHostException e -> "no route to the host";
            case SSLException e -> "TLS failed: " + message;
            default -> message.isEmpty() ? "the connection broke" : "the connection broke (" + message + ")";
        };
    }

    /** True for a connection that was there and went away: the request may be made again if it is idempotent. */
    static boolean isReset(IOException cause) {
        return !(cause instanceof ConnectException)
                && !(cause instanceof NoRouteToHostException)
                && !(cause instanceof UnknownHostException)
                && !(cause instanceof SocketTimeoutException)
                && !(cause instanceof SSLException)
                && !(cause instanceof TooSlowException)
                && (cause instanceof SocketException || isPrematureEnd(cause));
    }

    private static boolean isPrematureEnd(IOException cause) {
        String message = cause.getMessage() == null ? "" : cause.getMessage().toLowerCase(Locale.ROOT);
        return message.contains("premature")
                || message.contains("unexpected end of file")
                || message.contains("failed to respond");
    }

    static UsageException plainHttp(Call call) {
        return new UsageException(
                call + ": plain HTTP is used for loopback only",
                "give --plain-http if this registry has no TLS and you accept that anybody on the way can listen");
    }
}
