package dev.bulla.testkit.tuf;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.PercentCode;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.StorageException;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.tuf.FileInfo;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.RoleSource;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The simulated publisher as a source without a network; it remembers what was asked for. */
public final class SimulatedSource implements RoleSource {
    private final SimulatedPublisher publisher;
    private final List<String> requests = new ArrayList<>();

    /** Serves what {@code publisher} has at the time of each request. */
    public SimulatedSource(SimulatedPublisher publisher) {
        this.publisher = publisher;
    }

    /** File names in the order of the requests. */
    public List<String> requests() {
        return requests;
    }

    @Override
    public Optional<Bytes> root(long version, int limit) {
        return get(version + ".root.json", limit);
    }

    @Override
    public Bytes timestamp(int limit) {
        return required("timestamp.json", limit);
    }

    @Override
    public Bytes role(RoleName name, FileInfo expected, boolean consistent, int limit) {
        String file = PercentCode.name(name.value()) + ".json";
        return required(consistent ? expected.version() + "." + file : file, limit);
    }

    private Bytes required(String file, int limit) {
        return get(file, limit).orElseThrow(() -> new NotFoundException("no " + file));
    }

    private Optional<Bytes> get(String file, int limit) {
        requests.add(file);
        Optional<Bytes> content = publisher.metadata(file);
        if (content.isPresent() && content.get().length() > limit) {
            throw new RejectedException(ReasonCode.LIMIT_EXCEEDED, file + " is longer than " + limit);
        }
        return content;
    }

    @Override
    public void target(TargetPath path, TargetInfo expected, boolean consistent, OutputStream sink) {
        String text = path.value();
        int last = text.lastIndexOf('/') + 1;
        String address =
                text.substring(0, last) + (consistent ? expected.hashes().prefix() + "." : "") + text.substring(last);
        requests.add(address);
        try {
            publisher
                    .content(address)
                    .orElseThrow(() -> new NotFoundException("no " + address))
                    .writeTo(sink);
        } catch (IOException e) {
            throw new StorageException("cannot write", e);
        }
    }
}
