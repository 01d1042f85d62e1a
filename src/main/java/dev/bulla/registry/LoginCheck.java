package dev.bulla.registry;

import dev.bulla.oci.Place.RegistryPlace;
import dev.bulla.outcome.DeniedException;

/** Finds out whether a registry accepts a login before it is stored. */
public final class LoginCheck {
    /** Part of no address that is asked; only the host matters here. */
    private static final String ANY_REPOSITORY = "any";

    private LoginCheck() {}

    /**
     * Asks {@code host} for nothing but its version, with the login of {@code options}.
     *
     * @return true when the registry demanded a login and accepted this one, false when it demanded none
     * @throws DeniedException when it does not accept the login
     * @throws dev.bulla.outcome.UnreachableException when it does not answer as a registry does
     */
    public static boolean accepts(String host, RegistryOptions options) {
        try (Wire wire = new Wire(options.http())) {
            Repository registry = new Repository(new RegistryPlace(host, ANY_REPOSITORY), options, wire);
            Call call = Call.of("GET", registry.version());
            try (Answer answer = registry.toGreet().send(call, registry.metadata())) {
                if (answer.status() == 401) {
                    throw new DeniedException(
                            host + " does not accept this login"
                                    + ErrorText.of(answer).suffix(),
                            "check the user name, and whether the registry wants an access token as password");
                }
                if (!answer.isSuccess()) {
                    throw Statuses.failure(answer);
                }
                return answer.call().headers().containsKey("Authorization");
            }
        }
    }
}
