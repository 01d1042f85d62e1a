package dev.bulla.layout;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.io.IOException;
import java.io.InputStream;

/** Documents that are read whole. */
final class Small {
    private Small() {}

    /**
     * All of {@code in}.
     *
     * @param what names the document in messages
     * @throws RejectedException {@code LIMIT_EXCEEDED} when there are more than {@code limit} bytes
     */
    static Bytes read(InputStream in, int limit, Object what) throws IOException {
        byte[] bytes = in.readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw new RejectedException(
                    ReasonCode.LIMIT_EXCEEDED, what + " has more than " + limit + " bytes, at most these are read");
        }
        return Bytes.adopt(bytes);
    }
}
