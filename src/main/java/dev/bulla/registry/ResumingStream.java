package dev.bulla.registry;

import dev.bulla.outcome.UnreachableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongFunction;

/**
 * The body of a large answer that is asked for again from where it broke off (RFC 9110 section 14). What finally fails is
 * an {@link UnreachableException}: a connection that breaks says nothing about the content.
 */
final class ResumingStream extends InputStream {
    /** A transfer that breaks more often than this does not get through in one try either. */
    private static final int MAX_RESUMES = 5;

    private final LongFunction<Answer> fetch;
    private Answer answer;
    private long position;
    private int resumes;

    /** Reads {@code first}, and what {@code fetch} yields for a position after a break. */
    ResumingStream(Answer first, LongFunction<Answer> fetch) {
        this.answer = first;
        this.fetch = fetch;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        while (true) {
            try {
                int count = answer.body().read(buffer, offset, length);
                position += Math.max(0, count);
                return count;
            } catch (TooSlowException e) {
                throw Failures.unreachable(answer.call(), e);
            } catch (IOException e) {
                resume(e);
            }
        }
    }

    private void resume(IOException cause) {
        for (IOException broken = cause; ; ) {
            answer.close();
            if (resumes++ == MAX_RESUMES) {
                throw Failures.unreachable(answer.call(), broken);
            }
            answer = fetch.apply(position);
            try {
                skipTo(position);
                return;
            } catch (IOException e) {
                broken = e;
            }
        }
    }

    /** Brings a fresh answer to {@code wanted}: from its beginning when the server ignored the range. */
    private void skipTo(long wanted) throws IOException {
        if (answer.status() == 206) {
            boolean right = answer.headers()
                    .first("Content-Range")
                    .filter(range -> range.strip().startsWith("bytes " + wanted + "-"))
                    .isPresent();
            if (!right) {
                answer.close();
                throw new UnreachableException(answer.call() + ": another part came than was asked for");
            }
        } else {
            answer.body().skipNBytes(wanted);
        }
    }

    @Override
    public void close() {
        answer.close();
    }
}
