package dev.bulla.registry;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.VerifiedStream;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.UnreachableException;
import java.io.InputStream;

/** Reads blobs (distribution-spec 1.1, "Pulling blobs"); storage back ends on other hosts get no credentials. */
final class BlobReader {
    private final Repository repository;

    BlobReader(Repository repository) {
        this.repository = repository;
    }

    /** Whether the registry says that it has the blob, with the right length where it names one. */
    boolean exists(Descriptor blob) {
        Call call = Call.of("HEAD", repository.blob(blob.digest()));
        try (Answer answer = repository.toPull().send(call, repository.metadata())) {
            if (answer.status() == 404) {
                return false;
            }
            // a redirect to the storage back end is an answer too: what is not there is not redirected to
            if (answer.status() != 200 && !Redirects.isRedirect(answer.status())) {
                throw Statuses.failure(answer);
            }
            long length = answer.headers().number("Content-Length").orElse(blob.size());
            return answer.status() != 200 || length == blob.size();
        }
    }

    /** The blob, verified while it is read and resumed where the connection breaks. */
    InputStream open(Descriptor blob) {
        Answer answer = fetch(blob, 0);
        return new VerifiedStream(
                new ResumingStream(answer, from -> fetch(blob, from)),
                blob,
                repository.place().toString());
    }

    /** From byte {@code from} on; the registry may send the whole all the same. */
    private Answer fetch(Descriptor blob, long from) {
        Call whole = Call.of("GET", repository.blob(blob.digest()));
        Call call = from == 0 ? whole : whole.with("Range", "bytes=" + from + "-");
        Answer answer = new Redirects(repository.toPull()).send(call, repository.content());
        boolean usable = answer.status() == 200 || (from > 0 && answer.status() == 206);
        if (usable && !answer.isWebPage()) {
            return answer;
        }
        try (answer) {
            if (answer.status() == 404) {
                throw new NotFoundException("blob " + blob.digest() + " is not in " + repository.place());
            }
            if (usable) {
                throw new UnreachableException(answer.call() + ": a web page came instead of a blob");
            }
            throw Statuses.failure(answer);
        }
    }
}
