package dev.bulla.registry;

import dev.bulla.oci.Digest;
import dev.bulla.outcome.BullaException;
import dev.bulla.outcome.UnreachableException;
import java.net.URI;
import java.util.Optional;

/** Opens, ends and cancels uploads (distribution-spec 1.1, "Pushing blobs"). */
final class UploadSessions {
    private final Repository repository;

    UploadSessions(Repository repository) {
        this.repository = repository;
    }

    UploadSession open() {
        Call call = Call.of("POST", repository.uploads());
        try (Answer answer = repository.toPush().send(call, repository.metadata())) {
            if (answer.status() != 202) {
                throw Statuses.failure(answer);
            }
            return opened(answer);
        }
    }

    /** The upload that an answer says is open. */
    static UploadSession opened(Answer answer) {
        return new UploadSession(
                location(answer),
                answer.headers().number("OCI-Chunk-Min-Length").orElse(0));
    }

    /** Where the upload goes on: absolute or relative, and never from TLS to plain HTTP. */
    static URI location(Answer answer) {
        Optional<URI> location = answer.headers()
                .first("Location")
                .flatMap(Hosts::uri)
                .map(found -> Hosts.resolve(answer.address(), found));
        boolean usable = location.filter(uri -> !Hosts.name(uri).isEmpty())
                .filter(uri -> Hosts.isHttps(uri) || Hosts.isHttp(uri))
                .isPresent();
        if (!usable) {
            throw new UnreachableException(answer.call() + ": the registry opened an upload without a usable Location");
        }
        if (Hosts.isHttps(answer.address()) && !Hosts.isHttps(location.get())) {
            throw new UnreachableException(
                    answer.call() + ": the registry wants the upload sent without TLS",
                    "a proxy in front of the registry may not tell it that it is reached by https");
        }
        return location.get();
    }

    /** The request that completes an upload under a digest. */
    Call commit(UploadSession session, Digest digest) {
        String text = session.location().toString();
        int fragment = text.indexOf('#');
        String plain = fragment < 0 ? text : text.substring(0, fragment);
        String separator = session.location().getRawQuery() == null ? "?" : "&";
        return Call.of("PUT", URI.create(plain + separator + "digest=" + digest));
    }

    /** Gives the registry back what it keeps for an upload; whether it does is its own affair. */
    void cancel(UploadSession session) {
        try (Answer answer = repository.toPush().send(Call.of("DELETE", session.location()), repository.metadata())) {
            repository.http().trace().accept("* upload cancelled: " + answer.status());
        } catch (BullaException e) {
            repository.http().trace().accept("* upload not cancelled: " + e.getMessage());
        }
    }
}
