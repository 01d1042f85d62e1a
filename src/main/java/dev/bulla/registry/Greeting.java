package dev.bulla.registry;

import dev.bulla.oci.Place.RegistryPlace;

/** The first thing said to a registry: whether it speaks the protocol and lets us in (distribution-spec 1.1, "end-1"). */
public final class Greeting {
    /** A repository has to be named to build addresses; it is not asked for. */
    private static final String ANY = "library/any";

    private Greeting() {}

    /**
     * Greets a registry with the logins of {@code options}.
     *
     * @param host lower-case host with optional port
     * @return true when it demanded a login and accepted the one it got, false when it lets everybody in
     * @throws dev.bulla.outcome.DeniedException when it refuses the login, or there is none
     * @throws dev.bulla.outcome.UnreachableException when it does not answer
     */
    public static boolean say(String host, RegistryOptions options) {
        try (Wire wire = new Wire(options.http())) {
            Repository repository = new Repository(new RegistryPlace(host, ANY), options, wire);
            try (Answer answer =
                    repository.toGreet().send(Call.of("GET", repository.version()), repository.metadata())) {
                if (!answer.isSuccess()) {
                    throw Statuses.failure(answer);
                }
                return answer.call().headers().containsKey("Authorization");
            }
        }
    }
}
