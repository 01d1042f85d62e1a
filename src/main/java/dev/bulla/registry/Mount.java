package dev.bulla.registry;

import dev.bulla.oci.Descriptor;

/** Takes a blob over from another repository of the registry (distribution-spec 1.1, "Mounting a blob"). */
final class Mount {
    private final Repository repository;

    Mount(Repository repository) {
        this.repository = repository;
    }

    /**
     * Asks for it; that the registry took it is its word, as an answer to another question would be, and the manifest that
     * names the blob is refused where it is not true. False when the registry opens an ordinary upload instead, or does not want to; then nothing is left open. */
    boolean take(Descriptor blob, String from) {
        String query = "?mount=" + blob.digest() + "&from=" + from;
        Call call = Call.of("POST", repository.uploads().resolve(query));
        try (Answer answer = repository.toMount(from).send(call, repository.metadata())) {
            if (answer.status() == 202) {
                UploadSession session = new UploadSession(UploadSessions.location(answer), 0);
                new UploadSessions(repository).cancel(session);
                return false;
            }
            if (answer.status() >= 500 && answer.status() != 501) {
                throw Statuses.failure(answer);
            }
            return answer.status() == 201;
        }
    }
}
