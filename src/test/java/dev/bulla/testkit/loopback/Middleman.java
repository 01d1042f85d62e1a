package dev.bulla.testkit.loopback;

/** Somebody between the client and the registry: sees each request and decides what is answered. */
@FunctionalInterface
public interface Middleman {
    /** Lets everything pass. */
    Middleman HONEST = (request, registry) -> registry.answer(request);

    /** The registry behind. */
    @FunctionalInterface
    interface Registry {
        /** Carries the request out. */
        Answer answer(Request request);
    }

    /** Answers a request. */
    Answer answer(Request request, Registry registry);
}
