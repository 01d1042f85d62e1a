package dev.bulla.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a token is asked for (distribution token specification).
 *
 * @param items each {@code repository:NAME:ACTIONS}
 */
record Scopes(List<String> items) {
    static Scopes pull(String repository) {
        return new Scopes(List.of(one(repository, "pull")));
    }

    static Scopes push(String repository) {
        return new Scopes(List.of(one(repository, "pull,push")));
    }

    static Scopes delete(String repository) {
        return new Scopes(List.of(one(repository, "delete")));
    }

    /** A mount reads one repository and writes another. */
    static Scopes mount(String from, String to) {
        return new Scopes(List.of(one(to, "pull,push"), one(from, "pull")));
    }

    /** Nothing but an answer to {@code GET /v2/}. */
    static Scopes none() {
        return new Scopes(List.of());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Scopes same && same.items.equals(items);
    }

    @Override
    public int hashCode() {
        return items.hashCode();
    }

    private static String one(String repository, String actions) {
        return "repository:" + repository + ":" + actions;
    }
}
