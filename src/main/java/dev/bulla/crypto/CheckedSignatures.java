package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers which signatures verified, so that none is checked twice in one process: whether a key signed a message does not
 * change. What is remembered is the sha256 of scheme, key, signature and message together, so finding it means that these
 * very bytes were checked before. Who may sign, and how many must, is asked anew each time. What did not verify is not
 * remembered. May be used by several threads at once.
 */
final class CheckedSignatures {
    /** 4 096 sums of 32 bytes: the signatures of some hundred artifacts. */
    private static final int MAX_REMEMBERED = 4096;

    /** Hashing a message once more costs more than it can save beyond that size, which no role in daily use reaches. */
    private static final int MAX_MESSAGE = 1 << 20;

    private static final CheckedSignatures OF_THIS_PROCESS = new CheckedSignatures();

    private final Map<Bytes, Boolean> verified = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Bytes, Boolean> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    CheckedSignatures() {}

    /** What this process has checked. */
    static CheckedSignatures ofThisProcess() {
        return OF_THIS_PROCESS;
    }

    /**
     * Checks the signature, or finds that it was.
     *
     * @throws SignatureMismatch when it does not verify
     */
    void verify(PublicKey key, Bytes message, Bytes signature) throws SignatureMismatch {
        if (message.length() > MAX_MESSAGE) {
            key.verify(message, signature);
            return;
        }
        Bytes sum = sum(key, message, signature);
        if (!isKnown(sum)) {
            key.verify(message, signature);
            remember(sum);
        }
    }

    private synchronized boolean isKnown(Bytes sum) {
        return verified.get(sum) != null;
    }

    private synchronized void remember(Bytes sum) {
        verified.put(sum, true);
    }

    /** Each part with its length before it, so that none can be read as the end of another. */
    private static Bytes sum(PublicKey key, Bytes message, Bytes signature) {
        MessageDigest sum = HashFunction.SHA256.start();
        Bytes scheme = Bytes.copyOf((key.keyType() + " " + key.scheme()).getBytes(StandardCharsets.UTF_8));
        for (Bytes part : new Bytes[] {scheme, key.material(), signature, message}) {
            sum.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.length()));
            sum.update(part.asReadOnlyBuffer());
        }
        return Bytes.adopt(sum.digest());
    }
}
