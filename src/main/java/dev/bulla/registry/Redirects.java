package dev.bulla.registry;

import dev.bulla.outcome.UnreachableException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Follows redirects of GET requests. What is fetched that way is checked by digest or by signature, so it does not matter
 * who sends it; credentials are added by the sender below, which knows its own origin and adds them nowhere else.
 */
final class Redirects implements Sender {
    /** Storage back ends need one, content networks two. */
    private static final int MAX_REDIRECTS = 5;

    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

    private final Sender sender;

    Redirects(Sender sender) {
        this.sender = sender;
    }

    static boolean isRedirect(int status) {
        return STATUSES.contains(status);
    }

    @Override
    public Answer send(Call call, Operation operation) {
        Call current = call;
        for (int followed = 0; ; followed++) {
            Answer answer = sender.send(current, operation);
            if (!isRedirect(answer.status())) {
                return answer;
            }
            answer.close();
            if (followed == MAX_REDIRECTS) {
                throw new UnreachableException(call + ": more than " + MAX_REDIRECTS + " redirects");
            }
            current = next(current, answer);
        }
    }

    private static Call next(Call current, Answer answer) {
        Optional<URI> target = answer.headers()
                .first("Location")
                .flatMap(Hosts::uri)
                .map(location -> Hosts.resolve(current.address(), location));
        if (target.isEmpty() || Hosts.name(target.get()).isEmpty()) {
            throw new UnreachableException(current + ": redirect without a usable Location");
        }
        if (!Hosts.isHttps(target.get()) && !Hosts.isHttp(target.get())) {
            throw new UnreachableException(current + ": redirect to something that is not HTTP");
        }
        if (Hosts.isHttps(current.address()) && !Hosts.isHttps(target.get())) {
            throw new UnreachableException(current + ": redirect from https to http refused");
        }
        return current.at(target.get()).without("Authorization");
    }
}
