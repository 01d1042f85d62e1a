package dev.bulla.cnab;

import dev.bulla.oci.Content;
import dev.bulla.oci.Place;
import dev.bulla.oci.Store;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import dev.bulla.outcome.StorageException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Reads a thick bundle, a tar or gzipped tar (CNAB 104), in one pass and little memory: blobs are hashed on their way into
 * a store that the caller gives, usually an image layout in a temporary directory, and the bundle is then examined there.
 * Nothing is extracted to a path that the archive names. Pushing goes on from {@link ThickBundle#source}, so that uploads
 * can be tried again and nothing unexamined reaches a registry.
 */
public final class ThickBundleReader {
    private static final int BUFFER = 1 << 16;

    private ThickBundleReader() {}

    /** As {@link #read(Content, Place, Store, ArchiveLimits)} with {@link ArchiveLimits#standard}. */
    public static Step<ThickBundle> read(Content archive, Place origin, Store spool) {
        return read(archive, origin, spool, ArchiveLimits.standard());
    }

    /**
     * Reads the archive to its end and examines what it holds. Refused with {@code MALFORMED} when it is no thick bundle, or
     * damaged, cut off, or has names, links or other entries that none has; {@code LIMIT_EXCEEDED}; {@code HASH_MISMATCH}
     * for a blob that is not what its name says; {@code INCOMPLETE} when an image or a part of one is absent; and as
     * {@link Bundle#pinnedImages} and {@link RelocationMap#checkedAgainst} refuse.
     *
     * @param archive opened once
     * @param origin where the archive lies, for messages
     * @param spool keeps the blobs; what stays in it after a refusal is of no use
     * @throws StorageException when the archive cannot be read or the store cannot be written
     */
    public static Step<ThickBundle> read(Content archive, Place origin, Store spool, ArchiveLimits limits) {
        try (ArchiveInput stored = new ArchiveInput(open(archive, origin), origin.toString())) {
            ThickScan scan = scan(stored, spool, limits);
            return ThickExam.examine(scan, origin, spool);
        } catch (RejectedException e) {
            return Step.refused(e.reason());
        } catch (IOException e) {
            return Step.refused(ReasonCode.MALFORMED, "thick bundle: " + ThickScan.cause(e));
        }
    }

    private static InputStream open(Content archive, Place origin) {
        try {
            return archive.open();
        } catch (IOException e) {
            throw new StorageException("opening " + origin + " failed: " + e.getMessage(), e);
        }
    }

    private static ThickScan scan(ArchiveInput stored, Store spool, ArchiveLimits limits) throws IOException {
        PushbackInputStream start = new PushbackInputStream(new BufferedInputStream(stored, BUFFER), 2);
        byte[] magic = start.readNBytes(2);
        start.unread(magic);
        boolean gzip = magic.length == 2 && magic[0] == 0x1F && magic[1] == (byte) 0x8B;
        // members after the first are read as well: otherwise whatever follows would be overlooked
        InputStream plain = gzip
                ? GzipCompressorInputStream.builder()
                        .setInputStream(start)
                        .setDecompressConcatenated(true)
                        .get()
                : start;
        ThickScan scan = new ThickScan(new StrictTar(new ArchiveGuard(plain, limits, stored::count), limits), spool);
        try {
            scan.run();
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
            throw new IOException("unreadable header", e); // numbers in headers that the tar reader does not expect
        }
        return scan;
    }
}
