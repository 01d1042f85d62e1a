package dev.bulla.registry;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Finds the next page in {@code Link} headers (RFC 8288): {@code <URL>; rel="next"}, several in one header or many. */
final class PageLink {
    private PageLink() {}

    /** The address of the next page, resolved against the page it came with. */
    static Optional<URI> next(Answer answer) {
        for (String header : answer.headers().all("Link")) {
            for (int open = header.indexOf('<'); open >= 0; open = header.indexOf('<', open + 1)) {
                int close = header.indexOf('>', open);
                if (close < 0) {
                    break;
                }
                if (isNext(parameters(header, close + 1))) {
                    return Hosts.uri(header.substring(open + 1, close))
                            .map(link -> Hosts.resolve(answer.address(), link));
                }
                open = close;
            }
        }
        return Optional.empty();
    }

    /** What stands between this link and the next one. */
    private static String parameters(String header, int from) {
        int next = header.indexOf('<', from);
        return header.substring(from, next < 0 ? header.length() : next);
    }

    private static boolean isNext(String parameters) {
        for (String parameter : parameters.split("[;,]", -1)) {
            String plain = parameter.strip().toLowerCase(Locale.ROOT).replace(" ", "");
            if (plain.equals("rel=\"next\"") || plain.equals("rel=next")) {
                return true;
            }
        }
        return false;
    }
}
